"""What stands around the bars of an indicator: their unit, and why parts do not add up to the whole."""

import pytest
from django.urls import reverse

from cases.models import SpecialCircumstance
from tests.factories import CircumstanceFactory
from tests.indicators.conftest import sweep_all


@pytest.fixture
def shown(client, lan, three_children, here):
    client.force_login(lan)

    def page(code, **asked):
        address = {"place": here.parent.reference, "period": "2024"} | asked
        return client.get(reverse("reporting:indicator", args=[code]), address).content.decode()

    return page


def test_groups_that_add_up_to_more_than_the_whole_say_why(shown):
    first = SpecialCircumstance.objects.get()
    CircumstanceFactory(child=first.child, group="DB02")
    sweep_all()
    html = shown("H02")
    assert "nhiều hơn tổng 1, vì trẻ thuộc nhiều nhóm cùng lúc" in html
    assert "lớn hơn tổng" not in html


def test_groups_that_add_up_say_nothing(shown):
    assert "Cộng các phần" not in shown("H02")


def test_ranked_units_say_in_what_they_are_written(shown):
    assert '<span class="small mute">%</span>' in shown("H01")
    assert '<span class="small mute">trẻ em</span>' in shown("H02")
