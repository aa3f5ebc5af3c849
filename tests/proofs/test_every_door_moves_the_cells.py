"""Whichever way a fact comes in, the same cells move, by one, and no others."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions import create_token
from cases import actions as case_actions
from cases.models import Case, Child
from indicators import values
from indicators.actions import calendar
from places.models import PlaceLink
from programs.models import SupportModel, SupportModelSite
from reporting import actions as jobs
from reporting.models import JobStatus
from tests.factories import ChildFactory, RiskFactory, commune, district, province
from tests.indicators.conftest import declare
from tests.proofs.conftest import BORN, age_band, by_every_classification, moving, periods_counting, sweep

SINCE = date(2025, 4, 10)
INSERT = """insert into cases_specialcircumstance
    (child_id, "group", subgroup, starts_on, evidence, recorded_place_id, created_at, void_reason)
    values (%s, 'DB04', '', %s, '', %s, now(), '')"""
INSERT_CASE = """insert into cases_case
    (uid, code, intake_id, child_id, category, abuse_type, received_at, opened_at, incident_place_id,
    residence_place_id, responsible_place_id, risk_level, stage, status, outcome, last_activity_at, version,
    void_reason)
    select gen_random_uuid(), 'HS-GIA', id, %(child)s, 'at_risk', '', received_at, now(), %(place)s,
    %(place)s, %(place)s, '', 'initial', 'open', '', now(), 1, '' from cases_intake where id = %(intake)s"""
# the import brings the child itself along, which lives there since its birth
FILE = (
    ("Họ và tên", "Nguyễn Thị Mẫu"),
    ("Giới tính", "nữ"),
    ("Ngày sinh", "03/05/2016"),
    ("Xã, phường", "Vĩnh Giả"),
    ("Ở đây từ ngày", "03/05/2016"),
    ("Nhóm hoàn cảnh đặc biệt", "DB04"),
    ("Thuộc nhóm từ ngày", "10/04/2025"),
)


def by_screen(child, hoa, client):
    client.force_login(hoa)
    typed = {"group": "DB04", "starts_on": "10/04/2025", "evidence": "Giấy xác nhận giả"}
    response = client.post(reverse("cases:circumstance_new", args=[child.uid]), typed)
    assert (response.status_code, response.url) == (302, child.get_absolute_url())


def by_api(child, hoa, client):
    _token, text = create_token(user=hoa, name="thử", kind="case", days=1)
    response = client.post(
        f"/api/v1/children/{child.uid}/circumstances",
        {"group": "DB04", "starts_on": "2025-04-10"},
        "application/json",
        headers={"authorization": f"Token {text}"},
    )
    assert response.status_code == 201, response.content


def by_sql(child, hoa, client):
    run(INSERT, child.pk, SINCE, child.responsible_place_id)


def run(statement, *values):
    """`values` in order, or one mapping."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values[0] if isinstance(values[0], dict) else values)
        assert cursor.rowcount == 1


def one_more_with_disability(place):
    expected = {}
    for period, day in periods_counting(SINCE):
        expected["special", period, place.pk, "F", age_band(day), ""] = 1
        expected["special", period, place.pk, "", "", "DB04"] = 1
    return by_every_classification(expected)


@pytest.mark.parametrize("write", [by_screen, by_api, by_sql])
def test_a_special_circumstance_moves_its_cells_by_one_and_no_others(territory, here, hoa, client, write):
    child = ChildFactory(place=here, sex="F", birth_date=BORN)
    sweep()
    with moving() as moved:
        write(child, hoa, client)
    assert moved == one_more_with_disability(here)
    assert len(moved) > 20  # months, quarters, half-years, years and terms


def test_settling_a_child_moves_it_from_the_province_into_its_commune_and_nothing_else(
    territory, here, next_door, hoa, client
):
    reform = date(2025, 7, 1)
    old = commune("Xã Xưa Giả", parent=territory, valid_to=reform - timedelta(days=1))
    for part in (here, next_door):
        PlaceLink.objects.create(
            from_place=old, to_place=part, kind="split", on_date=reform, certainty="found", partial=True
        )
    child = ChildFactory(place=old, sex="F", birth_date=BORN)
    sweep()
    with moving() as moved:
        case_actions.follow_reform(place=old, on_date=reform)
    since = periods_counting(reform)
    leaves = {("children", period, old.pk, "F", age_band(day), ""): -1 for period, day in since}
    waits = {("children", period, territory.pk, "F", age_band(day), ""): 1 for period, day in since}
    assert moved == leaves | waits
    client.force_login(hoa)
    child.refresh_from_db()
    with moving() as moved:
        typed = {"place": here.pk, "version": child.version}
        response = client.post(reverse("cases:settle", args=[child.uid]), typed)
        assert (response.status_code, response.url) == (302, child.get_absolute_url())
    lives = {("children", period, here.pk, "F", age_band(day), ""): 1 for period, day in since}
    assert moved == dict.fromkeys(waits, -1) | lives


def checked_import(hoa):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(zip(*FILE, strict=True))
    job = jobs.send_file(file=SimpleUploadedFile("so.csv", text.getvalue().encode()), by=hoa)
    job = jobs.check_file(job=job)
    assert job.status == JobStatus.READY, job.errors
    return job


