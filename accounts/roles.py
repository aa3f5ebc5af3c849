"""Who may do what: one readable table. Where: the assignment's place and all below it, from day to day."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P
from places.models import Level


@dataclass(frozen=True)
class Role:
    code: str
    label: str
    permissions: frozenset[P]
    levels: tuple[Level, ...]  # of the places in which it can be held


_COMMUNE, _DISTRICT, _PROVINCE = (Level.COMMUNE,), (Level.DISTRICT,), (Level.PROVINCE,)
_ANY = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_READ_FIGURES = {P.PROGRAM_VIEW, P.INDICATOR_VIEW}
_READ_CASES = {P.CHILD_VIEW, P.CASE_VIEW, P.INDICATOR_DRILL, *_READ_FIGURES}
_WORK = {P.CHILD_EDIT, P.INTAKE_CREATE, P.CASE_WORK, *_READ_CASES}

ROLES = {
    role.code: role
    for role in (
        Role(
            "commune_officer",
            _("Cán bộ bảo vệ trẻ em cấp xã"),
            frozenset({*_WORK, P.CASE_CLOSE, P.REGISTER_IMPORT}),
            _COMMUNE,
        ),
        Role(
            "commune_chair",
            _("Lãnh đạo UBND cấp xã"),
            frozenset({*_READ_CASES, P.CASE_APPROVE, P.CASE_CLOSE}),
            _COMMUNE,
        ),
        Role(  # until 30/06/2025, when the districts ended
            "district_officer",
            _("Cán bộ bảo vệ trẻ em cấp huyện"),
            frozenset({*_WORK, P.REGISTER_IMPORT}),
            _DISTRICT,
        ),
        Role(
            "province_staff",
            _("Cán bộ cấp tỉnh"),
            frozenset(
                {*_READ_CASES, P.PROGRAM_EDIT, P.REPORTED_EDIT, P.RELEASE_PUBLISH, P.REGISTER_IMPORT, P.REGISTER_EXPORT}
            ),
            _PROVINCE,
        ),
        Role("province_leader", _("Lãnh đạo cấp tỉnh"), frozenset({*_READ_FIGURES, P.RELEASE_PUBLISH}), _PROVINCE),
        Role("hotline_operator", _("Nhân viên tổng đài"), frozenset({P.INTAKE_CREATE}), _PROVINCE),
        Role(
            "programme_manager",
            _("Quản lý chương trình"),
            frozenset({*_READ_FIGURES, P.PROGRAM_EDIT, P.TARGET_EDIT, P.REPORTED_EDIT}),
            _ANY,
        ),
        Role("auditor", _("Thanh tra"), frozenset({*_READ_CASES, P.AUDIT_VIEW}), _ANY),
        Role(
            "system_administrator",
            _("Quản trị hệ thống"),
            frozenset({P.USER_MANAGE, P.REFERENCE_EDIT, P.AUDIT_VIEW, P.CASE_RESTRICT}),
            _ANY,
        ),
        Role("api_client", _("Máy khách API"), frozenset({P.INDICATOR_VIEW}), _ANY),
    )
}

# Held by everyone who is signed in, wherever they work.
EVERYONE = frozenset({P.SIGNED_IN, P.PUBLIC})
