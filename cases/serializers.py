"""What the API says about children, reports, cases and steps, and what it takes. Every field is named.

Lists tell what a list page tells. What is sealed is read on the page of one row only, by those who may reach it.
"""

from collections.abc import Callable

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiTypes, extend_schema_field
from rest_framework import serializers

from cases.actions.intake import lacks_officer
from cases.models import BirthPrecision, Case, CaseStep, Child, Intake, ResidenceBasis, Sex
from cases.models.intake import AbuseType, Category, Channel
from cases.rules import groups
from places.models import EthnicGroup, Place


@extend_schema_field(OpenApiTypes.STR)
class PlaceField(serializers.Field):
    """A unit by its code and a day on which it was in force: 91 or 91@2025-06-30."""

    default_error_messages = {
        "unknown": _("Không có đơn vị “%(text)s”. Hãy ghi mã, và một ngày mà đơn vị còn: 91 hoặc 91@2025-06-30."),
    }

    def to_internal_value(self, data):
        try:
            return Place.objects.by_reference(str(data).strip(), timezone.localdate())
        except (Place.DoesNotExist, Place.MultipleObjectsReturned, ValueError):
            text = self.error_messages["unknown"] % {"text": str(data)[:40]}
            raise serializers.ValidationError(text, code="unknown") from None

    def to_representation(self, place):
        return place.reference


class _Existing:
    """Mixin of days and moments: what is written as it should be, but is in no calendar, is told so."""

    default_error_messages = {"nonexistent": _("Trong lịch không có {text}.")}
    read: Callable[[str], object]

    def to_internal_value(self, data):
        try:
            if isinstance(data, str):
                type(self).read(data)
        except ValueError:
            self.fail("nonexistent", text=data)
        return super().to_internal_value(data)


class DayField(_Existing, serializers.DateField):
    read = parse_date


class MomentField(_Existing, serializers.DateTimeField):
    read = parse_datetime


class Entry(serializers.Serializer):
    """A body: a field that it does not know is refused, for a misspelt one would be lost silently."""

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            allowed = _("Không có trường này. Được dùng: %(fields)s.") % {"fields": ", ".join(self.fields)}
            raise serializers.ValidationError({name: [allowed] for name in unknown})
        return super().to_internal_value(data)


# ---- what is told


class ChildBriefSerializer(serializers.ModelSerializer):
    responsible_place = PlaceField()

    class Meta:
        model = Child
        fields = ("uid", "full_name", "sex", "birth_date", "birth_precision", "responsible_place")


class CircumstanceSerializer(serializers.Serializer):
    group = serializers.CharField()
    subgroup = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    recorded_place = PlaceField()


class ResidenceSerializer(serializers.Serializer):
    place = PlaceField()
    basis = serializers.CharField()
    address = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class ChildSerializer(ChildBriefSerializer):
    ethnic_group = serializers.CharField(source="ethnic_group.code", default=None, allow_null=True)
    circumstances = serializers.SerializerMethodField()
    residences = ResidenceSerializer(many=True)

    class Meta(ChildBriefSerializer.Meta):
        fields = (
            *ChildBriefSerializer.Meta.fields,
            "ethnic_group",
            "personal_id",
            "birth_registered",
            "phone",
            "died_on",
            "departed_on",
            "voided_at",
            "version",
            "circumstances",
            "residences",
        )

    def get_circumstances(self, child) -> CircumstanceSerializer(many=True):
        rows = child.circumstances.filter(voided_at=None).select_related("recorded_place")
        return CircumstanceSerializer(rows, many=True).data


class IntakeBriefSerializer(serializers.ModelSerializer):
    incident_place = PlaceField()

    class Meta:
        model = Intake
        fields = (
            "uid",
            "code",
            "received_at",
            "channel",
            "category",
            "abuse_type",
            "seems_urgent",
            "incident_place",
            "status",
        )


class TakenIntakeSerializer(IntakeBriefSerializer):
    """What the receiver learns: as on the page, whether anyone is there to take it up."""

    has_officer = serializers.SerializerMethodField()

    class Meta(IntakeBriefSerializer.Meta):
        fields = (*IntakeBriefSerializer.Meta.fields, "has_officer")

    @extend_schema_field(
        serializers.BooleanField(
            help_text="false: ở xã đó chưa có cán bộ nhận tin trên hệ thống, phải báo ngay bằng điện thoại."
        )
    )
    def get_has_officer(self, intake):
        return not lacks_officer(intake)


