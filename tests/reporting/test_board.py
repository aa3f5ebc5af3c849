"""The target board: trouble first, in words, and what lacks where nothing can be said."""

import json
from datetime import date

import pytest
from django.urls import reverse

from indicators.models import ReportedFigure
from programs.models import Programme, Target
from tests.factories import CircumstanceFactory
from tests.indicators.conftest import sweep_all


@pytest.fixture
def programme(here):
    return Programme.objects.create(
        code="thu", name="Chương trình thử", place=here.parent, starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31)
    )


def target(programme, indicator="H01", kind="at_most", value=None, direction="down", **fields):
    fields = {"unit": "percent", "due_on": date(2024, 12, 31), "place": programme.place} | fields
    return Target.objects.create(
        programme=programme, indicator=indicator, kind=kind, value=value, direction=direction, printed_text="Lời văn",
        **fields,
    )  # fmt: skip


@pytest.fixture
def page(client, lan):
    client.force_login(lan)
    return client


def board(client, programme, on="31/12/2024"):
    return client.get(reverse("reporting:board", args=[programme.code]), {"on": on})


def test_trouble_stands_first_and_what_cannot_be_judged_last(page, three_children, programme):
    target(programme, value=50, order=1)
    target(programme, "R02", "at_least", 75, "up", order=2)
    target(programme, value=20, order=3)
    answer = board(page, programme)
    assert [goal["status"] for goal in answer.context["goals"]] == ["Chưa đạt", "Đạt", "Chưa đủ số liệu"]
    assert "33,33%" in answer.content.decode()


def test_what_cannot_be_judged_lists_what_lacks(page, three_children, programme):
    target(programme, "R02", "reduce_relative", 15)  # nobody is at risk: there is nothing to divide by
    (goal,) = board(page, programme).context["goals"]
    assert goal["kind"] == "none"
    first, second = [gap["words"] for gap in goal["missing"]]
    assert first == "Số gốc của năm 2020."
    assert second.startswith("Số liệu năm 2024. Không phát sinh")


def test_before_the_milestone_the_words_speak_of_the_path(page, three_children, programme):
    target(
        programme,
        kind="from_to",
        value=10,
        baseline_value=50,
        baseline_on=date(2020, 12, 31),
        due_on=date(2025, 12, 31),
    )
    words = [board(page, programme, on).context["goals"][0]["status"] for on in ("31/12/2022", "31/12/2024")]
    assert words == ["Đúng lộ trình", "Chậm so với lộ trình"]


def test_a_number_that_others_reported_judges_only_where_none_is_counted(page, kept, programme):
    target(programme, value=5)
    ReportedFigure.objects.create(
        indicator="H01", place=programme.place, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), value=4.5,
        unit="percent", printed_text="4,5%",
    )  # fmt: skip
    (goal,) = board(page, programme).context["goals"]
    assert (goal["status"], "số công bố" in goal["say"]) == ("Đạt", True)


def test_files_and_api_say_the_same_as_the_board(page, three_children, programme):
    target(programme, value=20)
    (goal,) = board(page, programme).context["goals"]
    file = page.get(reverse("reporting:board_file", args=["thu", "json"]), {"on": "31/12/2024"})
    (row,) = json.loads(file.content)["results"]
    (api,) = page.get("/api/v1/targets", {"programme": "thu", "on": "2024-12-31"}).json()["results"]
    assert row["status"] == goal["status"] == api["words"]
    assert row["latest"] == pytest.approx(api["latest"]["amount"], abs=1e-5)
    assert row["latest"] == pytest.approx(33.333333)
    assert api["status"] == "not_reached"


def test_a_programme_without_targets_shows_results_and_judges_nothing(page, three_children, programme):
    answer = board(page, programme)
    assert "Không có chỉ tiêu" in answer.content.decode()
    assert {figure.indicator.code for figure in answer.context["results"]} >= {"H01", "P01"}


def test_the_targets_of_another_province_are_not_shown(client, three_children, programme, nam):
    target(programme, value=20)
    client.force_login(nam)
    assert board(client, programme).status_code == 404
    assert client.get("/api/v1/targets", {"programme": "thu"}).status_code == 400, "unknown, as one that does not exist"
    assert client.get("/api/v1/targets").json()["count"] == 0


def test_a_board_costs_the_same_for_many_targets(page, three_children, programme, django_assert_max_num_queries):
    for order, code in enumerate(("H01", "R01", "R02", "H03", "A01", "K01")):
        target(programme, code, value=20, order=order)
    board(page, programme)
    with django_assert_max_num_queries(25):
        board(page, programme)


def test_a_stale_judgement_says_so(page, three_children, programme):
    target(programme, value=20)
    CircumstanceFactory(child=three_children[1])
    assert "đang được tính lại" in board(page, programme).context["goals"][0]["say"]
    sweep_all()
    assert "đang được tính lại" not in board(page, programme).context["goals"][0]["say"]
