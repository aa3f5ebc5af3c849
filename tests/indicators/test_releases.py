"""A release is drafted by one, published by another, then frozen; whoever is kept from live figures reads it."""

import contextlib
from datetime import date
from itertools import permutations, product

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent
from cases.actions.refusals import Refused
from cases.models import DenyEntry
from indicators import values
from indicators.actions import releasing
from indicators.models import Release, ReleasedCount, ReleaseDraft, ReleaseValue
from indicators.releases.content import content_of
from indicators.releases.numbers import Count, Snapshot, table_of, unprinted
from indicators.releases.published import public_rows
from indicators.releases.suppression import Reason, Unprovable, is_small, protect
from indicators.releases.tables import TABLES
from indicators.value import Status
from indicators.withholding import Withheld
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, CircumstanceFactory, UserFactory, commune
from tests.indicators.attack import recovered
from tests.indicators.conftest import declare, sweep_all
from tests.indicators.test_measures import case_of

SEXES = "FFFFFFMMMMMM"


@pytest.fixture
def three_communes(kept, here):
    """Twelve children in each of three communes; 3, 6 and 7 of them in special circumstances."""
    places = [here, commune("Xã Hai Giả", parent=here.parent), commune("Xã Ba Giả", parent=here.parent)]
    for place, special in zip(places, (3, 6, 7), strict=True):
        children = [ChildFactory(place=place, sex=sex, birth_date=date(2014, 5, 3)) for sex in SEXES]
        for child in children[:special]:
            CircumstanceFactory(child=child)
    declare(here.parent)
    sweep_all()
    return places


@pytest.fixture
def leader(here):
    user = UserFactory(full_name="Trần Thị Lãnh Đạo")
    AssignmentFactory(user=user, place=here.parent, role="province_leader")
    return user


def drafted(place, by, table="tre-em", periods=("2024",), **more):
    return releasing.draft_release(table=table, place=place, periods=list(periods), note="", by=by, **more)


def published(place, lan, leader, **more):
    draft = drafted(place, lan, **more)
    content = content_of(draft.table, place, draft.periods)
    return releasing.publish_release(draft=draft, fingerprint=content.fingerprint, by=leader)


# publishing


def test_what_is_published_has_no_small_number_and_none_can_be_worked_out(three_communes, here, lan, leader):
    release = published(here.parent, lan, leader)
    told = {(row.place, row.by, row.part): row for row in public_rows(release, indicator="H01")}
    assert told[here.parent, "", ""].numerator == 16
    assert (told[here, "", ""].numerator, told[here, "", ""].value, told[here, "", ""].hidden) == (None, None, True)
    assert sum(told[place, "", ""].hidden for place in three_communes) >= 2, "the province less the others would tell"
    assert not ReleaseValue.objects.filter(numerator__in=[1, 2, 3, 4]).exists()


def test_the_attack_fails_on_a_release_as_it_is_stored(three_communes, here, lan, leader):
    release = published(here.parent, lan, leader)
    rows = ReleasedCount.objects.filter(release=release)
    counts = {Count(r.measure, r.place_id, r.period, r.by, r.part): (r.n, r.hidden) for r in rows}
    paths = {place.pk: place.path for place in [here.parent, *three_communes]}
    told = {count: n for count, (n, _hidden) in counts.items()}
    table = table_of(told, [], paths)
    hidden = protect(table).hidden
    assert unprinted(told, [], hidden).keys() == {count for count, (_n, is_hidden) in counts.items() if is_hidden}
    assert recovered(table.numbers, table.relations, hidden) == {}


def whoever_reads_all(*places):
    """(all numbers, the relations, what is printed nowhere) of all releases, for someone who knows the rule."""
    releases = Release.objects.order_by("-published_at", "-pk")
    told = []
    for release in releases:
        rows = ReleasedCount.objects.filter(release=release)
        counts = {Count(r.measure, r.place_id, r.period, r.by, r.part): (r.n, r.hidden) for r in rows}
        hidden = frozenset(count for count, (_n, is_hidden) in counts.items() if is_hidden)
        told.append(Snapshot({count: n for count, (n, _hidden) in counts.items()}, hidden))
    table = table_of(told[0].numbers, told[1:], {place.pk: place.path for place in places})
    printed = {(count, n) for each in told for count, n in each.numbers.items() if count not in each.hidden}
    kinds = {cell: Reason.PRIMARY if is_small(n) else Reason.BLOCK for cell, n in table.numbers.items()}
    return table.numbers, table.relations, {cell: kind for cell, kind in kinds.items() if cell not in printed}


