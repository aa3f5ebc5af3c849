"""An API of three views, to try what all of them share; the real addresses stand beside it."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.urls import include, path
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied as ApiPermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer, StaticHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_parameters import KnownParametersOnly
from accounts.api_permissions import AnySignedIn
from accounts.permissions import Permission


class Figures(KnownParametersOnly, APIView):
    required_permission = Permission.INDICATOR_VIEW
    parameters = several = ("place",)

    def get(self, request):
        return Response({"value": 1})


class Names(KnownParametersOnly, APIView):
    required_permission = Permission.CASE_VIEW
    pagination_class = PageNumberPagination

    def get(self, request):
        return Response({"kind": request.auth.kind if request.auth else "session"})


class People(KnownParametersOnly, ListAPIView):
    """Two formats."""

    required_permission = Permission.SIGNED_IN
    parameters = ("language",)
    renderer_classes = [JSONRenderer, StaticHTMLRenderer]

    def list(self, request):
        return Response({"language": request.query_params["language"]})


class Entry(serializers.Serializer):
    day = serializers.DateField()


class Entries(KnownParametersOnly, APIView):
    required_permission = Permission.SIGNED_IN

    def post(self, request):
        Entry(data=request.data).is_valid(raise_exception=True)
        raise serializers.ValidationError(["Sai cả."])


class Open(APIView):
    required_permission = Permission.PUBLIC

    def get(self, request, what):
        raise {
            "missing": Http404("Case matching query"),
            "forbidden": PermissionDenied("secret"),
            "told": ApiPermissionDenied("Hồ sơ đã đóng."),
            "busy": OperationalError("Võ Thị Hoa"),
        }.get(what) or RuntimeError("Võ Thị Hoa")


class AnyonesPage(APIView):
    permission_classes = [AnySignedIn]

    def get(self, request):
        return Response({})


class Unnamed(APIView):
    def get(self, request):
        return Response({})


urlpatterns = [
    path("api/sample/figures/", Figures.as_view()),
    path("api/sample/names/", Names.as_view()),
    path("api/sample/people/", People.as_view()),
    path("api/sample/schema/", AnyonesPage.as_view()),
    path("api/sample/entries/", Entries.as_view()),
    path("api/sample/open/<slug:what>/", Open.as_view()),
    path("api/sample/unnamed/", Unnamed.as_view()),
    path("", include("config.urls")),
]
handler400 = "accounts.views.failures.bad_request"
handler403 = "accounts.views.failures.permission_denied"
handler404 = "accounts.views.failures.page_not_found"
handler500 = "accounts.views.failures.server_error"
