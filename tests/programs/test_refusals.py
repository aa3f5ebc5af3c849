"""What an entry or a target is refused for, each in its own sentence, and nothing is written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases.actions import Refused
from cases.actions import void_entry as void_child_entry
from programs import actions
from programs.models import (
    AssistanceGrant,
    Document,
    FundSupport,
    Programme,
    Target,
    TargetLevel,
    TargetRevision,
    TrainingClass,
)
from tests.factories import ChildFactory, commune

DAY = date(2024, 3, 2)


def refused(words, act, **fields):
    before = AuditEvent.objects.count()
    with pytest.raises(Refused) as why:
        act(**fields)
    assert words in str(why.value)
    assert AuditEvent.objects.count() == before


def test_an_unknown_ground_gives_no_assistance(here, hoa):
    refused("diện hưởng", actions.grant_assistance, child=ChildFactory(place=here), ground="x", starts_on=DAY, by=hoa)
    assert not AssistanceGrant.objects.exists()


def test_assistance_from_before_the_decree_needs_the_amount_of_its_decision(here, hoa):
    child = ChildFactory(place=here, birth_date=date(2012, 5, 3))
    for day in (date(2013, 5, 1), date(2021, 6, 30)):
        refused("01/07/2021", actions.grant_assistance, child=child, ground="hiv", starts_on=day, by=hoa)
    told = {"ground": "hiv_u4", "starts_on": date(2013, 5, 1), "amount": 360_000}
    grant = actions.grant_assistance(child=child, by=hoa, **told)
    assert (grant.amount, grant.coefficient) == (360_000, None)


def test_an_amount_of_assistance_is_at_least_one_dong(here, hoa):
    told = {"child": ChildFactory(place=here), "ground": "hiv", "starts_on": DAY, "amount": 0, "by": hoa}
    refused("lớn hơn 0", actions.grant_assistance, **told)


def grant(child, by, ground="disability_severe", starts_on=DAY):
    return actions.grant_assistance(child=child, ground=ground, starts_on=starts_on, by=by)


def test_an_entry_that_was_a_mistake_gets_no_assistance(here, hoa):
    child = ChildFactory(place=here)
    void_child_entry(row=child, reason="nhập nhầm", by=hoa)
    refused("đã bị huỷ khỏi sổ", grant, child=child, by=hoa)


def test_the_dead_get_no_assistance_from_after_their_death(here, hoa):
    child = ChildFactory(place=here, died_on=DAY - timedelta(days=1))
    refused("sau ngày trẻ mất", grant, child=child, by=hoa)
    assert grant(ChildFactory(place=here, died_on=DAY), hoa)


UNDER_3, UNDER_4, UNDER_16 = (f"chỉ dành cho trẻ dưới {n} tuổi; ngày 02/03/2024" for n in (3, 4, 16))
FROM_4, FROM_16 = "từ đủ 4 đến dưới 16 tuổi vào ngày 02/03/2024", "từ đủ 16 đến dưới 22 tuổi vào ngày 02/03/2024"


@pytest.mark.parametrize(
    ("ground", "born", "words"),
    [
        ("under_3_poor", date(2021, 3, 3), None),
        ("under_3_poor", date(2021, 3, 2), UNDER_3),
        ("no_support_u4", date(2020, 3, 3), None),
        ("no_support_u4", date(2020, 3, 2), UNDER_4),
        ("hiv_u4", date(2020, 3, 2), UNDER_4),
        ("no_support", date(2020, 3, 31), None),  # of age in this month, which is paid by the new coefficient
        ("no_support", date(2020, 4, 1), FROM_4),
        ("hiv", date(2020, 4, 1), FROM_4),
        ("hiv", date(2008, 3, 3), None),
        ("hiv", date(2008, 3, 2), FROM_4),
        ("disability_severe", date(2008, 3, 3), None),
        ("disability_severe", date(2008, 3, 2), UNDER_16),
        ("disability_very_severe", date(2008, 3, 2), UNDER_16),
        ("single_parent", date(2008, 3, 2), UNDER_16),
        ("single_parent_study", date(2008, 3, 2), None),
        ("single_parent_study", date(2008, 4, 1), FROM_16),
        ("no_support_study", date(2002, 3, 3), None),
        ("no_support_study", date(2002, 3, 2), FROM_16),
    ],
)
def test_assistance_is_for_the_ages_of_its_ground(here, hoa, ground, born, words):
    child = ChildFactory(place=here, birth_date=born)
    if words:
        refused(words, grant, child=child, by=hoa, ground=ground)
    else:
        assert grant(child, hoa, ground).ground == ground


def test_whose_birth_is_known_in_part_may_be_of_any_age_that_it_leaves_open(here, hoa):
    def known(precision):
        return ChildFactory(place=here, birth_date=date(2020, 7, 1), birth_precision=precision)

    for precision in ("year", "estimated"):
        assert grant(known(precision), hoa, "no_support")
        assert grant(known(precision), hoa, "no_support_u4")
    assert grant(known("month"), hoa, "no_support_u4", date(2024, 7, 30))
    refused(FROM_4, grant, child=known("month"), by=hoa, ground="no_support")
    refused("dưới 4 tuổi; ngày 31/07/2024", grant, child=known("month"), by=hoa, ground="hiv_u4",
            starts_on=date(2024, 7, 31))  # fmt: skip


def test_the_form_says_for_which_ages_a_ground_is(client, here, hoa):
    child = ChildFactory(place=here, birth_date=date(2016, 5, 3))
    client.force_login(hoa)
    told = {"ground": "under_3_poor", "starts_on": "02/03/2024"}
    html = client.post(reverse("programs:assistance_new", args=[child.uid]), told).content.decode()
    assert "Diện này chỉ dành cho trẻ dưới 3 tuổi; ngày 02/03/2024 trẻ không còn ở tuổi đó." in html
    assert not AssistanceGrant.objects.exists()


def test_money_given_is_not_below_zero(here, lan):
    refused("không được âm", actions.add_fund_support, place=here, on_date=DAY, kind="gift", amount=-1, by=lan)
    assert not FundSupport.objects.exists()


def test_a_class_has_somebody_in_it_or_does_not_say(here, lan):
    refused("ít nhất một học viên", actions.add_training, place=here, on_date=DAY, topic="Thử", trainees=0, by=lan)
    assert not TrainingClass.objects.exists()
    assert actions.add_training(place=here, on_date=DAY, topic="Thử", trainees=1, by=lan).trainees == 1
    assert actions.add_training(place=here, on_date=DAY, topic="Thử", by=lan).trainees is None


@pytest.fixture
def programme(here):
    years = {"starts_on": date(2021, 1, 1), "ends_on": date(2030, 12, 31)}
    return Programme.objects.create(code="thu", name="Chương trình thử", place=here.parent, **years)


def target(programme, place):
    return Target(
        programme=programme, place=place, indicator="H01", kind="at_most", direction="down", unit="percent", value=5,
        due_on=date(2025, 12, 31), printed_text="Còn 5%",
    )  # fmt: skip


def test_a_target_lies_within_its_programme(programme, lan):
    refused("thuộc địa bàn", actions.set_target, target=target(programme, commune("Xã Xa")), by=lan)
    assert not Target.objects.exists()


def test_a_programme_of_the_nation_takes_targets_of_every_place(here, lan):
    nation = Programme.objects.create(
        code="nuoc", name="Cả nước", starts_on=date(2021, 1, 1), ends_on=date(2030, 12, 31)
    )
    assert actions.set_target(target=target(nation, here), by=lan).pk


@pytest.fixture
def known(programme, here, lan, time_machine):
    time_machine.move_to(date(2024, 6, 1), tick=False)
    row = actions.set_target(target=target(programme, here), by=lan)
    change = {"target": row, "value": 4, "due_on": row.due_on, "revised_on": date(2023, 6, 1), "by": lan}
    actions.revise_target(**change, reason="Quyết định mới")
    row.refresh_from_db()
    return change | {"target": row, "value": 3, "revised_on": date(2024, 6, 1), "reason": "Quyết định sau"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": 4}, "không thay đổi"),
        ({"revised_on": date(2023, 6, 1)}, "từ ngày này hoặc sau đó"),
        ({"revised_on": date(2023, 5, 31)}, "từ ngày này hoặc sau đó"),
        ({"reason": "  "}, "lý do"),
        ({"value": 101}, "100%"),
    ],
)
def test_a_revision_that_says_nothing_new_or_comes_too_early_is_refused(known, change, words):
    refused(words, actions.revise_target, **known | change)
    known["target"].refresh_from_db()
    assert (known["target"].value, TargetRevision.objects.count()) == (4, 1)


def test_a_revision_from_the_next_day_on_is_taken(known):
    actions.revise_target(**known | {"revised_on": date(2023, 6, 2)})
    assert [row.previous_value for row in known["target"].revisions.all()] == [4, 5]


def test_the_same_target_for_the_same_milestone_is_set_once(programme, here, lan):
    actions.set_target(target=target(programme, here), by=lan)
    refused("cho cùng mốc", actions.set_target, target=target(programme, here), by=lan)
    assert Target.objects.count() == 1


@pytest.mark.parametrize(("field", "words"), [("indicator", "Không có chỉ số"), ("breakdown", "không có phân tổ")])
def test_a_target_of_what_is_not_in_the_catalogue_is_refused(programme, here, lan, field, words):
    unknown = target(programme, here)
    setattr(unknown, field, "khong-co")
    refused(words, actions.set_target, target=unknown, by=lan)
    assert not Target.objects.exists()


def test_a_level_of_another_kind_is_read_as_its_target_is(programme, here, lan):
    row = actions.set_target(target=target(programme, here), by=lan)
    for kind in ("at_least", "count"):
        level = TargetLevel(on=date(2023, 12, 31), value=6, kind=kind)
        refused("không hợp với hướng tốt", actions.set_level, target=row, level=level, by=lan)
    assert not TargetLevel.objects.exists()
    assert actions.set_level(target=row, level=TargetLevel(on=date(2023, 12, 31), value=6, kind="below"), by=lan).pk


def test_another_way_to_read_a_target_is_another(programme, here, lan):
    twice = target(programme, here)
    twice.other_kind = twice.kind
    refused("phải khác loại", actions.set_target, target=twice, by=lan)


def test_a_target_stands_under_one_of_a_unit_around_its_own(programme, here, next_door, lan):
    above = actions.set_target(target=target(programme, here.parent), by=lan)
    own = target(programme, here)
    own.parent = above
    assert actions.set_target(target=own, by=lan).parent == above
    beside = target(programme, next_door)
    beside.parent = own
    refused("chứa địa bàn này", actions.set_target, target=beside, by=lan)
    assert Target.objects.count() == 2


def test_a_milestone_does_not_move_before_a_level_that_holds(known, lan):
    row, moved = known["target"], known | {"value": 4, "due_on": date(2025, 6, 30)}
    level = actions.set_level(target=row, level=TargetLevel(on=date(2025, 6, 30), value=Decimal("4.5")), by=lan)
    refused("mức giữa kỳ", actions.revise_target, **moved)
    actions.drop_level(level=level, until=date(2024, 6, 1), reason="Quyết định sau", by=lan)
    assert actions.revise_target(**moved).due_on == date(2025, 6, 30)


def test_two_levels_for_one_day_are_refused_until_the_first_is_dropped(known, lan):
    row, day = known["target"], date(2024, 12, 31)
    first = actions.set_level(target=row, level=TargetLevel(on=day, value=Decimal("4.5")), by=lan)
    refused("Ngày này đã có mức", actions.set_level, target=row, level=TargetLevel(on=day, value=Decimal(4)), by=lan)
    actions.drop_level(level=first, until=date(2024, 6, 1), reason="Quyết định sau", by=lan)
    again = actions.set_level(target=row, level=TargetLevel(on=day, value=Decimal(4)), by=lan)
    assert list(row.levels.filter(until=None)) == [again]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"until": date(2022, 12, 31)}, "từ ngày mức có hiệu lực"),
        ({"reason": " "}, "lý do"),
    ],
)
def test_a_level_is_dropped_with_a_reason_and_not_before_it_held(known, lan, change, words):
    level = TargetLevel(on=date(2024, 12, 31), value=Decimal("4.5"), since=date(2023, 1, 1))
    drop = {"level": actions.set_level(target=known["target"], level=level, by=lan), "by": lan}
    drop |= {"until": date(2023, 1, 1), "reason": "Quyết định sau"}
    refused(words, actions.drop_level, **drop | change)
    assert actions.drop_level(**drop).until == date(2023, 1, 1)
    refused("đã được bỏ", actions.drop_level, **drop)


def test_a_passed_milestone_is_rewritten_only_by_a_document_of_its_time(known, time_machine):
    time_machine.move_to(date(2026, 3, 2), tick=False)
    late = Document.objects.create(number="2/QĐ", kind="quyết định", issuer="UBND", issued_on=date(2026, 3, 1))
    in_time = Document.objects.create(number="1/QĐ", kind="quyết định", issuer="UBND", issued_on=date(2024, 5, 30))
    for document in (None, late):
        refused("31/12/2025 đã qua", actions.revise_target, **known | {"document": document})
    known["target"].refresh_from_db()
    assert known["target"].value == 4
    assert actions.revise_target(**known | {"document": in_time}).value == 3


def test_a_level_that_has_judged_its_day_is_neither_taken_away_nor_joined_by_another(known, lan, time_machine):
    row, day = known["target"], date(2024, 12, 31)
    level = actions.set_level(target=row, level=TargetLevel(on=day, value=Decimal("4.5")), by=lan)
    time_machine.move_to(date(2025, 3, 2), tick=False)
    drop = {"level": level, "reason": "Quyết định sau", "by": lan}
    refused("không đổi được", actions.drop_level, **drop, until=date(2024, 6, 1))
    actions.drop_level(**drop, until=date(2025, 3, 1))
    refused("Ngày này đã có mức", actions.set_level, target=row, level=TargetLevel(on=day, value=Decimal(5)), by=lan)
    refused("mức giữa kỳ", actions.revise_target, **known | {"value": 4, "due_on": date(2024, 12, 30)})


def test_a_revision_does_not_turn_a_target_against_its_direction(programme, here, lan):
    """From 4.5 % down to 3.5 %: 5 % would be a rise."""
    falling = target(programme, here)
    falling.kind, falling.value, falling.due_on = "from_to", Decimal("3.5"), date(2030, 12, 31)
    falling.baseline_value, falling.baseline_on = Decimal("4.5"), date(2020, 12, 31)
    row = actions.set_target(target=falling, by=lan)
    change = {
        "target": row,
        "due_on": row.due_on,
        "revised_on": date(2024, 6, 1),
        "reason": "Quyết định mới",
        "by": lan,
    }
    refused("càng cao càng tốt", actions.revise_target, **change, value=Decimal(5))
    assert actions.revise_target(**change, value=Decimal(4)).value == 4


def test_beside_one_that_contradicts_itself_the_right_one_is_set(programme, here, lan):
    wrong = target(programme, here)
    wrong.direction = "up"
    wrong.save()
    assert actions.set_target(target=target(programme, here), by=lan).pk
    refused("cho cùng mốc", actions.set_target, target=target(programme, here), by=lan)


def test_beside_one_that_a_milestone_contradicts_the_right_one_is_set(programme, here, lan):
    wrong = target(programme, here)
    wrong.save()
    TargetLevel.objects.create(target=wrong, on=date(2023, 6, 30), kind="at_least", value=Decimal(5))
    assert actions.set_target(target=target(programme, here), by=lan).pk


def test_a_milestone_is_not_moved_onto_that_of_another_target_like_it(programme, here, lan):
    sooner, later = target(programme, here), target(programme, here)
    later.due_on = date(2030, 12, 31)
    sooner, later = (actions.set_target(target=row, by=lan) for row in (sooner, later))
    change = {"target": later, "revised_on": date(2024, 6, 1), "reason": "Quyết định mới", "by": lan}
    refused("cho cùng mốc", actions.revise_target, **change, value=4, due_on=sooner.due_on)
    assert actions.revise_target(**change, value=4, due_on=later.due_on).value == 4
