"""What is typed by mistake is refused in one sentence beside its field."""

import pytest
from django.urls import reverse

from cases.models import Child, Intake
from tests.cases.conftest import today
from tests.factories import ChildFactory


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    return client


def test_a_child_is_not_entered_under_a_number(signed_in, here):
    data = {"full_name": "12345", "phone": "abc", "sex": "F", "birth_year": "2016", "place": here.pk}
    page = signed_in.post(reverse("cases:child_new"), {**data, "residence_basis": "permanent"}).content.decode()
    assert "Họ và tên phải có chữ." in page
    assert "Số điện thoại phải có ít nhất ba chữ số." in page
    assert not Child.objects.exists()


@pytest.mark.parametrize(
    ("age", "words"),
    [("99999999999", "Không được quá 150."), ("32768", "Không được quá 150."), ("18", "Người từ đủ 18 tuổi")],
)
def test_an_age_that_nobody_has_gets_one_sentence(signed_in, here, age, words):
    data = {
        "received_on": f"{today():%d/%m/%Y}",
        "received_time": "00:00",
        "channel": "phone",
        "category": "at_risk",
        "incident_place": here.pk,
        "narrative": "Nội dung giả để thử.",
        "child_sex": "U",
        "child_age_estimate": age,
    }
    response = signed_in.post(reverse("cases:intake"), data)
    (told,) = response.context["form"].errors.values()
    assert len(told) == 1
    assert words in told[0]
    assert not Intake.objects.exists()


def test_what_no_text_can_hold_is_left_out_of_what_is_looked_for(signed_in, here):
    child = ChildFactory(place=here, full_name="Danh Thị Giả")
    assert list(signed_in.post(reverse("cases:search"), {"q": "danh\0 thi"}).context["children"]) == [child]
    assert signed_in.get(reverse("cases:intakes", query={"sent": "\0"})).context["way"] == ""
