"""The overview of a place and the page of an indicator."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import DenyEntry
from indicators import values
from indicators.marks import CHILD_FACTS, PLACE_FACTS
from indicators.models import ReportedFigure
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, UserFactory, commune, district
from tests.indicators.conftest import declare, sweep_all


@pytest.fixture
def page(client, lan):
    client.force_login(lan)
    return client


def overview(client, place, **asked):
    return client.get(reverse("reporting:dashboard"), {"place": place.reference, "period": "2024"} | asked)


def indicator(client, code, unit, extension="", **asked):
    name, args = ("reporting:indicator_file", [code, extension]) if extension else ("reporting:indicator", [code])
    return client.get(reverse(name, args=args), {"place": unit.reference, "period": "2024"} | asked)


def test_one_begins_with_ones_own_place_and_the_running_year(page, three_children, here):
    answer = page.get(reverse("reporting:dashboard"))
    picked = answer.context["picked"]
    assert (picked.place, picked.period.id) == (here.parent, f"{date.today().year}")


def test_a_place_that_ended_is_shown_at_the_end_of_its_last_whole_year(page, kept, here):
    here.valid_to = date(2025, 6, 30)
    here.save()
    assert page.get(reverse("reporting:dashboard"), {"place": here.reference}).context["picked"].period.id == "2024"


def test_the_number_is_the_same_on_the_overview_the_page_in_files_and_in_the_api(page, three_children, here):
    value = values.of("H01", here.parent, "2024")
    assert (value.numerator, value.denominator) == (1, 3)
    figure = overview(page, here.parent).context["overview"].figures["H01"]
    shown = indicator(page, "H01", here.parent)
    assert "33,33%" in shown.content.decode()
    assert figure.value.value == shown.context["figure"].value.value == value.value
    api = page.get("/api/v1/values", {"indicator": "H01", "place": here.parent.reference, "period": "2024"}).json()
    rows = json.loads(indicator(page, "H01", here.parent, "json").content)["results"]
    (row,) = [row for row in rows if row["table"] == "trend" and row["period"] == "2024"]
    assert row["value"] == pytest.approx(api["results"][0]["value"], abs=1e-6)
    units = [row["numerator"] for row in rows if row["table"] == "units"]
    parts = [row["numerator"] for row in rows if row["table"] == "parts"]
    assert sum(units) == sum(parts) == row["numerator"] == 1


FACTS = {fact.table for fact in (*CHILD_FACTS, *PLACE_FACTS)} | {"cases_child", "cases_residence"}


def test_figures_are_read_from_cells_and_not_from_facts(page, three_children, here):
    """A kept period costs the same however many records there are. Only for whom one is barred from, records are asked,
    beginning with that person's entries; and of the Fund, whether a turn belies the declaration that each names its
    child."""
    with CaptureQueriesContext(connection) as asked:
        overview(page, here.parent)
        indicator(page, "H01", here.parent, by="sex")
        page.get("/api/v1/values", {"indicator": "H01", "place": here.parent.reference, "period": "2024"})
    figures = [query["sql"] for query in asked.captured_queries if 'FROM "cases_denyentry"' not in query["sql"]]
    figures = [sql for sql in figures if '"programs_fundsupport"."child_id" IS NULL' not in sql]
    read = {table for table in FACTS for sql in figures if table in sql}
    assert read == set()
    assert any("indicators_cell" in query["sql"] for query in asked.captured_queries)


def test_the_overview_asks_few_questions_however_many_figures_it_shows(
    page, three_children, here, django_assert_max_num_queries
):
    overview(page, here.parent)  # what is remembered between pages
    with django_assert_max_num_queries(22):
        overview(page, here.parent)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_every_page_of_figures_has_its_files(page, three_children, here, extension):
    path = reverse("reporting:dashboard_file", args=[extension])
    assert page.get(path, {"place": here.parent.reference, "period": "2024"}).status_code == 200
    assert indicator(page, "H01", here.parent, extension).status_code == 200


@pytest.mark.parametrize("chart", ["trend", "ranked"])
def test_charts_are_files_too(page, three_children, here, chart):
    answer = indicator(page, "H01", here.parent, "svg", chart=chart)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    assert answer.content.startswith(b"<svg")
    assert indicator(page, "H01", here.parent, "svg", chart="pie").status_code == 404


def test_unknown_is_said_and_where_there_are_figures_is_told(page, kept, here, next_door):
    ChildFactory(place=here)
    declare(next_door, "register")
    sweep_all()
    answer = overview(page, here)
    assert "Chưa có số liệu" in answer.content.decode()
    assert [place for place, _year in answer.context["elsewhere"]] == [next_door]
    assert 'class="fig"' not in answer.content.decode()


def test_a_stale_figure_says_that_it_is_being_counted_again(page, three_children, here):
    CircumstanceFactory(child=three_children[1])
    shown = indicator(page, "H01", here)
    assert "đang tính lại" in shown.content.decode()
    assert shown.context["figure"].value.numerator == 1
    assert overview(page, here).context["waiting"] is not None
    sweep_all()
    shown = indicator(page, "H01", here)
    assert "đang tính lại" not in shown.content.decode()
    assert shown.context["figure"].value.numerator == 2


def test_the_number_of_queries_does_not_grow_with_indicators_years_or_units(
    page, three_children, here, django_assert_max_num_queries
):
    for n in range(5):
        commune(f"Xã Thêm {n}", parent=here.parent)
    overview(page, here.parent)
    with django_assert_max_num_queries(25):
        overview(page, here.parent)
    with django_assert_max_num_queries(34):
        indicator(page, "H02", here.parent)


def test_no_one_sees_figures_outside_of_his_territory(client, three_children, here, minh, nam):
    for user, status in ((minh, 404), (nam, 404)):
        client.force_login(user)
        assert overview(client, here.parent).status_code == status
        assert indicator(client, "H01", here).status_code == status
        assert indicator(client, "H01", here, "csv").status_code == status


@pytest.mark.parametrize(
    ("code", "asked", "words"),
    [
        ("H99", {}, "H01"),
        ("H01", {"period": "20x"}, "2016-Q1"),
        ("H01", {"place": "zz"}, "91@2025-06-30"),
        ("H01", {"by": "colour"}, "phân tổ"),
        ("K01", {"by": "sex"}, "phân tổ"),
        ("H01", {"group": "x"}, "nhóm"),
    ],
)
def test_an_address_that_means_nothing_says_what_is_allowed(page, three_children, here, code, asked, words):
    answer = indicator(page, code, here, **asked)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)


def test_districts_are_shown_until_they_ended_and_communes_on_request(page, kept):
    here = district("Huyện Giả")
    page.force_login(page_user := UserFactory())
    from tests.factories import AssignmentFactory

    AssignmentFactory(user=page_user, place=here.parent, role="province_staff")
    inside = commune("Xã Trong", parent=here)
    shown = indicator(page, "H01", here.parent)
    assert [figure.value.place for figure in shown.context["page"].units] == [here]
    shown = indicator(page, "H01", here.parent, level="commune")
    assert [figure.value.place for figure in shown.context["page"].units] == [inside]


def test_reported_figures_stand_beside_in_their_own_words(page, three_children, here):
    ReportedFigure.objects.create(
        indicator="H01", place=here, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), value=4.5, unit="percent",
        qualifier="about", printed_text="khoảng 4,5% trẻ em", flag="cần xem lại",
    )  # fmt: skip
    shown = indicator(page, "H01", here).content.decode()
    assert "≈ 4,5%" in shown
    assert "khoảng 4,5% trẻ em" in shown
    assert "cần xem lại" in shown
    assert "33,33%" in shown


def test_who_is_barred_from_a_case_sees_no_live_figures_of_its_territory(page, three_children, here, next_door, lan):
    DenyEntry.objects.create(case=CaseFactory(place=here), user=lan, reason="người thân", created_by=UserFactory())
    sweep_all()
    for place in (here, here.parent):
        assert overview(page, place).context["overview"].withheld
        assert not indicator(page, "H01", place).context["figure"].is_known
        assert b'"value": 3' not in indicator(page, "P01", place, "json").content
    assert not overview(page, next_door).context["overview"].withheld
    units = indicator(page, "P01", here.parent).context["page"].units
    assert {figure.value.place: figure.is_known for figure in units} == {here: False, next_door: True}


def test_names_of_places_are_escaped(page, three_children, here):
    here.name = "Xã <script>alert(1)</script>"
    here.save()
    for answer in (overview(page, here), indicator(page, "H01", here), indicator(page, "H01", here.parent)):
        assert b"<script>alert" not in answer.content


def test_a_period_that_is_not_kept_is_counted_only_where_asked(page, three_children, here):
    odd = {"period": "2023-02-01/2023-05-15"}
    assert "không được tính sẵn" in overview(page, here.parent, **odd).content.decode()
    shown = indicator(page, "H01", here.parent, **odd)
    assert (shown.context["figure"].value.numerator, shown.context["figure"].value.source) == (1, "counted")
    assert shown.context["page"].units == []
    shown = indicator(page, "H01", here.parent, level="commune", **odd)
    assert [figure.value.numerator for figure in shown.context["page"].units] == [1]
    many = {"indicator": "H01", "place": here.reference, "period": "2012-01..2012-03"}
    assert page.get("/api/v1/values", many).status_code == 400
