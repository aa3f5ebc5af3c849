"""Every number opens the rows that made it, as far as one may see them."""

import json
from datetime import date, datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases.models import DenyEntry
from indicators import values
from indicators.models import Completeness
from programs.models import FundEntry, SupportModel, SupportModelSite
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, UserFactory
from tests.indicators.changes import VIETNAM
from tests.indicators.conftest import declare, sweep_all


@pytest.fixture
def page(client, lan):
    client.force_login(lan)
    return client


def drill(client, code, unit, **asked):
    path = reverse("reporting:drill", args=[code])
    return client.get(path, {"place": unit.reference, "period": "2024"} | asked)


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_as_many_rows_as_the_number_on_page_list_file_and_api(page, three_children, here, part):
    expected = getattr(values.of("H01", here.parent, "2024"), part)
    asked = {"place": here.parent.reference, "period": "2024"}
    shown = page.get(reverse("reporting:indicator", args=["H01"]), asked)
    overview = page.get(reverse("reporting:dashboard"), asked)
    rows = json.loads(page.get(reverse("reporting:indicator_file", args=["H01", "json"]), asked).content)["results"]
    (api,) = page.get("/api/v1/values", {"indicator": "H01"} | asked).json()["results"]
    opened = drill(page, "H01", here.parent, part=part)
    assert {
        getattr(shown.context["figure"].value, part),
        getattr(overview.context["overview"].figures["H01"].value, part),
        next(row[part] for row in rows if row["table"] == "trend" and row["period"] == "2024"),
        api[part],
        opened.context["found"].number,
        len(opened.context["lines"]),
    } == {expected}
    assert f"part={part}" in shown.content.decode()


def test_the_rows_are_the_children_who_count_and_lead_to_their_pages(page, three_children, here):
    answer = drill(page, "H01", here).content.decode()
    assert three_children[0].full_name in answer
    assert three_children[0].get_absolute_url() in answer
    assert three_children[1].full_name not in answer


def test_those_of_whom_no_group_is_told_have_a_page_and_rows(page, kept, here):
    """The page of the parts leads there: "chưa rõ"."""
    child = ChildFactory(place=here)
    CaseFactory(child=child, place=here, received_at=datetime(2024, 2, 4, 9, tzinfo=VIETNAM), category="abused")
    declare(here.parent)
    sweep_all()
    (part,) = [part for part in values.of("A01", here, "2024", "group").parts if part.numerator]
    shown = page.get(reverse("reporting:indicator", args=["A01"]), {"place": here.reference, "period": "2024"})
    assert (part.label, part.key) == ("chưa rõ", "?")
    assert "group=%3F" in shown.content.decode()
    asked = {"place": here.reference, "period": "2024", "group": part.key}
    shown = page.get(reverse("reporting:indicator", args=["A01"]), asked)
    assert (shown.context["figure"].value.value, shown.context["page"].group_name) == (1, "chưa rõ")
    opened = drill(page, "A01", here, group=part.key)
    assert [line[0][0] for line in opened.context["lines"]] == [child.full_name]
    assert opened.context["group_name"] == "chưa rõ"
    (api,) = page.get("/api/v1/values", {"indicator": "A01"} | asked).json()["results"]
    assert api["value"] == 1


def test_what_was_shown_is_written_down_with_every_id(page, three_children, here, lan):
    drill(page, "H01", here, part="denominator")
    event = AuditEvent.objects.get(verb="indicator.drilled")
    assert (event.by, event.target_type) == (lan, "cases.child")
    assert set(event.ids) == {child.pk for child in three_children}
    assert event.detail == {"indicator": "H01", "place": here.reference, "period": "2024", "part": "denominator"}


def test_it_opens_only_to_those_who_may_drill_there(client, three_children, here, next_door, minh, nam, hoa):
    leader = UserFactory()
    from tests.factories import AssignmentFactory

    AssignmentFactory(user=leader, place=here.parent, role="province_leader")
    for user, status in ((leader, 403), (minh, 404), (nam, 404), (hoa, 200)):
        client.force_login(user)
        assert drill(client, "H01", here).status_code == status
    assert AuditEvent.objects.filter(verb="indicator.drilled").count() == 1
    client.force_login(leader)
    shown = client.get(reverse("reporting:indicator", args=["H01"]), {"place": here.reference, "period": "2024"})
    assert reverse("reporting:drill", args=["H01"]) not in shown.content.decode()


