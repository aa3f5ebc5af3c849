"""The counting engine on many provinces and with several workers, as ratios from one run (docs/scale.md).

    python benchmarks/scale.py --children N [--workers 1,2,4] [--count K] [--keep] [--again]
    python benchmarks/scale.py --children N --workers '' --keep      only load

`N` is the number of children under 16; each province of 208,000 of them (of all ages 341,250) is invented as in
benchmarks/engine.py, in the communes of a real one. Makes a database of its own beside the configured one (its name
with `_scale`). Needs OWNER_DATABASE_URL, DATABASE_URL and REDIS_URL.
"""

import argparse
import itertools
import random
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import engine  # noqa: E402
from benchmarks.engine import Row, timed  # noqa: E402

UNDER_16, OF_ALL_AGES = 208_000, 341_250
SPEED_UP, TRUE_AGAIN, CHANGED, READ = 1.6, 0.1, 0.001, 3
ALIKE, APART = 4.1, 0.25  # all kept periods in bare ones, both by index: the same at every size
DAY = date(2022, 12, 31)

# One period of P01 for communes, districts, province and nation: from all rows at once, or from the communes' sums.
BASE = """
    select r.place_id, c.sex, count(*) as n from cases_residence r join cases_child c on c.id = r.child_id
    where r.starts_on <= %(day)s and (r.ends_on is null or r.ends_on >= %(day)s)
      and c.voided_at is null and c.birth_date <= %(day)s and (c.birth_date + interval '16 years')::date > %(day)s
      and (c.died_on is null or c.died_on > %(day)s) and (c.departed_on is null or c.departed_on > %(day)s)
    group by 1, 2"""
TWO_STEPS = f"""
    with base as materialized ({BASE})
    select b.place_id, p.parent_id, p.province_id, b.sex, sum(b.n) from base b join places_place p on p.id = b.place_id
    group by grouping sets ((b.place_id, b.sex), (p.parent_id, b.sex), (p.province_id, b.sex), (b.sex))"""  # noqa: S608
