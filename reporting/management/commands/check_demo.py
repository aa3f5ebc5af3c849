"""The demonstration checks itself: cells emptied, refilled by the worker, the articles' figures read over HTTP."""

import json
import sys
import time
import urllib.request
from datetime import timedelta
from decimal import Decimal

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
from places.numerals import write_money, write_number, write_percent

WAIT_SECONDS = 240
KON_TUM, AN_GIANG, HUNG_YEN = "62@2025-06-30", "89@2025-06-30", "33@2025-06-30"
# (place, period, indicator, group) -> what the articles say: value, or (numerator, denominator); None: unknown.
ANYTHING = object()  # printed, with nothing to compare it with
EXPECTED = (
    ("Kon Tum 2022", KON_TUM, "2022", (
        ("P01", "", "200386"), ("P02", "", "34.80"), ("P03", "", "27678"), ("P04", "", "46177"),
        ("H01", "", (2512, 200386)), ("R01", "", (44087, 200386)), ("H04", "", "1865"),
    )),
    ("An Giang 2020", AN_GIANG, "2020", (
        ("K01", "", (110, 156)), ("M01", "safe_house", (56, 156)), ("M01", "community_system", (61, 156)),
        ("M02", "community_system", (11, 11)), ("M04", "child_club", "76"), ("M04", "school_counselling", "10"),
        ("G01", "", "3105"), ("G02", "", "570000000"), ("T04", "", "151"),
        ("F01", "", "4190000000"), ("F02", "", "2469"), ("H01", "", None),
    )),
    ("Kon Tum 2013", KON_TUM, "2013", (
        ("M01", "community_system", (27, 102)), ("M02", "community_system", (7, 9)), ("M03", "community_system", "15"),
        ("M04", "", "30"), ("T03", "", "16480"),
    )),
    ("An Giang 2011–2015", AN_GIANG, "2011/2015", (("T01", "", "101"),)),
    ("Hưng Yên 2020", HUNG_YEN, "2020", (("H01", "", None), ("R01", "", None), ("M01", "special_support", None))),
)  # fmt: skip


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
            for title, place, period, rows in EXPECTED:
                self.table(title, place, period, rows)
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
        took = time.monotonic() - started
        self.stdout.write(
            f"Worker đếm lại {after} ô từ con số không, sau {took:.1f} giây ({timezone.localtime():%H:%M})."
        )
        if after != before:
            self.wrong.append(f"trước khi xoá có {before} ô, nay {after}")

    def get(self, path):
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", headers={"Authorization": f"Token {self.secret}"})  # noqa: S310 (our own server)
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def table(self, title, place, period, rows):
        """Each indicator with value, numerator/denominator, target and status; `rows` say what the articles do."""
        self.stdout.write(f"\n{title}")
        targets = {(row["indicator"], row["group"]): row for row in self.get(f"targets?place={place}")["results"]}
        for code, group, expected in rows:
            found = self.get(f"values?indicator={code}&place={place}&period={period}&group={group}")["results"][0]
            verdict = "" if expected is ANYTHING else "khớp" if _agrees(found, expected) else "KHÁC"
            if verdict == "KHÁC":
                self.wrong.append(f"{title} {code} {group}")
            parts = f"{found['numerator']}/{found['denominator']}" if found["denominator"] is not None else ""
            target = targets.get((code, group))
            goal = f"{target['text'][:60]}: {target['words']}" if target else "không có chỉ tiêu"
            self.stdout.write(f"  {code:<5}{group:<20}{_shown(found):>18}  {parts:<16}{verdict:<6}{goal}")
        sys.stdout.flush()

    def live(self):
        """A commune of today whose records are declared complete: every indicator that its records tell."""
        declared = Completeness.objects.filter(family="cases", ends_on=None, place__level=Level.COMMUNE)
        place = declared.order_by("place__code").first().place
        codes = [card.code for card in registry.all() if Family.CASES in card.completeness]
        rows = tuple((code, "", ANYTHING) for code in codes)
        self.table(f"{place.name} hiện nay", place.reference, f"{timezone.localdate().year}", rows)

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


def _shown(found):
    value = found["value"]
    if value is None:
        return "chưa có số liệu"
    if found["unit"] == "percent":
        return write_percent(Decimal(str(value)), 2)
    return write_money(int(value)) if found["unit"] == "vnd" else write_number(int(value))
