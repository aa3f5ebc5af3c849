"""Database structure, rights and data of the demo, in one process. What is there already is left as it is."""

import sys

import django
from django.core.management import CommandError, call_command

from config.embedded.talk import step

STEPS = (
    ("Cập nhật cấu trúc cơ sở dữ liệu", "migrate", {"database": "owner", "interactive": False}),
    ("Cấp quyền cho vai trò chạy", "grant_runtime_role", {}),
    ("Nạp đơn vị hành chính", "load_places", {}),
    ("Nạp danh mục, lịch làm việc", "load_reference", {}),
    ("Nạp chương trình, mô hình, chỉ tiêu", "load_programmes", {}),
    ("Nạp dữ liệu giả", "load_demo", {}),
)


def prepare() -> None:
    """Each step may be repeated and interrupted; the commands themselves look in the database for what is done."""
    django.setup()
    for title, command, options in STEPS:
        with step(title):
            call_command(command, verbosity=0, **options)


if __name__ == "__main__":
    try:
        prepare()
    except CommandError as error:
        sys.exit(str(error))
