"""An import asks again, names who is meant, and leaves its traces."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from cases.actions import restrict_case
from cases.models import Child, Residence
from reporting import actions
from reporting.models import JobStatus
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, UserFactory, commune

HEADING = ["Họ và tên", "Giới tính", "Ngày sinh", "Số định danh", "Xã, phường", "Ở đây từ ngày", "Có nguy cơ"]
ROW = ["Nguyễn Văn Mẫu", "nam", "03/05/2015", "", "Vĩnh Giả", "", ""]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def checked(user, *rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADING, *rows])
    job = actions.send_file(file=SimpleUploadedFile("so.csv", text.getvalue().encode()), by=user)
    return actions.check_file(job=job)


def with_cell(position, cell):
    return [*ROW[:position], cell, *ROW[position + 1 :]]


def test_a_child_entered_since_the_check_stops_the_import(hoa, here):
    job = checked(hoa, ROW)
    actions.confirm(job=job, skip_known=False, by=hoa)
    ChildFactory(place=here, full_name="Nguyễn Văn Mẫu", birth_date=date(2015, 5, 3))
    job = actions.run_import(job=job)
    assert (job.status, Child.objects.count()) == (JobStatus.FAILED, 1)


def test_a_personal_id_that_is_in_the_register_is_the_same_child(hoa, here):
    ChildFactory(place=here, full_name="Tên Khác", personal_id="089315000123")
    assert checked(hoa, with_cell(3, "089315000123")).known == [2]


def test_a_personal_id_of_another_territory_is_refused_without_a_word_where(hoa, next_door):
    ChildFactory(place=next_door, full_name="Tên Kín", personal_id="089315000123")
    job = checked(hoa, with_cell(3, "089315000123"))
    assert (job.status, job.known) == (JobStatus.REFUSED, [])
    assert job.errors == [(2, "Số định danh", "Số định danh này đã có trong sổ; hỏi cấp tỉnh.")]


def test_a_child_kept_from_the_sender_is_not_betrayed_by_its_name(hoa, here, an):
    case = CaseFactory(place=here)
    Child.objects.filter(pk=case.child_id).update(
        full_name="Nguyễn Văn Mẫu", search_key="nguyen van mau", birth_date=date(2015, 5, 3), responsible_place=here
    )
    assert checked(hoa, ROW).known == [2]
    restrict_case(case=case, user=hoa, reason="có liên quan", by=an)
    assert checked(hoa, ROW).known == []


def test_the_same_child_twice_in_a_file_is_shown(hoa):
    assert checked(hoa, ROW, ROW).repeated == [[3, 2]]


def test_of_two_communes_of_one_name_none_is_guessed(lan, here):
    commune("Xã Vĩnh Giả", parent=here.parent)
    job = checked(lan, ROW)
    assert job.status == JobStatus.REFUSED
    assert [(row, column) for row, column, _why in job.errors] == [(2, "Xã, phường")]
    assert checked(lan, with_cell(4, here.code)).status == JobStatus.READY


def test_it_writes_where_the_sender_may_import_and_not_where_he_may_only_look(here, next_door):
    user = UserFactory()
    AssignmentFactory(user=user, place=here, role="commune_officer")
    AssignmentFactory(user=user, place=next_door, role="auditor")
    assert checked(user, ROW).status == JobStatus.READY
    assert checked(user, with_cell(4, "Long Giả")).status == JobStatus.REFUSED


def test_a_refused_job_is_not_confirmed(hoa):
    job = checked(hoa, with_cell(2, "31/02/2015"))
    assert actions.confirm(job=job, skip_known=False, by=hoa).status == JobStatus.REFUSED
    assert actions.run_import(job=job) is None


def test_a_job_that_was_called_off_writes_nothing(hoa):
    job = checked(hoa, ROW)
    actions.cancel(job=job, by=hoa)
    actions.confirm(job=job, skip_known=False, by=hoa)
    assert actions.run_import(job=job) is None
    assert not Child.objects.exists()


def test_what_was_done_is_told_by_steps_and_ids(hoa):
    job = checked(hoa, ROW)
    actions.confirm(job=job, skip_known=False, by=hoa)
    actions.run_import(job=job)
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["import.sent", "import.confirmed", "child.registered", "import.done"]
    assert AuditEvent.objects.get(verb="child.registered").ids == [Child.objects.get().pk]


def test_the_check_leaves_no_trace_of_children_that_were_only_rehearsed(hoa):
    checked(hoa, ROW)
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["import.sent"]


def test_the_day_of_the_residence_is_the_one_of_the_file(hoa):
    job = checked(hoa, with_cell(5, "01/07/2025"), with_cell(0, "Lê Thị Mẫu"))
    actions.confirm(job=job, skip_known=False, by=hoa)
    actions.run_import(job=job)
    days = dict(Residence.objects.values_list("child__full_name", "starts_on"))
    assert days["Nguyễn Văn Mẫu"] == date(2025, 7, 1)
    assert days["Lê Thị Mẫu"] > date(2025, 7, 1)
