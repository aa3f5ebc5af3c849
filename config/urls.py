"""The table of contents."""

from django.contrib import admin
from django.urls import include, path

from cases.views.home import home
from reporting.gallery import gallery

urlpatterns = [
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("", include("cases.urls")),
    path("hoat-dong/", include("programs.urls")),
    path("", include("reporting.urls")),
    path("trao-doi/", include("reporting.exchange_urls")),
    path("api/v1/", include("indicators.api_urls")),
    path("api/v1/", include("cases.api_urls")),
    path("danh-muc/", admin.site.urls),
    path("thiet-ke/", gallery, name="gallery"),
]
handler400 = "accounts.views.failures.bad_request"
handler403 = "accounts.views.failures.permission_denied"
handler404 = "accounts.views.failures.page_not_found"
handler500 = "accounts.views.failures.server_error"
