"""The officer's pages: what they show is audited first, what they count is what they open, nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cases import actions
from cases.models import CasePlan, Child
from tests.factories import CaseFactory, ChildFactory


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    return client


def page(client, name, *args, **data):
    return client.get(reverse(name, args=args), data).content.decode()


@pytest.mark.parametrize(("position", "name"), [(0, "late"), (1, "today"), (2, "waiting"), (4, "mine")])
def test_each_count_of_the_home_page_is_the_list_that_it_opens(signed_in, opened, hoa, position, name):
    for _ in range(3):
        other = CaseFactory(place=opened.responsible_place, assigned_to=hoa)
        for due in (-2, -1):  # two late steps are one late case
            code = "plan" if due == -1 else "initial"
            moment = timezone.now() + timedelta(days=due)
            other.steps.create(code=code, opened_at=moment, clock_started_at=moment, due_at=moment, basis="review_2017")
    counted = signed_in.get(reverse("cases:work")).context["counts"][position]
    assert signed_in.get(counted["url"]).context["page"].paginator.count == counted["n"]
    assert name in counted["url"]


def test_what_was_done_on_one_day_is_told_newest_first_too(signed_in, stable):
    told = [entry["title"] for entry in signed_in.get(stable.get_absolute_url()).context["timeline"]]
    forms = [next(n for n, title in enumerate(told) if word in title) for word in ("06", "Kế hoạch", "03", "02", "Lập")]
    assert forms == sorted(forms), told


def test_a_list_names_in_the_audit_trail_every_case_that_it_showed(signed_in, opened, hoa):
    page(signed_in, "cases:list")
    assert AuditEvent.objects.filter(verb="case.listed", by=hoa).latest("at").ids == [opened.pk]
    assert AuditEvent.objects.about("cases.case", opened.pk).filter(verb="case.listed").exists()


@pytest.mark.parametrize("name", ["cases:detail", "cases:plan", "cases:access_log", "cases:service", "cases:close"])
def test_a_page_of_a_case_is_audited_before_it_is_shown(signed_in, opened, hoa, name):
    assert opened.child.full_name in page(signed_in, name, opened.uid)
    shown = AuditEvent.objects.filter(verb="case.shown", target_id=opened.pk, by=hoa)
    assert shown.count() == 1


@pytest.mark.parametrize("name", ["cases:detail", "cases:plan", "cases:child"])
def test_without_its_audit_row_no_page_is_shown(signed_in, opened, monkeypatch, name):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit table cannot be written")

    monkeypatch.setattr(AuditEvent.objects, "create", broken)
    signed_in.raise_request_exception = False
    uid = opened.child.uid if name == "cases:child" else opened.uid
    response = signed_in.get(reverse(name, args=[uid]))
    assert response.status_code == 500
    assert opened.child.full_name not in response.content.decode()


def test_a_name_is_in_no_title_and_no_address(signed_in, opened):
    for name, uid in (("cases:detail", opened.uid), ("cases:child", opened.child.uid)):
        html = page(signed_in, name, uid)
        assert opened.child.full_name not in html.split("</title>")[0]
        assert "Tre" not in reverse(name, args=[uid])


def test_a_search_ignores_tone_marks_and_the_order_of_words_and_is_sent_by_post(signed_in, here):
    child = ChildFactory(place=here, full_name="Nguyễn Thị Mỹ Duyên")
    found = signed_in.post(reverse("cases:search"), {"q": "duyen nguyen"}).context["children"]
    assert found == [child]
    assert not signed_in.get(reverse("cases:search"), {"q": "duyen"}).context["children"]


def plan_data(**more):
    row = {"row-0-text": "Tham vấn", "row-0-responsible": "Hội Phụ nữ", "row-0-starts_on": "10/12/2026"}
    management = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0"}
    return {"goals": "Trẻ an toàn.", **management, **row, **more}


def test_a_plan_that_lacks_something_keeps_all_that_was_typed_and_says_what_lacks(signed_in, planning):
    response = signed_in.post(reverse("cases:plan", args=[planning.uid]), plan_data(submit="1"))
    html = response.content.decode()
    assert "Trẻ an toàn." in html
    assert "Tham vấn" in html
    assert response.context["form"].errors
    assert CasePlan.objects.get().status == "draft"


def test_a_plan_whose_count_of_rows_was_lost_is_refused_in_vietnamese(signed_in, planning):
    data = plan_data(save="1", **{"row-TOTAL_FORMS": "x"})
    html = signed_in.post(reverse("cases:plan", args=[planning.uid]), data).content.decode()
    assert "không cho biết có bao nhiêu hoạt động" in html
    assert "ManagementForm" not in html
    assert not CasePlan.objects.exists()


def test_a_wrong_date_in_a_row_keeps_what_was_typed_and_saves_nothing(signed_in, planning):
    response = signed_in.post(
        reverse("cases:plan", args=[planning.uid]), plan_data(save="1", **{"row-0-ends_on": "31/02/2027"})
    )
    assert "31/02/2027" in response.content.decode()
    assert not CasePlan.objects.exists()


def test_two_who_write_one_plan_see_both_texts(signed_in, planning, hoa):
    draft = actions.save_plan_draft(case=planning, version=None, by=hoa, goals="Bản của người kia.")
    stale = plan_data(save="1", number="1", version=str(draft.version), goals="Bản của tôi.")
    actions.save_plan_draft(case=planning, number=1, version=draft.version, by=hoa, goals="Bản mới của người kia.")
    html = signed_in.post(reverse("cases:plan", args=[planning.uid]), stale).content.decode()
    assert "Bản của tôi." in html
    assert "Bản mới của người kia." in html
    assert CasePlan.objects.get().goals == "Bản mới của người kia."


def test_two_who_correct_one_child_see_both_texts(signed_in, here, hoa):
    child = ChildFactory(place=here, full_name="Trẻ Giả Cũ")
    actions.edit_child(child=child, version=child.version, by=hoa, full_name="Trẻ Giả Mới")
    data = {
        "full_name": "Trẻ Giả Khác",
        "sex": "F",
        "birth_day": "3",
        "birth_month": "5",
        "birth_year": "2016",
        "version": "1",
    }
    html = signed_in.post(reverse("cases:child_edit", args=[child.uid]), data).content.decode()
    assert "Trẻ Giả Khác" in html
    assert "Trẻ Giả Mới" in html
    assert Child.objects.get(pk=child.pk).full_name == "Trẻ Giả Mới"


def test_a_list_costs_the_same_however_long(signed_in, opened, django_assert_max_num_queries):
    for _ in range(20):
        CaseFactory(place=opened.responsible_place)
    with django_assert_max_num_queries(14):
        page(signed_in, "cases:list")
    with django_assert_max_num_queries(30):
        page(signed_in, "cases:detail", opened.uid)


def test_the_one_who_is_barred_finds_the_case_nowhere(signed_in, opened, hoa, an):
    actions.restrict_case(case=opened, user=hoa, reason="có liên quan", by=an)
    assert signed_in.get(reverse("cases:detail", args=[opened.uid])).status_code == 404
    assert opened.code not in page(signed_in, "cases:list")
    assert opened.code not in signed_in.post(reverse("cases:search"), {"q": opened.code}).content.decode().replace(
        f'value="{opened.code}"', ""
    )
    assert signed_in.get(reverse("cases:intake_detail", args=[opened.intake.uid])).status_code == 404


def test_the_page_of_rules_says_in_english_how_well_a_row_is_known(signed_in, settings):
    signed_in.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = page(signed_in, "cases:rules")
    for words in ("cách hiểu của hệ thống, không phải quy định", "theo hiểu biết nghề nghiệp", "Quy ước của hệ thống"):
        assert words not in html


def test_every_table_of_law_is_on_the_page_of_rules(signed_in):
    html = page(signed_in, "cases:rules")
    assert "Điều 28 khoản 1" in html
    assert "chưa" in html  # marks of what nobody has compared yet


def test_the_page_of_a_plan_voided_meanwhile_shows_the_next_beside_what_was_typed(signed_in, plan, hoa):
    url = reverse("cases:plan", args=[plan.case.uid])
    html = signed_in.get(url).content.decode()
    seen = {name: re.search(rf'name="{name}" value="(\d+)"', html)[1] for name in ("number", "version")}
    assert seen == {"number": "1", "version": "1"}
    actions.void_entry(row=plan, reason="nhập nhầm", by=hoa)
    actions.save_plan_draft(case=plan.case, version=None, by=hoa, goals="Của bản 2.")
    html = signed_in.post(url, plan_data(save="1", **seen, goals="Của bản 1.")).content.decode()
    assert "Của bản 1." in html
    assert "Của bản 2." in html
    assert CasePlan.objects.get(voided_at=None).goals == "Của bản 2."
    assert '<input type="hidden" name="number" value="2">' in html


def test_voiding_a_case_says_first_what_else_leaves_the_counts(signed_in, opened, hoa):
    url = reverse("cases:void", args=[opened.uid, "case", opened.uid])
    assert "Cùng với hồ sơ" not in signed_in.get(url).content.decode()
    actions.record_visit(case=opened, on_date=timezone.localdate(), note="Thăm.", by=hoa)
    assert "0 dịch vụ, hỗ trợ; 1 chuyến thăm; 0 biện pháp khẩn cấp" in signed_in.get(url).content.decode()
    assert signed_in.post(url, {"reason": "Nhầm trẻ."}).status_code == 302
    assert opened.visits.get().void_reason == "Nhầm trẻ."


class TestAReportByMistake:
    def test_it_is_voided_with_its_reason(self, signed_in, intake):
        url = reverse("cases:intake_void", args=[intake.uid])
        detail = intake.get_absolute_url()
        assert url in signed_in.get(detail).content.decode()
        assert signed_in.post(url, {"reason": " "}).status_code == 200
        assert signed_in.post(url, {"reason": "Ghi hai lần."}).url == reverse("cases:intakes")
        html = signed_in.get(detail).content.decode()
        assert "đã huỷ vì nhập nhầm" in html
        assert "Ghi hai lần." in html
        assert url not in html
        assert AuditEvent.objects.about("cases.intake", intake.pk).filter(verb="entry.voided").exists()

    def test_one_with_a_case_is_refused_in_a_sentence(self, signed_in, opened):
        url = reverse("cases:intake_void", args=[opened.intake.uid])
        assert url not in signed_in.get(opened.intake.get_absolute_url()).content.decode()
        assert opened.code in signed_in.post(url, {"reason": "Ghi hai lần."}).content.decode()
        opened.intake.refresh_from_db()
        assert opened.intake.voided_at is None
