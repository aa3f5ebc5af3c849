"""Staff see whether the figures of their territory can be trusted; nobody else's, and no record's name or number."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import DenyEntry
from indicators.actions.alarms import (
    alarms_within,
    count_open,
    places_to_mend,
    raise_alarm,
    resolve,
    resolve_unplaced,
)
from indicators.actions.calendar import mark_places
from indicators.actions.checking import check
from indicators.models import RecountAlarm
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ResidenceFactory,
    ServiceFactory,
    UserFactory,
    commune,
    province,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("reporting:alarms")
ADMINISTRATORS = reverse("reporting:alarms_for_administrators")
CELL = {
    "measure": "special",
    "period": "2024",
    "sex": "F",
    "age_band": "6-10",
    "group": "",
    "cell": 1204,
    "counted": 1203,
}


@pytest.fixture
def here():
    return commune("Xã Giả", parent=province("Tỉnh Giả"))


@pytest.fixture
def page(client, here):
    client.force_login(AssignmentFactory(place=here.parent, role="province_staff").user)
    return lambda: client.get(PAGE).content.decode()


def test_a_difference_is_told_with_what_is_shown_and_what_the_records_say(page, here):
    raise_alarm(RecountAlarm.Kind.DIFFERENCE, here.pk, {"cells": 2, "first": [CELL, CELL]})
    told = page()
    assert "1 báo động chưa được giải quyết" in told
    assert "2 ô số liệu khác với bản ghi" in told
    assert "trẻ em có hoàn cảnh đặc biệt, Năm 2024: đang hiện 1.204, đếm từ bản ghi là 1.203." in told


def test_who_is_barred_from_a_case_there_reads_no_counts(client, here):
    user = AssignmentFactory(place=here.parent, role="province_staff").user
    DenyEntry.objects.create(case=CaseFactory(place=here), user=user, reason="người thân", created_by=UserFactory())
    other = commune("Xã Khác Giả", parent=here.parent)
    for place, cell in ((here, CELL), (other, CELL | {"cell": 77, "counted": 78})):
        raise_alarm(RecountAlarm.Kind.DIFFERENCE, place.pk, {"cells": 2, "first": [cell]})
    client.force_login(user)
    told = client.get(PAGE).content.decode()
    assert told.count("2 ô số liệu khác với bản ghi") == 2
    assert "1.204" not in told
    assert "1.203" not in told
    assert "đang hiện 77, đếm từ bản ghi là 78" in told


def test_an_alarm_that_is_over_stays_as_history(page, here):
    raise_alarm(RecountAlarm.Kind.FAILED, here.pk, {"error": "ZeroDivisionError"})
    assert "ZeroDivisionError" in page()
    resolve([here.pk])
    told = page()
    assert "không có báo động" in told
    assert "đã giải quyết" in told


def test_places_that_wait_are_counted_with_the_oldest(page, here):
    assert "Không còn địa bàn nào chờ tính lại" in page()
    mark_places([here.pk], "2024-01-01", "2024-12-31")
    assert "1 địa bàn đang chờ tính lại" in page()


def test_alarms_of_another_province_are_not_shown(page):
    elsewhere = commune("Xã Xa Giả", parent=province("Tỉnh Xa Giả"))
    raise_alarm(RecountAlarm.Kind.DIFFERENCE, elsewhere.pk, {"cells": 1, "first": []})
    mark_places([elsewhere.pk], "2024-01-01", "2024-12-31")
    told = page()
    assert "Xã Xa Giả" not in told
    assert "Không có báo động nào" in told
    assert "Không còn địa bàn nào chờ tính lại" in told


def test_the_board_of_figures_says_to_whoever_keeps_them_how_many_alarms_are_open(client, here):
    board = reverse("reporting:dashboard")
    keeper = AssignmentFactory(place=here.parent, role="province_staff").user
    reader = AssignmentFactory(place=here.parent, role="province_leader").user
    raise_alarm(RecountAlarm.Kind.DIFFERENCE, here.pk, {"cells": 1, "first": []})
    client.force_login(keeper)
    told = client.get(board).content.decode()
    assert f'href="{PAGE}"' in told
    assert '<span class="badge">1<' in told
    client.force_login(reader)
    assert PAGE not in client.get(board).content.decode()


@pytest.fixture
def homeless(here):
    """A case, open, of a child who never lived anywhere."""
    case = CaseFactory(place=here)
    case.child.residences.all().delete()
    return case


def test_records_of_no_place_are_told_to_those_who_answer_for_the_child(client, here, homeless):
    raise_alarm(RecountAlarm.Kind.UNPLACED, None, {"cases": [homeless.pk], "services": []})
    elsewhere = province("Tỉnh Xa Giả")
    for role, page in (("province_staff", PAGE), ("system_administrator", ADMINISTRATORS)):
        client.force_login(AssignmentFactory(place=here.parent, role=role).user)
        told = client.get(page).content.decode()
        assert "trẻ chưa ghi nơi ở nào" in told
        assert "Xã Giả" in told
        assert homeless.code not in told
        client.force_login(AssignmentFactory(place=elsewhere, role=role).user)
        assert "trẻ chưa ghi nơi ở nào" not in client.get(page).content.decode()


def test_a_service_of_no_place_counts_too_and_the_alarm_ends_when_all_have_one(page, here, homeless):
    service = ServiceFactory(child=homeless.child, case=None)
    raise_alarm(RecountAlarm.Kind.UNPLACED, None, {"services": [service.pk]})
    assert "trẻ chưa ghi nơi ở nào" in page()
    ResidenceFactory(child=homeless.child, place=here, starts_on=date(2020, 1, 1))
    check()  # the next night
    told = page()
    assert "không có báo động" in told
    assert "đã giải quyết" in told


def test_administrators_see_where_and_of_which_kind_but_no_figure(client, here):
    raise_alarm(RecountAlarm.Kind.DIFFERENCE, here.pk, {"cells": 2, "first": [CELL]})
    client.force_login(AssignmentFactory(place=here.parent, role="system_administrator").user)
    told = client.get(ADMINISTRATORS).content.decode()
    assert "2 ô số liệu khác với bản ghi" in told
    assert "1.204" not in told
    assert f'href="{ADMINISTRATORS}" aria-current="page"' in told


def test_who_is_barred_from_a_case_is_not_told_where_records_have_no_place(client, here, homeless):
    user = AssignmentFactory(place=here.parent, role="province_staff").user
    DenyEntry.objects.create(case=homeless, user=user, reason="người thân", created_by=UserFactory())
    raise_alarm(RecountAlarm.Kind.UNPLACED, None, {"cases": [homeless.pk]})
    client.force_login(user)
    assert "Xã Giả" not in client.get(PAGE).content.decode()


def test_each_alarm_of_records_without_place_is_told_to_those_who_mend_it_and_to_nobody_else(here, homeless):
    there = commune("Xã Kia Giả", parent=here.parent)
    other = CaseFactory(place=there)
    service = ServiceFactory(child=other.child, case=None)
    for detail in ({"cases": [homeless.pk]}, {"services": [service.pk]}, {"cases": [homeless.pk, other.pk]}, {}):
        raise_alarm(RecountAlarm.Kind.UNPLACED, None, detail)
        resolve_unplaced()
    one, two, both, _none = alarms = list(RecountAlarm.objects.order_by("pk"))
    assert places_to_mend(alarms, [here.path]) == {one.pk: [here], both.pk: [here]}
    assert places_to_mend(alarms, [there.path]) == {two.pk: [there], both.pk: [there]}
    assert places_to_mend(alarms, [here.parent.path]) == {one.pk: [here], two.pk: [there], both.pk: [here, there]}
    assert set(alarms_within([here.path])) == {one, both}


def _alarms(place, how_many):
    """So many of a place of their own each, and so many of the record, all but the last of them over."""
    record = CaseFactory(place=place)
    for _n in range(how_many):
        raise_alarm(RecountAlarm.Kind.DIFFERENCE, commune(parent=place.parent).pk, {"cells": 1, "first": [CELL]})
        resolve_unplaced()
        raise_alarm(RecountAlarm.Kind.UNPLACED, None, {"cases": [record.pk]})


@pytest.mark.parametrize(("role", "page"), [("province_staff", PAGE), ("system_administrator", ADMINISTRATORS)])
def test_it_asks_the_database_as_often_for_many_alarms_as_for_few(client, here, role, page):
    client.force_login(AssignmentFactory(place=here.parent, role=role).user)
    asked = []
    for more in (2, 10):
        _alarms(here, more)
        client.get(page)  # what is read once for all pages
        with CaptureQueriesContext(connection) as queries:
            told = client.get(page).content.decode()
        asked.append(len(queries))
    assert (told.count("1 ô số liệu khác"), told.count("trẻ chưa ghi nơi ở nào")) == (12, 12)
    assert asked[0] == asked[1]


def test_every_page_of_figures_asks_once_while_no_record_is_without_place(here, homeless, django_assert_num_queries):
    raise_alarm(RecountAlarm.Kind.UNPLACED, None, {"cases": [homeless.pk]})
    assert count_open([here.path]) == 1
    resolve_unplaced()
    raise_alarm(RecountAlarm.Kind.DIFFERENCE, here.pk, {"cells": 1, "first": []})
    with django_assert_num_queries(1):
        assert count_open([here.path]) == 1
