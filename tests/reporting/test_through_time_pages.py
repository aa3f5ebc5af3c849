"""Pages and files on the ground of the time or of today: what lacks has a name, what changed has a mark."""

import json
from datetime import date

import pytest
from django.urls import reverse

from places.models import PlaceLink
from tests.factories import ChildFactory, CircumstanceFactory, ResidenceFactory, commune, province
from tests.indicators.conftest import declare, kept, sweep_all  # noqa: F401 - a fixture

REFORM, BEFORE = date(2025, 7, 1), date(2025, 6, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(kept, here):  # noqa: F811
    """The province of the tests came from two, of which one has complete records; a child of each lives on in it."""
    new = here.parent
    new.valid_from = REFORM
    new.save()
    old = [province(name, valid_to=BEFORE) for name in ("Tỉnh Một Giả", "Tỉnh Hai Giả")]
    for place in old:
        before = commune(f"Xã của {place.name}", parent=place, valid_to=BEFORE)
        after = commune(f"Xã nay {place.name}", parent=new, valid_from=REFORM)
        for one, other in ((place, new), (before, after)):
            PlaceLink.objects.create(from_place=one, to_place=other, kind="merge", on_date=REFORM)
        child = ChildFactory(responsible_place=after, residence=False)
        ResidenceFactory(child=child, place=before, ends_on=BEFORE)
        ResidenceFactory(child=child, place=after, starts_on=REFORM)
    CircumstanceFactory(child=child, starts_on=date(2017, 1, 1))
    declare(old[0])
    declare(new)
    sweep_all()
    return old, new


@pytest.fixture
def page(client, lan, merged):
    client.force_login(lan)
    return client


def asked(page, merged, code="P01", extension="", place=None, **address):
    name = "reporting:indicator_file" if extension else "reporting:indicator"
    args = [code, extension] if extension else [code]
    place = place or merged[1]
    return page.get(reverse(name, args=args), {"place": place.reference, "period": "2024", **address})


def test_partial_coverage_is_named_on_the_page_in_files_and_in_the_api(page, merged):
    answer = asked(page, merged, boundaries="now")
    words = "Thiếu: Tỉnh Hai Giả (đến 30/06/2025)."
    assert words in answer.content.decode()
    assert "chỉ gồm một phần địa bàn" in answer.content.decode()
    rows = json.loads(asked(page, merged, extension="json", boundaries="now").content)["results"]
    (row,) = [row for row in rows if (row["table"], row["period"]) == ("trend", "2024")]
    assert (row["value"], row["boundaries"], words in row["coverage"]) == (1, "now", True)


def test_the_switch_leads_from_one_ground_to_the_other_and_stays_in_every_address(page, merged):
    then = asked(page, merged)
    assert [shown for _words, _url, shown in then.context["page"].boundary_links()] == [True, False]
    now_url = then.context["page"].boundary_links()[1][1]
    now = page.get(now_url)
    assert now.context["figure"].value.boundaries == "now"
    assert "boundaries=now" in now.context["page"].url(by="sex")
    assert "boundaries" not in now.context["page"].boundary_links()[0][1]
    assert asked(page, merged, boundaries="later").status_code == 400
    overview = page.get(reverse("reporting:dashboard"), {"place": merged[1].reference, "boundaries": "now"})
    assert overview.status_code == 200
    assert "boundaries=now" in overview.context["picked"].address()


def test_a_trend_from_a_year_on_marks_the_change_of_definition_and_the_reform(page, merged):
    shown = asked(page, merged, "H01", place=merged[0][0], boundaries="now", period="2026", **{"from": "2013"})
    (version,) = shown.context["page"]._breaks()
    (reform,) = shown.context["page"]._reforms()
    assert (version[1], reform) == ("2017: đổi định nghĩa", (2025.0, "2025: sắp xếp đơn vị"))
    assert len(shown.context["trend_rows"]) == 14
    assert "2016 (đổi trong kỳ)" in shown.content.decode()


def test_a_unit_that_ended_says_what_it_became_and_its_page_leads_there(page, merged):
    old = merged[0][0]
    answer = asked(page, merged, place=old, period="2026")
    assert "Sau đó thành: Tỉnh Giả" in answer.content.decode()
    unit = page.get(reverse("reporting:place", args=[old.reference]))
    assert [each.place.name for each in unit.context["today_units"]] == ["Xã nay Tỉnh Một Giả"]
    back = page.get(reverse("reporting:place", args=[merged[1].reference])).content.decode()
    assert old.reference in back
    assert asked(page, merged, place=old, period="2026", boundaries="now").context["figure"].value.value == 1


def test_the_rows_behind_a_figure_are_those_of_the_units_that_it_counts(page, merged):
    answer = page.get(
        reverse("reporting:drill", args=["P01"]),
        {"place": merged[1].reference, "period": "2024", "boundaries": "now"},
    )
    assert answer.context["found"].count == answer.context["figure"].value.value == 1


def test_the_api_names_what_lacks_and_where_the_definition_changes(page, merged):
    asked_for = {"indicator": "P01", "place": merged[1].reference, "period": "2024", "boundaries": "now"}
    (row,) = page.get("/api/v1/values", asked_for).json()["results"]
    assert (row["value"], row["partial"], row["missing"]) == (1, True, [merged[0][1].reference])
    assert "Thiếu: Tỉnh Hai Giả (đến 30/06/2025)." in row["coverage"]
    years = {"indicator": "H01", "place": merged[0][0].reference, "period": "2016..2018"}
    rows = page.get("/api/v1/values", years).json()["results"]
    assert [(row["version"], row["break"]) for row in rows] == [("2004", False), ("2016", True), ("2016", False)]


def test_the_overview_names_what_lacks_beside_each_figure(page, merged):
    overview = page.get(
        reverse("reporting:dashboard"), {"place": merged[1].reference, "period": "2024", "boundaries": "now"}
    )
    assert "Thiếu: Tỉnh Hai Giả (đến 30/06/2025)." in overview.content.decode()
    file = page.get(
        reverse("reporting:dashboard_file", args=["csv"]),
        {"place": merged[1].reference, "period": "2024", "boundaries": "now"},
    )
    assert "Thiếu: Tỉnh Hai Giả" in file.content.decode("utf-8-sig")


def test_a_divided_commune_tells_nobody_of_the_parts_that_are_not_his(client, kept, here, hoa):  # noqa: F811
    divided = commune("Xã Chia Giả", parent=here.parent, valid_to=BEFORE)
    part = commune("Xã Phần Giả", parent=here.parent, valid_from=REFORM)
    here.valid_from = REFORM
    here.save()
    for to in (here, part):
        told = {"kind": "split", "partial": True, "on_date": REFORM}
        PlaceLink.objects.create(from_place=divided, to_place=to, **told)
    declare(here.parent)
    for place in (here, part):
        ChildFactory(responsible_place=place)
    sweep_all()
    client.force_login(hoa)
    asked_for = {"place": divided.reference, "period": "2026", "boundaries": "now"}
    answer = client.get(reverse("reporting:indicator", args=["P01"]), asked_for)
    figure = answer.context["figure"]
    assert (figure.is_known, figure.value.units) == (False, [])
    assert "ngoài phạm vi của bạn" in answer.content.decode()
    (row,) = client.get("/api/v1/values", asked_for | {"indicator": "P01"}).json()["results"]
    assert (row["value"], row["numerator"]) == (None, None)
    drilled = client.get(reverse("reporting:drill", args=["P01"]), asked_for)
    assert (drilled.status_code, "ngoài phạm vi" in drilled.content.decode()) == (400, True)


def test_where_there_are_no_districts_any_more_their_share_does_not_arise(page, merged):
    figure = asked(page, merged, "M02", period="2026").context["figure"]
    assert (figure.value.status, figure.text) == ("not_applicable", "không phát sinh")
    assert "đơn vị cấp huyện" in figure.note


def test_one_code_means_two_units_on_two_days(page, merged):
    old, new = merged[0][0], merged[1]
    for place in (old, new):
        place.code = "91"
        place.save()
    found = [
        page.get(reverse("reporting:place", args=[f"91@2025-{day}"])).context["place"] for day in ("06-30", "07-01")
    ]
    assert found == [old, new]
    rows = [
        page.get("/api/v1/values", {"indicator": "P01", "place": f"91@2025-{day}", "period": year}).json()["results"][0]
        for day, year in (("06-30", "2024"), ("07-01", "2026"))
    ]
    assert [(row["place"], row["value"]) for row in rows] == [("91@2025-06-30", 1), ("91@2025-07-01", 2)]
