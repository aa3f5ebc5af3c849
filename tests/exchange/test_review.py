"""What a second reading of files in and out asked for."""

import csv
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Child
from programs.actions import add_fund_entry
from reporting import actions, tasks
from reporting.actions import exporting
from reporting.actions.files import path_of, remove_old
from reporting.models import Job, JobStatus
from tests.exchange.test_import import GOOD, as_csv, as_xlsx, checked
from tests.factories import ChildFactory


def rows_of(job):
    return list(csv.reader(path_of(job).open(encoding="utf-8-sig"), delimiter=";"))[1:]


def exported(user, list_name, **filters):
    return actions.run_export(job=actions.ask_export(list_name=list_name, filters=filters, form="csv", by=user))


def test_a_filter_that_the_page_ignores_is_ignored_by_the_file(lan, here):
    ChildFactory(place=here)
    assert len(rows_of(exported(lan, "tre-em", group="bogus", page="2"))) == 1
    assert exported(lan, "ho-so", sort="bogus", status="bogus").status == JobStatus.DONE


def test_the_fund_of_a_year_is_a_file_of_that_year(lan, here):
    for day in (date(2026, 1, 5), date(2025, 8, 5)):
        add_fund_entry(place=here, on_date=day, channel="direct", amount=1000, by=lan)
    assert [row[0] for row in rows_of(exported(lan, "quy", year="2026"))] == ["05/01/2026"]


def test_a_list_too_long_for_one_file_is_refused_and_not_cut(lan, here, monkeypatch):
    for _ in range(3):
        ChildFactory(place=here)
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    job = exported(lan, "tre-em")
    assert job.status == JobStatus.FAILED
    assert "3" in job.why


def test_a_job_whose_file_has_gone_can_be_called_off_and_says_no_path(hoa, here, client):
    job = checked(hoa, as_csv(GOOD))
    Job.objects.filter(pk=job.pk).update(stored_as="", status=JobStatus.CONFIRMED)
    tasks.run_job(pk=job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "/" not in job.why
    assert "gửi lại" in job.why
    other = checked(hoa, as_csv(GOOD))
    Job.objects.filter(pk=other.pk).update(stored_as="")
    client.force_login(hoa)
    assert client.post(reverse("exchange:cancel", args=[other.uid])).status_code == 302
    other.refresh_from_db()
    assert other.status == JobStatus.CANCELLED


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_an_empty_line_does_not_shift_the_numbers_of_rows(hoa, here, made):
    wrong = [*GOOD[:1], "gì đó", *GOOD[2:]]
    job = checked(hoa, made(GOOD, [""] * 7, wrong))
    assert job.errors[0][0] == 4
    assert not Child.objects.exists()


def test_what_was_quoted_of_a_file_goes_with_it_and_the_page_says_so(hoa, here, client):
    job = checked(hoa, as_csv([*GOOD[:1], "Quýnh", *GOOD[2:]]))
    remove_old()
    job.refresh_from_db()
    assert job.errors
    Job.objects.update(created_at=timezone.now() - timedelta(hours=25))
    remove_old()
    job.refresh_from_db()
    assert (job.status, job.errors) == (JobStatus.REFUSED, [])
    client.force_login(hoa)
    assert "đã xoá sau 24 giờ" in client.get(reverse("exchange:job", args=[job.uid])).content.decode()


def test_a_job_that_a_day_was_not_enough_for_ends_and_leaves_no_file(hoa, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    job = Job.objects.create(kind="import_children", created_by=hoa, stored_as="x.upload")
    path_of(job).write_bytes(b"x")
    Job.objects.update(created_at=timezone.now() - timedelta(hours=25))
    remove_old()
    job.refresh_from_db()
    assert (job.status, job.stored_as) == ("failed", "")
    assert not Job.objects.to_do().exists()
