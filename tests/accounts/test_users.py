"""User management: within one's territory, never for oneself, each change with its audit row."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import AuditEvent, User
from tests.accounts.conftest import confirm, enrol, has_app, new_user, sign_in, verbs
from tests.factories import AssignmentFactory, UserFactory, commune

USERS = "/quan-tri/nguoi-dung/"
TODAY = timezone.localdate
DAY = timedelta(days=1)


def text(response):
    return response.content.decode()


@pytest.fixture
def boss(here):
    """Administers the commune only; the province's people are beyond him."""
    return held(UserFactory(full_name="Cao Xã Trưởng"), here, "system_administrator")


def held(user, place, role, **days):
    AssignmentFactory(user=user, place=place, role=role, **days)
    return user


class TestList:
    def test_it_shows_the_territory(self, office, hoa, nam):
        page = text(office.get(USERS))
        assert hoa.full_name in page
        assert nam.full_name not in page

    def test_former_and_future_holders_belong_to_it(self, office, here, nam):
        past = held(UserFactory(full_name="Lý Đã Nghỉ"), here, "commune_chair", valid_to=date(2021, 1, 1))
        future = held(UserFactory(full_name="Lý Sắp Đến"), here, "commune_chair", valid_from=TODAY() + DAY)
        page = text(office.get(USERS))
        assert past.full_name in page
        assert future.full_name in page

    def test_a_name_is_found_without_tone_marks_in_any_order(self, office, hoa, chi):
        page = text(office.post(USERS, {"q": "hoa nguyen"}))
        assert hoa.full_name in page
        assert chi.full_name not in page

    def test_a_log_in_name_is_found_too(self, office, hoa):
        assert hoa.full_name in text(office.post(USERS, {"q": hoa.username}))

    def test_nothing_found_says_what_to_do(self, office):
        assert "Không có ai khớp" in text(office.post(USERS, {"q": "khong co ai"}))

    def test_it_filters_by_role_and_by_state(self, office, hoa, chi, lan):
        hoa.is_active = False
        hoa.save()
        chi.assignments.update(valid_to=date(2021, 1, 1))
        for query, name in (
            ("role=province_staff", lan.full_name),
            ("status=locked", hoa.full_name),
            ("status=idle", chi.full_name),
            ("status=working", lan.full_name),
        ):
            page = text(office.get(f"{USERS}?{query}"))
            assert [n for n in (hoa.full_name, chi.full_name, lan.full_name) if n in page] == [name], query
        assert hoa.full_name in text(office.get(f"{USERS}?status=xx"))

    def test_it_asks_the_database_few_questions(self, office, here, django_assert_max_num_queries):
        for number in range(12):
            held(UserFactory(full_name=f"Người {number}"), here, "commune_officer")
        with django_assert_max_num_queries(16):
            office.get(USERS)


class TestCreate:
    url = f"{USERS}tao/"

    def test_a_user_comes_with_a_role_and_a_link(self, office, here, an):
        page = text(office.post(self.url, new_user(here)))
        user = User.objects.get(username="moi.nv")
        assert "Đã tạo tài khoản cho Nguyễn Văn Mới" in page
        assert "/dat-mat-khau/" in page
        assert not user.has_usable_password()
        assert user.may("case_work")
        assert verbs(an) == ["user.created", "assignment.added", "user.password_link_issued"]

    def test_places_are_searched_without_tone_marks(self, office, here):
        for number in range(70):  # beyond what a list shows
            commune(f"Xã Khác {number}", parent=here.parent)
        typed = new_user(here, place="", place_text="vinh gia")
        office.post(self.url, typed)
        assert User.objects.get(username="moi.nv").assignments.get().place == here

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"username": "MOI.NV"}, None),
            ({"username": "có dấu"}, "chữ thường không dấu"),
            ({"username": "x"}, "chữ thường không dấu"),
            ({"full_name": ""}, "Chưa điền mục này"),
            ({"role": "province_staff"}, "Vai trò này giữ ở cấp tỉnh"),
            ({"valid_to": "01/01/2020"}, "Ngày cuối sớm hơn"),
            ({"valid_from": "31/02/2026"}, "Không có ngày"),
            ({"email": "khong-phai"}, "Thư điện tử"),
        ],
    )
    def test_it_refuses_what_does_not_fit(self, office, here, changes, words):
        page = text(office.post(self.url, new_user(here, **changes)))
        assert User.objects.filter(username="moi.nv").exists() is (words is None)
        if words:
            assert words in page

    def test_a_name_taken_in_other_letters_is_taken(self, office, here, hoa):
        User.objects.filter(pk=hoa.pk).update(username="Hoa.Vo")
        assert "đã có người dùng" in text(office.post(self.url, new_user(here, username="hoa.vo")))
        with pytest.raises(IntegrityError), transaction.atomic():
            UserFactory(username="hoa.VO")

    def test_another_territory_is_not_offered(self, office, nam):
        theirs = nam.assignments.get().place
        page = text(office.post(self.url, new_user(theirs, role="province_staff")))
        assert "không thuộc địa bàn" in page
        assert not User.objects.filter(username="moi.nv").exists()

    def test_it_asks_for_the_password_first_and_loses_nothing(self, client, an, here):
        client.force_login(an)
        response = client.post(self.url, new_user(here))
        assert response.url.startswith("/tai-khoan/xac-nhan/?next=")
        page = client.post(response.url, {"password": "mat-khau-gia-12345"})
        assert "Đã tạo tài khoản" in text(page)


