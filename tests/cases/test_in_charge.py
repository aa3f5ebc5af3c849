"""Who is in charge of a case, and who may not see it."""

from datetime import date

import pytest

from accounts.models import AuditEvent, Notice
from accounts.permissions import Permission
from cases import actions
from cases.models import Case, Child, DenyEntry, Intake
from tests.cases.conftest import fresh
from tests.factories import AssignmentFactory, IntakeFactory, UserFactory, commune


@pytest.fixture
def colleague(here):
    user = UserFactory(full_name="Bùi Văn Giả")
    AssignmentFactory(user=user, place=here)
    return user


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


class TestAssigning:
    def test_the_new_one_is_told(self, opened, hoa, colleague):
        assert actions.assign_case(case=opened, to=colleague, by=hoa).assigned_to == colleague
        assert Notice.objects.get(to=colleague).subject == f"Bạn được giao phụ trách hồ sơ {opened.code}"

    def test_whoever_takes_it_knows(self, opened, hoa, colleague):
        Notice.objects.all().delete()
        actions.assign_case(case=opened, to=colleague, by=colleague)
        assert not Notice.objects.exists()

    def test_no_one_is_possible(self, opened, hoa):
        assert actions.assign_case(case=opened, to=None, by=hoa).assigned_to is None

    @pytest.mark.parametrize("who", ["minh", "tuan", "chi"])
    def test_one_who_may_not_work_there_is_refused(self, opened, hoa, who, request):
        with pytest.raises(actions.Refused) as refusal:
            actions.assign_case(case=opened, to=request.getfixturevalue(who), by=hoa)
        assert codes(refusal) == ["may_not_work"]
        assert fresh(opened).assigned_to == hoa


class TestTransfer:
    def test_the_other_commune_is_told_and_takes_over(self, opened, hoa, minh, next_door, here):
        case = actions.transfer_case(case=opened, to_place=next_door, reason="Trẻ ở xã này.", by=hoa)
        assert (case.responsible_place, case.assigned_to, case.incident_place) == (next_door, None, here)
        transfer = case.transfers.get()
        assert (transfer.from_place, transfer.to_place, transfer.reason) == (here, next_door, "Trẻ ở xã này.")
        assert case in Case.objects.reachable_by(minh, Permission.CASE_WORK)
        assert case not in Case.objects.reachable_by(hoa, Permission.CASE_WORK)
        assert case.code in Notice.objects.get(to=minh).subject

    def test_it_needs_a_reason_another_commune_and_one_of_today(self, opened, hoa, here, next_door):
        gone = commune("Xã Cũ", parent=here.parent, valid_to=date(2025, 6, 30))
        for place, reason, code in (
            (next_door, " ", "reason"),
            (here, "Nhầm.", "same_place"),
            (gone, "Nhầm.", "place_not_in_force"),
            (here.parent, "Nhầm.", "not_a_commune"),
        ):
            with pytest.raises(actions.Refused) as refusal:
                actions.transfer_case(case=opened, to_place=place, reason=reason, by=hoa)
            assert codes(refusal) == [code]
        assert fresh(opened).responsible_place == here

    @pytest.mark.parametrize("who", ["no one", "former", "barred", "chair only"])
    def test_it_is_refused_where_nobody_could_work_on_it(self, opened, hoa, here, lan, who, request):
        empty = commune("Xã Vắng Giả", parent=here.parent)
        if who == "former":
            AssignmentFactory(place=empty, valid_to=date(2025, 1, 1))
        elif who == "barred":
            user = AssignmentFactory(place=empty).user
            actions.restrict_case(case=opened, user=user, reason="liên quan", by=lan)
        elif who == "chair only":
            AssignmentFactory(place=empty, role="commune_chair")
        Notice.objects.all().delete()
        with pytest.raises(actions.Refused) as refusal:
            actions.transfer_case(case=opened, to_place=empty, reason="Trẻ ở xã này.", by=hoa)
        assert codes(refusal) == ["nobody_there"]
        assert "Xã Vắng Giả" in str(refusal.value)
        case = fresh(opened)
        assert (case.responsible_place, case.assigned_to, case.transfers.count()) == (here, hoa, 0)
        assert not Notice.objects.exists()


