"""Users, assignments and notices by themselves."""

from allauth.account.adapter import get_adapter

from accounts.models import Notice, User
from tests.factories import AssignmentFactory, UserFactory


def test_a_password_is_kept_as_a_hash(db):
    user = User.objects.create_user("hoa.vo", "một câu khá dài", full_name="Võ Thị Hoa")
    assert user.check_password("một câu khá dài")
    assert "một câu" not in user.password


def test_a_technical_administrator_enters_reference_data_only_while_active(db):
    user = User.objects.create_superuser("ky.thuat", "một câu khá dài", full_name="Kỹ Thuật")
    assert user.is_staff
    assert user.has_perm("places.view_place")
    assert user.has_perms(["places.view_place"])
    assert user.has_module_perms("places")
    user.is_active = False
    assert not user.has_perm("places.view_place")


def test_people_are_called_by_name_and_sorted_by_given_name(db):
    for name in ("Trần Thị Yến", "Nguyễn Văn An", "Lê Văn Ánh"):
        UserFactory(full_name=name)
    assert [str(user) for user in User.objects.all()] == ["Nguyễn Văn An", "Lê Văn Ánh", "Trần Thị Yến"]


def test_an_assignment_and_a_notice_name_themselves(here, hoa):
    assert str(AssignmentFactory(user=hoa, place=here, role="auditor")) == "Thanh tra, Xã Vĩnh Giả"
    assert str(Notice(to=hoa, subject="Hồ sơ đến hạn")) == "Hồ sơ đến hạn"


def test_nobody_signs_up(rf):
    assert not get_adapter().is_open_for_signup(rf.get("/"))
