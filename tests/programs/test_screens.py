"""The pages of what programmes do."""

from datetime import date

import pytest
from django.urls import reverse

from programs.models import Document, Programme
from tests.factories import AssignmentFactory


@pytest.mark.parametrize("name", ["sites", "recognitions", "fund", "trainings", "index", "programmes"])
def test_a_list_is_shown(client, lan, name):
    client.force_login(lan)
    assert client.get(reverse(f"programs:{name}")).status_code == 200


def test_a_year_far_away_is_refused_beside_its_field(client, lan, here):
    client.force_login(lan)
    response = client.post(reverse("programs:recognition_new"), {"place": here.pk, "year": "99999"})
    assert response.status_code == 200
    assert "year" in response.context["form"].errors


def test_only_those_who_set_targets_are_led_there(client, lan, here):
    Programme.objects.create(
        code="thu", name="Chương trình thử", place=here.parent, starts_on=date(2021, 1, 1), ends_on=date(2030, 12, 31)
    )
    page, way = reverse("programs:programme", args=["thu"]), reverse("programs:target_new", args=["thu"])
    client.force_login(lan)
    assert way not in client.get(page).content.decode()
    manager = AssignmentFactory(place=here.parent, role="programme_manager").user
    client.force_login(manager)
    assert way in client.get(page).content.decode()


def test_an_act_is_cited_by_its_number_an_article_by_who_printed_it_and_when():
    day = date(2021, 1, 5)
    assert Document(kind="quyết định", number="12/QĐ-UBND", issuer="UBND tỉnh", issued_on=day).cited == "12/QĐ-UBND"
    assert Document(kind="bài báo", number="1", issuer="Báo Giả", issued_on=day).cited == "Báo Giả, 05/01/2021"
    assert Document(kind="bài báo", number="1", issuer="Báo Giả").cited == "Báo Giả"
