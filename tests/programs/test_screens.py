"""The pages of what programmes do."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["sites", "recognitions", "fund", "trainings", "index", "programmes"])
def test_a_list_is_shown(client, lan, name):
    client.force_login(lan)
    assert client.get(reverse(f"programs:{name}")).status_code == 200


def test_a_year_far_away_is_refused_beside_its_field(client, lan, here):
    client.force_login(lan)
    response = client.post(reverse("programs:recognition_new"), {"place": here.pk, "year": "99999"})
    assert response.status_code == 200
    assert "year" in response.context["form"].errors
