"""One target's page, the board of all provinces, the summary of a term: what they say, and who reads them."""

import json
from datetime import date

import pytest
from django.urls import reverse

from indicators.models import ReportedFigure
from programs.models import Programme, Target, TargetLevel, TargetRevision
from tests.factories import AssignmentFactory, UserFactory, commune

END = date(2024, 12, 31)


@pytest.fixture
def nation(db):
    return Programme.objects.create(
        code="nuoc", name="Chương trình quốc gia thử", starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31)
    )


@pytest.fixture
def above(nation):
    return Target.objects.create(
        programme=nation, indicator="H01", kind="at_most", direction="down", unit="percent", value=5,
        due_on=date(2025, 12, 31), printed_text="Cả nước còn 5%",
    )  # fmt: skip


def of_province(nation, above, place, value, **fields):
    programme = Programme.objects.create(
        code=f"t{place.pk}", name=f"Chương trình {place.name}", place=place, parent=nation, starts_on=nation.starts_on,
        ends_on=nation.ends_on,
    )  # fmt: skip
    given = {"due_on": END, "parent": above, "printed_text": f"Còn {value}%"} | fields
    return Target.objects.create(
        programme=programme, place=place, indicator="H01", kind="at_most", direction="down", unit="percent",
        value=value, **given,
    )  # fmt: skip


def report(place, **years):
    for year, value in years.items():
        ReportedFigure.objects.create(
            indicator="H01", place=place, starts_on=date(int(year[1:]), 1, 1), ends_on=date(int(year[1:]), 12, 31),
            value=value, unit="percent", printed_text="như đã in", is_synthetic=True,
        )  # fmt: skip


@pytest.fixture
def two_provinces(kept, nation, above, here):
    """One province has reached its target, the other has not; the officer sees both."""
    good, bad = here.parent, commune("Xã Xa").province
    report(good, y2022=4, y2023=3.5, y2024=3)
    report(bad, y2024=7)
    goals = of_province(nation, above, good, 4), of_province(nation, above, bad, 6)
    user = UserFactory()
    for place in (good, bad):
        AssignmentFactory(user=user, place=place, role="province_staff")
    return user, *goals


def board(client, **query):
    return client.get(reverse("reporting:target_board"), {"term": "nuoc", "on": "31/12/2024"} | query)


def test_trouble_stands_first_below_the_nation(client, two_provinces):
    user, good, bad = two_provinces
    client.force_login(user)
    found = board(client).context["board"]
    assert [row.place for row in found.rows] == [None, bad.place, good.place]
    ((cell,),) = found.rows[1].cells
    assert (cell.status, cell.kind, cell.figure, cell.goal) == ("Chưa đạt", "bad", "7%", "phải đạt ≤ 6%")
    assert "số giả" in cell.note
    assert [row.cells[0][0].against for row in found.rows] == ["", "nới hơn", "chặt hơn"]
    assert board(client, order="name").context["board"].rows[0].place is None


def test_the_files_hold_what_the_board_shows(client, two_provinces):
    client.force_login(two_provinces[0])
    address = reverse("reporting:target_board_file", args=["json"])
    rows = json.loads(client.get(address, {"term": "nuoc", "on": "31/12/2024"}).content)["results"]
    assert [(row["status"], row["synthetic"]) for row in rows[1:]] == [("Chưa đạt", True), ("Đạt", True)]
    for extension in ("csv", "xlsx"):
        assert client.get(reverse("reporting:target_board_file", args=[extension])).status_code == 200


def test_another_province_is_not_on_the_board(client, two_provinces, lan):
    client.force_login(lan)
    found = board(client).context["board"]
    assert [row.place for row in found.rows] == [None, lan.current_assignments()[0].place]
    assert client.get(reverse("reporting:target", args=[two_provinces[2].uid])).status_code == 404


def test_a_province_without_targets_is_named(client, nation, above, lan, here):
    client.force_login(lan)
    assert board(client).context["board"].without == [here.parent]


def test_a_target_page_tells_forecast_milestones_revisions_and_the_one_above(client, two_provinces):
    user, goal, _bad = two_provinces
    TargetLevel.objects.create(target=goal, on=date(2022, 12, 31), value=4.5)
    TargetRevision.objects.create(
        target=goal, previous_value=5, previous_due_on=END, revised_on=date(2023, 6, 1), reason="Quyết định mới"
    )
    Target.objects.filter(pk=goal.pk).update(due_on=date(2025, 12, 31))
    client.force_login(user)
    answer = client.get(reverse("reporting:target", args=[goal.uid]), {"on": "31/12/2024"})
    html = answer.content.decode()
    for words in (
        "xu hướng tuyến tính trên 3 năm, khoảng tin cậy 80%",
        "Chưa đến mốc",
        "Quyết định mới",
        "Xét theo lần điều chỉnh từ ngày 01/06/2023",
        "chặt hơn 1",
        "số giả",
        "cần đạt hôm nay",
    ):
        assert words in html
    svg = client.get(reverse("reporting:target_file", args=[goal.uid, "svg"]), {"on": "31/12/2024"})
    assert svg["Content-Type"].startswith("image/svg")
    rows = json.loads(client.get(reverse("reporting:target_file", args=[goal.uid, "json"])).content)["results"]
    assert {row["day"] for row in rows} >= {"2022-12-31", "2024-12-31", "2025-12-31"}


def test_the_summary_of_a_term_gives_the_verdict_with_its_source(client, two_provinces):
    user, _good, bad = two_provinces
    client.force_login(user)
    (row,) = client.get(reverse("reporting:term", args=[bad.programme.code])).context["verdicts"]
    assert row["words"] == "7% (năm 2024, số công bố, số giả), phải đạt ≤ 6%."
    assert row["status"] == "Chưa đạt"
    assert row["basis"][0] == "Định nghĩa khi đặt chỉ tiêu: bản 2016."


