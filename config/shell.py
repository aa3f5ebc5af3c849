"""What every page shows around its content."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.permissions import Permission as P
from accounts.roles import ROLES

# Pages about figures besides the board.
FIGURES = ("/so-bao-cao/", "/trao-doi/nhap/so-bao-cao/", "/dan-so/", "/du-so-lieu/")
ADMINISTRATION = ("/quan-tri/nguoi-dung/", "/quan-tri/vai-tro/", "/quan-tri/bao-dong/")
NAV = (  # label, URL name, permission that opens it, path prefix that makes it current
    (lambda: _("Việc của tôi"), "cases:work", P.CASE_VIEW, "/viec/"),
    (lambda: _("Hồ sơ"), "cases:list", P.CASE_VIEW, "/ho-so/"),
    (lambda: _("Trẻ em"), "cases:children", P.CHILD_VIEW, "/tre-em/"),
    (lambda: _("Chỉ số"), "reporting:dashboard", P.INDICATOR_VIEW, ("/chi-so/", *FIGURES)),
    (lambda: _("Chương trình"), "reporting:programmes", P.PROGRAM_VIEW, ("/chuong-trinh/", "/chi-tieu/")),
    (lambda: _("Hoạt động"), "programs:index", P.PROGRAM_VIEW, "/hoat-dong/"),
    (lambda: _("Công bố"), "reporting:release_drafts", P.RELEASE_PUBLISH, "/cong-bo/soan/"),
    (lambda: _("Quản trị"), "accounts:users", P.USER_MANAGE, ADMINISTRATION),
    (lambda: _("Hạn chế xem"), "cases:restrict_find", P.CASE_RESTRICT, "/ho-so/han-che/"),
    (lambda: _("Nhật ký"), "accounts:audit", P.AUDIT_VIEW, "/quan-tri/nhat-ky/"),
)

SHORT = {  # where a phone has no room
    "cases:work": lambda: _("Việc"),
    "reporting:programmes": lambda: _("Chỉ tiêu"),
    "cases:restrict_find": lambda: _("Hạn chế"),
}


def page_shell(request):
    """Navigation, who is signed in and where, language, and whether the data are synthetic."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "demo": settings.DEMO,
        "language": get_language(),
        "nav": list(_nav(request)) if signed_in else [],
        "whoami": _whoami(user) if signed_in else None,
        "account_url": reverse("accounts:me") if signed_in else None,
        "search_url": reverse("cases:search") if signed_in and user.may(P.CASE_VIEW) else None,
        "footer_links": list(_footer()) if signed_in else [],
    }


def _footer():
    yield _("Quy định về hạn"), reverse("cases:rules")
    yield _("Số liệu công bố"), reverse("reporting:releases")
    yield _("Đơn vị hành chính"), reverse("reporting:places")
    yield _("Lịch làm việc"), reverse("reporting:calendar", args=[timezone.localdate().year])


def _nav(request):
    for label, name, permission, prefix in NAV:
        if request.user.may(permission):
            item = {"label": label(), "url": reverse(name), "current": request.path.startswith(prefix)}
            yield item | {"short": SHORT[name]()} if name in SHORT else item


def _whoami(user):
    held = user.current_assignments()
    if not held:
        return {"name": user.full_name, "line": _("chưa được phân công"), "place": _("chưa được phân công")}
    place = held[0].place.name
    return {"name": user.full_name, "line": f"{ROLES[held[0].role].label}, {place}", "place": place}
