"""The real site while Redis refuses or has gone silent: people come in and work; only the figures take longer."""

import socket
import time
from contextlib import closing

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Intake
from reporting.models import Job, JobStatus
from tests.accounts.conftest import with_password
from tests.exchange.test_import import GOOD, as_csv
from tests.factories import PASSWORD, AssignmentFactory, CaseFactory, UserFactory, commune
from tests.launcher.browsing import Browser
from tests.launcher.conftest import crew_beside, serve

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["refuses", "is silent"])
def redis_url(request):
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "is silent":
            server.listen()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def address(redis_url, transactional_db):
    database = connection.settings_dict["NAME"]
    with crew_beside(database, DEMO="1", WEB_CONCURRENCY="1", REDIS_URL=redis_url) as crew:
        yield serve(crew)


def quick(act, *given, seconds, **told):
    """What is done takes no longer than a person waits for a page."""
    start = time.monotonic()
    answer = act(*given, **told)
    assert time.monotonic() - start < seconds, given[0]
    return answer


def test_one_signs_in_reads_and_saves(address):
    place = commune("Xã Vĩnh Giả")
    hoa = with_password(UserFactory())
    AssignmentFactory(user=hoa, place=place, role="commune_officer")
    case, browser = CaseFactory(place=place), Browser()
    where, _page = quick(browser.send, f"{address}/dang-nhap/", login=hoa.username, password=PASSWORD, seconds=10)
    assert "/dang-nhap/" not in where
    for path in ("/", reverse("cases:list"), reverse("cases:detail", args=[case.uid]), "/chi-so/", "/trao-doi/nhap/"):
        quick(browser.get, address + path, seconds=10)
    assert '"results"' in quick(browser.get, f"{address}/api/v1/places", seconds=10)[1]

    told = {"channel": "phone", "category": "at_risk", "narrative": "Nội dung giả để thử.", "child_age_estimate": "9"}
    told |= {"incident_place": place.pk, "child_name": "Trẻ Giả Lưu Được"}
    quick(browser.send, f"{address}/tiep-nhan/moi/", seconds=10, **told)
    assert Intake.objects.filter(child_name="Trẻ Giả Lưu Được").count() == 1

    quick(browser.send_file, f"{address}/trao-doi/nhap/", "so.csv", as_csv(GOOD), seconds=10)
    assert Job.objects.get().status == JobStatus.WAITING  # beat's poll finds it when the broker is back
