"""Before a grave act the page names the child and the entry, and the button says what it will do."""

import pytest
from django.urls import reverse

from cases import actions
from cases.rules.groups import RISK_CRITERIA
from tests.cases.conftest import today
from tests.factories import ChildFactory, ServiceFactory

DAY = f"{today():%d/%m/%Y}"


@pytest.fixture
def page(client, hoa):
    client.force_login(hoa)
    return lambda name, *args: client.get(reverse(f"cases:{name}", args=args)).content.decode()


@pytest.fixture
def child(here):
    return ChildFactory(place=here, full_name="Trẻ Mẫu Giả")


@pytest.fixture
def orphaned(child, hoa):
    return actions.add_circumstance(child=child, by=hoa, group="DB01", subgroup="", starts_on=today(), evidence="")


@pytest.mark.parametrize(
    "name",
    ["child_death", "child_departure", "move", "household", "household_leave", "circumstance_new", "risk_new",
     "child_edit", "child_death_undo"],
)  # fmt: skip
def test_each_form_about_a_child_names_it(page, child, name):
    html = page(name, child.uid)
    assert "<h1>Trẻ Mẫu Giả</h1>" in html
    assert child.responsible_place.name in html


def test_a_child_that_has_moved_out_of_reach_is_not_shown_again(page, child, next_door, hoa):
    actions.move_child(child=child, place=next_door, moved_on=today(), by=hoa)
    html = page("move_undo", child.uid)
    assert "Rút việc chuyển nơi ở</button>" in html
    assert "Trẻ Mẫu Giả" not in html


@pytest.mark.parametrize(
    ("name", "words"), [("child_death", "Ghi trẻ mất"), ("child_departure", "Ghi trẻ rời địa bàn")]
)
def test_the_button_says_what_it_does(page, child, name, words):
    assert f'<button class="btn danger">{words}</button>' in page(name, child.uid)


def test_what_is_ended_or_voided_of_a_child_is_named_with_its_day(page, child, orphaned, hoa):
    told = f"{orphaned.get_group_display()}, từ {DAY}"
    assert told in page("spell_end", child.uid, "hoan-canh", orphaned.pk)
    assert told in page("child_void", child.uid, "hoan-canh", orphaned.pk)
    spell = actions.add_risk_spell(child=child, by=hoa, criteria=[RISK_CRITERIA[0][0]], starts_on=today())
    assert f"Có nguy cơ rơi vào hoàn cảnh đặc biệt, từ {DAY}" in page("spell_end", child.uid, "nguy-co", spell.pk)
    service = ServiceFactory(child=child, case=None, on_date=today())
    url = reverse("cases:child_void", args=[child.uid, "dich-vu", service.pk])
    assert f'href="{url}"' in page("child", child.uid)
    assert f"{service.get_kind_display()} · {DAY}" in page("child_void", child.uid, "dich-vu", service.pk)


def test_an_entry_of_another_child_or_of_no_kind_is_not_found(client, page, child, here, orphaned):
    other = ChildFactory(place=here)
    page("child", other.uid)
    for name, kind in (("spell_end", "hoan-canh"), ("child_void", "hoan-canh"), ("child_void", "la")):
        assert client.get(reverse(f"cases:{name}", args=[other.uid, kind, orphaned.pk])).status_code == 404


def test_a_child_entered_by_mistake_is_voided_from_its_page(client, page, child):
    url = reverse("cases:child_void", args=[child.uid, "tre", child.pk])
    assert f'href="{url}"' in page("child", child.uid)
    assert "Huỷ trẻ nhập nhầm</button>" in page("child_void", child.uid, "tre", child.pk)
    assert client.post(url, {"reason": "Ghi hai lần"}).status_code == 302
    child.refresh_from_db()
    assert child.void_reason == "Ghi hai lần"


def test_what_is_voided_of_a_case_is_named_and_so_is_the_case(page, supported):
    uid = supported.uid
    service = ServiceFactory(child=supported.child, case=supported, on_date=today(), kind="counselling")
    plan = supported.plans.first()
    assert f"<b>Tham vấn, tư vấn tâm lý · {DAY}</b>" in page("void", uid, "service", service.uid)
    assert f"Kế hoạch số {plan.number} · {DAY}" in page("void", uid, "plan", plan.uid)
    assert "Huỷ hồ sơ nhập nhầm</button>" in page("void", uid, "case", uid)
    assert "Kết thúc hồ sơ</button>" in page("close", uid)


def test_a_field_that_is_needed_sometimes_is_not_called_optional(page, supported):
    html = page("close", supported.uid)
    assert "Bắt buộc, trừ khi trẻ an toàn" in html
    assert "(không bắt buộc)" not in html.replace('<span class="optional">', "")
