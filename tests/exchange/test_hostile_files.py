"""Spreadsheets made to kill their reader, sent to the real site: the job ends with a sentence, the worker goes on."""

import time

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Child
from config.embedded.demo import WORKER
from config.embedded.processes import Kept
from reporting.models import Job, JobStatus
from tests.accounts.conftest import with_password
from tests.exchange.test_import import GOOD, as_xlsx, bomb, far_cell
from tests.factories import PASSWORD, AssignmentFactory, UserFactory, commune
from tests.launcher.browsing import Browser
from tests.launcher.conftest import crew_beside, serve

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
LOOKED_AT = (JobStatus.READY, JobStatus.REFUSED, JobStatus.FAILED)


@pytest.fixture
def crew(transactional_db):
    """Site and worker as the demo starts them, without a clock: nobody looks at a job but for its message."""
    with crew_beside(connection.settings_dict["NAME"], DEMO="1", WEB_CONCURRENCY="1") as crew:
        crew.start("worker", *WORKER)
        yield crew


def wait_for(statuses):
    until = time.monotonic() + 90
    while Job.objects.latest("pk").status not in statuses:
        assert time.monotonic() < until, Job.objects.latest("pk").status
        time.sleep(0.1)


@pytest.fixture
def office(crew):
    """(address, browser) of an officer who is signed in."""
    hoa = with_password(UserFactory())
    AssignmentFactory(user=hoa, place=commune("Xã Vĩnh Giả"), role="commune_officer")
    address, browser = serve(crew), Browser()
    browser.send(f"{address}/dang-nhap/", login=hoa.username, password=PASSWORD)
    return address, browser


def test_a_bomb_ends_its_job_with_a_sentence_and_the_same_worker_does_the_next(crew, office):
    address, browser = office
    worker = Kept("worker", crew.folder)

    def send(name, content):
        """(text of the job's page, the job) once a worker has looked at the file."""
        where, _page = browser.send_file(f"{address}/trao-doi/nhap/", name, content)
        wait_for(LOOKED_AT)
        return browser.get(where)[1], Job.objects.latest("pk")

    page, job = send("so.xlsx", as_xlsx(GOOD))
    assert job.status == JobStatus.READY, page
    before = worker.pid(), sorted(worker.members())
    for name, content, words in (
        ("bom.xlsx", bomb(), "Tệp nén phình ra quá lớn so với kích thước của nó nên không được mở."),
        ("nhieu.xlsx", bomb(entries=200, size=1024 * 1024), "Tệp nén phình ra quá lớn"),
        ("xa.xlsx", far_cell(), "Tệp có quá 20.000 dòng hoặc quá 100 cột. Chia nhỏ tệp rồi thử lại."),
    ):
        page, job = send(name, content)
        assert job.status == JobStatus.FAILED
        assert words in page
    page, job = send("so.xlsx", as_xlsx(GOOD))
    assert job.status == JobStatus.READY, page
    assert not Child.objects.exists()
    browser.send(address + reverse("exchange:job", args=[job.uid]))
    wait_for([JobStatus.DONE])
    assert [child.full_name for child in Child.objects.all()] == [GOOD[0]]
    assert (worker.pid(), sorted(worker.members())) == before