def test_what_sources_tell_differently_is_shown_as_each_tells_it(client, two_provinces):
    user, _good, bad = two_provinces
    report(bad.place, y2024=8)
    client.force_login(user)
    page = client.get(reverse("reporting:target", args=[bad.uid])).content.decode()
    assert "7%; 8%" in page
    assert "Các nguồn ghi khác nhau cho năm 2024: 7; 8." in page
    report(bad.place, y2024=5)
    assert "Chưa đủ số liệu" in board(client).content.decode()


def test_the_api_tells_the_same(client, two_provinces):
    user, goal, _bad = two_provinces
    client.force_login(user)
    asked = {"programme": goal.programme.code, "on": "2024-06-30"}
    (row,) = client.get("/api/v1/targets", asked).json()["results"]
    assert (row["parent"]["against"], row["parent"]["apart"], row["definition"]) == ("stricter", -1, "2016")
    assert (row["forecast"], row["milestones"][0]["last"]) == (None, True)  # two years are no trend
    assert row["baseline"]["synthetic"] is True
    (above,) = client.get("/api/v1/targets", {"programme": "nuoc"}).json()["results"]
    assert (above["place"], above["status"]) == (None, "unknown")


def test_a_level_is_set_and_dropped_with_its_reason(client, two_provinces):
    _user, goal, _bad = two_provinces
    client.force_login(AssignmentFactory(place=goal.place, role="programme_manager").user)
    new = reverse("programs:level_new", args=[goal.uid])
    data = {"on": "31/12/2022", "value": "4,5", "role": "milestone"}
    assert client.post(new, data).status_code == 302
    assert "đã có mức" in client.post(new, data).content.decode()
    level = goal.levels.get()
    end = reverse("programs:level_end", args=[level.pk])
    assert client.post(end, {"until": "01/01/2023", "reason": "Văn bản mới bỏ mốc này"}).status_code == 302
    level.refresh_from_db()
    assert level.until == date(2023, 1, 1)


@pytest.mark.parametrize(("query", "words"), [({"term": "la"}, "Không có giai đoạn này"), ({"on": "35/1"}, "Ngày")])
def test_what_cannot_be_read_is_said_on_the_page_and_refused_for_a_file(client, two_provinces, query, words):
    client.force_login(two_provinces[0])
    page = client.get(reverse("reporting:target_board"), query)
    file = client.get(reverse("reporting:target_board_file", args=["csv"]), query)
    assert (page.status_code, file.status_code) == (200, 400)
    assert words.lower() in page.content.decode().lower()
    assert words.lower() in file.content.decode().lower()


def test_one_that_contradicts_itself_is_pointed_out_where_the_verdict_would_be(client, two_provinces):
    user, good, _bad = two_provinces
    Target.objects.filter(pk=good.pk).update(direction="up")
    client.force_login(user)
    (cell,) = next(row for row in board(client).context["board"].rows if row.place == good.place).cells[0]
    assert (cell.status, cell.kind, cell.figure) == ("Chỉ tiêu tự mâu thuẫn", "none", "")
    html = client.get(reverse("reporting:target", args=[good.uid]), {"on": "31/12/2024"}).content.decode()
    assert "Không kết luận, vì loại, hướng và đơn vị đã ghi không hợp nhau." in html
    assert "chọn “càng thấp càng tốt”" in html
    assert ("Chưa năm nào có số" in html, "So với cấp trên" in html, cell.against) == (False, False, "")
    assert board(client).context["summary"] == [("bad", "1 chưa đạt"), ("none", "1 tự mâu thuẫn")]
    term = client.get(reverse("reporting:term", args=[good.programme.code])).content.decode()
    assert "Chỉ tiêu tự mâu thuẫn: Chỉ tiêu này là giảm" in term


def test_what_a_reduction_said_before_is_told_in_percent(client, two_provinces):
    user, good, _bad = two_provinces
    Target.objects.filter(pk=good.pk).update(indicator="A02", kind="reduce_relative", value=20)
    TargetRevision.objects.create(
        target=good, previous_value=15, previous_due_on=END, revised_on=date(2023, 1, 1), reason="Quyết định"
    )
    client.force_login(user)
    html = client.get(reverse("reporting:target", args=[good.uid]), {"on": "31/12/2024"}).content.decode()
    assert "Trước 01/01/2023: 15%, mốc 31/12/2024" in html


def test_a_share_read_by_its_numerator_is_told_as_a_count(client, two_provinces):
    """15 % fewer than 400 children: 340 children, and not 340 %."""
    user, good, _bad = two_provinces
    for year, value in ((2020, 400), (2023, 360), (2024, 350)):
        days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        ReportedFigure.objects.create(indicator="H01", place=good.place, value=value, unit="child", **days,
                                      printed_text="như đã in", is_synthetic=True)  # fmt: skip
    Target.objects.filter(pk=good.pk).update(kind="reduce_relative", value=15, reads_numerator=True)
    client.force_login(user)
    html = client.get(reverse("reporting:target", args=[good.uid]), {"on": "31/12/2024"}).content.decode()
    assert ("340" in html, "340%" in html, "350%" in html, "400%" in html) == (True, False, False, False)
    asked = {"term": "nuoc", "on": "31/12/2024"}
    lines = client.get(reverse("reporting:target_board_file", args=["csv"]), asked).content.decode().splitlines()
    assert ",trẻ em," in next(line for line in lines if line.startswith("Còn 4%"))
