"""A unit whose parent, level, province or days have changed is counted anew, whoever wrote it: a load, a reform."""

import csv
from datetime import date
from random import Random

import pytest
from django.db import connection

from indicators import values
from indicators.models import Cell, Stale
from places.actions.units import load_places
from places.models import Place
from programs.models import SupportModel, SupportModelSite
from tests.factories import ChildFactory, CircumstanceFactory, ResidenceFactory, commune, district, province
from tests.indicators.conftest import counted, declare, sweep_all, table_of_cells

END = date(2024, 6, 30)


def site_in(place):
    model, _new = SupportModel.objects.get_or_create(
        code="giả", defaults={"name": "Mô hình giả", "counts_as": SupportModel.CountsAs.COMMUNE}
    )
    return SupportModelSite.objects.create(model=model, place=place, starts_on=date(2020, 1, 1))


def marks():
    return set(Stale.objects.values_list("family", "place_id", "from_day", "to_day"))


@pytest.fixture
def held(kept):
    """A commune of a district with a child and a site; all is counted."""
    place = commune("Xã Có Số", parent=district("Huyện Có Số"))
    CircumstanceFactory(child=ChildFactory(place=place))
    site_in(place)
    declare(place.province)
    sweep_all()
    return place


def test_an_end_marks_the_unit_and_its_district_from_the_day_after(held):
    Place.objects.filter(pk=held.pk).update(valid_to=END)
    day = date(2024, 7, 1)
    assert marks() == {("*", pk, day, date.max) for pk in (held.pk, held.parent_id)}
    assert values.of("M01", held.province, "2024").stale
    sweep_all()
    assert table_of_cells() == counted()
    Place.objects.filter(pk=held.pk).update(valid_to=date(2025, 3, 31))
    assert min(mark[2] for mark in marks()) == day, "from the earlier of the two ends on"


def test_another_district_is_counted_anew_with_the_old_one(held):
    other = district("Huyện Kia", parent=held.province)
    Place.objects.filter(pk=held.pk).update(parent=other, path=f"{other.path}{held.pk}.")
    assert {mark[1] for mark in marks()} == {held.pk, held.parent_id, other.pk}
    assert {mark[2:] for mark in marks()} == {(date.min, date.max)}
    sweep_all()
    assert table_of_cells() == counted()
    assert Cell.objects.filter(place_id=other.pk).exists()


def test_another_province_takes_the_cells_along(held):
    """Nobody reads the same cell in two provinces, nor none in either, while the recount waits."""
    other, before = province("Tỉnh Kia"), table_of_cells()
    whole = Cell.objects.filter(place_id=held.pk).count()
    Place.objects.filter(pk=held.pk).update(parent=other, province=other, path=f"{other.path}{held.pk}.")
    assert Cell.objects.filter(place_id=held.pk, province_id=other.pk).count() == whole > 0
    assert table_of_cells() == before
    assert {mark[1] for mark in marks()} == {held.pk, held.parent_id}
    sweep_all()
    assert table_of_cells() == counted()
    declare(other)
    assert values.of("P01", other, "2024").numerator == 1


def test_what_moves_no_figure_marks_nothing(held):
    Place.objects.filter(pk=held.pk).update(name="Xã Tên Khác", kind="phường", legal_document="Nghị quyết giả")
    Place.objects.filter(pk=held.pk).update(valid_to=None)
    empty = commune("Xã Không Có Gì", parent=held.parent)
    Place.objects.filter(pk=empty.pk).update(valid_to=END)
    assert marks() == set()


def test_a_unit_with_facts_and_without_cells_is_marked(kept):
    """The cells of a register that is not counted yet are made of what its units are when it is."""
    place = commune("Xã Mới Nhập")
    ResidenceFactory(child=ChildFactory(place=place, residence=False), place=place)
    Stale.objects.all().delete()
    Place.objects.filter(pk=place.pk).update(valid_from=date(2011, 1, 1))
    assert {mark[1] for mark in marks()} == {place.pk}


