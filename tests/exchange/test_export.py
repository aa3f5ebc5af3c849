"""Lists as files: formula-safe, for those who may, with the ids in the audit trail."""

import csv
import io
from datetime import date, timedelta

import openpyxl
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent
from cases.actions import restrict_case
from places.spreadsheets import formula_safe
from programs.actions import add_fund_entry
from reporting import actions
from reporting.actions import exporting
from reporting.models import Job, JobStatus
from tests.exchange.test_identity import signed_in
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, province


def exported(user, form):
    job = actions.ask_export(list_name="tre-em", filters={}, form=form, by=user)
    return actions.run_export(job=job)


def fetched(client, job):
    response = client.get(reverse("exchange:download", args=[job.uid]))
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_name_that_looks_like_a_formula_stays_text(lan, here, client):
    child = ChildFactory(place=here, full_name="=1+1")
    signed_in(client, lan, 60)
    rows = list(csv.reader(io.StringIO(fetched(client, exported(lan, "csv")).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=1+1"
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(client, exported(lan, "xlsx")))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("'=1+1", "s")
    assert child.pk in AuditEvent.objects.filter(verb="export.done").first().ids


def test_an_officer_may_not_carry_names_away(hoa, client):
    client.force_login(hoa)
    assert client.post(reverse("exchange:export", args=["tre-em"])).status_code in (403, 404)
    assert not Job.objects.exists()


def test_a_right_taken_away_meanwhile_gives_no_file(lan):
    job = actions.ask_export(list_name="tre-em", filters={}, form="csv", by=lan)
    lan.assignments.all().delete()
    job = Job.objects.get(pk=job.pk)
    assert actions.run_export(job=job).status == JobStatus.FAILED


def test_a_list_too_long_for_a_file_is_not_cut(lan, here, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    ChildFactory.create_batch(2, place=here)
    job = exported(lan, "csv")
    assert job.status == JobStatus.FAILED
    assert "2 dòng, một tệp chứa nhiều nhất 1" in job.why
    assert not AuditEvent.objects.filter(verb="export.done").exists()


def test_only_its_maker_fetches_the_file(lan, tuan, here, client):
    ChildFactory(place=here)
    job = exported(lan, "csv")
    client.force_login(tuan)
    assert client.get(reverse("exchange:download", args=[job.uid])).status_code == 404


def refused(client, job):
    answer = client.get(reverse("exchange:download", args=[job.uid]), follow=True)
    assert not AuditEvent.objects.filter(verb="export.fetched").exists()
    return "hãy xuất lại" in answer.content.decode()


def test_a_file_is_not_given_out_once_a_child_in_it_is_kept_from_its_maker(lan, here, client, an):
    case = CaseFactory(place=here)
    job = exported(lan, "csv")
    signed_in(client, lan, 60)
    restrict_case(case=case, user=lan, reason="có liên quan", by=an)
    assert refused(client, job)
    assert case.child.full_name not in fetched(client, exported(lan, "csv")).decode("utf-8-sig")


def test_nor_once_its_maker_has_another_territory(lan, here, client):
    job = exported(lan, "csv")
    signed_in(client, lan, 60)
    lan.assignments.update(valid_to=timezone.localdate() - timedelta(days=1))
    AssignmentFactory(user=lan, place=province(), role="province_staff")
    assert refused(client, job)


def test_nor_where_nobody_knows_what_it_was_made_of(lan, here, client):
    job = exported(lan, "csv")
    signed_in(client, lan, 60)
    del job.wanted["reach"]
    job.save()
    assert refused(client, job)


@given(st.sampled_from("=+-@\t\r＝＋－＠"), st.text())
def test_no_cell_begins_like_a_formula(start, rest):
    assert formula_safe(start + rest)[0] == "'"


def test_a_number_stays_a_number_in_a_workbook(lan, here, client):
    add_fund_entry(place=here, on_date=date(2026, 1, 5), channel="direct", amount=4_190_000_000, by=lan)
    job = actions.run_export(job=actions.ask_export(list_name="quy", filters={}, form="xlsx", by=lan))
    client.force_login(lan)
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(client, job))).active
    assert (sheet["D2"].value, sheet["D2"].data_type) == (4_190_000_000, "n")
