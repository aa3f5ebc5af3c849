"""Periods of the day, and what the tests ask of cells."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from indicators import measures
from indicators.actions import calendar, changed_children, sweeping
from indicators.counting.recount import COLUMNS, count_sql
from indicators.models import Cell, Completeness, CompletenessFamily
from programs.models import Programme, Target

EVER = (date(1, 1, 1), date(9999, 12, 31))


@pytest.fixture
def kept(db):
    """The kept periods as of today, nothing stale."""
    calendar.tick()
    sweep_all()


def sweep_all():
    """Do what a worker does until nothing is left."""
    while changed_children.count_changed_children() + sweeping.sweep_once():
        pass


def by_place():
    """Nobody waits to be counted alone: the next turn counts whole places."""
    with connection.cursor() as cursor:
        cursor.execute("update indicators_stale set child_id = null")
        cursor.execute("delete from indicators_factbefore")


def cells(**where):
    """{(measure, period, place, sex, age band, group): n}"""
    columns = ("measure", "period_id", "place_id", "sex", "age_band", "grp", "n")
    return {tuple(row[:-1]): row[-1] for row in Cell.objects.filter(**where).values_list(*columns)}


def counted(dims=()):
    """What a full count says, as rows like table_of_cells(); with those of dimensions that no cells hold."""
    steps, select = count_sql(tuple(measure.code for measure in measures.ALL), dims=dims)
    with connection.cursor() as cursor:
        cursor.execute("select array_agg(id) from places_place")
        (places,) = cursor.fetchone()
        cursor.execute(
            f"{steps} select {COLUMNS}, n from ({select}) c",
            {"places": places, "from_day": EVER[0], "to_day": EVER[1]},
        )
        return set(cursor.fetchall())


def table_of_cells():
    return set(Cell.objects.values_list(*COLUMNS.split(", "), "n"))


def declare(place, *families, starts_on=date(2011, 1, 1), ends_on=None):
    for family in families or CompletenessFamily.values:
        Completeness.objects.create(family=family, place=place, starts_on=starts_on, ends_on=ends_on)


def today():
    return timezone.localdate()


def make_target(place, indicator, **fields):
    programme, _ = Programme.objects.get_or_create(
        code="thu", defaults={"name": "Chương trình thử", "starts_on": date(2016, 1, 1), "ends_on": date(2020, 12, 31)}
    )
    given = {"kind": "at_most", "direction": "down", "unit": "percent", "value": 1, "due_on": date(2020, 12, 31)}
    return Target.objects.create(
        programme=programme, place=place, indicator=indicator, printed_text="thử", **(given | fields)
    )
