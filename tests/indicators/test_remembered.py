"""Figures are read again when anything has moved that they are made of, and only then."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from indicators import periods, remembered, values
from indicators.actions import calendar
from indicators.models import ReportedFigure
from tests.factories import ChildFactory, CircumstanceFactory, commune
from tests.indicators.conftest import declare, sweep_all

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
YEARS = [periods.year(2023), periods.year(2024)]


@pytest.fixture
def world(settings, request):
    settings.FIGURES_REMEMBERED = 60
    settings.SECRET_KEY = f"{request.node.name} {id(request)}"  # the keys of no other test
    here = commune("Xã Vĩnh Giả")
    calendar.tick()
    declare(here.parent)
    child = ChildFactory(place=here)
    sweep_all()
    return {"here": here, "child": child}


def _ask(world, codes=("H01", "P01", "A03"), spans=YEARS, **how):
    """(the values, whether cells were read for them)"""
    with CaptureQueriesContext(connection) as asked:
        found = remembered.grid(codes, [world["here"].parent], spans, **how)
    return found, any("indicators_cell" in query["sql"] for query in asked)


def _told(found):
    return [(v.indicator, v.place, v.period, v.status, v.numerator, v.denominator, v.value, v.reason) for v in found]


def test_what_was_read_is_told_again_without_reading(world):
    first, was_read = _ask(world)
    again, is_read_again = _ask(world)
    assert (was_read, is_read_again) == (True, False)
    assert again == first
    assert _told(again) == _told(values.grid(["H01", "P01", "A03"], [world["here"].parent], YEARS))


def test_another_question_is_another_answer(world):
    _ask(world)
    for asked in (
        {"codes": ("P01", "H01")},
        {"spans": YEARS[:1]},
        {"codes": ("H02",)},
        {"codes": ("H02",), "group": "DB04"},
    ):
        assert _ask(world, **asked)[1], asked
    assert _ask(world, boundaries="now")[1]


def test_a_counted_change_is_read(world):
    before, _read = _ask(world)
    CircumstanceFactory(child=world["child"], starts_on=date(2024, 3, 1))
    marked, is_read_again = _ask(world)
    assert is_read_again
    assert any(value.stale for value in marked)
    sweep_all()
    after, is_read_again = _ask(world)
    assert is_read_again
    assert [v.numerator for v in after if v.indicator.code == "H01"] == [0, 1]
    assert [v.numerator for v in before if v.indicator.code == "H01"] == [0, 0]


def test_a_reported_figure_is_read(world):
    _ask(world)
    ReportedFigure.objects.create(
        place=world["here"].parent, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), indicator="H01",
        value=2, unit="percent", printed_text="2 %",
    )  # fmt: skip
    found, is_read_again = _ask(world)
    assert is_read_again
    assert any(value.reported for value in found)
    again, is_read_again = _ask(world)
    assert not is_read_again
    assert [v.reported for v in again] == [v.reported for v in found]


def test_what_one_has_written_and_not_committed_is_read(world):
    _ask(world)
    with transaction.atomic():
        CircumstanceFactory(child=world["child"], starts_on=date(2024, 3, 1))
        assert _ask(world)[1]
        assert _ask(world)[1]


def test_what_is_counted_from_the_records_is_not_kept(world):
    span = [periods.span(date(2024, 1, 5), date(2024, 2, 7))]
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = remembered.grid(["H01"], [world["here"].parent], span)
        assert found[0].source == "counted"
        assert any("from cases_residence" in query["sql"] for query in asked)


def test_without_redis_it_is_read_each_time(world, monkeypatch):
    class Away:
        def __getattr__(self, _name):
            raise ConnectionError

    first, _read = _ask(world)
    monkeypatch.setattr(remembered, "caches", {"redis": Away()})
    again, is_read_again = _ask(world)
    assert is_read_again
    assert _told(again) == _told(first)


def test_it_can_be_switched_off(world):
    with override_settings(FIGURES_REMEMBERED=0):
        assert _ask(world)[1]
        assert _ask(world)[1]
    assert caches["redis"]  # which is there all the same