@pytest.fixture
def abused(kept, here):
    """Reports of abuse in 2024 in three communes of a province: 2, 6 and 7."""
    places = [here, commune("Xã Hai Giả", parent=here.parent), commune("Xã Ba Giả", parent=here.parent)]
    for place, n in zip(places, (2, 6, 7), strict=True):
        for _ in range(n):
            child = ChildFactory(place=place, sex="F", birth_date=date(2014, 5, 3))
            case_of(child, (2024, 3, 10), category="abused", abuse_type="violence")
    declare(here.parent)
    sweep_all()
    return places


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_province_and_its_communes_published_one_by_one_do_not_add_up_to_a_small_number(
    abused, here, lan, leader, order
):
    """The table of abuse holds no places below: what a neighbour has published counts all the same."""
    asked = [here.parent, abused[1], abused[2]]
    for number in order:
        with contextlib.suppress(Refused):  # the last of them may have nothing left that it could tell
            published(asked[number], lan, leader, table="xam-hai")
    assert recovered(*whoever_reads_all(here.parent, *abused)) == {}
    totals = ReleasedCount.objects.filter(measure="abused", by="")
    assert totals.filter(hidden=False).count() == 2


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_the_set_can_be_published(three_communes, here, lan, leader, table):
    release = published(here.parent, lan, leader, table=table)
    told = {(row.indicator, row.by) for row in public_rows(release)}
    assert {code for code, _by in told} == set(TABLES[table].indicators)
    assert {by for _code, by in told} - {""} <= set(TABLES[table].by)


def test_a_release_has_a_number_of_its_province_and_year(three_communes, here, lan, leader):
    first = published(here.parent, lan, leader)
    second = published(here.parent, lan, leader, table="nguy-co")
    assert first.number.endswith("-01")
    assert second.number == first.number.replace("-01", "-02")


def test_nobody_publishes_what_they_have_drafted(three_communes, here, lan):
    draft = drafted(here.parent, lan)
    content = content_of(draft.table, here.parent, draft.periods)
    with pytest.raises(Refused, match="người khác"):
        releasing.publish_release(draft=draft, fingerprint=content.fingerprint, by=lan)


def test_figures_that_changed_since_the_preview_are_not_published(three_communes, here, lan, leader):
    draft = drafted(here.parent, lan)
    seen = content_of(draft.table, here.parent, draft.periods).fingerprint
    CircumstanceFactory(child=ChildFactory(place=three_communes[2], birth_date=date(2014, 5, 3)))
    sweep_all()
    with pytest.raises(Refused, match="thay đổi"):
        releasing.publish_release(draft=draft, fingerprint=seen, by=leader)


@pytest.mark.parametrize("period", ["2010", "2026"])
def test_incomplete_or_unfinished_periods_are_not_published(three_communes, here, lan, leader, period):
    draft = drafted(here.parent, lan, periods=[period])
    content = content_of(draft.table, here.parent, draft.periods)
    assert content.gaps
    with pytest.raises(Refused, match="Chưa đủ số liệu"):
        releasing.publish_release(draft=draft, fingerprint=content.fingerprint, by=leader)


def test_figures_being_counted_are_not_published(three_communes, here, lan, leader):
    CircumstanceFactory(child=ChildFactory(place=here, birth_date=date(2014, 5, 3)))
    assert any("tính lại" in gap for gap in content_of("tre-em", here.parent, ["2024"]).gaps)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"table": "khong-co"}, "một bảng trong danh mục"),
        ({"periods": []}, "từ 1 đến 20 kỳ"),
        ({"periods": [str(year) for year in range(2000, 2021)]}, "từ 1 đến 20 kỳ"),
        ({"periods": ["2024", "2016/2020"]}, "theo năm, sáu tháng hoặc quý"),
        ({"periods": ["2024-Q5"]}, "theo năm, sáu tháng hoặc quý"),
        ({"periods": ["2024-01"]}, "theo năm, sáu tháng hoặc quý"),
    ],
)
def test_what_no_table_can_hold_is_not_drafted(here, lan, told, words):
    with pytest.raises(Refused, match=words):
        drafted(here.parent, lan, **told)
    assert not ReleaseDraft.objects.exists()


def test_a_year_that_is_picked_twice_is_published_once(three_communes, here, lan, leader):
    assert published(here.parent, lan, leader, periods=("2024", "2024")).periods == ["2024"]


def test_a_draft_that_is_taken_back_leaves_nothing_but_the_trail(here, lan):
    releasing.discard_draft(draft=drafted(here.parent, lan), by=lan)
    assert not ReleaseDraft.objects.exists()
    assert AuditEvent.objects.filter(verb="release.discarded", by=lan).count() == 1


