"""What changed since: before + entered − left = after, each row with its reason."""

import random
from datetime import date

import pytest

from accounts.models import AuditEvent
from cases.models import DenyEntry, SpecialCircumstance
from indicators import registry
from indicators.changing import changed
from indicators.drilling import NothingBehind
from indicators.measures.shapes import ChildStock, PlaceStock
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    ResidenceFactory,
    UserFactory,
    commune,
)
from tests.indicators.changes import Changes
from tests.indicators.conftest import declare
from tests.indicators.test_counting import territory  # noqa: F401 (a fixture)

SINCE, UNTIL = date(2023, 12, 31), date(2024, 12, 31)


@pytest.fixture
def staff(here):
    return AssignmentFactory(user=UserFactory(), place=here.province, role="province_staff").user


def test_before_and_entered_less_left_is_after_for_every_stock(territory):  # noqa: F811
    changes = Changes(random.Random(11), *territory)
    changes.populate()
    top = territory[0][0].province
    declare(top)
    staff = AssignmentFactory(user=UserFactory(), place=top, role="province_staff").user
    moved = 0
    for indicator in registry.all():
        if isinstance(indicator.numerator, ChildStock | PlaceStock):
            found = changed(indicator, top, date(2019, 12, 31), date(2022, 6, 30), user=staff)
            assert found.before + len(found.entered) - len(found.left) == found.after, indicator.code
            assert not found.entered & found.left
            assert set(found.why(found.reach(staff))) <= found.entered | found.left
            moved += len(found.entered) + len(found.left)
    assert moved > 20


@pytest.mark.django_db
def test_every_reason_is_named(kept, here, staff):
    def spell(why, starts=date(2020, 1, 1), ends=None, **fields):
        child = ChildFactory(place=here, full_name=why, **fields)
        CircumstanceFactory(child=child, starts_on=starts, ends_on=ends)
        return child

    spell("mới được ghi nhận", starts=date(2024, 3, 1))
    spell("mới sinh", starts=date(2024, 5, 1), birth_date=date(2024, 4, 1))
    spell("đã kết thúc", ends=date(2024, 6, 30))
    spell("đã mất", died_on=date(2024, 6, 30))
    spell("rời địa bàn", departed_on=date(2024, 6, 30))
    spell("đủ 16 tuổi", birth_date=date(2008, 6, 30))
    away = spell("chuyển đi")
    away.residences.update(ends_on=date(2024, 6, 30))
    elsewhere = commune("Xã Khác", here.parent)
    ResidenceFactory(child=away, place=elsewhere, starts_on=date(2024, 7, 1))
    come = ChildFactory(place=here, full_name="chuyển đến", residence=False)
    ResidenceFactory(child=come, place=elsewhere, ends_on=date(2024, 6, 30))
    ResidenceFactory(child=come, place=here, starts_on=date(2024, 7, 1))
    CircumstanceFactory(child=come)
    spell("vẫn thế")
    declare(here)
    found = changed("H01", here, SINCE, UNTIL, user=staff)
    rows = list(found.reach(staff))
    assert {row.full_name: found.why(rows)[row.pk] for row in rows} == {row.full_name: row.full_name for row in rows}
    assert (found.before, len(found.entered), len(found.left), found.after) == (6, 3, 5, 4)


@pytest.mark.django_db
def test_rows_outside_of_ones_reach_are_counted_and_not_shown(kept, here, next_door, hoa, staff):
    for place in (here, next_door):
        CircumstanceFactory(child=ChildFactory(place=place), starts_on=date(2024, 2, 1))
    declare(here.parent)
    found = changed("H01", here.parent, SINCE, UNTIL, user=hoa)
    assert (len(found.entered), found.reach(hoa).count()) == (2, 1)


@pytest.mark.django_db
def test_who_is_barred_learns_nothing_of_it(kept, here, staff):
    case = CaseFactory(child=ChildFactory(place=here), place=here)
    DenyEntry.objects.create(case=case, user=staff, reason="Người nhà.", created_by=UserFactory())
    with pytest.raises(NothingBehind, match="chưa mở"):
        changed("H01", here, SINCE, UNTIL, user=staff)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "days"), [("A01", (SINCE, UNTIL)), ("H01", (UNTIL, SINCE))])
def test_a_flow_and_days_in_the_wrong_order_are_refused(kept, here, staff, code, days):
    with pytest.raises(NothingBehind):
        changed(code, here, *days, user=staff)


@pytest.mark.django_db
def test_the_page_writes_down_whom_it_showed(client, kept, here, staff):
    child = ChildFactory(place=here, full_name="Thị Giả Hai")
    SpecialCircumstance.objects.create(child=child, group="DB01", starts_on=date(2024, 2, 1), recorded_place=here)
    declare(here)
    client.force_login(staff)
    page = client.get("/chi-so/H01/thay-doi/", {"place": here.reference, "since": "31/12/2023", "until": "31/12/2024"})
    assert "Thị Giả Hai" in page.content.decode()
    assert AuditEvent.objects.filter(verb="indicator.drilled", ids__contains=[child.pk]).exists()


@pytest.mark.django_db
def test_where_the_register_is_not_declared_complete_nothing_is_counted(kept, here, staff):
    CircumstanceFactory(child=ChildFactory(place=here), starts_on=date(2024, 2, 1))
    with pytest.raises(NothingBehind, match="ghi đủ"):
        changed("H01", here, SINCE, UNTIL, user=staff)
    declare(here, starts_on=date(2024, 6, 1))
    with pytest.raises(NothingBehind, match="ghi đủ"):
        changed("H01", here, SINCE, UNTIL, user=staff)


@pytest.mark.django_db
def test_a_group_that_there_is_not_is_refused_and_not_empty(kept, here, staff):
    declare(here)
    days = date(2024, 1, 1), date(2024, 6, 1)
    assert changed("H02", here, *days, user=staff, group="DB01").before == 0
    with pytest.raises(NothingBehind, match="không có nhóm đó"):
        changed("H02", here, *days, user=staff, group="DB99")


@pytest.mark.django_db
def test_a_day_to_come_is_refused(kept, here, staff):
    declare(here)
    with pytest.raises(NothingBehind, match="chưa đến"):
        changed("H01", here, SINCE, date(2999, 12, 31), user=staff)


@pytest.mark.django_db
def test_a_refused_page_keeps_its_days_and_says_what_is_wrong(client, kept, here, staff):
    declare(here, starts_on=date(2024, 6, 1))
    client.force_login(staff)
    asked = {"place": here.reference, "since": "31/12/2023", "until": "31/12/2024"}
    answer = client.get("/chi-so/H01/thay-doi/", asked)
    told = answer.content.decode()
    assert answer.status_code == 400
    assert "Sổ chưa được khai là ghi đủ vào cả hai ngày." in told
    assert 'value="31/12/2023"' in told
    usual = client.get("/chi-so/H01/thay-doi/", {"place": here.reference, "period": "2024"})
    assert usual.status_code == 200
    assert "ghi đủ vào cả hai ngày" in usual.content.decode()
