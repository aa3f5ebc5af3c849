"""What keeps an installation from being safe, in words. Exit code 1 where children's data would be at risk."""

import time

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import TextField, Value
from django.db.models.functions import Left, StrIndex

from accounts.models import User
from accounts.sealing import keyed_columns, keys, sealed_fields
from places.numerals import write_number

OK, WARN, BAD = "✓", "●", "▲"
LARGEST_SKEW = 5  # seconds


class Command(BaseCommand):
    help = "Kiểm tra cấu hình và nói điều gì còn thiếu (✓ ổn, ● nên xem, ▲ phải sửa trước khi dùng thật)."

    def handle(self, **options):
        findings = [finding for check in CHECKS for finding in check()]
        for sign, words in findings:
            self.stdout.write(f"{sign} {words}")
        if any(sign == BAD for sign, words in findings):
            raise SystemExit(1)


def _mode():
    if settings.DEBUG:
        yield BAD, "DEBUG đang bật: trang lỗi sẽ lộ dữ liệu. Bỏ biến DEBUG."
    if settings.DEMO:
        yield WARN, "Bản trình diễn (DEMO): dữ liệu giả, không bắt buộc xác thực hai bước. Không nhập dữ liệu thật."
    if not settings.SECURE:
        yield WARN if settings.DEMO else BAD, "SITE_URL không phải https: mật khẩu đi qua mạng không được che."


def _second_factor():
    if not settings.SECOND_FACTOR_REQUIRED:
        yield WARN, "Không bắt buộc xác thực hai bước."
        return
    enrolled = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user")
    without = User.objects.filter(is_active=True).exclude(pk__in=enrolled).count()
    yield (WARN if without else OK), f"Xác thực hai bước: bắt buộc; {without} tài khoản chưa cài."


def _keys():
    if len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith("dev-"):
        yield BAD, "SECRET_KEY ngắn hoặc là khóa thử: đặt ít nhất 50 ký tự ngẫu nhiên."
    ring = keys()
    current, *older = ring
    yield OK, f"SEALING_KEYS: {len(ring)} khóa, đang niêm phong bằng “{current}”."
    used = _key_ids_in_use()
    if missing := used - set(ring):
        yield BAD, f"Có dữ liệu niêm phong bằng khóa không còn trong SEALING_KEYS: {', '.join(sorted(missing))}."
    if waiting := used & set(older):
        yield WARN, f"Còn dữ liệu của khóa cũ: {', '.join(sorted(waiting))}. Chạy manage.py reseal trước khi bỏ khóa."


def _key_ids_in_use():
    """Of every sealed column and blind index of every table, and of the secrets of second factors; "?" where text
    stands that no key has made."""
    used = set(Authenticator.objects.values_list("data__secret", flat=True)) - {None}
    for model, fields in sealed_fields().items():
        for column in keyed_columns(model, fields):
            key_id = Left(column, StrIndex(column, Value(":")), output_field=TextField())
            held = model._base_manager.exclude(**{column: ""})
            used |= set(held.annotate(_key=key_id).values_list("_key", flat=True).distinct())
    return {text.partition(":")[0] or "?" for text in used}


_EMBEDDED = "PostgreSQL nhúng chỉ dành cho máy thử: đặt OWNER_DATABASE_URL, DATABASE_URL và REDIS_URL thật."
_POWERFUL = "DATABASE_URL dùng vai trò chủ bảng hoặc siêu quyền: tạo vai trò chạy riêng, giữ vai trò chủ để nâng cấp."
_REWRITES = "Vai trò chạy sửa hoặc xóa được nhật ký: chạy manage.py grant_runtime_role bằng vai trò chủ."
_QUESTIONS = """
    select exists (select from pg_tables where schemaname = 'public' and tableowner = current_user)
            or (select rolsuper or rolbypassrls from pg_roles where rolname = current_user),
        has_table_privilege('accounts_auditevent', 'update') or has_table_privilege('accounts_auditevent', 'delete'),
        current_setting('cluster_name', true) = 'mai-am-embedded',
        extract(epoch from clock_timestamp())
"""


def _database():
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS)
        powerful, rewrites, embedded, at = cursor.fetchone()
    if powerful:
        yield BAD, _POWERFUL
    if rewrites:
        yield BAD, _REWRITES
    if not (powerful or rewrites):
        yield OK, "Vai trò chạy không sở hữu bảng nào và không sửa được nhật ký."
    if embedded:
        yield (WARN if settings.DEMO else BAD), _EMBEDDED
    skew = abs(float(at) - time.time())
    apart = write_number(skew, 1)
    yield (BAD if skew > LARGEST_SKEW else OK), f"Đồng hồ của máy chủ và cơ sở dữ liệu lệch {apart} giây."


def _mail():
    if settings.EMAIL_HOST:
        yield OK, f"Gửi thư qua {settings.EMAIL_HOST}."
    else:
        yield WARN, "Chưa có EMAIL_HOST: đường dẫn đặt mật khẩu và nhắc việc chỉ hiện trên trang."


CHECKS = (_mode, _keys, _second_factor, _database, _mail)