@pytest.mark.parametrize(
    ("cell", "words"),
    [(None, "chênh lệch giữa hai số"), ((Count("special", 1, "2024-Q1"), 3), "hoàn cảnh đặc biệt, Quý I/2024")],
)
def test_a_table_that_would_tell_too_much_says_what_to_do_instead(three_communes, here, monkeypatch, cell, words):
    def refuses(_table):
        raise Unprovable(cell)

    monkeypatch.setattr("indicators.releases.content.protect", refuses)
    (gap,) = content_of("tre-em", here.parent, ["2024"]).gaps
    assert words in gap
    assert "cứ để bản cũ đứng nguyên" in gap


# frozen


@pytest.mark.parametrize("table", ["indicators_release", "indicators_releasevalue", "indicators_releasedcount"])
@pytest.mark.parametrize("change", ["delete from {}", "update {} set id = id"])
def test_the_database_refuses_to_change_what_is_published(three_communes, here, lan, leader, table, change):
    published(here.parent, lan, leader)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_later_entries_do_not_change_it(three_communes, here, lan, leader):
    release = published(here.parent, lan, leader)
    before = public_rows(release)
    CircumstanceFactory(child=ChildFactory(place=three_communes[2], birth_date=date(2014, 5, 3)))
    sweep_all()
    assert values.of("H01", here.parent, "2024").numerator == 17
    assert public_rows(Release.objects.get(pk=release.pk)) == before


def replaced(old, lan, leader, note="Ghi sót."):
    """Its correction, as the records are now."""
    sweep_all()
    draft = releasing.draft_release(
        table=old.table, place=old.place, periods=old.periods, note=note, by=lan, replaces=old
    )
    content = content_of(draft.table, draft.place, draft.periods)
    return releasing.publish_release(draft=draft, fingerprint=content.fingerprint, by=leader)


def test_a_correction_is_another_release_and_the_old_one_says_so(three_communes, here, lan, leader):
    old = published(here.parent, lan, leader)
    for _child in range(6):
        CircumstanceFactory(child=ChildFactory(place=three_communes[2], birth_date=date(2014, 5, 3)))
    with pytest.raises(Refused, match="vì sao"):
        drafted(here.parent, lan, replaces=old)
    new = replaced(old, lan, leader)
    assert Release.objects.get(pk=old.pk).replacement == new
    assert public_rows(old, indicator="H01", place=here.parent)[0].numerator == 16
    assert public_rows(new, indicator="H01", place=here.parent)[0].numerator == 22
    with pytest.raises(Refused, match="đã có bản thay thế"):
        releasing.draft_release(table="tre-em", place=here.parent, periods=["2024"], note="x", by=lan, replaces=old)


@pytest.fixture
def many(kept, here):
    """Forty girls and forty boys in special circumstances in each of two communes, of two ages; as many who are not."""
    places = [here, commune("Xã Hai Giả", parent=here.parent)]
    for place in places:
        for sex in "FM" * 20:
            for born in (date(2014, 5, 3), date(2011, 5, 3)):
                CircumstanceFactory(child=ChildFactory(place=place, sex=sex, birth_date=born))
                ChildFactory(place=place, sex=sex, birth_date=born)
    declare(here.parent)
    sweep_all()
    return places


def test_who_reads_a_release_and_its_correction_learns_of_no_single_child(many, here, lan, leader):
    """A girl of ten came in late: 80 → 81, girls 40 → 41, 6–10 years 40 → 41 would tell all of that."""
    old = published(here.parent, lan, leader)
    CircumstanceFactory(child=ChildFactory(place=here, sex="F", birth_date=date(2014, 5, 3)))
    new = replaced(old, lan, leader)
    before, after = (
        {(row.indicator, row.place, row.by, row.part): row for row in public_rows(release)} for release in (old, new)
    )
    assert recovered(*whoever_reads_all(here.parent, *many)) == {}
    told = {key for key in before if not (before[key].hidden or after[key].hidden)}
    assert all(before[key].numerator == after[key].numerator for key in told)
    assert {place for _indicator, place, _by, _part in told} == {many[1]}, "where nothing has changed it is told again"


@pytest.mark.parametrize(("sexes", "third_told"), [("FM", 85), ("FFFFFMMMMM", 101)])
def test_a_third_version_is_judged_against_the_replaced_ones_too(many, here, lan, leader, sexes, third_told):
    """80, then 81, which is hidden, then 85: five more than anyone has read, though four more than was counted."""
    first = published(here.parent, lan, leader)
    CircumstanceFactory(child=ChildFactory(place=here, sex="F", birth_date=date(2014, 5, 3)))
    second = replaced(first, lan, leader)
    for sex, year in product(sexes, (2011, 2014)):
        CircumstanceFactory(child=ChildFactory(place=here, sex=sex, birth_date=date(year, 5, 3)))
    third = replaced(second, lan, leader)
    assert recovered(*whoever_reads_all(here.parent, *many)) == {}
    told = [public_rows(release, indicator="H01", place=here)[0].numerator for release in (first, second, third)]
    assert told == [80, None, third_told]


