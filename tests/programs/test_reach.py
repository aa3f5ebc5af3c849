"""The programme of a province is read in its communes and districts, and changed by none of them."""

from datetime import date

import pytest
from django.urls import reverse

from programs.models import Programme, Target
from tests.factories import AssignmentFactory, UserFactory, commune, district, province


def programme(place, code):
    years = {"starts_on": date(2021, 1, 1), "ends_on": date(2030, 12, 31)}
    return Programme.objects.create(code=code, name=f"Chương trình {code}", place=place, **years)


@pytest.fixture
def land(db):
    """A province with two districts and a commune in the first; a programme of each, of the nation and of elsewhere."""
    top = province("Tỉnh Nhà")
    first, second = district("Huyện Một", parent=top), district("Huyện Hai", parent=top)
    places = {"tinh": top, "mot": first, "hai": second, "xa": commune("Xã Nhà", parent=first), "ngoai": province("Xa")}
    for code, place in places.items():
        programme(place, code)
    programme(None, "nuoc")
    return places


def read(client, land, where, role):
    user = UserFactory()
    AssignmentFactory(user=user, place=land[where], role=role)
    client.force_login(user)
    return {
        code for code in [*land, "nuoc"] if client.get(reverse("programs:programme", args=[code])).status_code == 200
    }


@pytest.mark.parametrize(
    ("where", "role", "reads"),
    [
        ("xa", "commune_officer", {"xa", "mot", "tinh", "nuoc"}),
        ("mot", "district_officer", {"xa", "mot", "tinh", "nuoc"}),
        ("hai", "district_officer", {"hai", "tinh", "nuoc"}),
        ("tinh", "province_staff", {"xa", "mot", "hai", "tinh", "nuoc"}),
        ("ngoai", "province_staff", {"ngoai", "nuoc"}),
    ],
)
def test_one_reads_up_to_the_nation_and_down_but_not_aside(client, land, where, role, reads):
    assert read(client, land, where, role) == reads
    html = client.get(reverse("programs:programmes")).content.decode()
    assert {code for code in [*land, "nuoc"] if f"/chuong-trinh/{code}/" in html} == reads


def test_the_targets_of_the_province_are_read_in_the_commune(client, land):
    top = Programme.objects.get(code="tinh")
    Target.objects.create(
        programme=top, place=top.place, indicator="H01", kind="at_most", direction="down", unit="percent", value=3,
        due_on=date(2030, 12, 31), printed_text="Giảm còn 3%",
    )  # fmt: skip
    assert "tinh" in read(client, land, "xa", "commune_officer")
    html = client.get(reverse("programs:programme", args=["tinh"])).content.decode()
    assert "Giảm còn 3%" in html
    assert client.get(reverse("reporting:board", args=["tinh"])).status_code == 200


def test_a_manager_below_sets_no_target_of_the_unit_above(client, land):
    assert "tinh" in read(client, land, "mot", "programme_manager")
    assert (
        reverse("programs:target_new", args=["tinh"])
        not in client.get(reverse("programs:programme", args=["tinh"])).content.decode()
    )
    assert client.get(reverse("programs:target_new", args=["tinh"])).status_code == 404
    assert client.get(reverse("programs:target_new", args=["mot"])).status_code == 200


def test_whoever_holds_no_role_that_reads_programmes_has_none(client, land):
    user = UserFactory()
    AssignmentFactory(user=user, place=land["tinh"], role="hotline_operator")
    client.force_login(user)
    assert client.get(reverse("programs:programme", args=["nuoc"])).status_code == 403
