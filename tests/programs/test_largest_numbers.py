"""No form lets through a number that its column cannot hold: it is refused in words, never by a 500."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators.models import ReportedFigure
from places.form_fields import VietnameseDecimalField, largest_of
from programs import forms, outreach_forms
from programs.models import (
    Activity,
    AssistanceGrant,
    Award,
    CareDay,
    Target,
    TargetLevel,
    TargetRevision,
    TrainingClass,
)
from reporting import reported_forms
from tests.factories import AssignmentFactory, commune

FIELDS = [
    (outreach_forms.ActivityForm, "turns", Activity, "turns"),
    (outreach_forms.ActivityForm, "children", Activity, "children"),
    (outreach_forms.ActivityForm, "amount", Activity, "amount"),
    (outreach_forms.CareDayForm, "children", CareDay, "children"),
    (outreach_forms.AwardForm, "count", Award, "count"),
    (forms.TrainingForm, "trainees", TrainingClass, "trainees"),
    (forms.AssistanceForm, "amount", AssistanceGrant, "amount"),
    (forms.TargetForm, "value", Target, "value"),
    (forms.TargetForm, "baseline_value", Target, "baseline_value"),
    (forms.RevisionForm, "value", TargetRevision, "previous_value"),
    (forms.LevelForm, "value", TargetLevel, "value"),
    (reported_forms.ReportedForm, "value", ReportedFigure, "value"),
    (reported_forms.ReportedForm, "numerator", ReportedFigure, "numerator"),
    (reported_forms.ReportedForm, "denominator", ReportedFigure, "denominator"),
]


@pytest.mark.parametrize(("form", "name", "model", "column"), FIELDS)
def test_no_field_lets_through_what_its_column_cannot_hold(form, name, model, column):
    most, taken = largest_of(model, column), []
    for typed in ("999.999.999.999.999", "-999.999.999.999.999", "99.999.999.999", "40.000"):
        try:
            taken.append(form.base_fields[name].clean(typed))
        except ValidationError:
            continue
    assert all(-most <= number <= most for number in taken)


@pytest.mark.parametrize("form", [f for m in (forms, outreach_forms, reported_forms) for f in vars(m).values()])
def test_each_number_has_a_largest_one(form):
    numbers = {n: f for n, f in getattr(form, "base_fields", {}).items() if isinstance(f, VietnameseDecimalField)}
    assert [name for name, field in numbers.items() if field.max_value is None] == []


@pytest.mark.parametrize(
    ("model", "column", "most"),
    [
        (CareDay, "children", 32_767),
        (Activity, "turns", 2_147_483_647),
        (Activity, "amount", 9_223_372_036_854_775_807),
        (Target, "value", Decimal("99999999999999.9999")),
    ],
)
def test_the_largest_number_is_that_of_the_column(model, column, most):
    assert largest_of(model, column) == most


@pytest.mark.django_db
def test_a_class_of_too_many_trainees_is_refused_in_words(client):
    here = commune("Xã Vĩnh Giả")
    client.force_login(AssignmentFactory(place=here.province, role="province_staff").user)
    data = {"place": here.pk, "on_date": "02/03/2026", "topic": "Thử", "trainees": "99.999.999.999"}
    page = client.post(reverse("programs:training_new"), data)
    assert "Không được quá 2.147.483.647." in page.content.decode()
    assert not TrainingClass.objects.exists()
