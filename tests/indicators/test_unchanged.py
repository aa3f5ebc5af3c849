"""A tag that still holds says that nothing has changed; whatever moves a figure ends it."""

import re
from datetime import date

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import DenyEntry, SpecialCircumstance
from indicators import registry, unchanged, values
from indicators.actions import calendar, checking
from indicators.breakdowns import is_counted_when_asked
from indicators.definition import By
from indicators.models import Cell, Completeness, Population, ReportedFigure, Stale
from places.models import Place
from programs.models import Document
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, CircumstanceFactory, UserFactory, commune
from tests.indicators.conftest import declare, sweep_all

VALUES = "/api/v1/values"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def world(client):
    here = commune("Xã Vĩnh Giả")
    lan = UserFactory()
    AssignmentFactory(user=lan, place=here.parent, role="province_staff")
    calendar.tick()
    declare(here.parent)
    child = ChildFactory(place=here)
    sweep_all()
    client.force_login(lan)
    return {"here": here, "lan": lan, "child": child, "ask": _asker(client, here)}


def _asker(client, place):
    def ask(tag="", **asked):
        asked = {"indicator": "H01", "place": place.reference, "period": "2024"} | asked
        return client.get(VALUES, asked, headers={"If-None-Match": tag} if tag else {})

    return ask


