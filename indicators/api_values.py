"""The REST API of values: several indicators, places and periods at once, in every format (docs/api.md)."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.renderers import BaseRenderer

from accounts.permissions import Permission
from indicators import asking, periods, relative_periods, remainder, unchanged, values
from indicators.answering import units_below
from indicators.api import REFUSALS, Api, Refused, asked_for, known_word, one_of, only_one, text_parameter
from indicators.breakdowns import is_counted_when_asked
from indicators.definition import By
from indicators.formats import FORMATS, rows, sdmx
from indicators.formats.dhis2 import NoSuchPeriod
from indicators.formats.observations import INCLUDED, answer
from indicators.serializers import ProblemSerializer, ValuesSerializer
from indicators.withholding import Withheld
from places.models import Level

MOST_VALUES = 5_000
MOST_BROKEN_DOWN = 12  # periods times breakdowns that no cells hold
MOST_COUNTED = 2  # periods that are not kept: each is counted from all records while the caller waits
KEEP = {"Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Language, Authorization, Cookie"}


def _renderer(form):
    """Names a format to DRF's negotiation, whatever version of it is asked for; the view writes the answer itself."""
    kind, _semicolon, _version = form.media_type.partition(";")
    return type(f"Renders{form.name.title()}", (BaseRenderer,), {"media_type": kind, "format": form.name})


EXAMPLE = {
    "count": 1,
    "results": [
        {
            "indicator": "P03",
            "place": "62@2025-06-30",
            "place_name": "Tỉnh Kon Tum",
            "period": "2022",
            "first_day": "2022-01-01",
            "last_day": "2022-12-31",
            "group": "",
            "status": "computed",
            "value": 27678.0,
            "unit": "child",
            "numerator": 27678,
            "denominator": None,
            "reason": "",
            "stale": False,
            "as_of": "2023-01-05T08:00:00+07:00",
            "count_day": "2022-12-31",
            "running": False,
            "partial": False,
            "waiting": 0,
            "lacking": 0,
            "complete": True,
            "source": "cells",
            "version": "1",
            "release": "",
            "parts": [],
            "reported": [],
        }
    ],
}
PARAMETERS = [
    text_parameter("indicator", "Mã chỉ số; nhiều mã cách nhau bằng dấu phẩy.", "H01,R01", required=True),
    text_parameter("place", "Nơi: mã hoặc mã@ngày; nhiều nơi cách nhau bằng dấu phẩy.", "62@2025-06-30", required=True),
    text_parameter(
        "period",
        "Kỳ: 2022, 2022-H1, 2022-Q1, 2022-03, 2016/2020, 2011-01-01/2013-09-30, dãy 2018..2022, hoặc kỳ tương đối: "
        + ", ".join(relative_periods.NAMES)
        + ".",
        "2022",
        required=True,
    ),
    text_parameter(
        "by", "Phân tổ: " + ", ".join(by.value for by in By) + "; nhiều phân tổ, mỗi cái chia riêng.", "sex"
    ),
    text_parameter("group", "Chỉ một nhóm của phân tổ theo nhóm.", "safe_house"),
    OpenApiParameter("boundaries", enum=["then", "now"], description="Ranh giới của thời kỳ, hay hiện nay."),
    OpenApiParameter(
        "below",
        enum=Level.values,
        description="Mọi đơn vị cấp này trong nơi đã hỏi, thay cho chính nó; và, nếu có, phần không thuộc đơn vị nào.",
    ),
    text_parameter("include", "Chỉ kèm: " + ", ".join(INCLUDED) + "; không ghi là tất cả.", "numerator,denominator"),
    OpenApiParameter("format", enum=list(FORMATS), description="Định dạng; cũng hỏi được bằng tiêu đề Accept."),
    OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER),
]
FILES = {
    (200, form.media_type): OpenApiTypes.OBJECT if "json" in form.media_type else OpenApiTypes.STR
    for form in FORMATS.values()
    if form.name != "json"
}


