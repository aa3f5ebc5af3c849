"""The people of the demonstration, all invented. Their common password is made from the installation's secret key."""

import base64
import hashlib
import hmac

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Assignment, User
from places.models import Level, Place

HOME = "Xã Vĩnh Thạnh Trung"  # of the new An Giang; Hoa works here
NEXT = "Phường Châu Đốc"
PEOPLE = (  # log-in, name, position, [(role, where)]
    ("hoa", "Võ Thị Hồng Hoa", "Cán bộ trẻ em", [("commune_officer", HOME)]),
    ("chi", "Lê Minh Chi", "Phó Chủ tịch UBND xã", [("commune_chair", HOME)]),
    ("minh", "Trần Văn Minh", "Cán bộ trẻ em", [("commune_officer", NEXT)]),
    ("phuc", "Đặng Hữu Phúc", "Chủ tịch UBND phường", [("commune_chair", NEXT)]),
    ("tung", "Nguyễn Thanh Tùng", "Chuyên viên sở", [("province_staff", "91"), ("programme_manager", "91")]),
    ("yen", "Phan Ngọc Yến", "Lãnh đạo sở", [("province_leader", "91")]),
    ("ksor", "Y Thảo", "Chuyên viên sở", [("province_staff", "51")]),
    ("nga", "Phạm Thúy Nga", "Lãnh đạo sở", [("province_leader", "51")]),
    ("bac", "Bùi Hoài Bắc", "Chuyên viên sở", [("programme_manager", "33")]),
    ("duong", "Lý Thùy Dương", "Nhân viên tổng đài", [("hotline_operator", "91")]),
    ("tra", "Hồ Thanh Trà", "Thanh tra viên", [("auditor", "91")]),
    ("an", "Vũ Bình An", "Quản trị hệ thống", [("system_administrator", "91"), ("system_administrator", "51")]),
    ("may", "Máy khách số liệu", "", [("api_client", "91"), ("api_client", "51"), ("api_client", "33")]),
)  # fmt: skip
TECHNICAL = "an"  # also enters the pages of reference data


def password():
    """The same at every start of one installation, different in every other, written nowhere."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"demo log-ins", hashlib.sha256).digest()
    return "demo-" + base64.b32encode(digest)[:10].decode().lower()


def load():
    today = timezone.localdate()
    secret = make_password(password())
    for username, full_name, position, held in PEOPLE:
        user, _ = User.objects.update_or_create(
            username=username,
            defaults={
                "full_name": full_name,
                "position": position,
                "password": secret,
                "is_superuser": username == TECHNICAL,
            },
        )
        for role, where in held:
            Assignment.objects.get_or_create(
                user=user, role=role, place=place(where, today), valid_from=today.replace(month=1, day=1)
            )
    # An office that no longer exists: a district officer's assignment ended with the districts.
    old = User.objects.update_or_create(
        username="thanh",
        defaults={"full_name": "Châu Văn Thành", "position": "Cán bộ phòng (đến 30/06/2025)", "password": secret},
    )[0]
    day = timezone.datetime(2025, 6, 30).date()
    chau_phu = Place.objects.level(Level.DISTRICT).in_force(day).get(name="Huyện Châu Phú", parent__code="89")
    Assignment.objects.get_or_create(
        user=old, role="district_officer", place=chau_phu, valid_from=day.replace(year=2020, month=1, day=1),
        defaults={"valid_to": day, "reason": "Bỏ cấp huyện từ 01/07/2025"},
    )  # fmt: skip


def place(where, today):
    """A province by its code, a commune of today's An Giang by its name."""
    if where.isdigit():
        return Place.objects.by_code(where, today, Level.PROVINCE)
    return Place.objects.level(Level.COMMUNE).in_force(today).get(name=where, province__code="91")