class TestPowers:
    """Who may change whose account."""

    def test_a_commune_cannot_take_over_someone_of_the_province(self, boss, lan, here, client):
        held(lan, here, "auditor")  # now visible to the commune's administrator
        client.force_login(boss)
        confirm(client)
        page = text(client.get(f"{USERS}{lan.uid}/"))
        assert "ngoài địa bàn của bạn" in page
        for act in ("sua", "khoa", "mo-khoa", "mat-khau", "hai-buoc"):
            assert client.get(f"{USERS}{lan.uid}/{act}/").status_code == 404
            assert client.post(f"{USERS}{lan.uid}/{act}/", {"reason": "left"}).status_code == 404
        with pytest.raises(actions.Refused):
            actions.issue_password_link(user=lan, by=boss)

    def test_a_role_that_ended_elsewhere_is_no_obstacle(self, an, lan, nam):
        old = AssignmentFactory(user=lan, place=nam.assignments.get().place, role="auditor")
        assert lan not in User.objects.managed_by(an)
        old.valid_to = TODAY() - DAY
        old.save()
        assert lan in User.objects.managed_by(an)

    def test_a_role_elsewhere_from_tomorrow_on_is_one(self, an, lan, nam):
        AssignmentFactory(user=lan, place=nam.assignments.get().place, role="auditor", valid_from=TODAY() + DAY)
        assert lan not in User.objects.managed_by(an)

    def test_nobody_changes_himself(self, office, an, here):
        assert "do một người quản trị khác đổi" in text(office.get(f"{USERS}{an.uid}/"))
        assert office.post(f"{USERS}{an.uid}/khoa/", {"reason": "left"}).status_code == 404
        assert "chính mình" in text(office.post(f"{USERS}{an.uid}/phan-cong/", new_user(here)))
        own = an.assignments.get()
        office.post(f"/quan-tri/phan-cong/{own.pk}/ket-thuc/", {"when": "now", "reason": "thử"})
        own.refresh_from_db()
        assert own.valid_to is None
        for act, extra in ((actions.disable_user, {"reason": "left"}), (actions.enable_user, {})):
            with pytest.raises(actions.Refused, match="chính mình"):
                act(user=an, by=an, **extra)

    def test_a_technical_administrator_is_changed_by_one_of_his_kind(self, an, hoa):
        hoa.is_superuser = True
        hoa.save()
        assert hoa not in User.objects.managed_by(an)
        an.is_superuser = True
        assert hoa in User.objects.managed_by(an)

    def test_only_such_a_one_gives_that_right(self, office, an, hoa):
        assert "danh mục kỹ thuật" not in text(office.get(f"{USERS}{hoa.uid}/sua/"))
        office.post(f"{USERS}{hoa.uid}/sua/", {"full_name": hoa.full_name, "is_superuser": "on", "version": 1})
        hoa.refresh_from_db()
        assert not hoa.is_superuser
        with pytest.raises(actions.Refused, match="quyền này"):
            actions.edit_user(user=hoa, version=hoa.version, by=an, is_superuser=True)

    def test_outside_nobody_exists(self, office, nam):
        assert office.get(f"{USERS}{nam.uid}/").status_code == 404
        assert office.get(f"/quan-tri/phan-cong/{nam.assignments.get().pk}/ket-thuc/").status_code == 404


