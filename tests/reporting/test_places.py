"""Units are looked up by name, code and day; working days by year."""

from datetime import date

import pytest
from django.urls import reverse

from places.models import CalendarDay, Certainty, LinkKind, PlaceLink
from tests.factories import commune, province


@pytest.fixture
def merged(here):
    """An older commune that became part of `here`."""
    old = commune("Xã Cũ Giả", code="00077", valid_to=date(2025, 6, 30))
    PlaceLink.objects.create(
        from_place=old, to_place=here, kind=LinkKind.MERGE, on_date=date(2025, 7, 1), partial=True,
        legal_document="Nghị quyết giả", certainty=Certainty.INFERRED,
    )  # fmt: skip
    return old


@pytest.fixture
def page(client, hoa):
    client.force_login(hoa)
    return client


def test_a_unit_is_found_by_name_or_code_on_its_day(page, here, merged):
    url = reverse("reporting:places")
    assert [p.name for p in page.get(url, {"q": "cu gia"}).context["page"]] == []
    for text in ("cu gia", "00077"):
        assert [p.name for p in page.get(url, {"q": text, "on": "30/06/2025"}).context["page"]] == ["Xã Cũ Giả"]
    assert page.get(url, {"on": "31/02/2025"}).context["filter"].errors["on"]


def test_lineage_is_told_both_ways_with_documents_and_certainty_in_words(page, here, merged):
    before = page.get(reverse("reporting:place", args=[here.reference])).content.decode()
    after = page.get(reverse("reporting:place", args=[merged.reference])).content.decode()
    for words in ("Nghị quyết giả", "suy từ tên hoặc mã", "chỉ một phần", "01/07/2025"):
        assert words in before
        assert words in after
    assert "Xã Cũ Giả" in before
    assert here.name in after


def test_a_province_whose_units_are_not_on_record_does_not_pass_for_one_that_had_none(page, here):
    bare = province("Tỉnh Trống Giả", code="99", valid_to=date(2024, 12, 31))
    words = "chưa có danh sách huyện, xã của tỉnh này vào ngày 31/12/2024"
    assert words in page.get(reverse("reporting:place", args=[bare.reference])).content.decode()
    for full in (here, here.province):
        html = page.get(reverse("reporting:place", args=[full.reference])).content.decode()
        assert "chưa có danh sách huyện" not in html


def test_an_unknown_unit_says_how_units_are_named(page, here):
    answer = page.get(reverse("reporting:place", args=["zz"]))
    assert (answer.status_code, "91@2025-06-30" in answer.content.decode()) == (400, True)


def test_the_calendar_names_each_day_off(page, db):
    CalendarDay.objects.create(day=date(2031, 1, 1), kind="holiday", name="Tết Dương lịch", source="giả")
    answer = page.get(reverse("reporting:calendar", args=[2031]))
    assert "Tết Dương lịch" in answer.content.decode()
    assert answer.context["working"] == 260  # 261 weekdays less one
    assert page.get(reverse("reporting:calendar", args=[2032])).status_code == 404
