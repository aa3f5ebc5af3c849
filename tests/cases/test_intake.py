"""Receiving information about a child."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Notice
from cases import actions
from cases.models import CaseCounter, Intake
from tests.cases.conftest import born, fresh, today
from tests.factories import AssignmentFactory, UserFactory, commune, province


@pytest.fixture
def take(minh, here):
    """Minh works next door: whoever hears of it records it, and the commune where it happened is told."""

    def call(**fields):
        told = {
            "received_at": timezone.now() - timedelta(hours=1),
            "channel": "phone",
            "category": "at_risk",
            "incident_place": here,
            "narrative": "Nội dung giả để thử.",
            **fields,
        }
        return actions.take_intake(by=minh, **told)

    return call


@pytest.fixture
def refused(take):
    def call(**fields):
        with pytest.raises(actions.Refused) as refusal:
            take(**fields)
        assert not Intake.objects.exists()
        assert not CaseCounter.objects.exists()
        return [problem.code for problem in refusal.value.problems]

    return call


def test_it_is_recorded_with_a_number_of_the_province_and_year(take, here, minh):
    intake = take(child_name="Trẻ Giả", informant_phone="0900000000")
    assert intake.code == f"TN-G-{today().year}-000001"
    assert (intake.responsible_place, intake.received_by, intake.status) == (here, minh, "new")
    assert fresh(intake).informant_phone == "0900000000"
    assert take().code == f"TN-G-{today().year}-000002"


def test_the_year_of_the_number_is_the_vietnamese_year_of_receipt(take, time_machine):
    time_machine.move_to("2026-01-01T03:00:00+00:00")
    assert take(received_at=timezone.now() - timedelta(hours=9)).code == "TN-G-2026-000001"
    assert take(received_at=timezone.now() - timedelta(hours=11)).code == "TN-G-2025-000001"


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Tỉnh An Giang", "AG"), ("Thành phố Hồ Chí Minh", "HCM"), ("Tỉnh Đắk Lắk", "DL"), ("An Giang", "AG")],
)
def test_the_number_begins_with_the_initials_of_the_province(take, name, initials):
    home = province(name, **({"code": "91"}))
    home.kind = "thành phố" if name.startswith("Thành") else "tỉnh"
    home.save()
    assert take(incident_place=commune("Xã Giả", parent=home)).code.startswith(f"TN-{initials}-")


def test_the_officers_of_the_commune_are_told_without_names(take, hoa, chi, lan, minh):
    intake = take(child_name="Trẻ Giả")
    notice = Notice.objects.get()
    assert (notice.to, notice.subject) == (hoa, f"Tin mới cần xử lý: {intake.code}")
    assert notice.url == intake.get_absolute_url()


def test_an_urgent_one_says_so_in_the_readers_language(take, hoa):
    hoa.language = "en"
    hoa.save()
    take(seems_urgent=True)
    assert Notice.objects.get().subject.startswith("Emergency")


def test_where_no_one_works_those_above_are_told(take, lan, tuan, next_door):
    take(incident_place=commune("Xã Vắng", parent=next_door.parent))
    assert {notice.to for notice in Notice.objects.all()} == {lan, tuan}


def test_whoever_is_off_duty_is_not_told(take, here):
    gone = UserFactory(is_active=False)
    AssignmentFactory(user=gone, place=here)
    moved = UserFactory()
    AssignmentFactory(user=moved, place=here, valid_to=date(2025, 6, 30))
    take()
    assert not Notice.objects.exists()


def test_the_one_who_took_it_is_not_told(here, hoa, take):
    actions.take_intake(
        by=hoa,
        received_at=timezone.now(),
        channel="phone",
        category="at_risk",
        incident_place=here,
        narrative="Nội dung giả.",
    )
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"received_at": timezone.now() + timedelta(days=400)}, "moment_in_future"),
        ({"category": "abused"}, "abuse_without_type"),
        ({"abuse_type": "violence"}, "type_without_abuse"),
        ({"channel": "letter"}, "column"),
        ({"narrative": ""}, "column"),
        ({"child_age_estimate": 18}, "adult"),
        ({"child_birth_date": born(18)}, "adult"),
        ({"child_birth_date": date(2100, 1, 1)}, "birth_in_future"),
    ],
)
def test_bad_input_is_refused(refused, fields, code):
    assert refused(**fields) == [code]


def test_it_happened_in_a_commune_of_that_day(refused, here):
    assert refused(incident_place=here.parent) == ["not_a_commune"]
    gone = commune("Xã Cũ", parent=here.parent, valid_to=date(2025, 6, 30))
    assert refused(incident_place=gone) == ["place_not_in_force"]


def test_other_columns_are_not_for_the_receiver(take):
    with pytest.raises(TypeError):
        take(status="opened")


@pytest.mark.parametrize("known", [{"child_age_estimate": 17}, {"child_birth_date": born(18, days=-1)}, {}])
def test_all_that_identifies_is_if_known(take, known):
    assert take(**known).pk


class TestDismissing:
    def test_the_reason_is_kept(self, intake, hoa):
        actions.dismiss_intake(intake=intake, version=1, reason="Tin trùng.", by=hoa)
        assert (fresh(intake).status, fresh(intake).no_case_reason) == ("no_case", "Tin trùng.")
        assert AuditEvent.objects.filter(verb="intake.dismissed").count() == 1

    @pytest.mark.parametrize("reason", ["", "   ", "a" * 301])
    def test_it_needs_a_reason_that_fits(self, intake, hoa, reason):
        with pytest.raises(actions.Refused):
            actions.dismiss_intake(intake=intake, version=1, reason=reason, by=hoa)
        assert fresh(intake).status == "new"

    def test_it_is_refused_once_a_case_exists(self, opened, hoa):
        intake = fresh(opened.intake)
        with pytest.raises(actions.Refused) as refusal:
            actions.dismiss_intake(intake=intake, version=intake.version, reason="Tin trùng.", by=hoa)
        assert intake.code in str(refusal.value)

    def test_it_clashes_with_another_change(self, intake, hoa):
        actions.dismiss_intake(intake=intake, version=1, reason="Tin trùng.", by=hoa)
        with pytest.raises(actions.Clash):
            actions.dismiss_intake(intake=intake, version=1, reason="Không rõ.", by=hoa)


def test_a_refused_moment_is_shown_in_vietnamese_time(take, time_machine):
    time_machine.move_to("2026-03-09T02:00:00+00:00")
    with pytest.raises(actions.Refused) as refusal:
        take(received_at=timezone.now() + timedelta(minutes=5))
    assert str(refusal.value) == "Thời điểm 09:05 09/03/2026 ở tương lai."
