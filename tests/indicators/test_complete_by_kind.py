"""Never 0 for unknown: of each kind of model, activity and gift someone must have said that all of it is recorded."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from cases.actions import void_entry
from indicators import checks, registry, values
from indicators.completeness import KINDS, names
from indicators.definition import EACH_GROUP
from indicators.formats.observations import answer
from indicators.models import Completeness, CompletenessFamily, Records
from indicators.unchanged import clock
from indicators.value import Status
from programs.models import Activity, FundEntry, FundSupport, SupportModel, SupportModelSite, TrainingClass
from reporting.figure_words import Figure, part_words
from tests.factories import ChildFactory, UserFactory
from tests.indicators.conftest import declare, sweep_all

DAY = date(2020, 5, 1)


@pytest.fixture
def models(kept):
    told = (("house", "commune"), ("system", "commune"), ("club", "point"), ("point", "point"))
    return {code: SupportModel.objects.create(code=code, name=code, counts_as=way) for code, way in told}


def said(place, family, kind=""):
    return Completeness.objects.create(family=family, kind=kind, place=place, starts_on=date(2011, 1, 1))


def shown(code, place, **asked):
    """The number, None where it is unknown."""
    value = values.of(code, place, "2020", **asked)
    assert value.is_known or value.status is Status.UNKNOWN
    return value.numerator


def site(model, place, starts_on=DAY):
    SupportModelSite.objects.create(model=model, place=place, starts_on=starts_on)


class TestModels:
    def test_a_kind_of_which_nobody_has_said_that_it_is_complete_is_unknown_not_0(self, models, here):
        site(models["house"], here)
        said(here.parent, "models", "house")
        sweep_all()
        top = here.parent
        assert [shown("M01", top, group=kind) for kind in ("house", "system")] == [1, None]
        assert [shown("M04", top, group=kind) for kind in ("club", "point")] == [None, None]

    def test_the_whole_is_unknown_while_one_kind_is_and_says_how_many_are_told(self, models, here):
        said(here, "models", "house")
        value = values.of("M01", here, "2020")
        assert (value.status, value.numerator) == (Status.UNKNOWN, None)
        assert "mới 1 trên 2 loại" in value.reason
        said(here, "models", "system")
        assert shown("M01", here) == 0
        assert shown("M04", here) is None

    def test_its_parts_tell_what_is_known_and_leave_the_rest_without_a_number(self, models, here):
        site(models["house"], here)
        said(here, "models", "house")
        sweep_all()
        value = values.of("M01", here, "2020", by="group")
        assert [(part.key, part.numerator, part.denominator) for part in value.parts] == [
            ("house", 1, 1),
            ("system", None, None),
        ]
        assert (value.status, value.difference, value.stale, value.as_of is None) == (
            Status.UNKNOWN,
            None,
            False,
            False,
        )
        told = answer([(None, [value])]) and answer([(registry.get("M01").by[0], [value])])
        assert [(each.key, each.status, each.numerator) for each in told.observations] == [
            ("", Status.UNKNOWN, None),
            ("house", Status.COMPUTED, 1),
            ("system", Status.UNKNOWN, None),
        ]
        assert [part_words(part) for part in Figure(value).parts][1] == "chưa có số liệu"

    def test_without_any_kind_told_there_are_no_parts(self, models, here):
        value = values.of("M01", here, "2020", by="group")
        assert (value.parts, value.as_of) == ([], None)
        assert "chưa khai báo" in value.reason

    def test_without_any_model_at_all_nothing_is_known_until_every_kind_is_declared(self, kept, here):
        assert (shown("M01", here), shown("M04", here)) == (None, None)
        said(here, "models")
        assert (shown("M01", here), shown("M04", here)) == (0, 0)

    def test_whoever_says_every_kind_means_those_too_that_come_later(self, models, here):
        said(here, "models")
        SupportModel.objects.create(code="later", name="later", counts_as="commune")
        assert shown("M01", here, group="later") == 0
        assert shown("M01", here) == 0

    def test_what_began_is_known_only_where_the_first_days_are(self, models, here):
        site(models["house"], here)
        said(here, "models")
        sweep_all()
        assert (shown("M01", here, group="house"), shown("M03", here, group="house")) == (1, None)
        said(here, "model_start", "house")
        assert (shown("M03", here, group="house"), shown("M03", here, group="system")) == (1, None)


class TestFlows:
    def test_of_activities_each_kind_is_declared_by_itself(self, kept, here):
        Activity.objects.create(kind="talk", name="Thử", place=here, on_date=DAY, turns=40)
        said(here, "activity", "talk")
        sweep_all()
        assert [shown(code, here) for code in ("T03", "T04", "G01", "G02", "T05")] == [40, None, None, None, None]
        assert [shown("T05", here, group=kind) for kind in ("talk", "forum")] == [1, None]

    def test_the_cost_of_gifts_is_not_known_with_their_number(self, kept, here):
        said(here, "activity", "gift")
        assert (shown("G01", here), shown("G02", here)) == (0, None)
        said(here, "activity", "gift_amount")
        assert shown("G02", here) == 0

    def test_every_kind_of_activity_is_what_they_are_all_of(self, kept, here):
        for kind in Activity.Kind.values:
            assert shown("T05", here) is None
            said(here, "activity", kind)
        assert shown("T05", here) == 0

    def test_the_fund_may_know_its_money_and_not_its_turns(self, kept, here):
        FundEntry.objects.create(place=here, on_date=DAY, channel="direct", amount=5)
        said(here, "fund", "raised")
        sweep_all()
        assert (shown("F01", here), shown("F02", here), shown("F03", here)) == (5, None, None)

    def test_classes_are_known_without_their_trainees(self, kept, here):
        TrainingClass.objects.create(place=here, on_date=DAY, topic="Thử")
        said(here, "training", "class")
        sweep_all()
        assert (shown("T01", here), shown("T02", here)) == (1, None)


class TestTurnsThatNameTheirChild:
    @pytest.fixture
    def fund(self, kept, here):
        for family in ("fund", "fund_child"):
            declare(here.parent, family)
        child = ChildFactory(place=here, birth_date=date(2015, 1, 1))
        FundSupport.objects.create(place=here, on_date=DAY, kind="gift", child=child)
        sweep_all()
        return child

    def test_a_turn_without_a_child_takes_the_number_of_children_back_until_it_is_named(self, fund, here):
        assert shown("F03", here.parent) == 1
        turn = FundSupport.objects.create(place=here, on_date=date(2020, 12, 31), kind="gift")
        sweep_all()
        value = values.of("F03", here.parent, "2020")
        assert (value.status, value.value) == (Status.UNKNOWN, None)
        assert "còn 1 lượt hỗ trợ trong kỳ chưa gắn tên trẻ" in value.reason
        assert shown("F02", here.parent) == 2, "the turn itself is not lost"
        assert values.of("F03", here.parent, "2020-H1").numerator == 1, "nor does it speak of other days"
        FundSupport.objects.filter(pk=turn.pk).update(child=fund)
        sweep_all()
        assert shown("F03", here.parent) == 1

    def test_a_turn_of_the_province_may_be_of_any_of_its_communes(self, fund, here, next_door):
        FundSupport.objects.create(place=here.parent, on_date=DAY, kind="gift")
        sweep_all()
        assert [shown("F03", place) for place in (here, next_door, here.parent)] == [None, None, None]

    def test_so_a_commune_that_declares_its_own_book_does_not_know_how_many_of_its_children_were_reached(
        self, kept, here, next_door
    ):
        for family in ("fund", "fund_child"):
            declare(here, family)
        sweep_all()
        assert (shown("F02", here), shown("F03", here)) == (0, None)
        for family in ("fund", "fund_child"):
            declare(here.parent, family)
        assert (shown("F03", here), shown("F03", next_door)) == (0, 0)
        FundSupport.objects.create(place=here.parent, on_date=DAY, kind="gift")
        FundSupport.objects.create(place=next_door, on_date=DAY, kind="gift")
        sweep_all()
        value = values.of("F03", here, "2020")
        assert (value.status, "còn 1 lượt" in value.reason) == (Status.UNKNOWN, True)

    def test_a_turn_of_a_child_who_was_entered_by_mistake_names_nobody(self, fund, here):
        void_entry(row=fund, reason="nhập hai lần", by=UserFactory())
        sweep_all()
        assert [shown("F03", place) for place in (here, here.parent)] == [None, None]
        assert shown("F02", here.parent) == 1

    def test_a_turn_of_one_commune_says_nothing_of_another(self, fund, here, next_door):
        FundSupport.objects.create(place=next_door, on_date=DAY, kind="gift")
        sweep_all()
        assert [shown("F03", place) for place in (here, next_door, here.parent)] == [1, None, None]

    @pytest.mark.django_db(transaction=True)
    def test_naming_a_child_of_another_province_moves_the_clock_of_the_turn(self, here):
        turn, child = FundSupport.objects.create(place=here, on_date=DAY, kind="gift"), ChildFactory()
        (home,) = child.residences.all()
        assert home.place.province_id != here.province_id
        before = clock([here.parent.pk])
        FundSupport.objects.filter(pk=turn.pk).update(child=child)
        assert clock([here.parent.pk]) > before

    @pytest.mark.django_db(transaction=True)
    def test_so_does_taking_back_a_child_who_lived_elsewhere(self, here):
        child = ChildFactory()
        FundSupport.objects.create(place=here, on_date=DAY, kind="gift", child=child)
        before, elsewhere = clock([here.parent.pk]), clock([child.residences.get().place.province_id])
        void_entry(row=child, reason="nhập hai lần", by=UserFactory())
        assert clock([here.parent.pk]) > before
        assert clock([child.residences.get().place.province_id]) > elsewhere


class TestCards:
    @pytest.mark.parametrize(
        "asked",
        [
            CompletenessFamily.MODELS,
            CompletenessFamily.MODELS.of("no_such_model"),
            CompletenessFamily.REGISTER.of("one"),
            CompletenessFamily.REGISTER.of(EACH_GROUP),
        ],
    )
    def test_a_card_that_waits_for_what_nobody_can_declare_is_told(self, db, asked):
        flaws = list(checks.flaws_of(_card(asked)))
        assert len(flaws) >= 1

    def test_every_card_waits_for_what_can_be_declared(self, db):
        SupportModel.objects.create(code="house", name="house", counts_as="commune")
        SupportModel.objects.create(code="club", name="club", counts_as="point")
        known = names()
        for card in registry.all():
            assert card.records_of("", card.groups.names() if card.groups else ()) <= set(known), card

    def test_a_family_with_kinds_is_never_waited_for_as_a_whole(self, db):
        for card in registry.all():
            assert not {each.family for each in card.records_of("", ["x"]) if not each.kind} & set(KINDS)


def _card(asked):
    return replace(registry.get("H01"), completeness=(asked,))


def test_older_declarations_go_on_to_say_what_their_words_said(db, here):
    """Of activities they named four kinds, of training the classes; of models and of the Fund the whole."""
    for family in ("activity", "training", "models", "fund", "register"):
        said(here, family)
    with connection.cursor() as cursor:
        cursor.execute(import_module("indicators.migrations.0016_complete_kind_by_kind").AS_IT_SAID)
    assert {Records(*told) for told in Completeness.objects.values_list("family", "kind")} == {
        *(Records("activity", kind) for kind in ("talk", "counselling", "gift", "forum")),
        Records("training", "class"),
        Records("models"),
        Records("fund"),
        Records("register"),
    }
