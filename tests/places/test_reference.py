"""Reference lists, bad files, text columns and the screens of administrators."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse

from places.actions.ethnic_groups import load_ethnic_groups
from places.actions.units import BrokenPlaceData, load_places
from places.models import CalendarDay, EthnicGroup, Place, PlaceAlias
from tests.factories import commune

pytestmark = pytest.mark.django_db

UNIT = {
    **{"id": "p01@open", "code": "01", "level": "province", "kind": "tỉnh", "name": "Tỉnh Giả", "parent_id": ""},
    **{"valid_from": "", "valid_to": "", "legal_document": "", "source": "bài thử", "certainty": "open"},
}
COMMUNE = {**UNIT, "id": "c00001@open", "code": "00001", "level": "commune", "kind": "xã", "name": "Xã Giả"}
LINK = {
    **{"from_id": "c00001@open", "to_id": "c00002@open", "kind": "merge", "share": "", "on_date": "2025-07-01"},
    **{"legal_document": "", "partial": "", "certainty": "list"},
}


def write(folder, name, columns, rows):
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns)
        out.writeheader()
        out.writerows(rows)


def files(folder, units, links=(), aliases=()):
    write(folder, "units.csv", UNIT.keys(), units)
    write(folder, "lineage.csv", LINK.keys(), links)
    write(folder, "aliases.csv", ["level", "code", "alias", "source"], aliases)
    return folder


# files that contradict themselves ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "links", "aliases", "message"),
    [
        ([UNIT, COMMUNE], [], [], "c00001@open has no parent"),
        ([UNIT, {**COMMUNE, "parent_id": "p99@open"}], [], [], "p99@open"),
        ([{**UNIT, "level": "commune"}], [], [], "no parent"),
        ([UNIT, {**COMMUNE, "parent_id": "p01@open"}], [LINK], [], "no unit c00002@open"),
        ([UNIT], [], [{"level": "commune", "code": "00009", "alias": "X", "source": "list of 2019-10-06"}], "00009"),
        ([UNIT], [], [{"level": "province", "code": "01", "alias": "X", "source": "đâu đó"}], "names no day"),
    ],
)
def test_broken_files_are_refused_and_change_nothing(tmp_path, units, links, aliases, message):
    folder = files(tmp_path, units, links, aliases)

    with pytest.raises(BrokenPlaceData, match=message):
        load_places(folder)

    assert not Place.objects.exists()


def test_overlapping_periods_of_one_code_are_refused_by_the_database(tmp_path):
    twin = {**UNIT, "id": "p01@2020-01-01", "valid_from": "2020-01-01"}

    with pytest.raises(BrokenPlaceData, match="place_code_names_one_unit_a_day"):
        load_places(files(tmp_path, [UNIT, twin]))

    assert not Place.objects.exists()


def test_the_command_says_in_words_why_nothing_was_loaded(tmp_path):
    with pytest.raises(CommandError, match="dữ liệu giữ nguyên"):
        call_command("load_places", folder=files(tmp_path, [COMMUNE]), stdout=StringIO())
    with pytest.raises(CommandError, match="units.csv"):
        call_command("load_places", folder=tmp_path / "nowhere", stdout=StringIO())


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_command_shows_what_it_did(tmp_path):
    out = StringIO()

    call_command("load_places", folder=files(tmp_path, [UNIT]), stdout=out)

    assert "Đơn vị hành chính: 1 (1 mới, đổi 0)" in out.getvalue()


def test_an_earlier_period_found_later_gets_its_own_id(tmp_path):
    load_places(files(tmp_path, [{**UNIT, "id": "p01@2015-01-01", "valid_from": "2015-01-01"}]))
    kept = Place.objects.get()

    rows = [{**UNIT, "valid_to": "2014-12-31"}, {**UNIT, "id": "p01@2015-01-01", "valid_from": "2015-01-01"}]
    load_places(files(tmp_path, rows))

    assert Place.objects.by_code("01", date(2026, 1, 1)) == kept
    assert Place.objects.by_code("01", date(2014, 1, 1)) != kept


# ethnic groups and the calendar --------------------------------------------------------------------------------------


def test_reference_lists_load_twice_without_harm():
    out = StringIO()
    call_command("load_reference", stdout=out)
    days = CalendarDay.objects.count()

    call_command("load_reference", stdout=out)

    assert EthnicGroup.objects.count() == 55
    assert CalendarDay.objects.count() == days
    assert set(CalendarDay.objects.values_list("year", flat=True)) == set(range(2011, 2028))
    assert "17 năm giữ nguyên" in out.getvalue()


def test_one_year_is_frozen_again_by_name():
    call_command("load_reference", stdout=StringIO())
    CalendarDay.objects.filter(day="2026-09-02").update(name="sai")

    call_command("load_reference", refreeze=2026, stdout=StringIO())

    assert CalendarDay.objects.get(day="2026-09-02").name == "Quốc khánh"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kinh", "01"),
        ("Việt", "01"),
        ("H’mông", "08"),
        ("hmông", "08"),
        ("Khơ-me", "05"),
        ("GIARAI", "10"),
        ("Êđê", "11"),
        ("Vân Kiều", "24"),
        ("Bru-Vân Kiều", "24"),
        ("Giẻ Triêng", "29"),
        ("rơ măm", "52"),
        ("08", "08"),
        ("Người nước ngoài", "55"),
    ],
)
def test_an_ethnic_group_is_known_by_code_name_and_spellings(settings, text, code):
    load_ethnic_groups(settings.BASE_DIR / "data" / "ethnic_groups.csv")

    assert EthnicGroup.objects.named(text).code == code


@pytest.mark.parametrize("text", ["", "  ", "Klingon", "99"])
def test_an_unknown_group_is_not_guessed(settings, text):
    load_ethnic_groups(settings.BASE_DIR / "data" / "ethnic_groups.csv")

    with pytest.raises(EthnicGroup.DoesNotExist):
        EthnicGroup.objects.named(text)


def test_an_alias_added_by_hand_survives_a_load(settings):
    path = settings.BASE_DIR / "data" / "ethnic_groups.csv"
    load_ethnic_groups(path)
    mong = EthnicGroup.objects.get(code="08")
    mong.aliases.append("Mông Hoa")
    mong.save()

    load_ethnic_groups(path)

    assert EthnicGroup.objects.named("mong hoa") == mong


# columns -------------------------------------------------------------------------------------------------------------


def test_text_is_stored_composed_whatever_was_typed():
    place = commune("Xa\u0303  Hoa\u0300 An ")

    place.refresh_from_db()

    assert place.name == "Xã Hoà An"
    assert Place.objects.filter(name="Xa\u0303 Hoa\u0300 An").get() == place


def test_an_expression_is_not_taken_for_text():
    place = commune("Xã An")
    place.name = Concat(Value("Xã "), Value("Ninh"))
    Place.objects.bulk_update([place], ["name"])

    place.refresh_from_db()

    assert place.name == "Xã Ninh"


def test_a_renamed_place_is_found_by_its_new_name():
    place = commune("Xã An")
    PlaceAlias.objects.create(place=place, name="Xã An Cũ")

    place.name = "Phường Bình"
    place.save(update_fields=["name"])

    place.refresh_from_db()
    assert (place.short_name, place.search_key) == ("Bình", " | binh | an cu | ")
    assert Place.objects.search("an cu").get() == place


# screens of administrators -------------------------------------------------------------------------------------------


@pytest.fixture
def admin_client(client, an):
    an.is_superuser = True
    an.save()
    client.force_login(an)
    return client


def test_units_are_read_only_in_the_admin(admin_client):
    place = commune("Xã Tân Giả")
    change, delete = (reverse(f"admin:places_place_{verb}", args=[place.pk]) for verb in ("change", "delete"))

    assert "Xã Tân Giả" in admin_client.get(reverse("admin:places_place_changelist"), {"q": "tan"}).content.decode()
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"name": "Xã Khác"}).status_code == 403
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    assert admin_client.get(reverse("admin:places_place_add")).status_code == 403
    place.refresh_from_db()
    assert place.name == "Xã Tân Giả"


def test_a_calendar_day_is_edited_in_the_admin(admin_client):
    fields = {"day": "01/07/2026", "kind": "holiday", "name": "nghỉ thử", "source": "thông báo thử"}

    response = admin_client.post(reverse("admin:places_calendarday_add"), fields)

    assert response.status_code == 302, response.content.decode()
    assert CalendarDay.objects.get().year == 2026


def test_only_spellings_of_an_ethnic_group_are_edited_in_the_admin(admin_client, settings):
    load_ethnic_groups(settings.BASE_DIR / "data" / "ethnic_groups.csv")
    mong = EthnicGroup.objects.get(code="08")

    response = admin_client.post(
        reverse("admin:places_ethnicgroup_change", args=[mong.pk]), {"aliases": "Hmông,Mông Hoa", "name": "Khác"}
    )

    assert response.status_code == 302, response.content.decode()
    mong.refresh_from_db()
    assert (mong.name, mong.aliases) == ("Mông", ["Hmông", "Mông Hoa"])
