"""A button is shown only where its action would be allowed; else a sentence says who may."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.permissions import Permission
from cases import actions
from cases.models import CasePlan, Child
from tests.cases.conftest import draft
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, UserFactory, commune


@pytest.fixture
def two_hats(here, next_door):
    """Audits here, works and leads next door: may see this case and do nothing in it."""
    user = UserFactory(full_name="Đinh Hai Vai Giả")
    AssignmentFactory(user=user, place=here, role="auditor")
    AssignmentFactory(user=user, place=next_door, role="commune_officer")
    AssignmentFactory(user=user, place=next_door, role="commune_chair")
    return user


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"cases:{name}", args=args)).content.decode()


WORK = ["assign", "service", "visit", "emergency", "transfer", "close", "assess_initial", "void"]


def test_who_works_elsewhere_is_led_to_no_closed_page_of_the_case(client, two_hats, opened, hoa):
    def led_to(user):
        html = page(client, user, "detail", opened.uid)
        words = {"void": ["case", opened.uid]}
        return {name for name in WORK if reverse(f"cases:{name}", args=[opened.uid, *words.get(name, [])]) in html}

    assert led_to(hoa) == set(WORK)
    assert led_to(two_hats) == set()


def test_who_works_elsewhere_changes_neither_child_nor_intake_nor_plan(client, two_hats, planning):
    child = planning.child
    assert reverse("cases:child_edit", args=[child.uid]) not in page(client, two_hats, "child", child.uid)
    client.force_login(two_hats)
    data = {"goals": "Của người ngoài.", "row-TOTAL_FORMS": "0", "row-INITIAL_FORMS": "0", "save": "1"}
    client.post(reverse("cases:plan", args=[planning.uid]), data)
    assert not CasePlan.objects.exists()


def test_an_intake_is_opened_and_dismissed_only_where_one_works(client, intake, hoa, here, next_door):
    operator = UserFactory()
    AssignmentFactory(user=operator, place=here.parent, role="hotline_operator")
    AssignmentFactory(user=operator, place=next_door, role="commune_officer")
    buttons = [reverse(f"cases:{name}", args=[intake.uid]) for name in ("case_open", "intake_dismiss")]
    assert not [url for url in buttons if url in page(client, operator, "intake_detail", intake.uid)]
    assert all(url in page(client, hoa, "intake_detail", intake.uid) for url in buttons)
    actions.open_case(intake=intake, by=hoa)
    assert buttons[1] not in page(client, hoa, "intake_detail", intake.uid)


class TestApproval:
    def test_the_chair_sees_the_button(self, client, submitted, chi):
        assert reverse("cases:approve", args=[submitted.case.uid]) in page(client, chi, "plan", submitted.case.uid)

    def test_the_one_who_submitted_is_told_who_may(self, client, planning, hoa, chi, here):
        AssignmentFactory(user=hoa, place=here, role="commune_chair")
        plan = draft(planning, hoa)
        actions.submit_plan(plan=plan, version=plan.version, by=hoa)
        sentence = f"Người có thẩm quyền: {chi.full_name}."
        for name in ("plan", "detail", "approve", "give_back"):
            html = page(client, hoa, name, planning.uid)
            assert sentence in html, name
            assert f'href="{reverse("cases:approve", args=[planning.uid])}"' not in html
        work = client.get(reverse("cases:work"))
        assert work.context["counts"][2]["n"] == 0
        client.force_login(chi)
        assert client.get(reverse("cases:work")).context["counts"][2]["n"] == 1

    def test_where_nobody_may_the_page_says_so(self, client, plan, hoa):
        actions.submit_plan(plan=plan, version=plan.version, by=hoa)
        assert "chưa có người có thẩm quyền" in page(client, hoa, "plan", plan.case.uid)

    def test_a_chair_of_elsewhere_waits_for_nothing_here(self, client, two_hats, submitted):
        assert "Chờ phê duyệt" in page(client, two_hats, "detail", submitted.case.uid)
        assert client.get(reverse("cases:work")).context["counts"][2]["n"] == 0


class TestAssigning:
    def offered(self, client, user, case):
        client.force_login(user)
        return set(client.get(reverse("cases:assign", args=[case.uid])).context["form"].fields["to"].queryset)

    def test_only_those_are_offered_whom_the_action_takes(self, client, opened, hoa, chi, lan, minh, two_hats):
        assert self.offered(client, hoa, opened) == {hoa}
        for person in self.offered(client, hoa, opened):
            actions.assign_case(case=opened, to=person, by=hoa)

    def test_where_no_other_works_nobody_of_above_is_offered(self, opened, hoa, lan, an):
        actions.restrict_case(case=opened, user=hoa, reason="có liên quan", by=an)
        assert actions.who_may(opened, Permission.CASE_WORK) == []

    def test_one_of_a_unit_above_who_may_work_is_offered(self, opened, hoa, here):
        district_like = UserFactory(full_name="An Cấp Trên Giả")
        AssignmentFactory(user=district_like, place=here.parent, role="district_officer")
        assert actions.who_may(opened, Permission.CASE_WORK) == [district_like, hoa]


class TestSearch:
    def found(self, client, user, text):
        client.force_login(user)
        return client.post(reverse("cases:search"), {"q": text}).context

    def test_a_case_is_found_by_the_name_of_a_child_registered_elsewhere(self, client, hoa, here, next_door):
        child = ChildFactory(place=next_door, full_name="Nguyễn Thị Mỹ Duyên")
        case = CaseFactory(place=here, child=child)
        found = self.found(client, hoa, "duyen my")
        assert (found["cases"], found["children"]) == ([case], [])
        assert self.found(client, hoa, case.code)["cases"] == [case]

    def test_a_case_out_of_reach_is_not(self, client, hoa, here):
        child = ChildFactory(place=here, full_name="Nguyễn Thị Mỹ Duyên")
        CaseFactory(place=commune(), child=child)
        found = self.found(client, hoa, "duyen my")
        assert (found["cases"], found["children"]) == ([], [child])

    def test_the_audit_trail_names_all_whom_it_found(self, client, hoa, here):
        child = ChildFactory(place=here, full_name="Nguyễn Thị Mỹ Duyên")
        case = CaseFactory(place=here, child=child)
        self.found(client, hoa, "duyen my")
        told = AuditEvent.objects.filter(by=hoa, verb__in=["child.searched", "case.listed"])
        assert {event.verb: event.ids for event in told} == {"child.searched": [child.pk], "case.listed": [case.pk]}


@pytest.mark.parametrize(
    ("precision", "written"), [("day", "03/07/2014"), ("month", "07/2014"), ("year", "2014"), ("estimated", "2014")]
)
def test_a_birth_is_written_as_far_as_it_is_known(client, hoa, intake, here, precision, written):
    child = ChildFactory(place=here, full_name="Trẻ Giả", birth_date="2014-07-03", birth_precision=precision)
    case = CaseFactory(place=here, child=Child.objects.get(pk=child.pk))
    pages = [
        page(client, hoa, "child", child.uid),
        page(client, hoa, "detail", case.uid),
        page(client, hoa, "children"),
        page(client, hoa, "case_open", intake.uid),
        client.post(reverse("cases:search"), {"q": "Trẻ Giả"}).content.decode(),
    ]
    for html in pages:
        assert written in html
        if precision != "day":
            assert "03/07/2014" not in html
            assert "07/2014" not in html or precision == "month"


class TestPlanClock:
    URL = reverse("cases:plan_clock")

    def test_an_administrator_of_the_province_chooses_and_everyone_there_reads_it(self, client, an, hoa, here):
        client.force_login(an)
        assert self.URL in client.get(reverse("cases:rules")).content.decode()
        data = {"province": here.parent.pk, "value": "from_form03", "in_force_from": "01/12/2026", "document": "9/QĐ"}
        assert client.post(self.URL, data).status_code == 302
        html = page(client, hoa, "rules")
        assert "từ khi xong Mẫu 03" in html
        assert "hồ sơ tiếp nhận từ 01/12/2026" in html
        assert self.URL not in html

    def test_a_second_choice_for_the_day_gets_its_sentence(self, client, an, here):
        client.force_login(an)
        data = {"province": here.parent.pk, "value": "from_form03", "in_force_from": "01/12/2026"}
        client.post(self.URL, data)
        assert "rồi" in str(client.post(self.URL, data).context["form"].errors["in_force_from"])

    def test_no_province_of_elsewhere_can_be_chosen(self, client, an):
        client.force_login(an)
        data = {"province": commune().parent.pk, "value": "from_form03", "in_force_from": "01/12/2026"}
        assert client.post(self.URL, data).context["form"].errors["province"]
