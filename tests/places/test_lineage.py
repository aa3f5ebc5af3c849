"""Lineage in the small: what a territory takes in, and what stood for a unit on another day."""

from datetime import date, timedelta

import pytest

from places.models import LinkKind, Place, PlaceLink
from tests.factories import commune, district, province

pytestmark = pytest.mark.django_db
REFORM = date(2025, 7, 1)
BEFORE, AFTER = REFORM - timedelta(days=1), REFORM


def link(old, new, *, partial=False, on=REFORM):
    kind = LinkKind.SPLIT if partial else LinkKind.MERGE
    return PlaceLink.objects.create(from_place=old, to_place=new, kind=kind, partial=partial, on_date=on)


def old(make, name, **fields):
    return make(name, valid_to=BEFORE, **fields)


def new(make, name, **fields):
    return make(name, valid_from=AFTER, **fields)


def test_validity_includes_both_its_days():
    place = commune("Xã Giả", valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))

    for day, expected in {
        date(2019, 12, 31): False,
        date(2020, 1, 1): True,
        date(2020, 12, 31): True,
        date(2021, 1, 1): False,
    }.items():
        assert place.is_in_force(day) is expected
        assert Place.objects.in_force(day).filter(pk=place.pk).exists() is expected


def test_a_code_alone_names_nothing_on_a_day_without_it():
    place = old(province, "Tỉnh Cũ", code="91")

    assert Place.objects.by_code("91", BEFORE) == place
    with pytest.raises(Place.DoesNotExist):
        Place.objects.by_code("91", AFTER)
    with pytest.raises(ValueError, match="isoformat"):
        Place.objects.by_reference("91@hôm qua", today=AFTER)


def test_a_merged_province_takes_in_the_whole_of_its_parts():
    a, b, merged = old(province, "Tỉnh A"), old(province, "Tỉnh B"), new(province, "Tỉnh AB")
    link(a, merged)
    link(b, merged)

    assert merged.territory_paths() == sorted([a.path, b.path, merged.path])
    assert a.territory_paths() == [a.path], "an old unit's territory does not reach the new one"


def test_a_divided_district_gives_only_its_communes_that_came_along():
    divided, half = old(district, "Huyện Chia"), new(district, "Huyện Nửa")
    came, stayed = old(commune, "Xã Sang", parent=divided), old(commune, "Xã Ở Lại", parent=divided)
    came_now = new(commune, "Xã Sang", parent=half)
    link(divided, half, partial=True)
    link(came, came_now)

    paths = half.territory_paths()

    assert set(paths) == {half.path, came.path}
    assert not any(stayed.path.startswith(path) for path in paths)


def test_a_divided_commune_belongs_to_the_territory_of_each_part():
    divided, one, other = old(commune, "Xã Chia"), new(commune, "Xã Một"), new(commune, "Xã Hai")
    link(divided, one, partial=True)
    link(divided, other, partial=True)

    assert divided.path in one.territory_paths()
    assert divided.path in other.territory_paths()
    assert divided.as_of(AFTER) == [(other, True), (one, True)], "in alphabetical order: Hai, Một"
    assert one.as_of(BEFORE) == [(divided, True)]


def test_what_only_gave_a_part_away_is_no_predecessor():
    giver, taker = commune("Xã Cho"), new(commune, "Xã Nhận")
    link(giver, taker, partial=True)

    assert taker.territory_paths() == [taker.path]
    assert giver.as_of(AFTER) == [(giver, False)]
    assert taker.as_of(BEFORE) == [(giver, True)], "before it existed, its ground was a part of the giver's"


def test_a_part_given_away_in_life_leads_nowhere_afterwards():
    giver, taker, heir = old(commune, "Xã Cho"), commune("Xã Nhận"), new(commune, "Xã Kế Tục")
    link(giver, taker, partial=True, on=date(2020, 1, 1))
    link(giver, heir)

    assert giver.as_of(AFTER) == [(heir, False)]


def test_a_part_received_later_made_it_no_other():
    whole, giver = new(commune, "Xã Có Trước"), commune("Xã Cho")
    link(giver, whole, partial=True, on=date(2026, 1, 1))

    assert whole.as_of(BEFORE) == []


def test_a_division_on_the_way_flags_all_that_follows():
    divided = old(commune, "Xã Chia")
    half = commune("Xã Nửa", valid_from=AFTER, valid_to=date(2026, 4, 29))
    today = commune("Phường Nửa", valid_from=date(2026, 4, 30))
    link(divided, half, partial=True)
    link(half, today, on=date(2026, 4, 30))

    assert divided.as_of(date(2026, 5, 1)) == [(today, True)]
    assert half.as_of(date(2026, 5, 1)) == [(today, False)]
    assert today.as_of(BEFORE) == [(divided, True)]
    assert today.territory_paths() == sorted(place.path for place in (today, half, divided))


def test_where_a_province_and_its_districts_lead_to_one_unit_the_province_stands_for_them():
    was = old(province, "Tỉnh Cũ")
    below = old(district, "Huyện Dưới", parent=was)
    now = new(province, "Tỉnh Mới")
    link(was, now)
    link(below, now)

    assert now.as_of(BEFORE) == [(was, False)]
    assert below.as_of(AFTER) == [(now, False)]


def test_a_subtree_does_not_take_a_longer_number_for_a_child():
    first = province("Tỉnh Một")
    twin = province("Tỉnh Hai")
    Place.objects.filter(pk=twin.pk).update(path=f"{first.pk}1.")

    assert list(Place.objects.within(first)) == [first]


def test_words_say_what_is_known_of_the_dates():
    day = date(2020, 1, 1)

    assert commune("Xã A").validity_in_words == "đang có hiệu lực, ngày bắt đầu chưa rõ"
    assert commune("Xã B", valid_from=day).validity_in_words == "từ 01/01/2020"
    assert commune("Xã C", valid_to=day).validity_in_words == "đến 01/01/2020, ngày bắt đầu chưa rõ"
    assert commune("Xã D", valid_from=day, valid_to=day).validity_in_words == "từ 01/01/2020 đến 01/01/2020"


def test_a_link_names_both_ends():
    old_one, new_one = old(commune, "Xã Cũ"), new(commune, "Xã Mới")

    assert str(link(old_one, new_one)) == "Xã Cũ → Xã Mới"
