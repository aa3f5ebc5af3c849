"""The REST API of the register and of cases, for sessions and for tokens of the kind "case" (docs/api.md).

A token acts for its user: the same door, the same actions, the same audit rows as the screens. Names are searched by
the screens alone, never in an address.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import audit
from accounts.api_parameters import KnownParametersOnly
from accounts.permissions import Permission as P
from accounts.scoping import inside
from cases import actions
from cases import serializers as told
from cases.models import Case, CaseStatus, CaseStep, Category, Child, Intake, IntakeStatus, RiskLevel, Stage
from cases.rules import groups


class Pages(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 200


class Api(KnownParametersOnly, APIView):
    """`required_permission` opens the address; a method may ask for another one in `permission_of`."""

    permission_of: dict[str, P] = {}

    def check_permissions(self, request):
        self.required_permission = self.permission_of.get(request.method, type(self).required_permission)
        super().check_permissions(request)


def act(action, **fields):
    """Do it, or answer 400 with each sentence beside its field."""
    try:
        return action(**fields)
    except actions.Refused as refusal:
        errors = {}
        for problem in refusal.problems:
            errors.setdefault(problem.field or "non_field_errors", []).append(actions.sentence(problem))
        raise ValidationError(errors) from refusal


def one(rows, uid, verb, request):
    """The row behind the door, with its audit row, or 404: the same for "not yours" and "not there"."""
    row = get_object_or_404(rows, uid=uid)
    audit.record(verb, row, by=request.user, page="api")
    return row


class Listing(Api):
    """A page of rows; one audit row names all that it shows."""

    pagination_class = Pages
    choices: dict[str, tuple[str, list]] = {}  # parameter -> (column, values)
    verb: str
    model: type
    serializer: type

    def listed(self, request, rows):
        pages = Pages()  # one for each call: it remembers the page, and threads share the class
        page = pages.paginate_queryset(self._filtered(request, rows), request, view=self)
        audit.record(self.verb, self.model, by=request.user, page="api", ids=[self.shown_id(row) for row in page])
        return pages.get_paginated_response(self.serializer(page, many=True).data)

    def shown_id(self, row):
        return row.pk

    def known_parameters(self):
        return super().known_parameters() | set(self.choices)

    def _filtered(self, request, rows):
        for name, (column, values) in self.choices.items():
            given = request.query_params.get(name)
            if given is not None and given not in values:
                raise ValidationError({name: [_("Chỉ dùng được: %(allowed)s.") % {"allowed": ", ".join(values)}]})
            if given is not None:
                rows = rows.filter(**{column: given})
        return rows


def within(request, *fields):
    """The filter `place=`: rows of the unit, of all below it, and of what became it. No filter where none is given."""
    if "place" not in request.query_params:
        return Q()
    try:
        place = told.PlaceField().run_validation(request.query_params["place"])
    except ValidationError as why:
        raise ValidationError({"place": why.detail}) from why
    return inside(place.territory_paths(), *fields)


def flag(request, name):
    """A parameter that is "true" or not there."""
    given = request.query_params.get(name)
    if given not in (None, "true"):
        raise ValidationError({name: [_("Chỉ dùng được: true.")]})
    return given == "true"


_PLACE = OpenApiParameter(
    "place", OpenApiTypes.STR, description="Đơn vị: mã hoặc mã@ngày, ví dụ 91 hoặc 91@2025-06-30."
)
_REFUSALS = {
    status: OpenApiResponse(OpenApiTypes.OBJECT, words)
    for status, words in (
        (400, "Yêu cầu chưa đúng: mỗi trường một câu trong errors."),
        (401, "Thiếu mã truy cập, hoặc mã hết hạn."),
        (403, "Vai trò hoặc loại mã truy cập không mở địa chỉ này."),
        (404, "Không có, hoặc nằm ngoài phạm vi của bạn."),
        (429, "Gọi quá nhiều lần."),
    )
}
_PAGING = [OpenApiParameter("page", OpenApiTypes.INT), OpenApiParameter("page_size", OpenApiTypes.INT)]


def _choices(kind):
    return [OpenApiParameter(name, enum=values) for name, (_column, values) in kind.items()]


# ---- children

_GROUPS = {"group": ("", [group.code for group in groups.GROUPS])}


class Children(Listing):
    """The register of children."""

    required_permission = P.CHILD_VIEW
    permission_of = {"POST": P.CHILD_EDIT}
    parameters = ("place", "group")
    verb, model, serializer = "child.listed", Child, told.ChildBriefSerializer

    @extend_schema(
        operation_id="children",
        summary="Sổ trẻ em trong địa bàn",
        parameters=[_PLACE, *_choices(_GROUPS), *_PAGING],
        responses={200: told.ChildBriefSerializer(many=True), **_REFUSALS},
    )
    def get(self, request):
        rows = Child.objects.reachable_by(request.user, P.CHILD_VIEW).filter(
            within(request, "responsible_place"), voided_at=None
        )
        if group := request.query_params.get("group"):
            rows = rows.filter(pk__in=_members(group))
        return self.listed(request, rows.select_related("responsible_place").order_by("sort_key", "pk"))

    @extend_schema(
        operation_id="register_child",
        summary="Ghi một trẻ vào sổ",
        request=told.ChildEntrySerializer,
        responses={201: told.ChildSerializer, **_REFUSALS},
    )
    def post(self, request):
        entry = told.ChildEntrySerializer(data=request.data)
        entry.is_valid(raise_exception=True)
        if fault := _beyond(request.user, P.CHILD_EDIT, entry.validated_data["place"]):
            raise ValidationError(fault)
        child = act(actions.register_child, by=request.user, **entry.validated_data)
        return Response(told.ChildSerializer(child).data, status=201)


def _beyond(user, permission, place):
    """{field: sentences} where a new child would live in a place out of reach, which the screens do not offer."""
    if place is None or place.path.startswith(tuple(user.territory(permission))):
        return {}
    return {"place": [_("Nơi này ngoài địa bàn của bạn.")]}


def _members(group):
    """Children who belong to the group today."""
    if group not in groups.BY_CODE:
        allowed = ", ".join(_GROUPS["group"][1])
        raise ValidationError({"group": [_("Chỉ dùng được: %(allowed)s.") % {"allowed": allowed}]})
    today = timezone.localdate()
    lasts = Q(circumstances__ends_on=None) | Q(circumstances__ends_on__gte=today)
    rows = Child.objects.filter(
        lasts, circumstances__group=group, circumstances__starts_on__lte=today, circumstances__voided_at=None
    )
    return rows.values("pk")


class OneChild(Api):
    """One child of the register, with residences and circumstances."""

    required_permission = P.CHILD_VIEW

    @extend_schema(operation_id="child", summary="Một trẻ trong sổ", responses={200: told.ChildSerializer, **_REFUSALS})
    def get(self, request, uid):
        rows = Child.objects.reachable_by(request.user, P.CHILD_VIEW).select_related(
            "responsible_place", "ethnic_group"
        )
        return Response(told.ChildSerializer(one(rows, uid, "child.shown", request)).data)


class Circumstances(Api):
    """Special circumstances of one child."""

    required_permission = P.CHILD_EDIT

    @extend_schema(
        operation_id="add_circumstance",
        summary="Ghi một hoàn cảnh đặc biệt",
        request=told.CircumstanceEntrySerializer,
        responses={201: told.CircumstanceSerializer, **_REFUSALS},
    )
    def post(self, request, uid):
        child = get_object_or_404(Child.objects.reachable_by(request.user, P.CHILD_EDIT), uid=uid)
        entry = told.CircumstanceEntrySerializer(data=request.data)
        entry.is_valid(raise_exception=True)
        row = act(actions.add_circumstance, child=child, by=request.user, **entry.validated_data)
        return Response(told.CircumstanceSerializer(row).data, status=201)


# ---- reports


class Intakes(Listing):
    """Information received (form 01): read, as on the pages, by those who receive it."""

    required_permission = P.INTAKE_CREATE
    parameters = ("place",)
    choices = {"status": ("status", IntakeStatus.values), "category": ("category", Category.values)}
    verb, model, serializer = "intake.listed", Intake, told.IntakeBriefSerializer

    @extend_schema(
        operation_id="intakes",
        summary="Thông tin đã tiếp nhận",
        parameters=[_PLACE, *_choices(choices), *_PAGING],
        responses={200: told.IntakeBriefSerializer(many=True), **_REFUSALS},
    )
    def get(self, request):
        rows = Intake.objects.reachable_by(request.user, P.INTAKE_CREATE).filter(
            within(request, "responsible_place"), voided_at=None
        )
        return self.listed(request, rows.select_related("incident_place").order_by("-received_at", "pk"))

    @extend_schema(
        operation_id="take_intake",
        summary="Tiếp nhận thông tin, chuyển ngay cho xã nơi xảy ra vụ việc",
        request=told.IntakeEntrySerializer,
        responses={201: told.TakenIntakeSerializer, **_REFUSALS},
    )
    def post(self, request):
        entry = told.IntakeEntrySerializer(data=request.data)
        entry.is_valid(raise_exception=True)
        intake = act(actions.take_intake, by=request.user, **entry.validated_data)
        return Response(told.TakenIntakeSerializer(intake).data, status=201)


class OneIntake(Api):
    """One report, with what is sealed: also who reported it."""

    required_permission = P.INTAKE_CREATE

    @extend_schema(
        operation_id="intake", summary="Một tin đã tiếp nhận", responses={200: told.IntakeSerializer, **_REFUSALS}
    )
    def get(self, request, uid):
        rows = Intake.objects.reachable_by(request.user, P.INTAKE_CREATE).select_related("incident_place")
        return Response(told.IntakeSerializer(one(rows, uid, "intake.shown", request)).data)


# ---- cases


class Cases(Listing):
    """Cases of the territory."""

    required_permission = P.CASE_VIEW
    permission_of = {"POST": P.CASE_WORK}
    parameters = ("place", "overdue")
    choices = {
        "status": ("status", CaseStatus.values),
        "stage": ("stage", Stage.values),
        "category": ("category", Category.values),
        "risk_level": ("risk_level", RiskLevel.values),
    }
    verb, model, serializer = "case.listed", Case, told.CaseBriefSerializer

    @extend_schema(
        operation_id="cases",
        summary="Hồ sơ trong địa bàn",
        parameters=[_PLACE, *_choices(choices), OpenApiParameter("overdue", enum=["true"]), *_PAGING],
        responses={200: told.CaseBriefSerializer(many=True), **_REFUSALS},
    )
    def get(self, request):
        rows = Case.objects.reachable_by(request.user, P.CASE_VIEW).filter(
            within(request, "responsible_place"), voided_at=None
        )
        if flag(request, "overdue"):
            rows = rows.overdue(timezone.now())
        return self.listed(request, _with_places(rows).order_by("-received_at", "pk"))

    @extend_schema(
        operation_id="open_case",
        summary="Lập hồ sơ từ một tin đã tiếp nhận",
        request=told.CaseEntrySerializer,
        responses={201: told.CaseSerializer, **_REFUSALS},
    )
    def post(self, request):
        entry = told.CaseEntrySerializer(data=request.data)
        entry.is_valid(raise_exception=True)
        given = entry.validated_data
        intake = _named(Intake, P.CASE_WORK, request.user, given["intake"], "intake")
        child = _named(Child, P.CHILD_VIEW, request.user, given["child"], "child") if "child" in given else None
        if fault := _beyond(request.user, P.CASE_WORK, given.get("new_child", {}).get("place")):
            raise ValidationError({"new_child": fault})
        case = act(actions.open_case, intake=intake, child=child, new_child=given.get("new_child"), by=request.user)
        return Response(told.CaseSerializer(case).data, status=201)


def _with_places(rows):
    places = ("incident_place", "residence_place", "responsible_place", "child__responsible_place")
    return rows.select_related("intake", "child", *places)


def _named(model, permission, user, uid, field):
    """The row behind the door that a body names, or 400 beside its field."""
    try:
        return model.objects.reachable_by(user, permission).get(uid=uid)
    except model.DoesNotExist:
        sentence = _("Không có mục này, hoặc nó nằm ngoài phạm vi của bạn.")
        raise ValidationError({field: [sentence]}) from None


class OneCase(Api):
    """One case with its steps."""

    required_permission = P.CASE_VIEW

    @extend_schema(operation_id="case", summary="Một hồ sơ", responses={200: told.CaseSerializer, **_REFUSALS})
    def get(self, request, uid):
        rows = _with_places(Case.objects.reachable_by(request.user, P.CASE_VIEW))
        return Response(told.CaseSerializer(one(rows, uid, "case.shown", request)).data)


class Steps(Listing):
    """Open steps with their terms, the most pressing first."""

    required_permission = P.CASE_VIEW
    parameters = ("place", "late")
    choices = {"code": ("code", CaseStep.Code.values)}
    verb, model, serializer = "case.listed", Case, told.StepSerializer

    @extend_schema(
        operation_id="steps",
        summary="Các bước đang chờ làm và hạn của chúng",
        parameters=[_PLACE, *_choices(choices), OpenApiParameter("late", enum=["true"]), *_PAGING],
        responses={200: told.StepSerializer(many=True), **_REFUSALS},
    )
    def get(self, request):
        cases = Case.objects.reachable_by(request.user, P.CASE_VIEW).active()
        rows = CaseStep.objects.open().filter(within(request, "case__responsible_place"), case__in=cases)
        if flag(request, "late"):
            rows = rows.late(timezone.now())
        return self.listed(request, rows.select_related("case").order_by("due_at", "pk"))

    def shown_id(self, step):
        return step.case_id
