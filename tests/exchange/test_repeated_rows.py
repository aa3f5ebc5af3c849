"""One child in two rows of a file: an error where the number says so, a question where it only seems so."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.actions.refusals import RowsRefused
from cases.models import Child
from cases.rules.problem import Problem
from reporting import actions
from reporting.actions import register_file
from reporting.models import JobStatus

HEADING = ["Họ và tên", "Giới tính", "Ngày sinh", "Số định danh", "Xã, phường"]
ROW = ["Nguyễn Văn Mẫu", "nam", "03/05/2015", "089215000123", "Vĩnh Giả"]
OTHER = ["Lê Thị Mẫu", "nữ", "04/05/2015", "", "Vĩnh Giả"]


def checked(user, *rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADING, *rows])
    job = actions.send_file(file=SimpleUploadedFile("so.csv", text.getvalue().encode()), by=user)
    return actions.check_file(job=job)


def without_id(row):
    return [*row[:3], "", row[4]]


def test_one_number_in_two_rows_is_refused_with_both_rows_and_nothing_is_written(hoa):
    twin = ["Tên Khác", "nữ", "09/09/2016", "089215000123", "Vĩnh Giả"]
    job = checked(hoa, ROW, OTHER, twin, twin)
    assert job.status == JobStatus.REFUSED
    assert [tuple(error) for error in job.errors] == [
        (4, "Số định danh", "dòng 4 và dòng 2 ghi cùng một số định danh"),
        (5, "Số định danh", "dòng 5 và dòng 2 ghi cùng một số định danh"),
    ]
    assert job.total == 4
    assert not Child.objects.exists()


def test_the_number_is_found_even_where_the_first_row_is_wrong_otherwise(hoa):
    wrong = [*ROW[:2], "31/02/2015", *ROW[3:]]
    job = checked(hoa, wrong, ROW)
    assert [(row, column) for row, column, _why in job.errors] == [(2, "Ngày sinh"), (3, "Số định danh")]


def test_rows_without_a_number_are_not_each_others_double(hoa):
    assert checked(hoa, OTHER, without_id(ROW)).status == JobStatus.READY


def test_two_rows_that_seem_one_child_are_a_warning_that_names_both(hoa, client):
    job = checked(hoa, ROW, OTHER, without_id(ROW))
    assert (job.status, job.known, job.repeated) == (JobStatus.READY, [], [[4, 2]])
    client.force_login(hoa)
    assert "dòng 4 giống dòng 2" in client.get(reverse("exchange:job", args=[job.uid])).content.decode()


def written(client, user, job, **chosen):
    client.force_login(user)
    assert client.post(reverse("exchange:confirm", args=[job.uid]), chosen).status_code == 302
    return actions.run_import(job=job)


def test_the_repeated_row_is_left_out_where_the_sender_says_so(hoa, client):
    job = written(client, hoa, checked(hoa, ROW, without_id(ROW)), skip_repeated="1")
    assert (job.added, job.skipped, Child.objects.count()) == (1, 1, 1)


def test_the_repeated_row_is_written_where_the_sender_says_that_it_is_another_child(hoa, client):
    job = written(client, hoa, checked(hoa, ROW, without_id(ROW)))
    assert (job.added, job.skipped, Child.objects.count()) == (2, 0, 2)


def test_a_row_that_is_in_the_register_is_not_told_a_second_time_as_repeated(hoa, client):
    written(client, hoa, checked(hoa, OTHER))
    job = checked(hoa, OTHER, OTHER)
    assert (job.known, job.repeated) == ([2, 3], [])


def test_a_refusal_while_writing_counts_rows_as_the_file_does_though_some_were_left_out(hoa, monkeypatch):
    job = checked(hoa, without_id(ROW), without_id(ROW), OTHER)
    actions.confirm(job=job, by=hoa, skip_repeated=True)

    def refuse(*, entries, by):
        raise RowsRefused({len(entries) - 1: [Problem("x", "sai", "full_name")]})

    monkeypatch.setattr(register_file.actions, "register_children", refuse)
    job = actions.run_import(job=job)
    assert (job.status, [tuple(error) for error in job.errors]) == (JobStatus.REFUSED, [(4, "Họ và tên", "sai")])
    assert not Child.objects.exists()
