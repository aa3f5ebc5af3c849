"""Loads the demonstration's synthetic data once; the audit log remembers it."""

import random
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEvent
from reporting.demo import an_giang_2020, caseload, kon_tum_2022, reported, users

SEED = 20161115


class Command(BaseCommand):
    help = "Synthetic data, marked DỮ LIỆU GIẢ on every page. Refused outside of a demonstration (DEMO=1)."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Chỉ nạp dữ liệu giả khi chạy trình diễn (DEMO=1); cơ sở dữ liệu này giữ hồ sơ thật.")
        if AuditEvent.objects.filter(verb="demo.loaded").exists():
            self.stdout.write("Dữ liệu giả đã có sẵn.")
            return
        with transaction.atomic():
            for label, load in (
                ("người dùng", users.load),
                ("An Giang 2020: điểm mô hình, quỹ", lambda: an_giang_2020.load(random.Random(SEED))),
                ("An Giang hiện nay: hồ sơ", lambda: caseload.load(random.Random(SEED), timezone.now())),
                ("Kon Tum 2022: sổ trẻ em", lambda: kon_tum_2022.load(random.Random(SEED))),
                ("số liệu báo cáo", reported.load),
            ):
                started = time.monotonic()
                load()
                self.stdout.write(f"  {label}: {time.monotonic() - started:.1f} giây")
                self.stdout.flush()
            record("demo.loaded", by=None)
