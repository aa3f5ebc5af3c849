"""All addresses of the site, and two views that do nothing behind the same middleware and the same locks."""

from django.http import HttpResponse
from django.urls import include, path
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import require_permission
from accounts.permissions import Permission


@require_permission(Permission.SIGNED_IN)
def page(request):
    return HttpResponse("ok")


class Api(APIView):
    required_permission = Permission.INDICATOR_VIEW

    def get(self, request):
        return Response({"ok": True})


urlpatterns = [
    path("bare/", page),
    path("api/v1/bare", Api.as_view()),
    path("", include("config.urls")),
]