def test_the_answer_is_not_computed_again_while_nothing_changes(world):
    tag = world["ask"]()["ETag"]
    with CaptureQueriesContext(connection) as asked:
        again = world["ask"](tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert not any("indicators_cell" in query["sql"] for query in asked)
    assert any("indicators_clock" in query["sql"] for query in asked)


def _fact(world):
    CircumstanceFactory(child=world["child"])


def _swept(world):
    Stale.objects.create(family="*", place_id=world["here"].pk, from_day=date(2024, 1, 1), to_day=date(2024, 12, 31))
    tag = world["ask"]()["ETag"]
    sweep_all()
    return tag


def _cells_without_marks(world):
    Cell.objects.filter(place_id=world["here"].pk).delete()
    tag = world["ask"]()["ETag"]
    checking.recount_all()
    return tag


def _undeclared(world):
    Completeness.objects.update(ends_on=date(2023, 12, 31))


def _reported(world):
    days = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    ReportedFigure.objects.create(
        indicator="H01", place=world["here"], value=3, unit="percent", printed_text="3%", **days
    )


def _population(world):
    Population.objects.create(place=world["here"], year=2024, total=10, vintage=date(2025, 1, 1))


def _renamed(world):
    Place.objects.filter(pk=world["here"].pk).update(name="Xã Đổi Tên")


def _document(world):
    Document.objects.create(number="1/QĐ", title="thử")


def _barred(world):
    case = CaseFactory(place=world["here"])
    tag = world["ask"]()["ETag"]
    DenyEntry.objects.create(case=case, user=world["lan"], reason="người thân", created_by=UserFactory())
    return tag


def _deleted(world):
    CircumstanceFactory(child=world["child"])
    tag = world["ask"]()["ETag"]
    SpecialCircumstance.objects.all().delete()
    return tag


CHANGES = [_fact, _swept, _cells_without_marks, _undeclared, _reported, _population, _renamed, _document, _barred,
           _deleted]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_what_may_move_a_figure_ends_the_tag(world, change):
    tag = world["ask"]()["ETag"]
    assert world["ask"](tag).status_code == 304
    tag = change(world) or tag
    answer = world["ask"](tag)
    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_a_change_in_another_province_ends_nothing(world):
    tag = world["ask"]()["ETag"]
    elsewhere = commune("Xã Nơi Khác")
    tag = world["ask"]()["ETag"]
    ChildFactory(place=elsewhere)
    declare(elsewhere)
    sweep_all()
    assert world["ask"](tag).status_code == 304


def test_another_question_format_or_person_has_another_tag(world, client):
    tag = world["ask"]()["ETag"]
    assert world["ask"](tag, period="2023").status_code == 200
    assert world["ask"](tag, format="csv").status_code == 200
    other = UserFactory()
    AssignmentFactory(user=other, place=world["here"], role="province_staff")
    client.force_login(other)
    assert world["ask"](tag).status_code == 200


def test_a_period_that_is_not_kept_is_told_by_its_content(world):
    span = {"period": "2024-01-01/2024-11-30"}
    tag = world["ask"](**span)["ETag"]
    assert world["ask"](tag, **span).status_code == 304
    CircumstanceFactory(child=world["child"], starts_on=date(2024, 3, 1))
    assert world["ask"](tag, **span).status_code == 200


def test_an_uncommitted_change_of_another_neither_ends_the_tag_nor_is_lost(world):
    """The writer's clock shows when its facts do."""
    tag = world["ask"]()["ETag"]
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute(
                "insert into indicators_stale (family, place_id, from_day, to_day) values ('*', %s, %s, %s)",
                [world["here"].pk, date(2024, 1, 1), date(2024, 12, 31)],
            )
            assert world["ask"](tag).status_code == 304
            cursor.execute("commit")
        assert world["ask"](tag).status_code == 200
    finally:
        other.close()


def test_a_change_between_reading_and_sending_ends_the_tag(world, monkeypatch):
    """The answer is of before the change: its tag must be too, or it would pass for new for ever."""
    grid = values.grid

    def slow(*args, **kwargs):
        found = grid(*args, **kwargs)
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("update indicators_completeness set ends_on = '2023-12-31'")
        finally:
            other.close()
        return found

    monkeypatch.setattr("indicators.values.grid", slow)
    answer = world["ask"]()
    assert answer.json()["results"][0]["status"] == "computed"
    monkeypatch.setattr("indicators.values.grid", grid)
    again = world["ask"](answer["ETag"])
    assert again.status_code == 200
    assert again.json()["results"][0]["status"] == "unknown"


def test_within_a_transaction_that_has_written_no_clock_is_trusted(world):
    with transaction.atomic():
        assert unchanged.clock([world["here"].province_id]) is not None
        Stale.objects.create(family="*", place_id=world["here"].pk, from_day=date.min, to_day=date.max)
        assert unchanged.clock([world["here"].province_id]) is None


def test_folding_the_rows_of_ended_backends_changes_nothing_that_is_shown(world):
    here = world["here"].province_id
    with connection.cursor() as cursor:
        cursor.execute("insert into indicators_clock values (%s, 999999999, 5, 1), (%s, 999999998, 7, 1)", [here, here])
    before, tag = unchanged.clock([here]), world["ask"]()["ETag"]
    unchanged.fold()
    assert unchanged.clock([here]) == before
    assert world["ask"](tag).status_code == 304
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from indicators_clock where backend > 900000000")
        assert cursor.fetchone() == (0,)


def test_the_clock_of_a_restored_database_is_another_one(world):
    here = world["here"].province_id
    before, tag = unchanged.clock([here]), world["ask"]()["ETag"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("create temporary table dump as table indicators_clock")
        cursor.execute("truncate indicators_clock")
        cursor.execute("insert into indicators_clock table dump")
    assert unchanged.clock([here]) == before
    assert world["ask"](tag).status_code == 200


def followed_tables():
    """Tables that move the clock, as the database itself tells."""
    with connection.cursor() as cursor:
        cursor.execute("select distinct tgrelid::regclass::text from pg_trigger where tgname like 'indicators_clock%%'")
        return {table for (table,) in cursor}


def test_the_clock_follows_every_table_that_figures_are_read_from(world):
    """A new table that values read must move the clock, or an old answer would pass for new."""
    place, followed = world["here"].parent, followed_tables()
    with CaptureQueriesContext(connection) as asked:
        for boundaries in ("then", "now"):
            for by in (None, *By):
                if is_counted_when_asked(by):
                    continue  # its answer has a tag of its content
                offered = [each for each in registry.all() if by is None or by in each.by]
                values.grid(offered, [place], ["2024", "2023-Q1"], by, boundaries=boundaries)
    read = {table for query in asked for table in re.findall(r'(?:from|join)\s+"?(\w+)"?', query["sql"], re.I)}
    tables = {table for table in read if table.startswith(("places_", "cases_", "programs_", "indicators_"))}
    assert tables - followed == set()
    assert "indicators_cell" in tables


@pytest.mark.parametrize("by", [by.value for by in By if is_counted_when_asked(by)])
def test_what_is_counted_when_asked_has_a_tag_of_its_content(world, by):
    """No clock follows the tables it is read from: a change of them alone must give another tag."""
    code = next(each.code for each in registry.all() if by in each.by)
    assert world["ask"](indicator=code, by=by)["ETag"].startswith('W/"c-')
