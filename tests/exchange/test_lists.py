"""Every list that can leave as a file leaves for someone, with its row in it, and for nobody without the right."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Permission as P
from accounts.roles import ROLES
from places.models import Level
from programs.models import (
    Activity,
    Award,
    CareDay,
    CommuneRecognition,
    FundEntry,
    FundSupport,
    ProtectionWorker,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)
from reporting import actions
from reporting.actions.files import path_of
from reporting.lists import LISTS
from reporting.models import Job, JobStatus
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory

DAY = date(2026, 3, 2)


def site(here):
    model = SupportModel.objects.create(code="thu", name="Mô hình thử", counts_as="centre", day_care=True)
    return SupportModelSite.objects.create(model=model, place=here, starts_on=DAY)


ROWS = {
    "ho-so": lambda here: CaseFactory(place=here),
    "tre-em": lambda here: ChildFactory(place=here),
    "mo-hinh": site,
    "cong-nhan": lambda here: CommuneRecognition.objects.create(place=here, year=2025),
    "quy": lambda here: FundEntry.objects.create(place=here, on_date=DAY, channel="direct", amount=1),
    "luot-ho-tro": lambda here: FundSupport.objects.create(place=here, on_date=DAY, kind="gift"),
    "tap-huan": lambda here: TrainingClass.objects.create(place=here, on_date=DAY, topic="Thử"),
    "hoat-dong": lambda here: Activity.objects.create(place=here, kind="talk", name="Thử", on_date=DAY, turns=1),
    "ngay-ban-tru": lambda here: CareDay.objects.create(site=site(here), place=here, on_date=DAY, children=1),
    "nguoi-lam-cong-tac": lambda here: ProtectionWorker.objects.create(
        place=here, kind="worker", full_name="Người Giả", starts_on=DAY
    ),
    "khen-thuong": lambda here: Award.objects.create(
        place=here, title="Giấy khen", recipient="individual", count=1, on_date=DAY
    ),
}


def test_every_list_is_looked_at_here():
    assert set(ROWS) == set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_its_row_leaves_for_each_role_that_may_have_it_and_for_no_other(name, here, client):
    ROWS[name](here)
    left = {}
    for code, role in ROLES.items():
        user = AssignmentFactory(place=here if Level.COMMUNE in role.levels else here.parent, role=code).user
        if LISTS[name].permission in role.permissions:
            left[code] = rows_out(name, user)
        else:
            client.force_login(user)
            assert client.post(reverse("exchange:export", args=[name])).status_code in (403, 404), code
            assert not Job.objects.filter(created_by=user).exists()
    assert left
    assert set(left.values()) == {1}


def rows_out(name, user):
    job = actions.run_export(job=actions.ask_export(list_name=name, filters={}, form="csv", by=user))
    assert job.status == JobStatus.DONE
    with path_of(job).open(encoding="utf-8-sig", newline="") as file:
        _heading, *rows = csv.reader(file, delimiter=";")
    return len(rows)


def test_reports_leave_as_no_file(here, client, hoa):
    """Nobody who reads them has a right to export."""
    assert not [role.code for role in ROLES.values() if {P.INTAKE_CREATE, P.REGISTER_EXPORT} <= role.permissions]
    client.force_login(hoa)
    assert client.post(reverse("exchange:export", args=["tiep-nhan"])).status_code == 404
    assert 'class="btn" name="form"' not in client.get(reverse("cases:intakes")).content.decode()