class IntakeSerializer(IntakeBriefSerializer):
    class Meta(IntakeBriefSerializer.Meta):
        fields = (
            *IntakeBriefSerializer.Meta.fields,
            "channel_note",
            "external_code",
            "child_name",
            "child_sex",
            "child_birth_date",
            "child_age_estimate",
            "condition",
            "narrative",
            "consequences",
            "family",
            "current_carer",
            "support_given",
            "informant_name",
            "informant_phone",
            "informant_address",
            "no_case_reason",
            "voided_at",
            "version",
        )


class StepSerializer(serializers.ModelSerializer):
    case = serializers.CharField(source="case.code")
    case_uid = serializers.UUIDField(source="case.uid")
    source = serializers.CharField(source="rule.source", help_text="Căn cứ pháp lý của thời hạn.")

    class Meta:
        model = CaseStep
        fields = ("case", "case_uid", "code", "opened_at", "due_at", "done_at", "cancelled_at", "basis", "source")


class CaseBriefSerializer(serializers.ModelSerializer):
    child = ChildBriefSerializer()
    intake = serializers.UUIDField(source="intake.uid")
    incident_place = PlaceField()
    residence_place = PlaceField()
    responsible_place = PlaceField()

    class Meta:
        model = Case
        fields = (
            "uid",
            "code",
            "intake",
            "child",
            "category",
            "abuse_type",
            "received_at",
            "opened_at",
            "incident_place",
            "residence_place",
            "responsible_place",
            "is_emergency",
            "risk_level",
            "stage",
            "status",
            "closed_at",
            "outcome",
            "last_activity_at",
        )


class CaseSerializer(CaseBriefSerializer):
    steps = serializers.SerializerMethodField()

    class Meta(CaseBriefSerializer.Meta):
        fields = (*CaseBriefSerializer.Meta.fields, "closing_reason", "voided_at", "version", "steps")

    def get_steps(self, case) -> StepSerializer(many=True):
        return StepSerializer(case.steps.select_related("case"), many=True).data


# ---- what is taken


class CircumstanceEntrySerializer(Entry):
    group = serializers.ChoiceField(choices=groups.CHOICES)
    subgroup = serializers.CharField(required=False, max_length=8)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True)
    evidence = serializers.CharField(required=False, max_length=300)


class ChildEntrySerializer(Entry):
    full_name = serializers.CharField(max_length=120)
    given_name = serializers.CharField(required=False, max_length=60)
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = DayField()
    birth_precision = serializers.ChoiceField(required=False, choices=BirthPrecision.choices)
    place = PlaceField()
    residence_from = DayField(required=False)
    residence_basis = serializers.ChoiceField(required=False, choices=ResidenceBasis.told())
    address = serializers.CharField(required=False, max_length=500)
    ethnic_group = serializers.SlugRelatedField(
        required=False, allow_null=True, slug_field="code", queryset=EthnicGroup.objects.all()
    )
    personal_id = serializers.CharField(required=False, max_length=12)
    birth_registered = serializers.BooleanField(required=False, allow_null=True)
    phone = serializers.CharField(required=False, max_length=40)


class NewChildSerializer(ChildEntrySerializer):
    """Of an intake's child all may lack: what the intake says is taken then."""

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class IntakeEntrySerializer(Entry):
    received_at = MomentField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    channel_note = serializers.CharField(required=False, max_length=200)
    external_code = serializers.CharField(required=False, max_length=40)
    category = serializers.ChoiceField(choices=Category.choices)
    abuse_type = serializers.ChoiceField(required=False, choices=AbuseType.choices)
    seems_urgent = serializers.BooleanField(required=False)
    incident_place = PlaceField()
    child_name = serializers.CharField(required=False, max_length=120)
    child_sex = serializers.ChoiceField(required=False, choices=Sex.choices)
    child_birth_date = DayField(required=False, allow_null=True)
    child_age_estimate = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=150)
    narrative = serializers.CharField(max_length=20_000)
    condition = serializers.CharField(required=False, max_length=20_000)
    consequences = serializers.CharField(required=False, max_length=20_000)
    family = serializers.CharField(required=False, max_length=20_000)
    current_carer = serializers.CharField(required=False, max_length=20_000)
    support_given = serializers.CharField(required=False, max_length=20_000)
    informant_name = serializers.CharField(required=False, max_length=200)
    informant_phone = serializers.CharField(required=False, max_length=40)
    informant_address = serializers.CharField(required=False, max_length=500)


class CaseEntrySerializer(Entry):
    intake = serializers.UUIDField()
    child = serializers.UUIDField(required=False)
    new_child = NewChildSerializer(required=False)

    def validate(self, data):
        if "child" in data and "new_child" in data:
            raise serializers.ValidationError({"new_child": [_("Chọn trẻ trong sổ hoặc ghi trẻ mới, không cả hai.")]})
        return data
