"""Database structure, rights and data of the demo, in one process. What is there already is left as it is."""

import sys
from datetime import UTC, datetime

import django
from django.core.management import CommandError, call_command
from django.db import connections

from config.embedded.talk import step

COMMANDS = (
    ("Cập nhật cấu trúc cơ sở dữ liệu", "migrate", {"database": "owner", "interactive": False}),
    ("Cấp quyền cho vai trò chạy", "grant_runtime_role", {}),
    ("Nạp đơn vị hành chính", "load_places", {"keep_on_conflict": True}),
    # Cases of the last quarter have terms and days of work in the next year.
    ("Nạp danh mục, lịch làm việc", "load_reference", {"through": datetime.now(UTC).year + 1}),
    ("Nạp chương trình, mô hình, chỉ tiêu", "load_programmes", {}),
    ("Nạp số liệu của các bài báo nguồn", "load_sources", {}),
    ("Nạp dữ liệu giả", "load_demo", {}),
)


def prepare() -> None:
    """Each step may be repeated and interrupted; the commands themselves look in the database for what is done."""
    django.setup()
    for title, command, options in COMMANDS:
        with step(title):
            call_command(command, verbosity=0, **options)
    with step("Mở các kỳ tính đến hôm nay"):
        bring_periods_to_today()
    with step("Thống kê bảng cho bộ lập kế hoạch truy vấn"):
        analyze()


def bring_periods_to_today() -> None:
    """What beat does at 00:05, when this machine may have been off."""
    from indicators.actions.calendar import tick

    tick()


def analyze() -> None:
    """Without it the first counts after a bulk load are planned blindly, and take minutes instead of seconds."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select string_agg(quote_ident(tablename), ', ') from pg_tables where tableowner = current_user")
        tables = cursor.fetchone()[0]
        cursor.execute(f"analyze {tables}")


if __name__ == "__main__":
    try:
        prepare()
    except CommandError as error:
        sys.exit(str(error))
