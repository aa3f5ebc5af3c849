"""Wait until the workers have counted everything that the facts have marked."""

import sys
import time

import django
from django.core.management import call_command

from config.embedded.talk import say, step
from places.numerals import write_number

STALLED_SECONDS = 180


def wait_until_counted() -> int:
    """0 when no mark is left; 1 when nothing moved for long or a place cannot be counted."""
    from indicators.models import Stale

    left, moved_at, said_at = None, time.monotonic(), time.monotonic()
    while marks := Stale.objects.filter(not_before=None).count():
        now = time.monotonic()
        if marks != left:
            left, moved_at = marks, now
        if now - moved_at > STALLED_SECONDS:
            say(f"Worker không đếm nữa: còn {write_number(left)} dấu chờ.")
            return 1
        if now - said_at > 5:
            say(f"  còn {write_number(left)} dấu chờ đếm")
            said_at = now
        time.sleep(0.2)
    postponed = Stale.objects.values("place_id").distinct().count()
    if postponed:
        say(f"{postponed} địa bàn đếm lỗi, xem nhật ký của worker.")
    return int(bool(postponed))


if __name__ == "__main__":
    django.setup()
    with step("Worker đếm các chỉ số"):
        code = wait_until_counted()
    if code == 0:
        with step("Công bố một bảng số liệu giả"):
            call_command("publish_demo", verbosity=0)
    sys.exit(code)