class TestEdit:
    def test_it_saves_and_notes_which_fields(self, office, hoa):
        assert "Sửa người dùng" in text(office.get(f"{USERS}{hoa.uid}/sua/"))
        changed = {"full_name": "Nguyễn Thị  Hòa", "position": "Cán bộ", "email": hoa.email, "version": 1}
        assert office.post(f"{USERS}{hoa.uid}/sua/", changed).url == f"{USERS}{hoa.uid}/"
        hoa.refresh_from_db()
        assert hoa.full_name == "Nguyễn Thị Hòa"
        assert "nguyen thi hoa" in hoa.search_key
        event = AuditEvent.objects.get(verb="user.edited")
        assert event.detail == {"fields": ["full_name", "position"]}

    def test_a_technical_administrator_makes_another(self, office, an, hoa):
        an.is_superuser = True
        an.save()
        office.post(f"{USERS}{hoa.uid}/sua/", {"full_name": hoa.full_name, "is_superuser": "on", "version": 1})
        hoa.refresh_from_db()
        assert hoa.is_superuser

    def test_nothing_changed_is_not_noted(self, an, hoa):
        actions.edit_user(user=hoa, version=hoa.version, by=an, full_name=hoa.full_name)
        assert not AuditEvent.objects.filter(verb="user.edited").exists()

    def test_what_another_saved_meanwhile_is_shown_and_not_put_back(self, office, an, hoa):
        url, old = f"{USERS}{hoa.uid}/sua/", hoa.full_name
        assert 'name="version" value="1"' in text(office.get(url))
        actions.edit_user(user=hoa, version=1, by=an, full_name="Nguyễn Thị Mới", position="Trưởng phòng")
        typed = {"full_name": old, "position": "Cán bộ", "email": hoa.email, "version": 1}
        page = text(office.post(url, typed))
        assert "có người vừa lưu" in page
        assert "Nguyễn Thị Mới" in page
        assert 'value="Cán bộ"' in page
        assert User.objects.get(pk=hoa.pk).full_name == "Nguyễn Thị Mới"
        assert 'name="version" value="2"' in page
        assert office.post(url, {**typed, "version": 2}).status_code == 302
        assert User.objects.get(pk=hoa.pk).position == "Cán bộ"

    @pytest.mark.parametrize("version", [{}, {"version": "9" * 5000}])
    def test_a_form_that_does_not_say_what_it_saw_changes_nothing(self, office, hoa, version):
        page = office.post(f"{USERS}{hoa.uid}/sua/", {"full_name": "Nguyễn Thị Mới", **version})
        assert "mở lại trang" in text(page)
        assert User.objects.get(pk=hoa.pk).full_name == hoa.full_name

    def test_a_wrong_entry_comes_back(self, office, hoa):
        assert "Chưa lưu được" in text(office.post(f"{USERS}{hoa.uid}/sua/", {"full_name": ""}))


class TestLock:
    def test_it_ends_everything_at_once(self, office, hoa):
        theirs = Client(REMOTE_ADDR="192.0.2.20")
        sign_in(theirs, hoa)
        assert "kết thúc ngay" in text(office.get(f"{USERS}{hoa.uid}/khoa/"))
        assert office.post(f"{USERS}{hoa.uid}/khoa/", {"reason": "leaked"}).url == f"{USERS}{hoa.uid}/"
        assert theirs.get("/tai-khoan/").status_code == 302
        assert not hoa.usersession_set.exists()
        assert "bị khóa" in text(office.get(f"{USERS}{hoa.uid}/"))
        assert AuditEvent.objects.get(verb="user.disabled").detail == {"reason": "leaked", "tokens": []}

    def test_a_reason_is_needed(self, office, hoa):
        assert "Chưa lưu được" in text(office.post(f"{USERS}{hoa.uid}/khoa/", {"reason": ""}))
        hoa.refresh_from_db()
        assert hoa.is_active

    def test_it_is_opened_again(self, office, hoa):
        hoa.is_active = False
        hoa.save()
        assert "có hiệu lực lại ngay" in text(office.get(f"{USERS}{hoa.uid}/mo-khoa/"))
        office.post(f"{USERS}{hoa.uid}/mo-khoa/")
        hoa.refresh_from_db()
        assert hoa.is_active


def test_a_lost_phone_is_answered_by_a_new_enrolment(office, hoa):
    enrol(hoa)
    url = f"{USERS}{hoa.uid}/hai-buoc/"
    assert "kẻ gian" in text(office.get(url))
    office.post(url)
    assert not has_app(hoa)
    assert not hoa.usersession_set.exists()
    assert AuditEvent.objects.filter(verb="user.second_factor_reset").exists()


def test_the_table_of_roles_is_the_one_that_runs(client, hoa):
    client.force_login(hoa)
    page = text(client.get("/quan-tri/vai-tro/"))
    assert "Cán bộ bảo vệ trẻ em cấp xã" in page
    assert "phê duyệt kế hoạch" in page
