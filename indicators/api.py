"""The REST API of places, indicators and targets (docs/api.md); that of values is api_values.py."""

import json
from functools import cache

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_parameters import KnownParametersOnly
from accounts.permissions import Permission
from accounts.scoping import inside
from indicators import api_schema, asking, registry  # noqa: F401 - the schema registers itself
from indicators.asking import OutOfReach, Unreadable
from indicators.judging import judged_for
from indicators.periods import PeriodUnreadable
from indicators.registry import UnknownIndicator
from indicators.serializers import (
    IndicatorSerializer,
    PlaceDetailSerializer,
    PlaceSerializer,
    ProblemSerializer,
    TargetSerializer,
)
from places.models import Level, Place
from programs.models import Programme, Target

REFUSALS = dict.fromkeys((400, 401, 403, 406, 429), ProblemSerializer)


class Refused(ValidationError):
    """400: a sentence beside the parameter that it is about."""

    def __init__(self, parameter, why):
        super().__init__({parameter: [str(why)]})


class Pages(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 500


class CsvRenderer(BaseRenderer):
    """Names `format=csv`; the view writes the rows."""

    media_type, format, charset = "text/csv", "csv", "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)


class Api(KnownParametersOnly, APIView):
    """An address of the API: unknown parameters and formats are refused with a sentence."""

    def perform_content_negotiation(self, request, force=False):
        asked = request.query_params.get("format")
        known = [renderer.format for renderer in self.renderer_classes]
        if asked and asked not in known and not force:
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
            allowed = _("Không có định dạng này. Được dùng: %(known)s.") % {"known": ", ".join(known)}
            raise Refused("format", allowed)
        return super().perform_content_negotiation(request, force)


def asked_for(request, name, read, required=True):
    """Each of the texts of a parameter, given several times or with commas, as `read` reads it. Raises Refused."""
    texts = [text.strip() for given in request.query_params.getlist(name) for text in given.split(",") if text.strip()]
    if required and not texts:
        raise Refused(name, _("Thiếu tham số này; ghi một hoặc nhiều giá trị, cách nhau bằng dấu phẩy."))
    try:
        return [read(text) for text in dict.fromkeys(texts)]
    except OutOfReach:
        raise Http404 from None
    except (Unreadable, PeriodUnreadable, UnknownIndicator) as why:
        raise Refused(name, why) from why


def only_one(request, name, read=str):
    """The value of a parameter that takes one, as `read` reads it; None where it is not given. Raises Refused."""
    found = asked_for(request, name, read, required=False)
    if len(found) > 1:
        raise Refused(name, _("Tham số này chỉ nhận một giá trị."))
    return found[0] if found else None


def one_of(request, name, allowed):
    """The value of a parameter that takes one of a few words; None where it is not given. Raises Refused."""
    return only_one(request, name, lambda text: known_word(text, allowed))


def known_word(text, allowed):
    """The text, where it is one of the allowed. Raises Unreadable, which names them."""
    if text not in allowed:
        raise Unreadable(_("Chỉ dùng được: %(allowed)s.") % {"allowed": ", ".join(allowed) or _("không có")})
    return text


def text_parameter(name, words, example=None, required=False, many=False):
    examples = [OpenApiExample(str(words).split(".")[0], value=example)] if example else None
    return OpenApiParameter(
        name, OpenApiTypes.STR, required=required, description=str(words), examples=examples, many=many, explode=False
    )


# ---- places


class Places(Api):
    """Administrative units in force on a day."""

    required_permission = Permission.SIGNED_IN
    parameters = ("code", "on", "search", "level", "within")
    several = ("code", "within")
    pagination_class = Pages

    @extend_schema(
        operation_id="places",
        summary="Đơn vị hành chính",
        description="Các đơn vị có hiệu lực vào một ngày: theo mã, theo tên (viết không dấu cũng được), theo cấp.",
        parameters=[
            text_parameter(
                "code",
                "Mã; nhiều mã cách nhau bằng dấu phẩy. Một mã chỉ có nghĩa vào một ngày: 91 là Kiên Giang đến "
                "30/06/2025, là An Giang sau đó.",
                "91",
            ),
            text_parameter("on", "Ngày; không ghi là hôm nay.", "2025-06-30"),
            text_parameter("search", "Tên, có thể kèm tên cấp trên.", "vinh thanh trung, an giang"),
            OpenApiParameter("level", enum=Level.values),
            text_parameter("within", "Trong đơn vị này (mã@ngày), hoặc trong một trong nhiều đơn vị.", "91"),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses={200: PlaceSerializer(many=True), **REFUSALS},
    )
    def get(self, request):
        on = only_one(request, "on", asking.day) or timezone.localdate()
        level, search = one_of(request, "level", Level.values), request.query_params.get("search", "")
        rows = Place.objects.search(search, on) if search else Place.objects.in_force(on).order_by("sort_key", "id")
        if codes := asked_for(request, "code", str, required=False):
            rows = rows.filter(code__in=codes)
        if above := asked_for(request, "within", asking.unit, required=False):
            rows = rows.filter(inside([unit.path for unit in above]))
        rows = (rows.level(level) if level else rows).with_names()
        pages = Pages()  # of this call alone: threads share the class
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(PlaceSerializer(page, many=True).data)


class OnePlace(Api):
    """One unit, with what it came from and what became of it."""

    required_permission = Permission.SIGNED_IN

    @extend_schema(
        operation_id="place",
        summary="Một đơn vị và lịch sử sắp xếp của nó",
        parameters=[
            OpenApiParameter(
                "reference",
                OpenApiTypes.STR,
                OpenApiParameter.PATH,
                examples=[OpenApiExample("Kiên Giang", value="91@2025-06-30"), OpenApiExample("hôm nay", value="91")],
            )
        ],
        responses={200: PlaceDetailSerializer, 404: ProblemSerializer, **REFUSALS},
    )
    def get(self, request, reference):
        try:
            place = asking.unit(reference)
        except Unreadable as why:
            raise Refused("reference", why) from why
        return Response(PlaceDetailSerializer(place).data)


# ---- indicators


class Indicators(Api):
    """The catalogue: every definition."""

    required_permission = Permission.INDICATOR_VIEW

    @extend_schema(
        operation_id="indicators",
        summary="Danh mục chỉ số",
        description="Mọi chỉ số với định nghĩa, đơn vị, phân tổ, căn cứ pháp lý và các phiên bản.",
        responses={200: IndicatorSerializer(many=True), **REFUSALS},
    )
    def get(self, request):
        return Response(IndicatorSerializer(registry.all(), many=True).data)


class OneIndicator(Api):
    required_permission = Permission.INDICATOR_VIEW

    @extend_schema(
        operation_id="indicator",
        summary="Định nghĩa của một chỉ số",
        parameters=[
            OpenApiParameter(
                "code", OpenApiTypes.STR, OpenApiParameter.PATH, examples=[OpenApiExample("H01", value="H01")]
            )
        ],
        responses={200: IndicatorSerializer, **REFUSALS},
    )
    def get(self, request, code):
        try:
            return Response(IndicatorSerializer(asking.indicator(code)).data)
        except UnknownIndicator as why:
            raise Refused("code", why) from why


# ---- targets


class Targets(Api):
    """Targets with their status on a day."""

    required_permission = Permission.INDICATOR_VIEW
    parameters = ("place", "programme", "indicator", "on")
    several = ("place", "programme", "indicator")
    pagination_class = Pages

    @extend_schema(
        operation_id="targets",
        summary="Chỉ tiêu và tình trạng",
        description=(
            "Mỗi chỉ tiêu được xét vào một ngày, theo lần điều chỉnh có hiệu lực hôm đó: đến mốc thì đạt hay chưa, "
            "trước mốc thì so với lộ trình qua các mốc. Chưa đủ số liệu thì missing nói còn thiếu gì. Chỉ tiêu thuộc "
            "về đơn vị và định nghĩa của thời kỳ đó; place là null với chỉ tiêu của cả nước. Dự báo là xu hướng tuyến "
            "tính của 3 đến 5 năm cuối với khoảng tin cậy 80%, cắt trong khoảng có thể có."
        ),
        parameters=[
            text_parameter("place", "Nơi: mã hoặc mã@ngày; nhiều nơi cách nhau bằng dấu phẩy.", "89@2020-12-31"),
            text_parameter("programme", "Mã chương trình; nhiều mã cách nhau bằng dấu phẩy.", "an-giang-2016-2020"),
            text_parameter("indicator", "Mã chỉ số; nhiều mã cách nhau bằng dấu phẩy.", "H01"),
            text_parameter("on", "Xét vào ngày; không ghi là hôm nay.", "2019-06-30"),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses={200: TargetSerializer(many=True), 404: ProblemSerializer, **REFUSALS},
    )
    def get(self, request):
        on = only_one(request, "on", asking.day) or timezone.localdate()
        mine = inside(request.user.territory(Permission.INDICATOR_VIEW), "place")
        rows = Target.objects.filter(mine | Q(place=None))  # what the nation asks for is public
        places = asked_for(request, "place", lambda text: asking.place(request.user, text), required=False)
        indicators = asked_for(request, "indicator", asking.indicator, required=False)
        if places:
            rows = rows.filter(place__in=places)
        if indicators:
            rows = rows.filter(indicator__in=[indicator.code for indicator in indicators])
        if programmes := self._programmes(request, mine, rows):
            rows = rows.filter(programme__code__in=programmes)
        rows = rows.select_related("programme", "place", "document", "parent__place")
        rows = rows.order_by("programme__code", "order", "pk")
        pages = Pages()  # of this call alone: threads share the class
        page = pages.paginate_queryset(rows, request, view=self)
        judged = judged_for(request.user, page, on)
        return pages.get_paginated_response(TargetSerializer(judged, many=True).data)

    @staticmethod
    def _programmes(request, mine, rows):
        """Codes of programmes: the nation's, those of the territory, and those whose targets are shown here."""
        found = Programme.objects.filter(mine | Q(place=None) | Q(pk__in=rows.values("programme"))).order_by("code")
        known = cache(lambda: list(found.values_list("code", flat=True)))
        return asked_for(request, "programme", lambda code: known_word(code, known()), required=False)