class TestRestriction:
    def restrict(self, case, user, an, reason="liên quan đến vụ việc"):
        return actions.restrict_case(case=case, user=user, reason=reason, by=an)

    def test_the_person_sees_neither_case_nor_child_nor_report_and_is_not_told(self, opened, hoa, an, colleague):
        Notice.objects.all().delete()
        self.restrict(opened, hoa, an)
        assert not Case.objects.reachable_by(hoa, Permission.CASE_VIEW).exists()
        assert not Child.objects.reachable_by(hoa, Permission.CHILD_VIEW).exists()
        assert not Intake.objects.reachable_by(hoa, Permission.CASE_VIEW).exists()
        assert fresh(opened).assigned_to is None
        assert {notice.to for notice in Notice.objects.all()} == {colleague}
        assert AuditEvent.objects.get(verb="case.restricted").detail == {"user": hoa.pk}

    def test_the_childs_other_cases_are_hidden_too_and_taken_away(self, opened, hoa, an, here):
        other = actions.open_case(intake=IntakeFactory(incident_place=here), child=opened.child, by=hoa)
        self.restrict(opened, hoa, an)
        assert fresh(other).assigned_to is None
        assert not Case.objects.reachable_by(hoa, Permission.CASE_VIEW).exists()
        assert not Intake.objects.reachable_by(hoa, Permission.CASE_VIEW).exists()
        far = commune("Xã Xa", parent=here.parent)
        AssignmentFactory(place=far)
        assert actions.transfer_case(case=other, to_place=far, reason="Nhầm.", by=an)
        assert not Notice.objects.filter(to=hoa).exists()

    def test_one_not_in_charge_leaves_the_case_as_it_is(self, opened, hoa, an, colleague):
        self.restrict(opened, colleague, an)
        assert fresh(opened).assigned_to == hoa

    def test_later_notices_of_the_case_pass_the_person_by(self, opened, hoa, an, minh, next_door):
        self.restrict(opened, minh, an)
        AssignmentFactory(place=next_door)
        actions.transfer_case(case=opened, to_place=next_door, reason="Trẻ ở xã này.", by=hoa)
        assert not Notice.objects.filter(to=minh).exists()

    def test_it_names_another_person_once_and_why(self, opened, hoa, an):
        for user, reason, code in ((an, "Tôi.", "oneself"), (hoa, " ", "reason"), (hoa, "a" * 301, "column")):
            with pytest.raises(actions.Refused) as refusal:
                self.restrict(opened, user, an, reason)
            assert codes(refusal) == [code]
        self.restrict(opened, hoa, an)
        with pytest.raises(actions.Refused) as refusal:
            self.restrict(opened, hoa, an)
        assert codes(refusal) == ["already_barred"]

    def test_it_is_lifted_with_a_reason_and_kept_in_the_history(self, opened, hoa, an):
        entry = self.restrict(opened, hoa, an)
        with pytest.raises(actions.Refused):
            actions.lift_restriction(entry=entry, reason="", by=an)
        lifted = actions.lift_restriction(entry=entry, reason="Nhầm người.", by=an)
        assert actions.lift_restriction(entry=entry, reason="Lần nữa.", by=an).lift_reason == "Nhầm người."
        assert lifted.lifted_by == an
        assert opened in Case.objects.reachable_by(hoa, Permission.CASE_VIEW)
        assert self.restrict(opened, hoa, an).pk != entry.pk
        assert DenyEntry.objects.count() == 2

    def test_a_reason_that_is_too_long_does_not_lift_it(self, opened, hoa, an):
        entry = self.restrict(opened, hoa, an)
        with pytest.raises(actions.Refused):
            actions.lift_restriction(entry=entry, reason="a" * 301, by=an)
        assert opened not in Case.objects.reachable_by(hoa, Permission.CASE_VIEW)

    def test_it_is_lifted_from_a_voided_case_too(self, opened, hoa, an, colleague):
        entry = self.restrict(opened, colleague, an)
        actions.void_entry(row=opened, reason="nhập nhầm", by=hoa)
        assert not Child.objects.reachable_by(colleague, Permission.CHILD_VIEW).exists()
        assert actions.lift_restriction(entry=entry, reason="Nhầm người.", by=an).lifted_at
        assert Child.objects.reachable_by(colleague, Permission.CHILD_VIEW).exists()
