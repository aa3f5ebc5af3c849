"""The same sums, whichever way the cells are read."""

import pytest

from indicators import measures, reading
from indicators.definition import By
from indicators.models import Cell
from indicators.reading import Territory, Unit
from tests.factories import ChildFactory, CircumstanceFactory, commune, district, province
from tests.indicators.conftest import sweep_all

PERIODS = ["2023", "2024"]


@pytest.fixture
def units(kept):
    """A province, a district in it, a commune in that, and another province: what is theirs overlaps."""
    here, elsewhere = province(), province("Tỉnh Khác Giả")
    inner = district(parent=here)
    communes = [commune(parent=inner), commune("Xã Hai Giả", parent=here), commune("Xã Ba Giả", parent=elsewhere)]
    for place in communes:
        for sex in "FFM":
            child = ChildFactory(place=place, sex=sex)
            for group in ("DB01", "DB04")[: 1 + (sex == "M")]:
                CircumstanceFactory(child=child, group=group)
    sweep_all()
    return [here, inner, communes[0], elsewhere]


def plain_sums(units, by, group):
    """Σ of the cells of every place whose path begins with the unit's."""
    column = {By.SEX: "sex", By.AGE: "age_band", By.GROUP: "grp"}.get(by)
    paths = {place.pk: place.path for place in type(units[0]).objects.all()}
    sums = {}
    for cell in Cell.objects.filter(period_id__in=PERIODS):
        if (cell.grp == "" or ":" in cell.grp) if by == By.GROUP else cell.grp != group:
            continue  # a colon: a cell of another dimension
        for unit in units:
            if paths[cell.place_id].startswith(unit.path):
                key = (unit.pk, cell.measure, cell.period_id, getattr(cell, column) if column else "")
                sums[key] = sums.get(key, 0) + cell.n
    return sums


@pytest.mark.parametrize("many", [0, 1000], ids=["by province", "place by place"])
@pytest.mark.parametrize(("by", "group"), [(None, ""), (By.SEX, ""), (By.AGE, ""), (By.GROUP, "")])
def test_the_cells_of_a_territory_are_summed_once_for_each_unit(units, monkeypatch, many, by, group):
    monkeypatch.setattr(reading, "MANY_PLACES", many)
    territory = Territory.of([Unit.of(place) for place in units])
    expected = plain_sums(units, by, group)
    assert len(expected) > 10
    assert reading.cell_sums(list(measures.ALL), territory, PERIODS, by, group) == expected


@pytest.mark.parametrize("many", [0, 1000], ids=["by province", "place by place"])
def test_one_group_is_summed_alone(units, monkeypatch, many):
    monkeypatch.setattr(reading, "MANY_PLACES", many)
    found = reading.cell_sums(list(measures.ALL), Territory.of([Unit.of(units[0])]), ["2024"], None, "DB04")
    assert found[units[0].pk, "special", "2024", ""] == 2
    assert found == {key: n for key, n in plain_sums(units[:1], None, "DB04").items() if key[2] == "2024"}
