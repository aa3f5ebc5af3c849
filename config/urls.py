"""The table of contents."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("danh-muc/", admin.site.urls),
]
handler400 = "accounts.views.failures.bad_request"
handler403 = "accounts.views.failures.permission_denied"
handler404 = "accounts.views.failures.page_not_found"
handler500 = "accounts.views.failures.server_error"
