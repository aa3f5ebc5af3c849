"""What a second reading of the officer's pages asked for."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cases import actions
from cases.deadline_words import due_words
from places.working_days import VIETNAM, end_of_day
from tests.accounts.conftest import confirm
from tests.cases.conftest import first_form, today
from tests.factories import CaseFactory, ChildFactory, ServiceFactory


def test_a_chair_is_shown_no_intake_that_he_may_not_open(client, chi, intake):
    client.force_login(chi)
    response = client.get(reverse("cases:work"))
    assert intake.get_absolute_url() not in response.content.decode()
    for counted in response.context["counts"]:
        assert client.get(counted["url"]).status_code == 200


def test_the_children_offered_for_an_intake_are_named_in_the_audit_trail(client, hoa, here, intake):
    child = ChildFactory(place=here, full_name="Trẻ Giả")
    client.force_login(hoa)
    assert child.full_name in client.get(reverse("cases:case_open", args=[intake.uid])).content.decode()
    assert AuditEvent.objects.filter(verb="child.listed", by=hoa).latest("at").ids == [child.pk]


def test_approving_anew_after_a_change_is_possible(client, chi, hoa, submitted):
    client.force_login(chi)
    url = reverse("cases:approve", args=[submitted.case.uid])
    stale = client.post(url, {"version": str(submitted.version - 1), "decision_number": "7/QĐ"})
    html = stale.content.decode()
    assert "7/QĐ" in html
    assert f'name="version" value="{submitted.version}"' in html


def test_only_people_of_the_territory_are_offered_to_be_barred(client, an, hoa, nam, opened):
    client.force_login(an)
    confirm(client)
    html = client.get(reverse("cases:restrict", args=[opened.uid])).content.decode()
    assert hoa.full_name in html
    assert nam.full_name not in html


def test_a_chair_is_led_to_no_page_that_is_closed_to_him(client, chi, hoa, opened):
    url, intake = reverse("cases:detail", args=[opened.uid]), opened.intake.get_absolute_url()
    client.force_login(chi)
    assert intake not in client.get(url).content.decode()
    client.force_login(hoa)
    assert intake in client.get(url).content.decode()


def test_a_count_of_rows_that_is_no_number_breaks_no_page(client, hoa, planning):
    client.force_login(hoa)
    data = {"row-TOTAL_FORMS": "x", "row-INITIAL_FORMS": "0", "add": "1", "goals": "Trẻ an toàn."}
    assert "Trẻ an toàn." in client.post(reverse("cases:plan", args=[planning.uid]), data).content.decode()


def test_a_manager_of_a_commune_sees_no_service_of_a_case_of_elsewhere(client, hoa, minh, here, next_door):
    child = ChildFactory(place=here)
    case = CaseFactory(place=next_door, child=child)
    service = ServiceFactory(case=case, child=child, provider="Nơi kín giả")
    client.force_login(hoa)
    assert "Nơi kín giả" not in client.get(child.get_absolute_url()).content.decode()
    url = reverse("cases:child_void", args=[child.uid, "dich-vu", service.pk])
    assert client.post(url, {"reason": "nhầm"}).status_code == 404


def test_a_term_that_ends_at_the_weekend_has_days_left(db):
    friday = datetime(2026, 11, 20, 8, tzinfo=VIETNAM)
    kind, words = due_words(end_of_day(date(2026, 11, 22)), friday)
    assert (kind, words) == ("warn", "còn 2 ngày")
    assert due_words(end_of_day(date(2026, 11, 23)), friday) == ("warn", "còn 1 ngày làm việc")


def test_a_separation_is_ended_on_the_page_of_its_case(client, hoa, here, opened):
    first_form(opened, hoa, is_emergency=True)
    measure = actions.record_emergency_measure(
        case=opened, by=hoa, kind="separation", taken_at=timezone.now(), provider="Cơ sở giả", note="Cách ly",
        decision_number="1/QĐ", separated_on=today(),
    )  # fmt: skip
    client.force_login(hoa)
    url = reverse("cases:separation_end", args=[opened.uid])
    assert url in client.get(opened.get_absolute_url()).content.decode()
    assert client.post(url, {"ended_on": f"{today():%d/%m/%Y}"}).status_code == 302
    measure.refresh_from_db()
    assert measure.separation_ended_on == today()
    assert client.get(url).url == opened.get_absolute_url()
