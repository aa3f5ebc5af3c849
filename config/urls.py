"""The table of contents."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("danh-muc/", admin.site.urls),
]
