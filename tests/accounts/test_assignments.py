"""Which role where and from when to when: given, refused, ended."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions
from accounts.models import Assignment, AuditEvent, User
from places.models import Place
from tests.accounts.conftest import new_user
from tests.factories import AssignmentFactory, district, province

USERS = "/quan-tri/nguoi-dung/"
TODAY = timezone.localdate
DAY = timedelta(days=1)


def text(response):
    return response.content.decode()


class TestAssign:
    def url(self, user):
        return f"{USERS}{user.uid}/phan-cong/"

    def test_a_role_is_added(self, office, hoa, next_door):
        assert "Phân công" in text(office.get(self.url(hoa)))
        assert office.post(self.url(hoa), new_user(next_door)).url == f"{USERS}{hoa.uid}/"
        assert Assignment.objects.get(user=hoa, place=next_door).role == "commune_officer"
        event = AuditEvent.objects.get(verb="assignment.added")
        assert event.detail["place"] == next_door.reference

    @pytest.mark.parametrize(
        ("first", "second", "clash"),
        [
            (("2026-01-01", None), ("2026-06-01", None), True),
            (("2026-01-01", "2026-05-31"), ("2026-06-01", None), False),
            (("2026-01-01", "2026-06-01"), ("2026-06-01", None), True),
            (("2026-06-01", None), ("2026-01-01", "2026-05-31"), False),
            (("2026-06-01", None), ("2026-01-01", "2026-06-01"), True),
        ],
    )
    def test_the_same_role_in_the_same_place_never_overlaps(self, an, minh, here, first, second, clash):
        days = [tuple(day and date.fromisoformat(day) for day in pair) for pair in (first, second)]
        actions.assign(user=minh, role="auditor", place=here, valid_from=days[0][0], valid_to=days[0][1], by=an)
        arguments = {"user": minh, "role": "auditor", "place": here, "valid_from": days[1][0], "valid_to": days[1][1]}
        if not clash:
            actions.assign(by=an, **arguments)
            return
        with pytest.raises(actions.Refused, match="đã giữ vai trò đó ở đây từ"):
            actions.assign(by=an, **arguments)
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(**arguments)

    def test_the_refusal_tells_the_period_that_stands(self, an, hoa, here):
        hoa.assignments.update(valid_to=date(2030, 12, 31))
        with pytest.raises(actions.Refused, match="từ 01/01/2020 đến hết 31/12/2030"):
            actions.assign(user=hoa, role="commune_officer", place=here, valid_from=TODAY(), by=an)

    @pytest.mark.parametrize(
        ("role", "level", "fits"),
        [
            ("commune_officer", "commune", True),
            ("commune_chair", "province", False),
            ("district_officer", "district", True),
            ("district_officer", "commune", False),
            ("province_leader", "province", True),
            ("province_staff", "commune", False),
            ("auditor", "commune", True),
            ("api_client", "province", True),
        ],
    )
    def test_a_role_is_held_at_its_level(self, an, minh, here, role, level, fits):
        place = {"commune": here, "province": here.parent, "district": district(parent=here.parent)}[level]
        arguments = {"user": minh, "role": role, "place": place, "valid_from": TODAY(), "by": an}
        if fits:
            actions.assign(**arguments)
        else:
            with pytest.raises(actions.Refused, match="giữ ở"):
                actions.assign(**arguments)

    def test_a_place_holds_roles_only_while_it_stands(self, an, minh, here):
        Place.objects.filter(pk=here.pk).update(valid_from=date(2025, 7, 1))
        here.refresh_from_db()
        with pytest.raises(actions.Refused, match="có hiệu lực từ 01/07/2025"):
            actions.assign(user=minh, role="auditor", place=here, valid_from=date(2025, 6, 30), by=an)

    def test_beyond_ones_territory_it_is_refused(self, an, hoa):
        with pytest.raises(actions.Refused, match="ngoài địa bàn"):
            actions.assign(user=hoa, role="province_staff", place=province("Tỉnh Xa"), valid_from=TODAY(), by=an)

    def test_someone_from_elsewhere_is_named_exactly(self, office, nam, here):
        url = f"{USERS}phan-cong/"
        assert "ghi đúng từng chữ" in text(office.get(url))
        office.post(url, new_user(here, username=nam.username))
        assert Assignment.objects.filter(user=nam, place=here).exists()
        page = text(office.post(url, new_user(here, username=nam.username[:-1] + "x")))
        assert "Không có tài khoản" in page
        assert "đã giữ vai trò" in text(office.post(url, new_user(here, username=nam.username)))


class TestEnd:
    def url(self, assignment):
        return f"/quan-tri/phan-cong/{assignment.pk}/ket-thuc/"

    def test_at_once_the_rights_are_gone(self, office, hoa):
        assignment = hoa.assignments.get()
        assert "Ngay bây giờ" in text(office.get(self.url(assignment)))
        response = office.post(self.url(assignment), {"when": "now", "reason": "chuyển công tác"})
        assert response.url == f"{USERS}{hoa.uid}/"
        assignment.refresh_from_db()
        assert assignment.valid_to == TODAY() - DAY
        assert not User.objects.get(pk=hoa.pk).may("case_view")
        assert "chuyển công tác" in text(office.get(f"{USERS}{hoa.uid}/"))
        assert "reason" not in AuditEvent.objects.get(verb="assignment.ended").detail

    def test_later_they_last_until_the_end_of_the_day(self, office, hoa):
        assignment = hoa.assignments.get()
        last = TODAY() + 10 * DAY
        office.post(self.url(assignment), {"when": "later", "last_day": f"{last:%d/%m/%Y}", "reason": "hết nhiệm kỳ"})
        assignment.refresh_from_db()
        assert assignment.valid_to == last
        assert assignment.is_in_force(last)
        assert not assignment.is_in_force(last + DAY)

    def test_what_has_not_counted_yet_is_taken_back(self, office, hoa, next_door):
        assignment = AssignmentFactory(user=hoa, place=next_door, role="auditor", valid_from=TODAY())
        office.post(self.url(assignment), {"when": "now", "reason": "ghi nhầm"})
        assert not Assignment.objects.filter(pk=assignment.pk).exists()
        assert AuditEvent.objects.filter(verb="assignment.taken_back").exists()

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"when": "later"}, "Ghi ngày cuối"),
            ({"when": "later", "last_day": "01/01/2019"}, "bắt đầu 01/01/2020"),
            ({"when": "later", "last_day": "hôm qua"}, "ngày/tháng/năm"),
            ({"when": "now", "reason": ""}, "Chưa điền mục này"),
        ],
    )
    def test_it_refuses(self, office, hoa, typed, words):
        assignment = hoa.assignments.get()
        assert words in text(office.post(self.url(assignment), {"reason": "thử", **typed}))
        assignment.refresh_from_db()
        assert assignment.valid_to is None

    def test_ending_it_does_not_make_it_longer(self, office, hoa):
        assignment, last = hoa.assignments.get(), TODAY() + 10 * DAY
        Assignment.objects.filter(pk=assignment.pk).update(valid_to=last)
        typed = {"when": "later", "last_day": f"{last + DAY:%d/%m/%Y}", "reason": "thử"}
        assert f"đến hết {last:%d/%m/%Y}" in text(office.post(self.url(assignment), typed))
        assignment.refresh_from_db()
        assert assignment.valid_to == last
        office.post(self.url(assignment), {**typed, "last_day": f"{last - DAY:%d/%m/%Y}"})
        assignment.refresh_from_db()
        assert assignment.valid_to == last - DAY

    def test_what_is_over_is_over(self, office, hoa):
        assignment = hoa.assignments.get()
        Assignment.objects.filter(pk=assignment.pk).update(valid_to=date(2021, 1, 1))
        assert "đã kết thúc" in text(office.post(self.url(assignment), {"when": "now", "reason": "thử"}))
