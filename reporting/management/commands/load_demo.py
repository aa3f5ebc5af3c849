"""Loads the demonstration's synthetic data once; the audit log remembers it."""

import random
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEvent
from places.numerals import write_number
from reporting.demo import an_giang_2020, caseload, kon_tum_2013, kon_tum_2022, reported, users

SEED = 20161115


def dice():
    """The same throws at every load."""
    return random.Random(SEED)  # noqa: S311 (invents data, keeps no secret)


class Command(BaseCommand):
    help = "Synthetic data, marked DỮ LIỆU GIẢ on every page. Refused outside of a demonstration (DEMO=1)."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Chỉ nạp dữ liệu giả khi chạy trình diễn (DEMO=1); cơ sở dữ liệu này giữ hồ sơ thật.")
        if AuditEvent.objects.filter(verb="demo.loaded").exists():
            self.stdout.write("Dữ liệu giả đã có sẵn.")
            return
        with transaction.atomic():
            self.step("người dùng", users.load)
            self.step("An Giang 2020: điểm mô hình, quỹ", an_giang_2020.load, dice())
            self.step("Kon Tum 2013: điểm mô hình, truyền thông", kon_tum_2013.load, dice())
            offices = self.step("An Giang hiện nay: hồ sơ", caseload.load, dice(), timezone.now())
            self.step("Kon Tum 2022: sổ trẻ em", kon_tum_2022.load, dice())
            live = [office.place for office in offices[: caseload.COMPLETE]]
            self.step("số liệu báo cáo", reported.load, live, timezone.localdate())
            record("demo.loaded", by=None)

    def step(self, label, load, *args):
        started = time.monotonic()
        done = load(*args)
        self.stdout.write(f"  {label}: {write_number(time.monotonic() - started, 1)} giây")
        self.stdout.flush()
        return done
