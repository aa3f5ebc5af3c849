"""Denominators that were published: by whom and when, added up after a merger, never mixed with the register."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from cases.actions.refusals import Refused
from indicators import values
from indicators.actions import populations as actions
from indicators.models import Population
from indicators.value import Status
from places.models import PlaceLink
from tests.factories import CaseFactory, ChildFactory, commune
from tests.indicators.conftest import declare, kept, sweep_all  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
TOLD = {"year": 2024, "vintage": date(2025, 3, 1), "source": "niên giám giả"}
BANDS = {"0-3": 100, "4-5": 50, "6-10": 150, "11-15": 100}


def publish(place, by, **told):
    return actions.publish_population(place=place, by=by, **(TOLD | {"total": 2000, "children": 400} | told))


@pytest.fixture
def abused(kept, here):  # noqa: F811
    """A girl of the commune was reported abused in 2024; cases are complete, the register is not."""
    declare(here, "cases")
    when = "2024-05-06T08:00:00+07:00"
    CaseFactory(
        place=here, child__sex="F", category="abused", abuse_type="neglect", received_at=when, opened_at=when,
        last_activity_at=when,
    )  # fmt: skip
    sweep_all()
    return here


def test_a_rate_of_the_published_population_needs_no_register_and_says_its_source(abused, lan):
    assert values.of("A02", abused, "2024").status is Status.UNKNOWN
    assert values.of("A02-DS", abused, "2024").reason == "Chưa có số dân của năm."
    publish(abused, lan, boys=210, girls=190, bands=BANDS)
    value = values.of("A02-DS", abused, "2024", by="sex")
    assert (value.numerator, value.denominator, value.value) == (1, 400, 250)
    assert value.denominator_source == "niên giám giả, công bố 01/03/2025"
    assert {part.key: part.denominator for part in value.parts if part.key in "MF"} == {"M": 210, "F": 190}


def test_the_newest_publication_that_tells_the_number_is_used(abused, lan):
    publish(abused, lan)
    publish(abused, lan, vintage=date(2025, 9, 1), children=500)
    publish(abused, lan, vintage=date(2026, 3, 1), children=None)  # speaks of the whole population alone
    value = values.of("A02-DS", abused, "2024")
    assert (value.denominator, value.denominator_source) == (500, "niên giám giả, công bố 01/09/2025")


def test_a_share_of_what_is_counted_here_says_so_too(kept, here):  # noqa: F811
    declare(here)
    ChildFactory(place=here)
    sweep_all()
    assert values.of("H01", here, "2024").denominator_source == "đếm từ bản ghi trong hệ thống"


def test_after_a_merger_the_populations_of_the_old_units_are_added(abused, lan):
    abused.valid_to = date(2025, 6, 30)
    abused.save()
    other = commune("Xã Khác Giả", parent=abused.parent, valid_to=date(2025, 6, 30))
    new = commune("Xã Chung Giả", parent=abused.parent, valid_from=date(2025, 7, 1))
    for old in (abused, other):
        PlaceLink.objects.create(from_place=old, to_place=new, kind="merge", on_date=date(2025, 7, 1))
    declare(other, "cases")
    publish(abused, lan)
    assert values.of("A02-DS", new, "2024", boundaries="now").reason == "Chưa có số dân của năm."
    publish(other, lan, children=600, source="điều tra giả")
    value = values.of("A02-DS", new, "2024", boundaries="now")
    assert (value.numerator, value.denominator) == (1, 1000)
    assert value.denominator_source == "điều tra giả, công bố 01/03/2025; niên giám giả, công bố 01/03/2025"
    assert value.coverage == ["Gồm số của: Xã Khác Giả (đến 30/06/2025), Xã Vĩnh Giả (đến 30/06/2025)."]


def test_after_a_division_a_known_share_divides_both_sides(abused, lan):
    abused.valid_to = date(2025, 6, 30)
    abused.save()
    halves = [commune(f"Xã Phần {n}", parent=abused.parent, valid_from=date(2025, 7, 1)) for n in (1, 2)]
    for half, share in zip(halves, ("0.25", "0.75"), strict=True):
        told = {"kind": "split", "partial": True, "share": share, "on_date": date(2025, 7, 1)}
        PlaceLink.objects.create(from_place=abused, to_place=half, **told)
    publish(abused, lan)
    value = values.of("A02-DS", halves[1], "2024", boundaries="now")
    assert (value.denominator, value.partial) == (300, False)
    assert value.coverage[-1] == "Chia theo tỷ lệ dân số: Xã Vĩnh Giả (đến 30/06/2025)."


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"total": None, "children": None}, "total"),
        ({"total": 300}, "children"),
        ({"boys": 200}, "girls"),
        ({"boys": 200, "girls": 201}, "girls"),
        ({"bands": BANDS | {"0-3": 99}}, "0-3"),
        ({"bands": {"0-3": 400}}, "0-3"),
        ({"source": " "}, "source"),
        ({"vintage": date(2099, 1, 1)}, "vintage"),
        ({"total": 99_999_999_999}, "total"),
        ({"total": -5, "children": None}, "total"),
        ({"boys": -5, "girls": 405}, "girls"),
        ({"bands": BANDS | {"0-3": -100, "4-5": 250}}, "0-3"),
        ({"source": "x" * 201}, "source"),
    ],
)
def test_what_contradicts_itself_is_refused(here, lan, told, field):
    with pytest.raises(Refused) as refused:
        publish(here, lan, **told)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_unit_that_had_ended_before_the_year_has_no_population(here, lan):
    here.valid_to = date(2023, 12, 31)
    here.save()
    with pytest.raises(Refused, match="kết thúc trước năm"):
        publish(here, lan)
    assert publish(here, lan, year=2023).pk


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",24,2025-03-01,x,5", "bốn chữ số"),
        (",,2025-03-01,x,5", "bốn chữ số"),
        (",2024,2025-03-01,x,1.000", "không có dấu ngăn"),
        (",2024,2025-03-01,x,1,000", "nhiều ô hơn"),
        (",2024,2025-03-01,x,9999999999", "cột total: .*2147483647"),
        (f",2024,2025-03-01,x,{'9' * 5000}", "cột total: số quá lớn"),
        (f",2024,2025-03-01,{'x' * 201},5", "cột source: .*200"),
        (",2024", "Không đọc được ngày"),
        (f',2024,2025-03-01,"{"x" * 140_000}",5', "dấu ngoặc kép"),
    ],
)
def test_a_number_in_a_table_that_might_mean_something_else_is_refused(here, lan, line, words):
    with pytest.raises(actions.BadTable, match=f"Dòng 2: .*{words}"):
        actions.publish_table(text=f"place,year,vintage,source,total\n{here.code}{line}", by=lan)
    assert not Population.objects.exists()


def test_a_table_is_written_whole_or_not_at_all(here, next_door, lan):
    header = "place,year,vintage,source,total,children"
    good = f"{here.code},2024,2025-03-01,niên giám giả,2000,400"
    bad = f"{next_door.code},2024,2025-03-01,niên giám giả,1.000,400\nkhong-co,2024,2025-03-01,x,1,1"
    with pytest.raises(actions.BadTable) as refused:
        actions.publish_table(text=f"{header}\n{good}\n{bad}\n", by=lan)
    assert [words[:7] for words in refused.value.sentences] == ["Dòng 3:", "Dòng 4:"]
    assert not Population.objects.exists()
    assert actions.publish_table(text=f"{header}\n{good}\n", by=lan) == 1
    with pytest.raises(actions.BadTable, match="Đã có số"):
        actions.publish_table(text=f"{header}\n{good}\n", by=lan)


def test_a_table_cannot_speak_of_other_territories(here, nam):
    with pytest.raises(actions.BadTable, match="ngoài địa bàn"):
        actions.publish_table(text=f"place,year,vintage,source,total\n{here.code},2024,2025-03-01,x,5", by=nam)


def test_the_screens_enter_list_and_import(client, here, lan):
    client.force_login(lan)
    form = {"place": here.pk, "year": "2024", "vintage": "01/03/2025", "source": "niên giám giả", "total": "2.000"}
    assert client.post(reverse("reporting:population_new"), form).status_code == 302
    file = SimpleUploadedFile(
        "dan-so.csv", f"place,year,vintage,source,total\n{here.code},2023,2025-03-01,x,5".encode()
    )
    assert client.post(reverse("reporting:population_import"), {"file": file}).status_code == 302
    shown = client.get(reverse("reporting:populations")).content.decode()
    assert "2.000" in shown
    assert Population.objects.filter(place=here).count() == 2
    many = client.post(reverse("reporting:population_new"), form | {"year": "2022", "total": "99.999.999.999"})
    assert "2147483647" in many.content.decode()
    wrong = client.post(reverse("reporting:population_import"), {"file": SimpleUploadedFile("x.csv", b"ma,nam\n1,2\n")})
    assert "dòng tiêu đề" in wrong.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "place,year,vintage,source,total\nx,2024,2025-03-01,a\0b,5",
        "place,year,vintage,source,total,total\nx,2024,2025-03-01,a,5,6",
        "place,year,vintage,source,total\n",
        "",
    ],
)
def test_a_file_that_is_no_such_table_is_refused_whole(here, lan, text):
    with pytest.raises(actions.BadTable):
        actions.publish_table(text=text, by=lan)


def test_the_same_row_twice_in_one_table_is_refused_in_its_second_line(here, lan):
    line = f"{here.code},2024,2025-03-01,niên giám giả,2000"
    with pytest.raises(actions.BadTable, match="^Dòng 3: Đã có số"):
        actions.publish_table(text=f"place,year,vintage,source,total\n{line}\n{line}", by=lan)


def test_a_unit_that_has_ended_is_named_by_its_code_and_a_day(here, lan):
    here.valid_to = date(2024, 12, 31)
    here.save()
    header = "place,year,vintage,source,total"
    with pytest.raises(actions.BadTable, match="Không có đơn vị"):
        actions.publish_table(text=f"{header}\n{here.code},2024,2025-03-01,x,5", by=lan)
    with pytest.raises(actions.BadTable, match="Không có đơn vị"):
        actions.publish_table(text=f"{header}\n{here.code}@hôm-qua,2024,2025-03-01,x,5", by=lan)
    assert actions.publish_table(text=f"{header}\n{here.code}@2024-12-31,2024,2025-03-01,x,5", by=lan) == 1


def test_a_long_table_costs_no_more_questions_than_a_short_one(here, lan, django_assert_max_num_queries):
    """20,000 rows are allowed: what is asked row by row would take minutes (ruling 23)."""
    lines = [
        f"{here.code},{year},2026-03-01,niên giám giả,2000,400,210,190,100,50,150,100" for year in range(1900, 2100)
    ]
    table = "\n".join([",".join(actions.COLUMNS), *lines])
    with django_assert_max_num_queries(15):
        assert actions.publish_table(text=table, by=lan) == 200
    row = Population.objects.get(year=2024)
    assert (row.total, row.children, row.parts.count()) == (2000, 400, 6)
    assert AuditEvent.objects.get(verb="population.published").ids[124] == row.pk


def test_one_entered_by_mistake_leaves_the_rates_stays_in_the_list_and_may_be_entered_anew(abused, lan, client):
    publish(abused, lan, vintage=date(2025, 1, 1), children=500)
    wrong = publish(abused, lan, children=4000, total=20000)
    assert values.of("A02-DS", abused, "2024").denominator == 4000
    client.force_login(lan)
    address = reverse("reporting:population_void", args=[wrong.pk])
    assert address in client.get(reverse("reporting:populations")).content.decode()
    assert "Xã Vĩnh Giả, năm 2024, công bố 01/03/2025" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 200
    assert Population.objects.filter(voided_at=None).count() == 2
    assert client.post(address, {"reason": "Gõ thừa một số 0."}).status_code == 302
    assert values.of("A02-DS", abused, "2024").denominator == 500
    shown = client.get(reverse("reporting:populations")).content.decode()
    assert "Gõ thừa một số 0." in shown
    assert address not in shown
    assert "đã được huỷ" in client.post(address, {"reason": "Lại."}).content.decode()
    publish(abused, lan, children=400)
    assert values.of("A02-DS", abused, "2024").denominator == 400
    assert AuditEvent.objects.filter(verb="entry.voided", target_id=wrong.pk).count() == 1
