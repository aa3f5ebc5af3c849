"""What someone was told stands on the page where his work begins, until he has looked at it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notice
from cases import actions
from cases.views import notices
from tests.cases.conftest import first_form, fresh
from tests.cases.test_assess import GRAVE_02
from tests.factories import CaseFactory, IntakeFactory, commune

WORK, READ = reverse("cases:work"), reverse("cases:notices_read")


def tell(to, row, subject="Bạn được giao phụ trách hồ sơ", **fields):
    notice = Notice.objects.create(to=to, subject=f"{subject} {row.code}", url=row.get_absolute_url())
    Notice.objects.filter(pk=notice.pk).update(**fields)
    return notice


def told(client):
    return [notice.subject for notice in client.get(WORK).context["notices"]]


@pytest.fixture
def case(here):
    return CaseFactory(place=here)


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    return client


def test_it_links_to_what_it_is_about_and_the_audit_trail_names_the_case(signed_in, case, hoa):
    notice = tell(hoa, case)
    html = signed_in.get(WORK).content.decode()
    assert f'href="{case.get_absolute_url()}">{notice.subject}</a>' in html
    assert case.child.full_name not in html
    assert AuditEvent.objects.get(verb="case.listed").ids == [case.pk]


def test_nothing_is_said_where_there_is_nothing(signed_in, case, hoa, chi):
    tell(chi, case)
    assert "Thông báo mới" not in signed_in.get(WORK).content.decode()


def test_an_emergency_reaches_the_chair_without_mail(client, opened, hoa, chi):
    first_form(opened, hoa, answers=GRAVE_02, final_level="high", is_emergency=True)
    client.force_login(chi)
    assert told(client) == [f"Trường hợp khẩn cấp, hạn 12 giờ từ khi tiếp nhận: {opened.code}"]


def test_the_newest_are_first_and_the_rest_are_counted(signed_in, here, hoa):
    for days in range(notices.SHOWN + 2):
        row = CaseFactory(place=here, code=f"HS-{days}")
        tell(hoa, row, created_at=timezone.now() - timedelta(days=days))
    assert told(signed_in)[0].endswith("HS-0")
    page = signed_in.get(WORK)
    assert (len(page.context["notices"]), page.context["more_notices"]) == (notices.SHOWN, 2)
    assert "Còn 2 thông báo khác" in page.content.decode()
    first, _more, rest = page.content.decode().partition('<details class="more">')
    assert (first.count('class="ti"'), "Đã xem tất cả" in first) == (3, False), "nobody dismisses what is folded away"
    assert f"Xem thêm {notices.SHOWN - 3} thông báo" in rest


def test_what_is_out_of_reach_by_now_is_left_out(signed_in, here, next_door, hoa, an):
    away, barred = CaseFactory(place=here), CaseFactory(place=here)
    report = IntakeFactory(incident_place=commune("Xã Xa"))
    mine = IntakeFactory(incident_place=here)
    for row in (away, barred, report, mine):
        tell(hoa, row, "Tin mới:")
    Notice.objects.create(to=hoa, subject="Không có địa chỉ", url="")
    Notice.objects.create(to=hoa, subject="Thiếu cán bộ", url=actions.shown_at_work(report.uid))
    Notice.objects.create(to=hoa, subject="Nơi khác", url=f"/ho-so/{barred.uid}/lich-su/")
    away.responsible_place = away.residence_place = away.incident_place = next_door
    away.save()
    actions.restrict_case(case=barred, user=hoa, reason="liên quan", by=an)
    assert told(signed_in) == [f"Tin mới: {mine.code}"]


def test_the_same_words_stand_once_and_old_ones_no_more(signed_in, case, hoa):
    for days in (0, 1, 2):
        tell(hoa, case, "Hồ sơ bị trả lại", created_at=timezone.now() - timedelta(days=days))
    tell(hoa, case, "Đã lập hồ sơ", created_at=timezone.now() - notices.TOLD_FOR - timedelta(hours=1))
    assert told(signed_in) == [f"Hồ sơ bị trả lại {case.code}"]


def test_what_is_late_is_not_said_twice_on_one_page(signed_in, case, hoa):
    moment = timezone.now() - timedelta(days=1)
    case.steps.create(code="plan", opened_at=moment, clock_started_at=moment, due_at=moment, basis="review_2017")
    assert actions.remind_of_late_steps(at=timezone.now()) == 1
    assert told(signed_in) == []
    assert case.code in signed_in.get(WORK).content.decode()


class TestLookedAt:
    def test_one_goes_with_those_of_the_same_words(self, signed_in, case, hoa):
        tell(hoa, case, "Hồ sơ bị trả lại")
        seen, other = tell(hoa, case, "Hồ sơ bị trả lại"), tell(hoa, case)
        answer = signed_in.post(READ, {"notice": seen.pk})
        assert answer.url == WORK
        assert told(signed_in) == [other.subject]
        assert fresh(seen).read_at

    def test_or_all_that_the_page_showed(self, signed_in, here, case, hoa, chi):
        theirs = tell(chi, case)
        for _ in range(notices.SHOWN + 1):
            last = tell(hoa, CaseFactory(place=here))
        button = signed_in.get(WORK).content.decode().partition("Đã xem tất cả")[0].rpartition("<form")[2]
        shown = re.findall(r'name="notice" value="(\d+)"', button)
        since = tell(hoa, case, "Trường hợp khẩn cấp:")
        again = Notice.objects.create(to=hoa, subject=last.subject, url=last.url)
        signed_in.post(READ, {"notice": shown})
        assert len(shown) == notices.SHOWN
        assert [notice.pk for notice in signed_in.get(WORK).context["notices"]][:2] == [again.pk, since.pk]
        assert Notice.objects.filter(to=hoa, read_at=None).count() == 3
        assert fresh(theirs).read_at is None

    @pytest.mark.parametrize("number", ["", "x", "9" * 30])
    def test_no_number_is_none_of_them(self, signed_in, case, hoa, number):
        notice = tell(hoa, case)
        signed_in.post(READ, {"notice": number})
        assert fresh(notice).read_at is None

    def test_another_persons_stays(self, signed_in, case, hoa, chi):
        theirs = tell(chi, case)
        signed_in.post(READ, {"notice": theirs.pk})
        assert fresh(theirs).read_at is None

    def test_a_link_does_not_do_it(self, signed_in, case, hoa):
        assert signed_in.get(READ).status_code == 405


def test_they_cost_one_query(signed_in, here, hoa, django_assert_num_queries):
    for _ in range(12):
        tell(hoa, CaseFactory(place=here))
    list(notices.unread(hoa, timezone.now()))  # where a person works is looked up once a page
    with django_assert_num_queries(1):
        rows = list(notices.unread(hoa, timezone.now())[:8])
    assert rows[0].total == 12
