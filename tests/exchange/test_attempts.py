"""A job that kills its worker ends after a few attempts, one that was killed is taken up again, and none is halved."""

import contextlib
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse

from accounts.models import AuditEvent
from cases.models import Child
from reporting import actions, tasks
from reporting.actions import attempts, exporting, register_file
from reporting.actions.files import path_of
from reporting.models import Job, JobStatus
from tests.cases.test_races import at_once
from tests.exchange.test_import import GOOD, as_csv, checked
from tests.factories import ChildFactory


def confirmed(user):
    job = checked(user, as_csv(GOOD))
    return actions.confirm(job=job, by=user)


@pytest.fixture
def deadly(monkeypatch):
    def fail(*_args, **_kwargs):
        raise MemoryError

    monkeypatch.setattr(register_file, "read_register", fail)


def test_a_job_that_never_ends_is_given_up_with_a_sentence(hoa, deadly):
    job = actions.send_file(file=SimpleUploadedFile("so.csv", as_csv(GOOD)), by=hoa)
    for _ in range(attempts.MOST_ATTEMPTS):
        with pytest.raises(MemoryError):
            tasks.run_job(pk=job.pk)
        assert Job.objects.to_do().get() == job
    tasks.run_job(pk=job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.FAILED, attempts.MOST_ATTEMPTS)
    assert "3 lần" in job.why
    assert "gửi lại" in job.why
    assert not Job.objects.to_do().exists()


def test_an_export_that_never_ends_says_so_in_its_own_words(lan, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_ATTEMPTS", 0)
    job = actions.ask_export(list_name="tre-em", filters={}, form="csv", by=lan)
    assert actions.run_export(job=job) is None
    job.refresh_from_db()
    assert "xuất lại" in job.why


def test_what_the_check_needed_is_not_held_against_the_writing(hoa):
    job = checked(hoa, as_csv(GOOD))
    Job.objects.filter(pk=job.pk).update(attempts=attempts.MOST_ATTEMPTS)
    actions.confirm(job=job, by=hoa)
    assert actions.run_import(job=job).status == JobStatus.DONE


def test_the_oldest_job_is_taken_up_first(hoa, monkeypatch):
    sent = [actions.send_file(file=SimpleUploadedFile("so.csv", as_csv(GOOD)), by=hoa).pk for _ in range(3)]
    told = []
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda kwargs, **_options: told.append(kwargs["pk"]))
    tasks.resume_jobs()
    assert told == sent[:2]


def die_after(work):
    """The work is done, and then its process is gone before anything is committed: so the database sees a kill."""

    def done(**kwargs):
        work(**kwargs)
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    return done


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_nothing_and_is_done_once_when_resumed(hoa, monkeypatch):
    job = confirmed(hoa)
    register = register_file.actions.register_children
    monkeypatch.setattr(register_file.actions, "register_children", die_after(register))
    with pytest.raises(OperationalError):
        actions.run_import(job=job)
    connection.close()
    job.refresh_from_db()
    assert (job.status, job.attempts, Child.objects.count()) == (JobStatus.RUNNING, 1, 0)
    assert path_of(job).exists()
    monkeypatch.setattr(register_file.actions, "register_children", register)
    assert Job.objects.to_do().get() == job
    for _ in range(2):
        tasks.run_job(pk=job.pk)
    job.refresh_from_db()
    assert (job.status, job.added, Child.objects.count()) == (JobStatus.DONE, 1, 1)
    assert not path_of(job).exists()


def meanwhile(call):
    """What the call returned from another connection; a call that waits for this one fails the test."""
    answers = []

    def run():
        try:
            answers.append(call())
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout=10)
    assert answers, "it waited for the job"
    return answers[0]


def with_a_guest(monkeypatch, module, name, call):
    """While the worker is inside the work, someone else makes the call; returns what that one was answered."""
    work, answers = getattr(module, name), []

    def done(*args, **kwargs):
        result = work(*args, **kwargs)
        answers.append(meanwhile(call))
        return result

    monkeypatch.setattr(module, name, done)
    return answers


