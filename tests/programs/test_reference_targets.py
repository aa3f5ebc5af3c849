"""The targets of the nation stand above those of the provinces, and a revision outlives the next loading."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from cases.actions import Refused
from indicators import registry
from indicators.checks import targets_name_known_indicators
from programs import reference
from programs.actions import sense_problems, set_target
from programs.models import Programme, Target, TargetRevision
from tests.factories import UserFactory, province

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    for code, name in {"89": "Tỉnh An Giang", "33": "Tỉnh Hưng Yên", "62": "Tỉnh Kon Tum"}.items():
        province(name, code=code)
    call_command("load_programmes", verbosity=0)


def of(programme, indicator):
    return Target.objects.get(programme__code=programme, indicator=indicator)


def test_a_provinces_target_stands_under_that_of_its_time(loaded):
    mine = of("an-giang-2016-2020", "H01")
    assert mine.parent == of("quoc-gia-2016-2020", "H01")
    assert (mine.parent.place, mine.parent.value) == (None, 5)
    assert of("an-giang-2021", "K01").parent == of("quoc-gia-2021-2030", "K01")


def test_decision_23_has_its_two_milestones(loaded):
    special = of("quoc-gia-2021-2030", "H01")
    (early,) = special.levels.all()
    assert (early.on, early.value, early.kind) == (date(2025, 12, 31), Decimal("6.5"), "below")
    assert (special.due_on, special.value, special.kind) == (date(2030, 12, 31), 6, "at_most")


def test_every_national_target_is_of_a_known_indicator_in_its_unit_and_direction(loaded):
    assert targets_name_known_indicators(None, databases=["default"]) == []
    for target in Target.objects.filter(place=None):
        indicator = registry.get(target.indicator)
        assert (target.unit, target.direction) == (indicator.unit, indicator.direction), target.indicator
        assert target.inferred  # nothing here was compared with the original text


def test_every_target_agrees_with_itself_and_with_its_indicator(loaded):
    assert [
        (target.indicator, sense_problems(target)) for target in Target.objects.all() if sense_problems(target)
    ] == []


def test_one_that_does_not_is_not_loaded(loaded, monkeypatch):
    wrong = replace(reference.TARGETS[0], direction="up")
    monkeypatch.setattr(reference, "TARGETS", (wrong, *reference.TARGETS[1:]))
    with pytest.raises(Refused, match="càng thấp càng tốt"):
        call_command("load_programmes", verbosity=0)
    assert not Target.objects.filter(kind="below", direction="up").exists()


def test_the_survey_of_abuse_is_not_the_count_of_reports(loaded):
    target = of("quoc-gia-2021-2030", "QD23-XH")
    assert "A02" in target.ambiguity
    assert not Target.objects.filter(place=None, indicator="A02").exists()


def test_loading_again_changes_nothing_that_was_revised(loaded):
    target = of("an-giang-2016-2020", "H01")
    TargetRevision.objects.create(
        target=target, previous_value=target.value, previous_due_on=target.due_on, revised_on=date(2018, 1, 1),
        reason="điều chỉnh giữa kỳ",
    )  # fmt: skip
    Target.objects.filter(pk=target.pk).update(value=4)
    count = Target.objects.count()
    call_command("load_programmes", verbosity=0)
    target.refresh_from_db()
    assert (target.value, Target.objects.count()) == (4, count)


def test_loading_again_leaves_alone_what_people_have_set_beside_it(loaded):
    """Another place, and another milestone of the same place: neither is the loaded one."""
    nation, user = Programme.objects.get(code="quoc-gia-2021-2030"), UserFactory()
    told = {"programme": nation, "indicator": "H01", "kind": "at_most", "direction": "down", "unit": "percent"}
    told |= {"value": Decimal(5), "printed_text": "Còn 5%"}
    for place, due_on in ((province("Tỉnh Bên Giả"), date(2030, 12, 31)), (None, date(2027, 12, 31))):
        set_target(target=Target(**told, place=place, due_on=due_on), by=user)
    before = list(Target.objects.order_by("pk").values())
    call_command("load_programmes", verbosity=0)
    assert list(Target.objects.order_by("pk").values()) == before


def test_what_is_loaded_is_known_again_after_its_milestone_was_moved(loaded):
    target = of("an-giang-2021", "A04")
    moved = {"previous_value": target.value, "previous_due_on": target.due_on, "revised_on": date(2021, 6, 1)}
    TargetRevision.objects.create(target=target, **moved, reason="điều chỉnh")
    Target.objects.filter(pk=target.pk).update(due_on=date(2021, 11, 30))
    call_command("load_programmes", verbosity=0)
    assert of("an-giang-2021", "A04").due_on == date(2021, 11, 30)
