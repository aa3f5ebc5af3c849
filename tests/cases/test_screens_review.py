"""What a second reading of the officer's pages asked for."""

from django.urls import reverse

from accounts.models import AuditEvent
from tests.factories import ChildFactory


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
