"""Published releases for programs, without signing in: what pages and files show, and nothing else."""

import csv
import io

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from accounts.api_throttles import FairUse
from accounts.permissions import Permission
from indicators.api import Api, CsvRenderer, Pages
from indicators.models import Release
from indicators.releases.published import public_rows
from indicators.serializers import ProblemSerializer
from indicators.unchanged import program
from places.spreadsheets import formula_safe

FRESH_FOR = "public, max-age=300"
REFUSALS = {400: ProblemSerializer, 401: ProblemSerializer, 429: ProblemSerializer}


class PublicUse(FairUse):
    """Strangers are counted by their address."""

    scope = "public"
    rate = "120/min"


class ReleaseSerializer(serializers.ModelSerializer):
    place = serializers.CharField(source="place.reference")
    place_name = serializers.CharField(source="place.name")
    periods = serializers.ListField(child=serializers.CharField())
    replaces = serializers.CharField(source="replaces.number", default=None, allow_null=True)
    replaced_by = serializers.CharField(source="replacement.number", default=None, allow_null=True)
    synthetic = serializers.BooleanField(source="is_synthetic")

    class Meta:
        model = Release
        fields = (
            *("number", "title", "table", "place", "place_name", "periods", "as_of", "published_at", "note"),
            *("replaces", "replaced_by", "synthetic"),
        )


class DefinitionSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    unit = serializers.CharField()
    source = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())


class ReleasedValueSerializer(serializers.Serializer):
    indicator = serializers.CharField()
    version = serializers.CharField()
    place = serializers.CharField(source="place.reference")
    place_name = serializers.CharField(source="place.name")
    period = serializers.CharField()
    by = serializers.CharField()
    part = serializers.CharField()
    label = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    hidden = serializers.BooleanField(help_text="Số được ẩn để không ai nhận ra một trẻ em.")


class WholeReleaseSerializer(ReleaseSerializer):
    definitions = DefinitionSerializer(many=True)
    values = serializers.SerializerMethodField()

    class Meta(ReleaseSerializer.Meta):
        fields = (*ReleaseSerializer.Meta.fields, "definitions", "values")

    def get_values(self, release) -> ReleasedValueSerializer(many=True):
        return ReleasedValueSerializer(public_rows(release), many=True).data


def _headers(etag):
    return {"ETag": etag, "Cache-Control": FRESH_FOR, "Vary": "Accept, Accept-Language"}


class Releases(Api):
    required_permission = Permission.PUBLIC
    throttle_classes = (PublicUse,)
    pagination_class = Pages

    @extend_schema(
        operation_id="releases",
        summary="Số liệu công bố",
        description="Các bản công bố, mới nhất trước. Không cần đăng nhập.",
        auth=[],
        parameters=[
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses={200: ReleaseSerializer(many=True), 404: ProblemSerializer, **REFUSALS},
    )
    def get(self, request):
        rows = Release.objects.select_related("place", "replaces", "replaced_by").order_by("-published_at", "-pk")
        pages = Pages()  # of this call alone: threads share the class
        page = pages.paginate_queryset(rows, request, view=self)
        response = pages.get_paginated_response(ReleaseSerializer(page, many=True).data)
        response.headers["Cache-Control"] = FRESH_FOR
        return response


class OneRelease(Api):
    required_permission = Permission.PUBLIC
    throttle_classes = (PublicUse,)
    renderer_classes = (JSONRenderer, CsvRenderer)

    @extend_schema(
        operation_id="release",
        summary="Một bản công bố với mọi số của nó",
        description=(
            "Giữ nguyên từ lúc công bố. hidden: số nhỏ, hoặc số ẩn kèm để không tính ngược được; khi đó value là null. "
            "ETag: gửi lại bằng If-None-Match, chưa đổi thì trả 304. Không cần đăng nhập."
        ),
        auth=[],
        parameters=[
            OpenApiParameter(
                "number",
                OpenApiTypes.STR,
                OpenApiParameter.PATH,
                examples=[OpenApiExample("bản đầu của Kon Tum", value="KT-2026-01")],
            ),
            OpenApiParameter("format", enum=["json", "csv"]),
            OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER),
        ],
        responses={200: WholeReleaseSerializer, 304: None, 404: ProblemSerializer, **REFUSALS},
    )
    def get(self, request, number):
        release = get_object_or_404(
            Release.objects.select_related("place", "replaces", "replaced_by"), number=number.replace("\x00", "")
        )
        state = release.replacement.number if release.replacement else ""
        looks = f"{request.accepted_renderer.format}-{get_language()}-{program()[:16]}"
        etag = f'W/"{release.number}-{state}-{looks}"'
        if etag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers=_headers(etag))
        if request.accepted_renderer.format == "csv":
            return Response(_csv(release), headers=_headers(etag))
        return Response(WholeReleaseSerializer(release).data, headers=_headers(etag))


def _csv(release):
    """One row a number; UTF-8, decimal points, empty where hidden or not known."""
    out = io.StringIO()
    rows = ReleasedValueSerializer(public_rows(release), many=True).data
    writer = csv.DictWriter(out, list(ReleasedValueSerializer().fields), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: formula_safe(value) for name, value in row.items()})
    return out.getvalue()
