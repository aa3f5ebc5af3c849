"""The form of reported figures: nobody has to know a code."""

import pytest
from django.urls import reverse

from indicators.models import ReportedFigure
from programs.models import SupportModel
from tests.factories import AssignmentFactory, province

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return province("Tỉnh Giả")


@pytest.fixture
def staff(here):
    return AssignmentFactory(place=here, role="province_staff").user


def test_the_group_of_a_figure_is_chosen_by_its_name(client, here, staff):
    SupportModel.objects.create(code="safe_house", name="Ngôi nhà an toàn", counts_as="commune")
    client.force_login(staff)
    page = client.get(reverse("reporting:reported_new")).content.decode()
    assert '<option value="safe_house">Ngôi nhà an toàn</option>' in page
    assert '<optgroup label="M01 · ' in page
    typed = {"indicator": "M01", "breakdown": "safe_house", "place": here.pk, "period": "2020", "value": "12"}
    typed |= {"printed_text": "12 xã có ngôi nhà an toàn", "unit": "commune", "qualifier": "exact"}
    answer = client.post(reverse("reporting:reported_new"), typed | {"breakdown": "khong-co"})
    assert 'id="id_breakdown_error"' in answer.content.decode()
    assert client.post(reverse("reporting:reported_new"), typed).status_code == 302
    assert ReportedFigure.objects.get().breakdown == "safe_house"


def test_the_filter_of_figures_says_that_it_shows_all(client, staff):
    client.force_login(staff)
    page = client.get(reverse("reporting:reported")).content.decode()
    assert '<option value="" selected>Tất cả chỉ số</option>' in page