AT_ONCE = TWO_STEPS.replace(BASE, BASE.replace("count(*) as n", "1 as n").replace("group by 1, 2", "")).replace(
    " materialized", " not materialized"
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--children", type=int, default=UNDER_16)
    parser.add_argument("--workers", default="1,2,4", help="numbers of worker processes to compare")
    parser.add_argument("--count", type=int, help="count the first K provinces only; the others are there")
    parser.add_argument("--keep", action="store_true", help="leave the database standing")
    parser.add_argument("--again", action="store_true", help="measure the database that was left standing")
    asked = parser.parse_args()
    workers = [int(number) for number in asked.workers.split(",") if number]
    rows = []
    with engine.scratch_database(asked.keep, suffix="_scale", again=asked.again):
        if not asked.again:
            engine.prepare()
            load(asked.children)
        if workers:
            rows = list(measure(provinces_of(asked.children)[: asked.count], workers))
    print(*rows, sep="\n")
    return 0 if all(row.holds for row in rows) else 1


def codes_of(children):
    """Codes of the provinces that are filled: 62 (Kon Tum) once, the others in turn and again."""
    from places.models import Level, Place

    tops = Place.objects.level(Level.PROVINCE).in_force(DAY).order_by("code")
    with_communes = (top.code for top in tops if Place.objects.within(top).level(Level.COMMUNE).in_force(DAY).exists())
    others = itertools.cycle(code for code in with_communes if code != "62")
    return ["62", *itertools.islice(others, round(children / UNDER_16) - 1)]


def provinces_of(children):
    """[[communes] of each province]"""
    return [engine.communes_of(code)[1] for code in dict.fromkeys(codes_of(children))]


def load(children):
    codes = codes_of(children)
    with bare_tables():
        for code in codes:
            engine.load(round(children / len(codes) * OF_ALL_AGES / UNDER_16), code)
    engine.settle()


# What no counting statement reads by: unique uids, search, foreign keys, the rule that stretches do not overlap.
READ_BY = r"\((child_id|household_id|place_id|ethnic_group_id|case_id)"
GUARDS = """
    select conrelid::regclass::text, conname from pg_constraint
    where conrelid::regclass::text = any (%s) and contype in ('f', 'x', 'u')
      and not (contype = 'u' and pg_get_constraintdef(oid) ~ %s)"""
INDEXES = """
    select indexname, indexdef, indexdef ~ %s and indexdef not like '%%gist%%' from pg_indexes
    where tablename = any (%s) and indexname not in (select conname from pg_constraint)"""


@contextmanager
def bare_tables():
    """Only the owner may do this, and only in a database that is thrown away: millions of rows come in without marks
    (all is counted afterwards), guards and indexes; those by which counting reads are made when all rows are there."""
    from django.db import connections

    from indicators.triggers import declared

    tables = [*declared(), "cases_household"]
    with connections["owner"].cursor() as cursor:
        for table in declared():
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(GUARDS, [tables, READ_BY])
        for table, guard in cursor.fetchall():
            cursor.execute(f'alter table {table} drop constraint if exists "{guard}" cascade')
        cursor.execute(INDEXES, [READ_BY, tables])
        indexes = cursor.fetchall()
        for name, _made_by, _wanted in indexes:
            cursor.execute(f'drop index "{name}"')
        yield
        cursor.execute("set maintenance_work_mem = '1GB'")
        seconds = timed(lambda: [cursor.execute(made_by) for _name, made_by, wanted in indexes if wanted])
        print(f"    indexes: {seconds:.0f} s", flush=True)
        for table in declared():
            cursor.execute(f"alter table {table} enable trigger user")


def measure(provinces, workers):
    from indicators.actions import calendar
    from indicators.models import Cell, Stale

    calendar.tick()
    Stale.objects.all().delete()
    tops = [province_of(communes) for communes in provinces]
    with engine.worker(max(workers)):
        filling = recounted(tops)
    print(f"    first filling, {Cell.objects.count()} cells, {max(workers)} processes: {filling:.0f} s", flush=True)
    engine.settle("indicators_cell")
    ratio, by_index, _bare = engine.kept_against_bare(provinces[0], rounds=5)
    holds = ratio <= engine.RATIO
    yield Row(
        "all kept periods of H01's measures / one bare GROUP BY of one", f"{ratio:.1f} ×", f"≤ {engine.RATIO} ×", holds
    )
    alike = abs(by_index / ALIKE - 1) <= APART
    yield Row("the same, both planned by index", f"{by_index:.1f} ×", f"{ALIKE} × ± {APART:.0%}", alike)
    took = {}
    for number in workers:
        with engine.worker(number):
            took[number] = recounted(tops)
            print(f"    recount of everything, {number} processes: {took[number]:.0f} s", flush=True)
            if number == 2:
                yield from changed_at_random(provinces, took[number])
    if {1, 2} <= took.keys():
        gain = took[1] / took[2]
        yield Row("recount by two processes against one", f"{gain:.2f} ×", f"≥ {SPEED_UP} ×", gain >= SPEED_UP)
    yield from reading(provinces[0])
    yield from engine.latency(provinces[0])
    yield upper_levels()


def province_of(communes):
    from places.models import Place

    return Place.objects.get(pk=communes[0]).province


def recounted(tops):
    """Seconds until the workers have counted these provinces again."""
    from indicators.actions import checking
    from indicators.tasks import hint_sweep

    engine.wait_until_nothing_is_stale()
    began = time.monotonic()
    for top in tops:
        checking.ask_for_recount(top.path)
    hint_sweep()
    engine.wait_until_nothing_is_stale()
    return time.monotonic() - began


def changed_at_random(provinces, full):
    """A thousandth of the children changed anywhere; the workers begin when the last is written."""
    from django.db import connection

    from indicators.models import Stale
    from indicators.tasks import hint_sweep

    communes = [commune for province in provinces for commune in province]
    dice = random.Random(7)
    children = engine.candidates(communes, round(UNDER_16 * len(provinces) * CHANGED), dice)
    engine.wait_until_nothing_is_stale()
    written = 0
    for lot in range(0, len(children), 50):
        written += write_unseen(children[lot : lot + 50], dice)
    marks = Stale.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("update indicators_stale set not_before = null")
    hint_sweep()  # as the site does after each write; without it up to a second is waiting for the clock
    seconds = timed(engine.wait_until_nothing_is_stale)
    print(f"    {written} children changed, {marks} marks: true again after {seconds:.1f} s", flush=True)
    what = "figures true again after 0.1 % of the children changed / full recount"
    yield Row(what, f"{seconds / full:.3f}", f"≤ {TRUE_AGAIN}", seconds <= TRUE_AGAIN * full)


def write_unseen(children, dice):
    """Changes whose marks the workers shall not see yet."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for child, place in children:
            engine.change(dice, child, place)
        cursor.execute(
            "update indicators_stale set not_before = now() + interval '1 day' where xmin = pg_current_xact_id()::xid"
        )
    return len(children)


def reading(communes):
    """A province's figure as every page reads it, against the barest statement that sums the same cells."""
    from django.db import connection

    from indicators import reading
    from indicators.measures.register import CHILDREN, SPECIAL

    top = province_of(communes)
    territory = reading.Territory.of([reading.Unit.of(top)])

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(
                """select measure, sum(n) from indicators_cell
                   where province_id = %s and measure in ('children', 'special') and period_id = '2022'
                     and grp = '' group by 1""",
                [top.pk],
            )
            cursor.fetchall()

    pairs = [
        (timed(lambda: reading.cell_sums([CHILDREN, SPECIAL], territory, ["2022"])), timed(bare)) for _ in range(60)
    ][10:]
    read, plain = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(
        f"    a province's figure {read * 1000:.1f} ms, the barest sum of its cells {plain * 1000:.1f} ms", flush=True
    )
    yield Row("read of a province / bare indexed read", f"{read / plain:.1f} ×", f"≤ {READ} ×", read <= READ * plain)


def upper_levels():
    """Why the base is counted first: the same sums from all rows at once."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local work_mem = '64MB'; set local max_parallel_workers_per_gather = 0")
        times = [
            [timed(lambda sql=sql: cursor.execute(sql, {"day": DAY})) for sql in (TWO_STEPS, AT_ONCE)] for _ in range(3)
        ]
    two, once = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"    all levels of one period: two steps {two:.2f} s, GROUPING SETS over all rows {once:.2f} s", flush=True)
    return Row("all levels in two steps / GROUPING SETS over all rows", f"{two / once:.2f}", "≤ 1", two <= once)


if __name__ == "__main__":
    sys.exit(main())
