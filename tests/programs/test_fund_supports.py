"""Whom the Fund reached: turn by turn, summed as listed, and the child named only to those who may see it."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases import actions as cases
from cases.actions import Refused
from cases.models import DenyEntry
from indicators import values
from programs import actions
from programs.models import FundSupport
from reporting import actions as exchange
from reporting.actions.files import path_of
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, UserFactory
from tests.indicators.conftest import declare, kept, sweep_all  # noqa: F401 (a fixture)

DAY = date(2026, 3, 2)
LIST, NEW = "programs:fund_supports", "programs:fund_support_new"


@pytest.fixture
def child(here):
    return ChildFactory(place=here, full_name="Đặng Thị Ánh Giả", birth_date=date(2016, 5, 3))


def support(place, by, **fields):
    return actions.add_fund_support(**{"place": place, "on_date": DAY, "kind": "gift", "by": by} | fields)


def page(client, user, **asked):
    client.force_login(user)
    return client.get(reverse(LIST), asked)


def typed(place, **more):
    day = {"on_date_day": "2", "on_date_month": "3", "on_date_year": "2026"}
    return {"place": place.pk, "on_date": "02/03/2026", **day, "kind": "heart", "amount": "30 triệu", **more}


class TestList:
    def test_it_filters_by_year_kind_and_name_and_sums_what_it_lists(self, client, lan, here, child):
        support(here, lan, amount=100, child=child)
        support(here, lan, amount=200, child=child, kind="heart")
        support(here, lan, amount=400)
        support(here, lan, amount=800, on_date=date(2025, 1, 5))
        figures = {"turns": 4, "spent": 1500, "named": 1, "unnamed": 2}
        assert page(client, lan).context["figures"] == figures
        of_2026 = page(client, lan, year="2026")
        assert of_2026.context["figures"] == {"turns": 3, "spent": 700, "named": 1, "unnamed": 1}
        assert len(of_2026.context["page"]) == 3
        assert page(client, lan, kind="heart").context["figures"]["spent"] == 200
        assert page(client, lan, named="0").context["figures"]["turns"] == 2
        assert page(client, lan, named="1").context["figures"]["turns"] == 2

    def test_a_turn_of_another_province_is_not_listed(self, client, lan, nam, here):
        support(here, lan)
        assert len(page(client, nam).context["page"]) == 0

    def test_an_empty_list_says_what_to_do(self, client, lan):
        assert "Chưa ghi lượt hỗ trợ nào" in page(client, lan).content.decode()
        assert "Chưa có lượt hỗ trợ nào khớp" in page(client, lan, kind="heart").content.decode()


class TestNames:
    def test_who_may_see_the_child_reads_the_name_and_that_is_written_down(self, client, lan, here, child):
        support(here, lan, child=child)
        assert child.full_name in page(client, lan).content.decode()
        assert AuditEvent.objects.get(verb="child.listed", by=lan).ids == [child.pk]

    def test_a_manager_without_children_sees_only_that_there_is_a_name(self, client, lan, here, child):
        support(here, lan, child=child)
        manager = AssignmentFactory(place=here.parent, role="programme_manager").user
        html = page(client, manager).content.decode()
        assert child.full_name not in html
        assert "đã gắn tên" in html
        assert not AuditEvent.objects.filter(verb="child.listed").exists()

    def test_whoever_is_barred_from_the_child_sees_no_name_however_high(self, client, lan, an, here, child):
        support(here, lan, child=child)
        case = CaseFactory(child=child, place=here)
        DenyEntry.objects.create(case=case, user=lan, reason="người thân", created_by=an)
        assert child.full_name not in page(client, lan).content.decode()

    def test_the_file_leaves_without_names(self, lan, here, child, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        support(here, lan, child=child, kind="heart")
        support(here, lan)
        wanted = {"kind": "heart", "year": "2026"}
        job = exchange.ask_export(list_name="luot-ho-tro", filters=wanted, form="csv", by=lan)
        rows = list(csv.reader(path_of(exchange.run_export(job=job)).open(encoding="utf-8-sig"), delimiter=";"))
        assert len(rows) == 2
        assert rows[1][-1] == "đã gắn tên"
        assert child.full_name not in str(rows)


class TestNaming:
    def test_a_name_is_searched_without_marks_chosen_and_saved_with_the_turn(self, client, lan, here, child):
        twin = ChildFactory(place=here, full_name="Đặng Ánh Giả")
        client.force_login(lan)
        html = client.post(reverse(NEW), typed(here, child_text="anh dang", child_asked="")).content.decode()
        assert "Chọn đúng trẻ ở dưới." in html
        assert str(child.uid) in html
        assert str(twin.uid) in html
        assert not FundSupport.objects.exists()
        assert set(AuditEvent.objects.get(verb="child.searched").ids) == {child.pk, twin.pk}
        chosen = typed(here, child_text="anh dang", child_asked="anh dang", child=str(child.uid))
        assert client.post(reverse(NEW), chosen).url == reverse(LIST)
        row = FundSupport.objects.get()
        assert (row.child, row.amount) == (child, 30_000_000)
        assert AuditEvent.objects.get(verb="fund.supported").detail["child"] == child.pk

    def test_one_match_is_not_guessed(self, client, lan, here, child):
        client.force_login(lan)
        client.post(reverse(NEW), typed(here, child_text="anh gia", child_asked=""))
        assert not FundSupport.objects.exists()

    def test_a_choice_made_for_another_text_does_not_hold(self, client, lan, here, child):
        client.force_login(lan)
        client.post(reverse(NEW), typed(here, child_text="anh gia", child_asked="khac", child=str(child.uid)))
        assert not FundSupport.objects.exists()

    def test_without_a_name_the_turn_is_saved_unnamed(self, client, lan, here):
        client.force_login(lan)
        assert client.post(reverse(NEW), typed(here, amount="")).status_code == 302
        assert (FundSupport.objects.get().child, FundSupport.objects.get().amount) == (None, 0)

    @pytest.mark.parametrize(("text", "words"), [("a", "ít nhất 2 chữ"), ("khong co ai", "Không có trẻ nào")])
    def test_what_finds_nobody_is_told_beside_the_field(self, client, lan, here, child, text, words):
        client.force_login(lan)
        assert words in client.post(reverse(NEW), typed(here, child_text=text)).content.decode()

    def test_too_many_are_not_all_listed(self, client, lan, here):
        for _ in range(13):
            ChildFactory(place=here, full_name="Trùng Tên Giả")
        client.force_login(lan)
        assert "Có hơn 12 trẻ khớp" in client.post(reverse(NEW), typed(here, child_text="trung ten")).content.decode()
        assert len(AuditEvent.objects.get(verb="child.searched").ids) == 12

    def test_a_child_out_of_reach_is_not_found_nor_taken_by_its_number(self, client, lan, child, here):
        stranger = ChildFactory(full_name="Đặng Thị Ánh Xa")
        client.force_login(lan)
        taken = typed(here, child_text="anh xa", child_asked="anh xa", child=str(stranger.uid))
        html = client.post(reverse(NEW), taken).content.decode()
        assert "Không có trẻ nào" in html
        assert stranger.full_name not in html

    def test_a_manager_without_children_has_no_such_field(self, client, here, child):
        manager = AssignmentFactory(place=here.parent, role="programme_manager").user
        client.force_login(manager)
        assert "child_text" not in client.get(reverse(NEW)).content.decode()
        taken = typed(here, child_text="anh", child_asked="anh", child=str(child.uid))
        assert client.post(reverse(NEW), taken).status_code == 302
        assert FundSupport.objects.get().child is None
        turn = reverse("programs:fund_support_child", args=[FundSupport.objects.get().uid])
        assert client.get(turn).status_code == 403

    def test_a_turn_is_named_afterwards_once(self, client, lan, here, child):
        row = support(here, lan)
        client.force_login(lan)
        address = reverse("programs:fund_support_child", args=[row.uid])
        assert client.get(address).status_code == 200
        chosen = {"child_text": "anh gia", "child_asked": "anh gia", "child": str(child.uid)}
        assert client.post(address, chosen).status_code == 302
        row.refresh_from_db()
        assert row.child == child
        assert AuditEvent.objects.get(verb="fund.child_named").detail == {"child": child.pk}
        assert "đã gắn tên trẻ" in client.post(address, chosen).content.decode()

    def test_a_turn_of_a_child_who_was_entered_by_mistake_waits_for_the_right_name(self, client, lan, here, child):
        row, right = support(here, lan, child=child), ChildFactory(place=here, full_name="Đặng Ánh Giả")
        cases.void_entry(row=child, reason="nhập hai lần", by=lan)
        listed = page(client, lan, named="0")
        assert (listed.context["figures"]["unnamed"], listed.context["figures"]["named"]) == (1, 0)
        assert reverse("programs:fund_support_child", args=[row.uid]) in listed.content.decode()
        assert child.full_name not in listed.content.decode()
        assert page(client, lan, named="1").context["figures"]["turns"] == 0
        assert actions.name_supported_child(support=row, child=right, by=lan).child == right

    def test_a_voided_turn_is_not_named(self, lan, here, child):
        row = actions.void_entry(row=support(here, lan), reason="nhầm", by=lan)
        with pytest.raises(Refused):
            actions.name_supported_child(support=row, child=child, by=lan)

    @pytest.mark.parametrize(
        ("birth", "precision", "day", "fits"),
        [
            (date(2016, 5, 3), "day", date(2016, 5, 3), True),
            (date(2016, 5, 3), "day", date(2016, 5, 2), False),
            (date(2016, 5, 15), "month", date(2016, 5, 1), True),
            (date(2016, 5, 15), "month", date(2016, 4, 30), False),
            (date(2016, 7, 1), "year", date(2016, 1, 1), True),
            (date(2016, 7, 1), "year", date(2015, 12, 31), False),
        ],
    )
    def test_help_comes_after_the_first_day_that_can_have_been_the_birth(self, lan, here, birth, precision, day, fits):
        born = ChildFactory(place=here, birth_date=birth, birth_precision=precision)
        if fits:
            assert support(here, lan, child=born, on_date=day).child == born
        else:
            with pytest.raises(Refused):
                support(here, lan, child=born, on_date=day)

    def test_help_does_not_come_after_death_and_not_to_a_child_entered_by_mistake(self, lan, here, child):
        child.died_on = DAY
        child.save()
        support(here, lan, child=child)
        with pytest.raises(Refused):
            support(here, lan, child=child, on_date=date(2026, 3, 3))
        child.voided_at, child.voided_by, child.void_reason = "2026-03-05T00:00Z", UserFactory(), "nhầm"
        with pytest.raises(Refused):
            support(here, lan, child=child)


class TestFigures:
    def test_the_board_follows_a_turn_its_name_and_its_voiding(self, kept, client, lan, here, child):  # noqa: F811
        declare(here.parent)
        first, second = support(here, lan), support(here, lan)
        sweep_all()
        assert values.of("F02", here.parent, "2026").value == 2
        client.force_login(lan)
        void = reverse("programs:void", args=["ho-tro", first.uid])
        assert "lý do" in client.post(void, {"reason": ""}).content.decode().lower()
        assert client.post(void, {"reason": "ghi hai lần"}).url == reverse(LIST)
        actions.name_supported_child(support=second, child=child, by=lan)
        sweep_all()
        assert values.of("F02", here.parent, "2026").value == 1
        shown = page(client, lan, year="2026")
        assert shown.context["figures"] == {"turns": 1, "spent": 0, "named": 1, "unnamed": 0}
        assert "ghi hai lần" in shown.content.decode()
