"""Whoever keeps the list of those who may not see a case: by its code, with a reason, without the child's name."""

import time

import pytest
from django.urls import reverse

from accounts.audit_words import VERBS
from accounts.models import AuditEvent
from accounts.once import FIELD
from accounts.permissions import Permission
from cases import actions
from cases.models import Case, DenyEntry
from tests.accounts.conftest import confirm
from tests.factories import CaseFactory

FIND = reverse("cases:restrict_find")


@pytest.fixture
def administrator(client, an):
    """He has said a moment ago who he is."""
    client.force_login(an)
    confirm(client)
    return client


def found(client, code):
    return client.post(FIND, {"code": code})


def test_the_way_leads_from_the_navigation_to_the_case_by_its_code(administrator, opened, an):
    assert FIND in administrator.get("/", follow=True).content.decode()
    answer = found(administrator, f" {opened.code.lower()} ")
    assert answer.url == reverse("cases:restrict", args=[opened.uid])
    html = administrator.get(answer.url).content.decode()
    assert opened.code in html
    assert opened.child.full_name not in html
    assert AuditEvent.objects.about("cases.case", opened.pk).filter(verb="case.shown", by=an).exists()


def test_a_person_is_barred_and_let_in_again_each_with_its_reason(administrator, opened, hoa, an):
    url = reverse("cases:restrict", args=[opened.uid])
    assert administrator.post(url, {"user": hoa.pk, "reason": ""}).status_code == 200
    assert not DenyEntry.objects.exists()
    assert administrator.post(url, {"user": hoa.pk, "reason": "có liên quan"}).url == url
    html = administrator.get(url).content.decode()
    entry = DenyEntry.objects.get()
    lift = reverse("cases:restriction_lift", args=[opened.uid, entry.pk])
    assert "có liên quan" in html
    assert lift in html
    assert f'<option value="{hoa.pk}"' not in html
    assert administrator.post(lift, {"reason": " "}).status_code == 200
    assert not Case.objects.reachable_by(hoa, Permission.CASE_VIEW).exists()
    assert administrator.post(lift, {"reason": "Nhầm người."}).url == url
    assert Case.objects.reachable_by(hoa, Permission.CASE_VIEW).exists()
    verbs = AuditEvent.objects.filter(by=an).values_list("verb", flat=True)
    assert {"case.restricted", "case.unrestricted"} <= set(verbs)
    assert administrator.get(lift).status_code == 404


def test_an_entry_of_another_case_is_not_lifted_under_this_one(administrator, opened, hoa, an, here):
    other = CaseFactory(place=here)
    entry = actions.restrict_case(case=other, user=hoa, reason="có liên quan", by=an)
    assert administrator.get(reverse("cases:restriction_lift", args=[opened.uid, entry.pk])).status_code == 404


def test_not_there_and_not_yours_get_the_same_sentence(administrator, opened, an, nam):
    theirs = CaseFactory()
    answers = [found(administrator, code) for code in (theirs.code, "AG-1999-000001")]
    told = {answer.context["form"].errors["code"][0] for answer in answers}
    assert told == {"Không có hồ sơ nào mang mã này trong địa bàn của bạn."}


def test_one_who_is_barred_finds_the_case_nowhere(administrator, opened, an, hoa, chi):
    actions.restrict_case(case=opened, user=an, reason="có liên quan", by=chi)
    assert found(administrator, opened.code).status_code == 200
    assert administrator.get(reverse("cases:restrict", args=[opened.uid])).status_code == 404


def test_the_case_page_leads_there_only_whoever_keeps_the_list(client, opened, hoa):
    client.force_login(hoa)
    html = client.get(opened.get_absolute_url()).content.decode()
    assert reverse("cases:restrict", args=[opened.uid]) not in html


def test_the_list_of_a_voided_case_is_found_so_that_it_can_be_lifted(administrator, opened, hoa, chi, an):
    entry = actions.restrict_case(case=opened, user=chi, reason="có liên quan", by=an)
    actions.void_entry(row=opened, reason="nhập nhầm", by=hoa)
    answer = found(administrator, opened.code)
    lift = reverse("cases:restriction_lift", args=[opened.uid, entry.pk])
    assert lift in administrator.get(answer.url).content.decode()
    assert administrator.post(lift, {"reason": "Nhầm người."}).status_code == 302
    assert not DenyEntry.objects.in_force().exists()
    refusal = administrator.post(answer.url, {"user": hoa.pk, "reason": "có liên quan"})
    assert "đã bị huỷ vì nhập nhầm" in refusal.content.decode()


def test_one_who_has_not_just_said_who_he_is_neither_bars_nor_lets_in(administrator, opened, hoa, an, chi):
    session = administrator.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    entry = actions.restrict_case(case=opened, user=chi, reason="có liên quan", by=an)
    for url, data in (
        (reverse("cases:restrict", args=[opened.uid]), {"user": hoa.pk, "reason": "có liên quan"}),
        (reverse("cases:restriction_lift", args=[opened.uid, entry.pk]), {"reason": "Nhầm người."}),
    ):
        assert administrator.post(url, data).url.startswith("/tai-khoan/xac-nhan/")
    assert list(DenyEntry.objects.in_force()) == [entry]


def test_the_forms_have_no_one_time_key_that_the_question_for_the_password_would_use_up(administrator, opened, chi, an):
    entry = actions.restrict_case(case=opened, user=chi, reason="có liên quan", by=an)
    for url in (
        reverse("cases:restrict", args=[opened.uid]),
        reverse("cases:restriction_lift", args=[opened.uid, entry.pk]),
    ):
        assert f'name="{FIELD}"' not in administrator.get(url).content.decode()


def test_colleagues_do_not_read_in_the_history_who_was_barred_and_at_whose_word(client, opened, hoa, chi, an):
    entry = actions.restrict_case(case=opened, user=chi, reason="có liên quan", by=an)
    actions.lift_restriction(entry=entry, reason="Nhầm người.", by=an)
    client.force_login(hoa)
    html = client.get(reverse("cases:access_log", args=[opened.uid])).content.decode()
    assert an.full_name not in html
    assert str(VERBS["case.restricted"]) not in html
    assert str(VERBS["case.opened"]) in html