def test_a_correction_is_of_the_same_table_and_place(three_communes, here, lan, leader):
    old = published(here.parent, lan, leader)
    for told in ({"table": "nguy-co"}, {"place": here}):
        asked = {"table": "tre-em", "place": here.parent, "periods": ["2024"], "note": "Ghi sót.", "by": lan}
        with pytest.raises(Refused, match="cùng bảng, cùng địa bàn"):
            releasing.draft_release(**asked | told, replaces=old)


def test_a_correction_holds_all_years_of_the_old_one(three_communes, here, lan, leader):
    """Else who follows the link from the old release finds nothing of them."""
    old = published(here.parent, lan, leader, periods=("2023", "2024"))
    asked = {"table": "tre-em", "place": here.parent, "note": "Ghi sót.", "by": lan, "replaces": old}
    with pytest.raises(Refused, match="còn thiếu 2023"):
        releasing.draft_release(**asked, periods=["2022", "2024"])
    assert releasing.draft_release(**asked, periods=["2022", "2023", "2024"]).replaces == old


def test_of_two_corrections_of_one_release_the_second_is_not_published(three_communes, here, lan, leader):
    old = published(here.parent, lan, leader)
    asked = {"table": "tre-em", "place": here.parent, "periods": ["2024"], "note": "Ghi sót.", "by": lan}
    first, second = (releasing.draft_release(**asked, replaces=old) for _ in range(2))
    seen = content_of("tre-em", here.parent, ["2024"]).fingerprint
    new = releasing.publish_release(draft=first, fingerprint=seen, by=leader)
    with pytest.raises(Refused, match="đã có bản thay thế"):
        releasing.publish_release(draft=second, fingerprint=seen, by=leader)
    assert list(Release.objects.filter(replaces=old)) == [new]


def test_the_same_table_is_published_again_only_as_a_correction(three_communes, here, lan, leader):
    """Neither when it stands, nor when two drafts of it wait; once it is replaced, the newest stands."""
    first, second = (drafted(here.parent, lan) for _ in range(2))
    seen = content_of("tre-em", here.parent, ["2024"]).fingerprint
    release = releasing.publish_release(draft=first, fingerprint=seen, by=leader)
    again = f"Bản {release.number} đã công bố đúng bảng này"
    with pytest.raises(Refused, match=again):
        releasing.publish_release(draft=second, fingerprint=seen, by=leader)
    with pytest.raises(Refused, match=again):
        drafted(here.parent, lan)
    assert drafted(here.parent, lan, periods=("2023", "2024")).periods == ["2023", "2024"]
    newest = replaced(release, lan, leader)
    with pytest.raises(Refused, match=newest.number):
        drafted(here.parent, lan)


# instead of live figures (ruling 17)


def test_who_is_barred_neither_drafts_nor_discards_nor_publishes(three_communes, here, lan, leader, an):
    draft = drafted(here.parent, lan)
    seen = content_of(draft.table, draft.place, draft.periods).fingerprint
    DenyEntry.objects.create(case=CaseFactory(place=here), user=leader, reason="thử", created_by=an)
    sweep_all()
    for deed in (
        lambda: drafted(here.parent, leader),
        lambda: releasing.discard_draft(draft=draft, by=leader),
        lambda: releasing.publish_release(draft=draft, fingerprint=seen, by=leader),
    ):
        with pytest.raises(Refused, match="chưa mở cho tài khoản của bạn"):
            deed()
    assert (ReleaseDraft.objects.get(), Release.objects.count()) == (draft, 0)


def test_who_is_barred_reads_the_release_instead_of_the_live_figure(three_communes, here, lan, leader, an):
    release = published(here.parent, lan, leader)
    CircumstanceFactory(child=ChildFactory(place=three_communes[2], birth_date=date(2014, 5, 3)))
    sweep_all()
    DenyEntry.objects.create(case=CaseFactory(place=here), user=leader, reason="thử", created_by=an)
    province, small, other = Withheld(leader).shown(
        [
            values.of("H01", place, year)
            for place, year in ((here.parent, "2024"), (here, "2024"), (here.parent, "2023"))
        ]
    )
    assert (province.numerator, province.release, province.status) == (16, release.number, Status.COMPUTED)
    assert (small.numerator, small.value, small.status) == (None, None, Status.UNKNOWN)
    assert release.number in small.reason
    assert (other.value, other.release) == (None, "")


def test_the_parts_are_those_of_the_release(three_communes, here, lan, leader, an):
    published(here.parent, lan, leader)
    DenyEntry.objects.create(case=CaseFactory(place=here), user=leader, reason="thử", created_by=an)
    (value,) = Withheld(leader).shown([values.of("H01", here.parent, "2024", by="age")])
    assert {part.key: part.numerator for part in value.parts}["6-10"] == 16
