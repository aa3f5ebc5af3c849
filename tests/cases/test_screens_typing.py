"""What a form says of how it is filled in, and what the Enter key does in it."""

import re

import pytest
from django.urls import reverse

from cases.forms.casework import TransferForm
from cases.forms.child import MoveForm
from cases.models import Case, Child
from tests.factories import ChildFactory


@pytest.fixture
def page(client, hoa):
    client.force_login(hoa)
    return lambda name, *args: client.get(reverse(f"cases:{name}", args=args)).content.decode()


def test_a_date_says_how_it_is_written(page, here):
    child = ChildFactory(place=here)
    assert 'Mất ngày <span class="optional">(ngày/tháng/năm)</span>' in page("child_death", child.uid)


def test_three_boxes_say_it_themselves(page):
    label = re.search(r"Ngày sinh, nếu biết.*?</", page("intake"), re.S).group()
    assert "ngày/tháng/năm" not in label


def test_enter_in_a_field_of_the_plan_keeps_what_was_typed(page, planning):
    """A browser presses the first button of the form, which would otherwise add an empty row."""
    form = page("plan", planning.uid).partition('<input type="hidden" name="row-TOTAL_FORMS"')[2]
    assert re.search(r"<button[^>]*>", form).group() == (
        '<button class="vh" name="save" value="1" tabindex="-1" aria-hidden="true">'
    )


def test_the_hint_of_a_box_to_tick_stands_under_it(page):
    html = page("intake")
    assert html.index('name="seems_urgent"') < html.index('id="id_seems_urgent_helptext"')


def test_nobody_is_offered_where_nobody_of_that_name_is_known(page, intake, here):
    intake.child_name = "Trẻ Tên Lạ"
    intake.save()
    assert "Trẻ trong sổ" not in page("case_open", intake.uid)
    ChildFactory(place=here, full_name="Trẻ Tên Lạ")
    assert "Trẻ trong sổ" in page("case_open", intake.uid)


def test_where_a_child_of_that_name_is_known_it_must_be_said_whether_it_is_the_same(client, hoa, intake, here):
    known = ChildFactory(place=here, full_name=intake.child_name)
    url = reverse("cases:case_open", args=[intake.uid])
    client.force_login(hoa)
    data = {"full_name": intake.child_name, "sex": "F"}
    for unsaid in (data, data | {"child": ""}, data | {"child": "999999999"}):
        assert "child" in client.post(url, unsaid).context["form"].errors
    assert list(Child.objects.all()) == [known]
    assert client.post(url, data | {"child": str(known.pk)}).status_code == 302
    assert Case.objects.get().child == known


def test_another_child_of_the_same_name_is_a_new_one(client, hoa, intake, here):
    known = ChildFactory(place=here, full_name=intake.child_name)
    client.force_login(hoa)
    data = {"full_name": intake.child_name, "sex": "F", "child": "new", "seen": str(known.pk)}
    assert client.post(reverse("cases:case_open", args=[intake.uid]), data).status_code == 302
    assert Case.objects.get().child != known


@pytest.mark.parametrize(("form", "field"), [(MoveForm, "place"), (TransferForm, "to_place")])
def test_a_place_that_may_lie_anywhere_is_looked_for_in_the_whole_country(db, form, field):
    told = [form({f"{field}_text": "không có nơi này"}), form({field: "0"})]
    assert [each.errors[field][0].partition("tên như")[0].strip() for each in told] == [
        "Không có xã, phường nào", "Nơi đã chọn không phải xã, phường hiện nay.",
    ]  # fmt: skip