class Values(Api):
    """Figures of several indicators, places and periods at once."""

    required_permission = Permission.INDICATOR_VIEW
    parameters = ("indicator", "place", "period", "by", "group", "boundaries", "below", "include")
    several = ("indicator", "place", "period", "by", "include")
    renderer_classes = tuple(map(_renderer, FORMATS.values()))

    @extend_schema(
        operation_id="values",
        summary="Trị số của chỉ số",
        description=(
            "Mỗi chỉ số × nơi × kỳ một dòng. Chưa có số liệu là null (status unknown), không phải 0. "
            "ETag: gửi lại bằng If-None-Match, số chưa đổi thì trả 304."
        ),
        parameters=PARAMETERS,
        responses={(200, "application/json"): ValuesSerializer, **FILES, 304: None, 404: ProblemSerializer, **REFUSALS},
        examples=[
            OpenApiExample("Kon Tum 2022", response_only=True, media_type="application/json", value=EXAMPLE),
        ],
    )
    def get(self, request):
        form = FORMATS[request.accepted_renderer.format]
        question = (request.META["QUERY_STRING"], form.name, request.user.territory(self.required_permission))
        if same := unchanged.still(request.headers.get("If-None-Match", ""), request.user, *question):
            return HttpResponse(status=304, headers={"ETag": same, **KEEP})
        withheld = Withheld(request.user)
        asked = Asked(request)
        tag = asked.followed and unchanged.tag(asked.followed_provinces, withheld, *question)  # before anything is read
        try:
            found = answer(asked.grids(withheld), asked.include)
            text = form.write(found)
        except NoSuchPeriod as why:
            raise Refused("period", why) from why
        body = text.encode() if isinstance(text, str) else text
        return _sent(request, form, body, tag or _tag_of_content(form, found))


def _tag_of_content(form, found):
    told = [{name: each for name, each in row.items() if name != "as_of"} for row in rows.results(found)]
    return unchanged.tag_of_content(form.name, get_language(), told)


def _sent(request, form, body, tag):
    """The body with its tag; a content that the client has already is not sent again."""
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag, **KEEP})
    kind = f"{form.media_type}; charset={form.charset}" if form.charset and form.name != "json" else form.media_type
    response = HttpResponse(body, content_type=kind, headers={"ETag": tag, **KEEP})
    if form.name == "xlsx":
        response["Content-Disposition"] = 'attachment; filename="mai-am.xlsx"'
    return response


