"""The first administrator (ruling 35); later ones are made on the pages."""

import getpass

from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts import actions
from accounts.models import User
from places.models import Place


class Command(BaseCommand):
    help = "Tạo người quản trị hệ thống đầu tiên; hỏi những gì chưa ghi trên dòng lệnh."

    def add_arguments(self, parser):
        parser.add_argument("--username", metavar="TÊN", help="tên đăng nhập, chữ thường không dấu")
        parser.add_argument("--name", metavar="HỌ_TÊN", help="họ và tên")
        parser.add_argument("--place", metavar="MÃ", help="mã đơn vị hành chính, ví dụ 91 hoặc 91@2025-07-01")
        parser.add_argument("--email", default="", metavar="ĐỊA_CHỈ", help="thư điện tử (không bắt buộc)")
        parser.add_argument("--link", action="store_true", help="in đường dẫn đặt mật khẩu thay vì hỏi mật khẩu")

    def handle(self, *, username, name, place, email, link, **options):
        user = User(
            username=username or input("Tên đăng nhập: ").strip(),
            full_name=name or input("Họ và tên: ").strip(),
            email=email,
        )
        where = _place(place or input("Mã đơn vị hành chính: ").strip())
        _refuse_bad(user)
        password = None if link else _ask_password(user)
        with transaction.atomic():
            made = actions.create_user(
                username=user.username,
                full_name=user.full_name,
                email=email,
                is_superuser=True,
                role="system_administrator",
                place=where,
                valid_from=timezone.localdate(),
                by=None,
            )
            if password:
                actions.change_password(user=made, password=password, by_link=True)
        self.stdout.write(f"Đã tạo {made.username}: quản trị hệ thống tại {where.full_name}.")
        if link:
            self.stdout.write(
                f"Đặt mật khẩu (một lần, trong 24 giờ): {actions.issue_password_link(user=made, by=None)}"
            )


def _place(text):
    try:
        return Place.objects.by_reference(text, timezone.localdate())
    except (Place.DoesNotExist, Place.MultipleObjectsReturned, ValueError) as error:
        raise CommandError(
            f"Không có đúng một đơn vị nào mang mã “{text}” hôm nay. Đã chạy load_places chưa?"
        ) from error


def _refuse_bad(user):
    try:
        user.clean_fields(exclude=["password", "sort_key", "search_key"])
        user.validate_unique()
        user.validate_constraints()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _ask_password(user):
    first, again = getpass.getpass("Mật khẩu: "), getpass.getpass("Nhập lại mật khẩu: ")
    if first != again:
        raise CommandError("Hai lần nhập không giống nhau.")
    try:
        validate_password(first, user)
    except ValidationError as error:
        raise CommandError(" ".join([*error.messages, *password_validators_help_texts()])) from error
    return first
