"""The demonstration checks itself: cells emptied, refilled by the worker, the articles' figures read over HTTP."""

import json
import sys
import time
import urllib.request
from datetime import date, timedelta
from decimal import Decimal
from textwrap import shorten

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import ApiToken, User
from indicators import registry
from indicators.actions.calendar import mark_everywhere
from indicators.models import Cell, Completeness, Period, Stale
from indicators.models import CompletenessFamily as Family
from indicators.tasks import hint_sweep
from places.models import Level
from places.numerals import write_date, write_number
from reporting.figure_words import number

WAIT_SECONDS = 240
KON_TUM, AN_GIANG, HUNG_YEN = "62@2025-06-30", "89@2025-06-30", "33@2025-06-30"
# Per table: title, place, period, and what the articles say of it: indicator, group, and a value or (numerator,
# denominator); None: unknown. The tables of the three provinces are printed whole.
WHOLE = (
    ("Kon Tum 2022", KON_TUM, "2022", (
        ("P01", "", "200386"), ("P02", "", "34.80"), ("P03", "", "27678"), ("P04", "", "46177"),
        ("H01", "", (2512, 200386)), ("R01", "", (44087, 200386)), ("H04", "", "1865"),
    )),
    ("An Giang 2020", AN_GIANG, "2020", (
        ("K01", "", (110, 156)), ("M01", "safe_house", (56, 156)), ("M01", "community_system", (61, 156)),
        ("M02", "community_system", (11, 11)), ("M04", "child_club", "76"), ("M04", "school_counselling", "10"),
        ("G01", "", "3105"), ("G02", "", "570000000"), ("T04", "", "151"),
        ("F01", "", "4190000000"), ("F02", "", "2469"), ("H01", "", None),
        ("M01", "special_support", None), ("M03", "", None), ("M03", "safe_house", None), ("T03", "", None),
    )),
    ("Hưng Yên 2020", HUNG_YEN, "2020", (("H01", "", None), ("R01", "", None), ("M01", "special_support", None))),
)  # fmt: skip
# Other years of the articles: only what they say. The 30 clubs, young collaborators and counselling points of Kon Tum
# are not told apart there: these parts of the sum are invented.
OTHERS = (
    ("Kon Tum 2013", KON_TUM, "2013", (
        ("M01", "community_system", (27, 102)), ("M02", "community_system", (7, 9)), ("M03", "community_system", "15"),
        ("M04", "child_club", "18"), ("M04", "young_collaborator", "7"), ("M04", "community_counselling", "5"),
        ("T03", "", "16480"),
    )),
    ("An Giang 2011–2015", AN_GIANG, "2011/2015", (("T01", "", "101"),)),
)  # fmt: skip
NO_FIGURE = {"unknown": "chưa đủ số liệu", "not_applicable": "không phát sinh"}