@pytest.mark.parametrize("seed", range(4))
def test_after_any_change_of_the_map_the_cells_are_the_count(kept, seed):
    random = Random(seed)
    provinces = [province(f"Tỉnh {n}") for n in range(2)]
    districts = [district(f"Huyện {n}", parent=provinces[n % 2]) for n in range(4)]
    communes = [commune(f"Xã {n}", parent=districts[n % 4]) for n in range(6)]
    for place in communes:
        CircumstanceFactory(child=ChildFactory(place=place))
        if random.random() < 0.7:
            site_in(place)
    sweep_all()
    for _step in range(6):
        place, above = random.choice(communes), random.choice([*districts, *provinces])
        ends = random.choice([None, END, date(2023, 12, 31)])
        told = {"parent": above, "province": above.province, "path": f"{above.path}{place.pk}."}
        Place.objects.filter(pk=place.pk).update(**random.choice([told, {"valid_to": ends}, told | {"valid_to": ends}]))
        if random.random() < 0.5:
            sweep_all()
    sweep_all()
    assert table_of_cells() == counted()
    lies = dict(Place.objects.values_list("pk", "province_id"))
    assert all(lies[place] == above for place, above in Cell.objects.values_list("place_id", "province_id"))


# a load of units


UNITS = ("id", "code", "level", "kind", "name", "parent_id", "valid_from", "valid_to", "legal_document", "source",
         "certainty")  # fmt: skip
LINEAGE = ("from_id", "to_id", "kind", "share", "on_date", "legal_document", "partial", "certainty")


def write(folder, rows):
    files = (("units", UNITS, rows), ("lineage", LINEAGE, []), ("aliases", ("level", "code", "alias", "source"), []))
    for name, columns, lines in files:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, columns, restval="")
            out.writeheader()
            out.writerows(lines)
    return folder


def unit(key, level, above="", **more):
    return {"id": key, "code": key[1:], "level": level, "kind": level, "name": f"Đơn vị {key}", "parent_id": above,
            "certainty": "found"} | more  # fmt: skip


@pytest.fixture
def files(tmp_path):
    return [unit("p01", "province"), unit("p02", "province"), unit("d001", "district", "p01"),
            unit("c00001", "commune", "d001"), unit("c00002", "commune", "d001")]  # fmt: skip


def test_a_first_load_marks_nothing(kept, tmp_path, files):
    load_places(write(tmp_path, files))
    load_places(write(tmp_path, files))
    assert marks() == set()


def test_a_load_marks_what_it_has_changed_and_nothing_else(kept, tmp_path, files):
    load_places(write(tmp_path, files))
    found = {place.import_key: place for place in Place.objects.filter(import_key__in=[row["id"] for row in files])}
    for key in ("c00001", "c00002"):
        CircumstanceFactory(child=ChildFactory(place=found[key]))
        site_in(found[key])
    sweep_all()
    files[3] |= {"parent_id": "p02"}
    files[4] |= {"name": "Tên Khác"}
    load_places(write(tmp_path, files))
    assert {mark[1] for mark in marks()} == {found["c00001"].pk, found["d001"].pk}
    sweep_all()
    assert table_of_cells() == counted()
    declare(found["p02"])
    assert values.of("P01", found["p02"], "2024").numerator == 1


def test_a_load_that_is_refused_marks_nothing(kept, tmp_path, files):
    load_places(write(tmp_path, files))
    place = Place.objects.get(import_key="c00001")
    ChildFactory(place=place)
    sweep_all()
    files[3] |= {"valid_from": "2020-01-01", "valid_to": "2019-01-01"}
    with pytest.raises(Exception, match="place_ends_on_or_after_its_start"):
        load_places(write(tmp_path, files))
    connection.needs_rollback = False
    assert marks() == set()