def test_an_import_moves_the_cells_of_the_child_and_of_its_circumstance_and_no_others(
    territory, here, hoa, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    with moving() as moved:
        job = checked_import(hoa)
        jobs.confirm(job=job, skip_known=False, by=hoa)
        assert jobs.run_import(job=job).added == 1
    lives = {("children", period, here.pk, "F", age_band(day), ""): 1 for period, day in periods_counting(BORN)}
    assert moved == one_more_with_disability(here) | lives


def test_the_check_of_an_import_moves_nothing(territory, hoa, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with moving() as moved:
        checked_import(hoa)
    assert moved == {}


def opened_by_screen(intake, child, hoa, client):
    client.force_login(hoa)
    response = client.post(reverse("cases:case_open", args=[intake.uid]), {"child": child.pk, "sex": "F"})
    assert response.status_code == 302


def opened_by_api(intake, child, hoa, client):
    _token, text = create_token(user=hoa, name="thử", kind="case", days=1)
    response = client.post(
        "/api/v1/cases",
        {"intake": str(intake.uid), "child": str(child.uid)},
        "application/json",
        headers={"authorization": f"Token {text}"},
    )
    assert response.status_code == 201, response.content


def opened_by_sql(intake, child, hoa, client):
    run(INSERT_CASE, {"intake": intake.pk, "child": child.pk, "place": child.responsible_place_id})


@pytest.mark.parametrize("write", [opened_by_screen, opened_by_api, opened_by_sql])
def test_opening_a_case_moves_the_measures_of_management_by_one_and_no_others(territory, here, hoa, client, write):
    child = ChildFactory(place=here, sex="F", birth_date=BORN, full_name="Trẻ Giả Mẫu")
    RiskFactory(child=child)
    received = timezone.now() - timedelta(days=2)
    intake = case_actions.take_intake(
        by=hoa, received_at=received, channel="phone", category="at_risk", incident_place=here,
        narrative="Nội dung giả để thử.", child_name="Trẻ Giả Mẫu", child_sex="F", child_age_estimate=9,
    )  # fmt: skip
    sweep()
    this_year = f"{timezone.localdate():%Y}"
    managed = values.of("C01", here.parent, this_year).value
    with moving() as moved:
        write(intake, child, hoa, client)
    assert Case.objects.get(intake=intake).child == child
    since = timezone.localdate(received)
    assert moved == {
        (measure, period, here.pk, "F", age_band(day), ""): 1
        for measure in ("managed", "cases", "risk_managed")
        for period, day in periods_counting(since)
    }
    assert values.of("C01", here.parent, this_year).value == managed + 1


def test_a_case_opened_for_a_child_of_an_unknown_residence_counts_where_it_happened(territory, here, hoa, client):
    received = timezone.now() - timedelta(days=2)
    intake = case_actions.take_intake(
        by=hoa, received_at=received, channel="phone", category="abused", abuse_type="sexual", incident_place=here,
        narrative="Nội dung giả để thử.", child_birth_date=BORN, child_sex="F",
    )  # fmt: skip
    with moving() as moved:
        case = case_actions.open_case(intake=intake, by=hoa)
    assert Child.objects.get(pk=case.child_id).birth_date == BORN
    lately = periods_counting(timezone.localdate(received))
    expected = {
        (measure, period, here.pk, "F", age_band(day), ""): 1
        for measure in ("children", "managed", "cases", "abused")
        for period, day in lately
    }
    assert moved == expected | {("abused", period, here.pk, "", "", "sexual"): 1 for period, _day in lately}


@pytest.fixture
def safe_houses(db):
    """Two communes of a district with a safe house each; in the first also a community system."""
    kinds = [
        SupportModel.objects.create(code=code, name=code, counts_as="commune") for code in ("safe_house", "system")
    ]
    held = district("Huyện Giả", parent=province("Tỉnh Giả"))
    places = [commune(name, parent=held) for name in ("Xã Một Giả", "Xã Hai Giả", "Xã Ba Giả")]
    for kind, place in ((kinds[0], places[0]), (kinds[0], places[1]), (kinds[1], places[0])):
        SupportModelSite.objects.create(model=kind, place=place, starts_on=date(2019, 2, 1))
    declare(held.parent)
    calendar.tick()
    sweep()
    return held.parent, held, places


def safe_house_share(place):
    found = values.of("M01", place, "2020", group="safe_house")
    return found.numerator, found.denominator, found.stale


@pytest.mark.parametrize(("ended", "alone"), [(0, False), (1, True)])
def test_a_site_ended_by_plain_sql_is_one_less_after_a_sweep_and_stale_before(safe_houses, ended, alone):
    province_, held, places = safe_houses
    site = SupportModelSite.objects.get(place=places[ended], model__code="safe_house")
    assert safe_house_share(province_) == (2, 3, False)
    with moving() as moved:
        run("update programs_supportmodelsite set ends_on = '2020-06-29' where id = %s", site.pk)
        assert safe_house_share(province_) == (2, 3, True)  # no worker has looked yet: the old figure, and it says so
        assert values.of("M01", province_, "2019", group="safe_house").stale is False
    assert safe_house_share(province_) == (1, 3, False)
    later = [period for period, _day in periods_counting(date(2020, 6, 30))]
    expected = {("communes_with_model", period, places[ended].pk, "", "", "safe_house"): -1 for period in later}
    if alone:  # the other commune keeps the community system, hence stays a commune with a model
        expected |= {("communes_with_model", period, places[ended].pk, "", "", ""): -1 for period in later}
    assert moved == expected  # the district has a safe house all the same
    assert "2020-H1" in later
