"""Addresses and page shell of the design tests: the look is judged without database, log-in or other apps' pages."""

from django.db.transaction import non_atomic_requests
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from reporting.gallery import gallery

LABELS = ("Việc của tôi", "Hồ sơ", "Chỉ số", "Chương trình", "Quỹ", "Báo cáo", "Người dùng", "Địa giới")


def page_shell(request):
    """As config.shell gives it to an officer who has everything."""
    nav = [{"label": label, "url": "/thiet-ke/", "current": False, "badge": None} for label in LABELS]
    nav[0] |= {"short": "Việc", "current": True, "badge": 9}
    return {
        "nav": nav,
        "whoami": {"name": "Võ Thị Mẫu", "line": "Cán bộ trẻ em, Xã Vĩnh Giả"},
        "demo": True,
        "account_url": "/thiet-ke/",
        "search_url": "/tim/",
        "footer_links": [("Quy định về hạn", "/thiet-ke/")],
    }


@non_atomic_requests
def page(request, name):
    return render(request, name)


@non_atomic_requests
def log_out(request):
    return HttpResponse()


urlpatterns = [
    path("thiet-ke/", non_atomic_requests(gallery), name="gallery"),
    path("trang/<path:name>", page, name="page"),
    path("ra/", log_out, name="account_logout"),
    path("i18n/", include("django.conf.urls.i18n")),
]
