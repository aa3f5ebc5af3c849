"""Whether an answer is still what it was, without computing it: the tag (ETag) of figures.

A tag names all that an answer is made of: the question, the language, the day, the program's own text, what the person
may see and is barred from, and the clock of changes of its provinces (migration 0007: triggers move it in the
transaction of whatever moves a figure). The clock is read before the figures: an answer may be newer than its tag, and
costs one answer too many, but never older.

Figures of a period that is not kept come straight from the records, which the clock does not follow, and within one
transaction the clock moves once; such an answer has a tag of its content instead.
"""

import json
import re
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from indicators.withholding import Withheld

EVERYWHERE = 0  # the clock of what may move figures anywhere
MOST_TAGS = 3
MOST_PROVINCES = 12  # more are followed as one: all of them
_TAG = re.compile(r'"k([0-9.]{0,200})-([0-9a-f]{40})"')
PACKAGES = ("places", "accounts", "cases", "programs", "indicators", "reporting", "templates", "static", "locale")
SUFFIXES = (".py", ".mo", ".csv", ".html", ".css", ".js", ".svg")


@lru_cache(maxsize=1)
def program():
    """A digest of the program that answers: definitions, words, rules and the looks of pages change with a new version
    of it, and with the settings that figures hang on."""
    found = blake2b(repr(settings.AGE_BANDS).encode())
    for package in PACKAGES:
        for path in sorted(Path(settings.BASE_DIR, package).rglob("*")):
            if path.suffix in SUFFIXES:
                found.update(path.read_bytes())
    return found.hexdigest()


def clock(provinces):
    """What the clock of these provinces shows (their ids; none: of all). It grows with every committed change.

    None within a transaction that has moved it: what it moves again does not show.
    """
    shown, _barred = _look(provinces)
    return shown and shown[0]


def _look(provinces, user=None):
    """(what the clock shows or None, whether the person was ever barred from a case), in one query.

    The clock of a database that was restored goes back, and would show again what it showed before: it is another one,
    and so is its file.
    """
    which = "where province_id = any (%(provinces)s)" if provinces else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select coalesce(sum(moved), 0), pg_relation_filenode('indicators_clock'),
                       bool_or(xact = pg_current_xact_id_if_assigned()::text::bigint),
                       exists (select from cases_denyentry where user_id = %(user)s)
            from indicators_clock {which}""",  # noqa: S608 - one of two texts of ours
            {"provinces": [EVERYWHERE, *provinces], "user": user and user.pk},
        )
        shown, clock_file, by_us, barred = cursor.fetchone()
        return None if by_us else (int(shown), clock_file), barred


def provinces_of(places):
    """The ids whose clocks an answer about these places follows; none where they are too many to name."""
    found = sorted({place.province_id or place.pk for place in places})
    return found if len(found) <= MOST_PROVINCES else []


def tag(provinces, withheld, *question):
    """The tag of the answer to a question (all that it is made of beside the records) about these provinces, as the
    person may see it; None without a clock."""
    shown, _barred = _look(provinces)
    return None if shown is None else _tag(provinces, shown, withheld.paths, question)


def key(provinces, *question):
    """A name for the answer to a question before it is cut down to what a person may see; None without a clock."""
    shown, _barred = _look(provinces)
    return None if shown is None else _tag(provinces, shown, (), question)


def still(header, user, *question):
    """The tag in If-None-Match that holds: nothing has changed since it was given. None where there is no such tag."""
    for match in list(_TAG.finditer(header))[:MOST_TAGS]:
        provinces = [int(number) for number in match[1].split(".") if number][:MOST_PROVINCES]
        shown, barred = _look(provinces, user)
        paths = Withheld(user).paths if barred else ()
        if shown is not None and _tag(provinces, shown, paths, question) == f"W/{match[0]}":
            return f"W/{match[0]}"
    return None


def _tag(provinces, shown, paths, question):
    day = timezone.localdate().isoformat()
    told = (program(), get_language(), day, shown, provinces, sorted(paths), question)
    key = salted_hmac("indicators.unchanged", repr(told), algorithm="sha256").hexdigest()[:40]
    return f'W/"k{".".join(map(str, provinces))}-{key}"'


def tag_of_content(*told):
    """The tag of an answer that no clock follows: of all that it says but for the moment of asking."""
    return f'W/"c-{sha256(json.dumps(told, default=str).encode()).hexdigest()[:40]}"'


def fold():
    """Make one row of those that ended backends have left; what the clock shows stays the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            """with gone as (
                delete from indicators_clock where backend <> 0 and backend not in (select pid from pg_stat_activity)
                returning province_id, moved)
            insert into indicators_clock as c (province_id, backend, moved, xact)
            select province_id, 0, sum(moved), 0 from gone group by province_id
            on conflict (province_id, backend) do update set moved = c.moved + excluded.moved"""
        )
