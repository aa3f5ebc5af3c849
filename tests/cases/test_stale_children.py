"""Correcting a child and writing a plan: what a page does not say it has seen is not taken as seen."""

import pytest
from django.urls import reverse

from cases import actions
from cases.models import Child
from tests.factories import ChildFactory

WHO = {"sex": "F", "birth_day": "3", "birth_month": "5", "birth_year": "2016"}


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    return client


@pytest.fixture
def child(here):
    return ChildFactory(place=here, full_name="Trẻ Giả Cũ")


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}, {"version": "9" * 5000}])
def test_a_correction_that_does_not_say_what_it_saw_changes_nothing(signed_in, child, version):
    url = reverse("cases:child_edit", args=[child.uid])
    page = signed_in.post(url, {**WHO, "full_name": "Trẻ Giả Khác", **version})
    assert page.status_code == 200
    assert "Trẻ Giả Khác" in page.content.decode()
    assert Child.objects.get(pk=child.pk).full_name == "Trẻ Giả Cũ"


def test_the_next_press_is_about_the_child_as_it_now_stands(signed_in, child, hoa):
    url = reverse("cases:child_edit", args=[child.uid])
    assert f'name="version" value="{child.version}"' in signed_in.get(url).content.decode()
    now = actions.edit_child(child=child, version=child.version, by=hoa, full_name="Trẻ Giả Mới")
    data = {**WHO, "full_name": "Trẻ Giả Khác", "version": child.version}
    html = signed_in.post(url, data).content.decode()
    assert html.count('name="version"') == 1
    assert f'name="version" value="{now.version}"' in html
    assert signed_in.post(url, {**data, "version": now.version}).status_code == 302
    assert Child.objects.get(pk=child.pk).full_name == "Trẻ Giả Khác"


@pytest.mark.parametrize(("told", "rows"), [("9" * 5000, 1), ("", 1), ("x", 1), ("3", 4), ("100", 40)])
def test_one_more_row_of_a_plan_is_added_to_whatever_number_is_told(signed_in, planning, told, rows):
    data = {"add": "1", "row-TOTAL_FORMS": told, "row-INITIAL_FORMS": "0"}
    html = signed_in.post(reverse("cases:plan", args=[planning.uid]), data).content.decode()
    assert f'name="row-TOTAL_FORMS" value="{rows}"' in html
