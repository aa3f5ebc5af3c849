"""A report of what happened in another commune: received by anyone, forwarded at once, by the form as by the API."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from cases import actions
from cases.actions.intake import in_charge_of, lacks_officer
from cases.models import Intake
from tests.cases.conftest import fresh
from tests.factories import AssignmentFactory, IntakeFactory, commune, district, province

FORM = reverse("cases:intake")
NOBODY = "chưa có cán bộ nhận tin trên hệ thống: hãy báo ngay bằng điện thoại"


def typed(place, **fields):
    now = timezone.localtime()
    told = {
        "received_on": f"{now:%d/%m/%Y}",
        "received_time": "00:00",
        "channel": "phone",
        "category": "at_risk",
        "incident_place": place.pk,
        "narrative": "Nội dung giả.",
        "child_name": "Trẻ Giả Ở Xa",
        "child_sex": "U",
    }
    return {**told, **fields}


def by_form(client, place):
    answer = client.post(FORM, typed(place))
    assert answer.status_code == 302
    return Intake.objects.get()


def by_api(client, place):
    told = {
        "received_at": timezone.now().isoformat(),
        "channel": "phone",
        "category": "at_risk",
        "incident_place": place.reference,
        "narrative": "Nội dung giả.",
    }
    answer = client.post("/api/v1/intakes", told, "application/json")
    assert answer.status_code == 201
    return Intake.objects.get(code=answer.json()["code"])


def test_the_api_says_whether_anyone_is_there_to_take_it_up(client, hoa, here, far):
    AssignmentFactory(place=far.parent, role="province_staff")
    client.force_login(hoa)
    told = {"received_at": timezone.now().isoformat(), "channel": "phone", "category": "at_risk", "narrative": "Giả."}
    sent = [told | {"incident_place": place.reference} for place in (here, far)]
    answers = [client.post("/api/v1/intakes", each, "application/json").json() for each in sent]
    assert [answer["has_officer"] for answer in answers] == [True, False]


@pytest.fixture
def far():
    return commune("Xã Xa Giả", parent=province("Tỉnh Khác"))


@pytest.mark.parametrize("take", [by_form, by_api])
def test_it_belongs_to_the_commune_where_it_happened_whose_officers_are_told(client, hoa, far, take):
    officer = AssignmentFactory(place=far, role="commune_officer").user
    client.force_login(hoa)
    intake = take(client, far)
    assert (intake.incident_place, intake.responsible_place, intake.received_by) == (far, far, hoa)
    assert [(notice.to, notice.url) for notice in Notice.objects.all()] == [(officer, intake.get_absolute_url())]
    for address in (intake.get_absolute_url(), f"/api/v1/intakes/{intake.uid}"):
        client.force_login(hoa)
        assert client.get(address).status_code == 404
        client.force_login(officer)
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("take", [by_form, by_api])
def test_no_case_is_opened_by_the_receiver_elsewhere(client, hoa, far, take):
    client.force_login(hoa)
    intake = take(client, far)
    assert client.get(reverse("cases:case_open", args=[intake.uid])).status_code == 404


def words_after(client, place):
    """Where the form led, and what the receiver reads there of the report's way."""
    url = client.post(FORM, typed(place)).url
    return url, client.get(url).context["way"]


def test_the_receiver_reads_where_it_went_and_its_code_but_no_name(client, hoa, far):
    AssignmentFactory(place=far, role="commune_officer")
    client.force_login(hoa)
    url, where = words_after(client, far)
    code = Intake.objects.get().code
    assert url == reverse("cases:intakes", query={"sent": code})
    assert where.startswith(f"Tin {code} đã chuyển đến Xã Xa Giả, tỉnh Khác.")
    assert "ghi lại mã tin" in where
    html = client.get(url).content.decode()
    assert where in html
    assert ("Chưa có thông tin nào khớp" in html, "Bỏ lọc" in html) == (False, False)  # nothing is filtered
    assert "Trẻ Giả Ở Xa" not in html


def test_its_code_is_there_again_when_the_form_was_sent_twice_and_the_first_answer_was_lost(client, hoa, far):
    key = str(uuid4())
    client.force_login(hoa)
    client.post(FORM, typed(far, form_key=key))
    client.cookies.pop("messages", None)  # nothing of the first answer came through
    again = client.post(FORM, typed(far, form_key=key))
    assert Intake.objects.get().code in client.get(again.url).content.decode()


def test_nobody_else_reads_where_it_went(client, hoa, far, here):
    client.force_login(hoa)
    url, _where = words_after(client, far)
    client.force_login(AssignmentFactory(place=here, role="commune_officer").user)
    assert client.get(url).context["way"] == ""


def test_what_was_taken_up_or_came_into_reach_asks_for_no_call(client, hoa, far):
    client.force_login(hoa)
    url, _where = words_after(client, far)
    Intake.objects.update(status="opened")
    assert "đã chuyển đến" in client.get(url).context["way"]
    AssignmentFactory(user=hoa, place=far, role="commune_officer")
    assert client.get(url).context["way"] == ""


def test_of_one_that_was_entered_by_mistake_nothing_more_is_asked(client, hoa, far):
    client.force_login(hoa)
    url, _where = words_after(client, far)
    actions.void_entry(row=Intake.objects.get(), reason="Nhập nhầm.", by=hoa)
    assert client.get(url).context["way"] == ""