def test_a_group_that_there_is_not_is_refused_in_words_and_not_empty(page, three_children, here):
    for name in ("reporting:indicator", "reporting:drill"):
        asked = {"place": here.reference, "period": "2024", "group": "DB99"}
        answer = page.get(reverse(name, args=["H02"]), asked)
        assert answer.status_code == 400
        assert "DB14" in answer.content.decode()
        assert page.get(reverse(name, args=["H02"]), asked | {"group": "DB01"}).status_code == 200


def test_the_query_to_copy_asks_for_what_the_page_shows(page, three_children, here):
    asked = {"place": here.reference, "period": "2024", "by": "sex"}
    of_group = page.get(reverse("reporting:indicator", args=["H02"]), asked | {"group": "DB01"})
    (curl, *_others) = (text for _tool, text in of_group.context["snippets"])
    assert "group=DB01" in curl
    assert "by=" not in curl
    whole = page.get(reverse("reporting:indicator", args=["H02"]), asked)
    assert all("by=sex" in text for _tool, text in whole.context["snippets"])


def test_money_opens_its_entries_and_their_sum_is_the_number(page, kept, here):
    declare(here.parent)
    for amount in (1_000_000, 250_000):
        FundEntry.objects.create(place=here.parent, on_date=date(2024, 3, 1), channel="direct", amount=amount)
    sweep_all()
    found = drill(page, "F01", here.parent).context["found"]
    assert (found.number, found.count) == (1_250_000, 2)
    assert values.of("F01", here.parent, "2024").value == 1_250_000


def test_a_group_opens_its_own_rows(page, kept, here, next_door):
    declare(here.parent)
    kinds = {code: SupportModel.objects.create(code=code, name=code, counts_as="commune") for code in ("a", "b")}
    SupportModelSite.objects.create(model=kinds["a"], place=here, starts_on=date(2020, 1, 1))
    SupportModelSite.objects.create(model=kinds["b"], place=next_door, starts_on=date(2020, 1, 1))
    sweep_all()
    assert drill(page, "M01", here.parent).context["found"].number == 2
    opened = drill(page, "M01", here.parent, group="a")
    assert [line[0][0] for line in opened.context["lines"]] == [here.name]


def test_a_kind_that_is_declared_opens_while_another_is_not(page, kept, here, next_door):
    kinds = {code: SupportModel.objects.create(code=code, name=code, counts_as="commune") for code in ("a", "b")}
    SupportModelSite.objects.create(model=kinds["a"], place=here, starts_on=date(2024, 3, 1))
    Completeness.objects.create(family="models", kind="a", place=here.parent, starts_on=date(2011, 1, 1))
    sweep_all()
    for part, number in (("numerator", 1), ("denominator", 2)):
        assert drill(page, "M01", here.parent, group="a", part=part).context["found"].number == number
    for group in ("", "b"):
        assert drill(page, "M01", here.parent, group=group).status_code == 400
    asked = {"place": here.parent.reference, "since": "31/12/2023", "until": "31/12/2024"}
    changes = reverse("reporting:changes", args=["M01"])
    assert page.get(changes, asked | {"group": "a"}).context["found"].entered
    assert "found" not in page.get(changes, asked | {"group": "b"}).context


def test_what_cannot_be_opened_says_why(page, three_children, here):
    for code, asked in (("H01", {"part": "both"}), ("P02", {"part": "denominator"}), ("H01", {"group": "x"})):
        assert drill(page, code, here, **asked).status_code == 400
    assert drill(page, "H99", here).status_code == 400


def test_who_is_barred_from_a_case_of_the_place_opens_nothing(page, three_children, here, lan):
    case = CaseFactory(place=here, child=three_children[0])
    DenyEntry.objects.create(case=case, user=lan, reason="người thân", created_by=UserFactory())
    answer = drill(page, "H01", here)
    assert answer.status_code == 400
    assert three_children[0].full_name not in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="indicator.drilled").exists()


def test_names_are_escaped(page, kept, here):
    declare(here)
    CircumstanceFactory(child=ChildFactory(place=here, full_name="Trẻ <b>Giả</b>"))
    sweep_all()
    assert b"<b>Gi" not in drill(page, "H01", here).content