class Asked:
    """What the address asks for, each thing known and within reach. Raises Refused and Http404."""

    def __init__(self, request):
        self.today = timezone.localdate()
        self.indicators = asked_for(request, "indicator", asking.indicator)
        self.spans = list(dict.fromkeys(s for found in asked_for(request, "period", asking.spans) for s in found))
        self.bys = asked_for(request, "by", _breakdown, required=False)
        self.group = only_one(request, "group") or ""
        self.boundaries = one_of(request, "boundaries", ["then", "now"]) or "then"
        self.include = asked_for(request, "include", _included, required=False)
        self.places = self._places(request)
        kept = {period.id for period in periods.kept(self.today)}
        self.counted = [span for span in self.spans if span.id not in kept and span.first <= self.today]
        self.counted_by = [by for by in self.bys if is_counted_when_asked(by)]
        self._refuse_too_much()

    def _places(self, request):
        found = list(dict.fromkeys(asked_for(request, "place", lambda text: asking.place(request.user, text))))
        self.above = found if "below" in request.query_params else []
        if level := one_of(request, "below", Level.values):
            found = self._below(found, level)
        elif self.boundaries == "then":
            self._refuse_outside_of_its_days(found)
        return found

    def _below(self, places, level):
        """Units of a level in force on a count day that is asked for; with boundaries=now, those of today."""
        days = {self.today} if self.boundaries == "now" else {span.count_day(self.today) for span in self.spans}
        below = units_below(places, level, days)
        if not below:
            words = _("Không có đơn vị cấp này trong nơi đã hỏi vào các kỳ đã hỏi; các cấp: %(levels)s.")
            raise Refused("below", words % {"levels": ", ".join(Level.values)})
        return below

    def _refuse_outside_of_its_days(self, places):
        """A unit that is in force in none of the periods has no figure: the caller means another, or boundaries=now."""
        for place in places:
            if not any(place.is_in_force(span.count_day(self.today)) for span in self.spans):
                words = _(
                    "%(name)s (%(place)s) không có hiệu lực trong kỳ nào đã hỏi: %(days)s. "
                    "Hãy hỏi kỳ khác, đơn vị của kỳ đó, hoặc boundaries=now."
                )
                told = {"name": place.name, "place": place.reference, "days": place.validity_in_words}
                raise Refused("place", words % told)

    def _refuse_too_much(self):
        if len(self.indicators) * len(self.places) * len(self.spans) * max(len(self.bys), 1) > MOST_VALUES:
            too_many = _(
                "Hỏi quá nhiều số một lần: nhiều nhất %(most)d chỉ số × nơi × kỳ × phân tổ; hãy hỏi nhiều lần."
            )
            raise Refused("period", too_many % {"most": MOST_VALUES})
        if len(self.counted_by) * len(self.spans) > MOST_BROKEN_DOWN:
            broken_down = _("Nhiều nhất %(most)d kỳ × phân tổ phải đếm từ sổ trong một lần hỏi; hãy hỏi nhiều lần.")
            raise Refused("by", broken_down % {"most": MOST_BROKEN_DOWN})
        if len(self.counted) > MOST_COUNTED:
            many = _("Nhiều nhất %(most)d kỳ không được tính sẵn trong một lần hỏi: mỗi kỳ phải đếm lại từ sổ.")
            raise Refused("period", many % {"most": MOST_COUNTED})

    @property
    def followed(self):
        """Whether the clock of changes tells of everything in the answer."""
        return not self.counted and not self.counted_by

    @property
    def followed_provinces(self):
        """None where units elsewhere may stand for a place: all are followed."""
        return [] if self.boundaries == "now" else unchanged.provinces_of(self.places)

    def grids(self, withheld):
        """[(breakdown or None, values as the person may see them)]; after the units below a place what of it lies in
        none of them, so that they add up."""
        read, asked = list(dict.fromkeys([*self.above, *self.places])), set(self.places)
        found, lefts = [], None
        for by in self.bys or [None]:
            try:
                grid = values.grid(self.indicators, read, self.spans, by, group=self.group, boundaries=self.boundaries)
            except values.NotOffered as why:
                raise Refused("by" if by else "group", why) from why
            shown = withheld.shown(grid)
            told = [value for value in shown if value.place in asked]
            if self.above:
                wholes = [value for value in shown if value.place in set(self.above)]
                lefts = remainder.found(wholes, told) if lefts is None else lefts
                told += remainder.rows(wholes, told, by, lefts)
            found.append((by, told))
        return found


def _breakdown(text):
    return By(known_word(text, [by.value for by in By]))


def _included(text):
    return known_word(text, INCLUDED)


class Structure(Api):
    """What the columns of SDMX-CSV are."""

    required_permission = Permission.INDICATOR_VIEW

    @extend_schema(
        operation_id="structure",
        summary="Cấu trúc dữ liệu SDMX",
        description="SDMX-ML 3.0: các chiều, danh mục mã và thuộc tính của định dạng sdmx-csv.",
        responses={(200, sdmx.STRUCTURE_MEDIA_TYPE): OpenApiTypes.STR, **REFUSALS},
    )
    def get(self, request):
        return HttpResponse(sdmx.structure(), content_type=sdmx.STRUCTURE_MEDIA_TYPE)
