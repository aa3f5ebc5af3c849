"""A form that someone else has overtaken gets its sentence, and keeps what was typed."""

import re

import pytest
from django.urls import reverse

from cases import actions
from cases.models import CaseTransfer
from tests.cases.conftest import fresh, today
from tests.factories import AssignmentFactory, UserFactory

STALE = "có người vừa lưu"


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    return client


@pytest.fixture
def colleague(here):
    user = UserFactory(full_name="Bùi Văn Giả")
    AssignmentFactory(user=user, place=here)
    return user


def seen_by(client, url):
    return re.search(r'name="version" value="(\d+)"', client.get(url).content.decode())[1]


def overtake(case, by):
    actions.record_visit(case=case, on_date=today(), note="Thăm nhà.", by=by)


def test_assigning(signed_in, opened, hoa, colleague):
    url = reverse("cases:assign", args=[opened.uid])
    data = {"to": colleague.pk, "version": seen_by(signed_in, url)}
    overtake(opened, hoa)
    stale = signed_in.post(url, data)
    html = stale.content.decode()
    assert STALE in html
    assert f'<option value="{colleague.pk}" selected' in html
    assert fresh(opened).assigned_to == hoa
    again = re.search(r'name="version" value="(\d+)"', html)[1]
    assert signed_in.post(url, {**data, "version": again}).status_code == 302
    assert fresh(opened).assigned_to == colleague


def test_handing_over(signed_in, opened, hoa, next_door):
    url = reverse("cases:transfer", args=[opened.uid])
    data = {"to_place": next_door.pk, "reason": "Trẻ ở xã này.", "version": seen_by(signed_in, url)}
    overtake(opened, hoa)
    html = signed_in.post(url, data).content.decode()
    assert STALE in html
    assert "Trẻ ở xã này." in html
    assert not CaseTransfer.objects.exists()


def test_closing(signed_in, opened, hoa):
    url = reverse("cases:close", args=[opened.uid])
    data = {"outcome": "lost", "reason": "Không còn liên lạc.", "version": seen_by(signed_in, url)}
    overtake(opened, hoa)
    html = signed_in.post(url, data).content.decode()
    assert STALE in html
    assert "Không còn liên lạc." in html
    assert fresh(opened).is_active


def test_an_intake_that_someone_opened_meanwhile_is_not_dismissed(signed_in, intake, hoa):
    url = reverse("cases:intake_dismiss", args=[intake.uid])
    data = {"reason": "Tin trùng.", "version": seen_by(signed_in, url)}
    actions.open_case(intake=intake, by=hoa)
    html = signed_in.post(url, data).content.decode()
    assert STALE in html
    assert "Tin trùng." in html
    assert fresh(intake).status == "opened"


@pytest.mark.parametrize("sent", [{"address": "Ấp Giả"}, {"version": "x"}, {"version": "9" * 5000}])
def test_a_form_that_lost_its_version_is_told_so_without_a_word_of_english(signed_in, opened, sent):
    html = signed_in.post(reverse("cases:move", args=[opened.child.uid]), sent).content.decode()
    assert "Bản đã xem: Trang gửi lên không cho biết bạn đã xem bản nào" in html
    assert "Version" not in html


@pytest.mark.parametrize("name", ["assign", "transfer", "close"])
def test_a_form_without_the_version_that_was_seen_changes_nothing(signed_in, opened, next_door, name):
    before = fresh(opened).version
    data = {"to": "", "to_place": next_door.pk, "reason": "Lý do.", "outcome": "lost"}
    assert signed_in.post(reverse(f"cases:{name}", args=[opened.uid]), data).status_code == 200
    assert fresh(opened).version == before