class Command(BaseCommand):
    help = "Empties the cells, lets the worker refill them, reads the articles' figures over HTTP and compares."

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://localhost:8000")

    def handle(self, *, url, **options):
        if not settings.DEMO:
            raise CommandError("Lệnh này xoá các ô đã tính để đếm lại: chỉ chạy trên bản trình diễn (DEMO=1).")
        self.url, self.wrong = url, []
        self.refill()
        client = User.objects.get(username="may")
        token, self.secret = ApiToken.objects.create(client, expiry=timedelta(minutes=10), name="tự kiểm tra")
        try:
            for title, place, period, said in WHOLE:
                self.table(title, place, period, said, [card.code for card in registry.all()])
            for title, place, period, said in OTHERS:
                self.table(title, place, period, said, list(dict.fromkeys(code for code, _group, _what in said)))
            self.live()
            self.targets()
        finally:
            token.delete()
        if self.wrong:
            raise CommandError("Khác với bài báo: " + "; ".join(self.wrong))
        self.stdout.write(self.style.SUCCESS("Mọi con số đều khớp."))

    def refill(self):
        """The worker must do it: this process only empties and marks."""
        before = Cell.objects.count()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from indicators_cell")
            span = Period.objects.order_by("count_day")
            mark_everywhere(span.first().count_day, span.last().count_day)
        started = time.monotonic()
        hint_sweep()
        while Stale.objects.filter(not_before=None).exists():
            if time.monotonic() - started > WAIT_SECONDS:
                raise CommandError("Worker chưa đếm xong; xem nhật ký của worker.")
            time.sleep(0.3)
        after = Cell.objects.count()
        took = write_number(time.monotonic() - started, 1)
        self.stdout.write(
            f"Worker đếm lại {write_number(after)} ô từ con số không, sau {took} giây ({timezone.localtime():%H:%M})."
        )
        if after != before:
            self.wrong.append(f"trước khi xoá có {before} ô, nay {after}")

    def get(self, path):
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", headers={"Authorization": f"Token {self.secret}"})  # noqa: S310 (our own server)
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def table(self, title, place, period, said, codes):
        """Each indicator with value, numerator/denominator, target and status, and the groups of it that are known;
        `said` is what the articles do."""
        self.stdout.write(f"\n{title}")
        rows, told, silent = self.figures(place, period, codes), {}, []
        targets = self.targets_of(place, rows[0]["last_day"])
        expected = {(code, group): what for code, group, what in said}
        for row in rows:
            key = row["indicator"], row["group"]
            told[key], asked = row, key in targets or key in expected
            if row["group"] and row["value"] is None and not asked:
                continue  # its whole says of how many groups nothing is known
            if not (registry.get(row["indicator"]).is_counted or row["reported"] or asked):
                silent.append(row["indicator"])
                continue
            verdict = ("khớp" if _agrees(row, expected[key]) else "KHÁC") if key in expected else ""
            goal = "; ".join(targets.get(key, ["không có chỉ tiêu"]))
            self.stdout.write(f"  {_named(row):<56}{_shown(row):>21}  {_parts(row):<17}{verdict:<5}{goal}")
        if silent:
            self.stdout.write(f"  Chỉ có số do nơi khác báo cáo, ở đây chưa có: {', '.join(silent)}")
        wrong = [key for key, what in expected.items() if not _agrees(told[key], what)]
        self.wrong += [f"{title} {code} {group}".rstrip() for code, group in wrong]
        sys.stdout.flush()

    def figures(self, place, period, codes):
        """The values of the indicators; after each whose groups are declared one by one, those of its groups."""
        asked = f"place={place}&period={period}"
        wholes = self.get(f"values?indicator={','.join(codes)}&{asked}")["results"]
        by_group = [code for code in codes if registry.get(code).is_declared_by_group]
        found = self.get(f"values?indicator={','.join(by_group)}&{asked}&by=group")["results"] if by_group else []
        parts = {row["indicator"]: {part["key"]: part for part in row["parts"]} for row in found}
        rows = []
        for row in wholes:
            code = row["indicator"]
            groups = registry.get(code).groups.names() if code in by_group else ()
            rows += [row, *(_of_group(row, group, parts[code].get(group)) for group in groups)]
        return rows

    def targets_of(self, place, on):
        """{(indicator, group): [a target and how it stands on the day]}"""
        on, found = min(on, f"{timezone.localdate()}"), {}
        for row in self.get(f"targets?place={place}&on={on}")["results"]:
            due = date.fromisoformat(row["due_on"])
            words = f"{row['text'][:60]} (mốc {write_date(due)}): {row['words']}"
            found.setdefault((row["indicator"], row["group"]), []).append(words)
        return found

    def live(self):
        """A commune of today whose records are declared complete: every indicator that its records tell."""
        declared = Completeness.objects.filter(family="cases", ends_on=None, place__level=Level.COMMUNE)
        place = declared.order_by("place__code").first().place
        codes = [card.code for card in registry.all() if Family.CASES in card.declared_families]
        self.table(f"{place.name} hiện nay", place.reference, f"{timezone.localdate().year}", (), codes)

    def targets(self):
        """The typed targets of the articles, judged: what cannot be judged says so."""
        for title, place in (("An Giang", AN_GIANG), ("Hưng Yên", HUNG_YEN)):
            self.stdout.write(f"\nChỉ tiêu {title}")
            rows = self.get(f"targets?place={place}")["results"]
            if not rows:
                self.wrong.append(f"{title}: không có chỉ tiêu")
            for row in rows:
                self.stdout.write(f"  {row['indicator']:<5}{row['words']:<28}{row['text'][:70]}")
            if title == "Hưng Yên" and {row["status"] for row in rows} != {"unknown"}:
                self.wrong.append("Hưng Yên chỉ có chỉ tiêu, không có số liệu để phán xét")


def _agrees(found, expected):
    if expected is None:
        return found["value"] is None and found["status"] == "unknown"
    if isinstance(expected, tuple):
        return (found["numerator"], found["denominator"]) == expected
    return found["value"] is not None and abs(Decimal(str(found["value"])) - Decimal(expected)) < Decimal("0.005")


def _of_group(whole, group, part):
    """A row of one group, as if it had been asked for alone; without a part nothing is known of it."""
    told = part or {"value": None, "numerator": None, "denominator": None}
    status = "unknown" if told["numerator"] is None else "computed"
    return {**whole, **told, "group": group, "status": status, "reported": []}


def _named(row):
    card = registry.get(row["indicator"])
    name = f"– {card.groups.names()[row['group']]}" if row["group"] else str(card.name)
    return f"{'' if row['group'] else card.code:<9}{shorten(name, 46, placeholder=' …')}"


def _parts(row):
    if row["denominator"] is None:
        return ""
    return f"{write_number(row['numerator'])}/{write_number(row['denominator'])}"


def _shown(row):
    """The number; what others reported, marked so; or why there is none."""
    if row["value"] is not None:
        return _written(row["unit"], row["value"])
    if row["reported"]:
        told = row["reported"][-1]
        words = "bằng lời" if told["value"] is None else _written(told["unit"], told["value"])
        return f"báo cáo {words}" + (" (giả)" if told["synthetic"] else "")
    return NO_FIGURE[row["status"]]


def _written(unit, value):
    return number(unit, Decimal(str(value)).normalize())