def test_where_nobody_is_to_receive_it_he_is_told_to_call(client, hoa, far):
    client.force_login(hoa)
    _url, where = words_after(client, far)
    assert NOBODY in where
    assert "ghi lại mã tin" in where
    assert Intake.objects.get().code in where
    assert not Notice.objects.exists()


@pytest.mark.parametrize("role", ["province_staff", "auditor", "commune_chair"])
def test_those_who_may_not_read_it_are_told_that_an_officer_is_missing_on_a_page_they_open(client, hoa, far, role):
    told = AssignmentFactory(place=far if role == "commune_chair" else far.parent, role=role).user
    client.force_login(hoa)
    _url, where = words_after(client, far)
    assert NOBODY in where
    client.force_login(told)
    page, _hash, part = Notice.objects.get(to=told).url.partition("#")
    answer = client.get(page)
    (notice,) = answer.context["notices"]
    code = Intake.objects.get().code
    assert notice.subject == f"Tin {code} ở Xã Xa Giả chưa có cán bộ nhận trên hệ thống: cần cử người xử lý ngay"
    html = answer.content.decode()
    assert f"<b>{notice.subject}</b>" in html.partition(f'id="{part}"')[2]
    assert client.get(Intake.objects.get().get_absolute_url()).status_code == 403, "so it leads nobody there"


def test_those_above_are_told_beside_the_chair_of_the_commune(client, hoa, far):
    told = [AssignmentFactory(place=far, role="commune_chair"), AssignmentFactory(place=far.parent, role="auditor")]
    client.force_login(hoa)
    by_form(client, far)
    assert {notice.to for notice in Notice.objects.all()} == {each.user for each in told}


def test_so_is_the_hotline_of_the_province_which_sees_it(client, db, far):
    client.force_login(AssignmentFactory(place=far.parent, role="hotline_operator").user)
    url, where = words_after(client, far)
    assert NOBODY in where
    assert "ghi lại mã tin" not in where
    assert url == Intake.objects.get().get_absolute_url()


def test_the_officer_of_the_unit_above_is_one_to_receive_it(client, hoa):
    above = district("Huyện Giả", parent=province("Tỉnh Khác"))
    officer = AssignmentFactory(place=above, role="district_officer").user
    client.force_login(hoa)
    _url, where = words_after(client, commune("Xã Xa Giả", parent=above))
    assert "đã chuyển đến Xã Xa Giả" in where
    client.force_login(officer)
    assert client.get(Notice.objects.get(to=officer).url).status_code == 200


def test_one_who_is_barred_from_it_takes_nothing_up(opened, hoa, an):
    assert in_charge_of(opened.intake) == [hoa]
    actions.restrict_case(case=opened, user=hoa, reason="liên quan", by=an)
    actions.void_entry(row=opened, reason="Nhập nhầm.", by=an)  # the report waits again
    assert lacks_officer(fresh(opened.intake))


def test_many_officers_are_asked_for_in_as_many_queries_as_one(here, far, django_assert_num_queries):
    def asks(place, queries):
        intake = Intake.objects.select_related("responsible_place").get(pk=IntakeFactory(incident_place=place).pk)
        with django_assert_num_queries(queries):
            return len(in_charge_of(intake))

    above = district("Huyện Giả", parent=far.parent)
    for place, role in ((here, "commune_officer"), (above, "district_officer")):
        AssignmentFactory.create_batch(5, place=place, role=role)
    assert (asks(here, 2), asks(commune("Xã Vắng Giả", parent=above), 3)) == (5, 5)


def test_of_the_own_commune_the_next_page_is_the_report(client, hoa, here):
    client.force_login(hoa)
    url, where = words_after(client, here)
    assert (url, where) == (Intake.objects.get().get_absolute_url(), "")


def test_the_commune_of_an_officer_is_there_to_begin_with(client, hoa, here, far):
    client.force_login(hoa)
    assert client.get(FORM).context["form"]["incident_place"].value() == str(here.pk)
    client.force_login(AssignmentFactory(place=here.parent, role="hotline_operator").user)
    commune("Xã Bên Giả", parent=here.parent)
    assert client.get(FORM).context["form"]["incident_place"].value() is None


def test_only_a_commune_of_the_day_of_receipt_is_the_place_of_an_incident(client, hoa, here):
    gone = commune("Xã Cũ Giả", parent=here.parent, valid_from=date(2020, 1, 1), valid_to=date(2025, 6, 30))
    client.force_login(hoa)
    words = "Nơi đã chọn không phải xã, phường vào ngày tiếp nhận."
    for place in (gone, here.parent, district("Huyện Giả", parent=here.parent)):
        assert words in client.post(FORM, typed(place)).content.decode()
    for day in ("", "31/02/2026"):
        assert client.post(FORM, typed(here, received_on=day)).status_code == 200
    assert not Intake.objects.exists()
    assert client.post(FORM, typed(gone, received_on="30/06/2025")).status_code == 302
    assert Intake.objects.get().responsible_place == gone


def test_a_place_of_no_such_name_is_looked_for_in_the_whole_country(client, hoa, here):
    client.force_login(hoa)
    html = client.post(FORM, typed(here, incident_place="", incident_place_text="khong co noi nay")).content.decode()
    assert "Không có xã, phường nào tên như “khong co noi nay”." in html