@pytest.mark.django_db(transaction=True)
def test_a_running_import_is_called_off_at_once_and_writes_nothing(hoa, monkeypatch):
    job = confirmed(hoa)
    answers = with_a_guest(
        monkeypatch, register_file.actions, "register_children", lambda: actions.cancel(job=job, by=hoa)
    )
    assert actions.run_import(job=job) is None
    assert answers[0].status == JobStatus.CANCELLED
    job.refresh_from_db()
    assert (job.status, Child.objects.count()) == (JobStatus.CANCELLED, 0)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert "import.cancelled" in verbs
    assert not verbs & {"import.done", "child.registered"}
    assert not path_of(job).exists()


@pytest.mark.django_db(transaction=True)
def test_a_running_export_is_called_off_at_once_and_leaves_no_file(lan, here, monkeypatch):
    ChildFactory(place=here)
    job = actions.ask_export(list_name="tre-em", filters={}, form="csv", by=lan)
    with_a_guest(monkeypatch, exporting, "_write", lambda: actions.cancel(job=job, by=lan))
    assert actions.run_export(job=job) is None
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert not path_of(job).exists()
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"export.asked", "export.cancelled"}


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_does_nothing_and_waits_for_nothing(hoa, monkeypatch):
    job = confirmed(hoa)

    def guest():
        found = Job.objects.get(pk=job.pk)
        second = actions.run_import(job=job)
        after = actions.confirm(job=job, by=hoa)
        return found.status, second, after.status, after.attempts

    answers = with_a_guest(monkeypatch, register_file.actions, "register_children", guest)
    actions.run_import(job=job)
    assert answers == [(JobStatus.RUNNING, None, JobStatus.RUNNING, 1)]
    job.refresh_from_db()
    assert (job.status, job.attempts, Child.objects.count()) == (JobStatus.DONE, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_job_called_off_just_before_the_work_is_not_begun(hoa, monkeypatch):
    job = confirmed(hoa)
    begun = attempts._begun

    def begun_and_called_off(*args):
        went = begun(*args)
        actions.cancel(job=job, by=hoa)
        return went

    monkeypatch.setattr(attempts, "_begun", begun_and_called_off)
    assert actions.run_import(job=job) is None
    assert not Child.objects.exists()


def test_it_is_too_late_to_call_off_what_is_done_and_the_page_says_so(hoa, client):
    job = confirmed(hoa)
    actions.run_import(job=job)
    client.force_login(hoa)
    html = client.post(reverse("exchange:cancel", args=[job.uid]), follow=True).content.decode()
    assert "đã kết thúc trước khi bạn thôi" in html
    job.refresh_from_db()
    assert (job.status, Child.objects.count()) == (JobStatus.DONE, 1)


def test_calling_off_is_worded_for_what_is_called_off(hoa, lan, client):
    imported = checked(hoa, as_csv(GOOD))
    client.force_login(hoa)
    html = client.get(reverse("exchange:job", args=[imported.uid])).content.decode()
    assert "Thôi, không nhập" in html
    exported = actions.ask_export(list_name="mo-hinh", filters={}, form="csv", by=lan)
    client.force_login(lan)
    html = client.get(reverse("exchange:job", args=[exported.uid])).content.decode()
    assert "Thôi, không xuất" in html
    assert "chờ xuất" in html.lower()
    assert "không nhập" not in html


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_file_is_gone_is_called_off_like_any_other(hoa):
    job = confirmed(hoa)
    Job.objects.filter(pk=job.pk).update(stored_as="")
    job.refresh_from_db()
    assert actions.cancel(job=job, by=hoa).status == JobStatus.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_a_file_sent_twice_and_confirmed_twice_at_once_enters_its_children_once(hoa, monkeypatch):
    """Both have looked at the register before either writes, unless the second waits for the first."""
    jobs = [confirmed(hoa), confirmed(hoa)]
    looked = threading.Barrier(2)
    known = register_file.already_known

    def look(*told):
        found = known(*told)
        with contextlib.suppress(threading.BrokenBarrierError):
            looked.wait(timeout=1)
        return found

    monkeypatch.setattr(register_file, "already_known", look)
    at_once(*[lambda job=job: actions.run_import(job=job) for job in jobs])
    assert sorted(Job.objects.values_list("status", flat=True)) == [JobStatus.DONE, JobStatus.FAILED]
    assert Child.objects.count() == 1
