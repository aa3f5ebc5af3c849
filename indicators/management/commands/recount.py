"""Count figures again from the records."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators import tasks
from indicators.actions import calendar, checking
from places.models import Place
from places.numerals import write_number


class Command(BaseCommand):
    help = "Đếm lại các chỉ số từ bản ghi, của một địa bàn (91@2025-07-01) hoặc tất cả; dùng sau khi khôi phục dữ liệu."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--place", metavar="CODE@DATE")
        which.add_argument("--all", action="store_true")
        parser.add_argument("--workers", action="store_true", help="để các tiến trình nền cùng đếm; lệnh xong ngay")
        parser.add_argument("--check", action="store_true", help="chỉ so sánh, không sửa; khác thì báo động")

    def handle(self, *, place, check, workers, **options):
        began = time.monotonic()
        path = self._path(place) if place else None
        calendar.tick()
        if check:
            differing = checking.check(path)
            if differing:
                raise CommandError(f"{write_number(len(differing))} địa bàn có số khác bản ghi; xem báo động.")
            self.stdout.write("Mọi ô số liệu khớp bản ghi.")
            return
        if workers:
            self.stdout.write(f"Đã giao {write_number(tasks.recount_all(path))} địa bàn cho các tiến trình nền.")
            return
        try:
            touched = checking.recount_all(path)
        except checking.StillWritten as error:
            raise CommandError(
                f"{error} địa bàn chưa đếm lại được vì có người đang ghi hồ sơ ở đó; hãy chạy lại sau."
            ) from error
        took = write_number(time.monotonic() - began, 1)
        self.stdout.write(f"Đã đếm lại, sửa {write_number(touched)} ô, sau {took} giây.")

    def _path(self, reference):
        try:
            return Place.objects.by_reference(reference, timezone.localdate()).path
        except (Place.DoesNotExist, Place.MultipleObjectsReturned, ValueError) as error:
            raise CommandError(f"Không có địa bàn “{reference}”.") from error
