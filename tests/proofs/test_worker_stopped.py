"""An Giang 2020 with a real worker: a site ended by plain SQL is one less; until a worker counts, page and API keep
to the old figure and say that it is stale.
"""

import os
import random
import time
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from config.embedded.binaries import binaries_for
from config.embedded.demo import WORKER, Crew, stop_crew
from config.embedded.processes import Kept
from indicators.actions import calendar
from indicators.models import Stale
from reporting.demo import an_giang_2020
from tests.factories import AssignmentFactory, UserFactory, commune, district, province
from tests.indicators.conftest import declare
from tests.launcher.conftest import data_folder, enterable_folder, servers_in

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
END_ONE = """
    update programs_supportmodelsite set ends_on = '2020-10-31' where id = (
        select s.id from programs_supportmodelsite s join programs_supportmodel m on m.id = s.model_id
        where m.code = 'safe_house' order by s.id limit 1)"""


@pytest.fixture
def an_giang(transactional_db):
    """Eleven districts and 156 communes, with the model sites of 2020 as the demonstration has them."""
    held, *_others = [province(f"Tỉnh {code}", code=code) for code in ("89", "33", "62")]
    districts = [district(f"Huyện {n}", held) for n in range(11)]
    for n in range(156):
        commune(f"Xã {n}", districts[n % 11])
    call_command("load_programmes", verbosity=0)
    an_giang_2020.load(random.Random(1))
    declare(held, "models")
    calendar.tick()
    return held


@pytest.fixture
def told(client, an_giang):
    """What API and page say now: [(fraction, whether it is said to be stale)]."""
    user = UserFactory()
    AssignmentFactory(user=user, role="province_staff", place=an_giang)
    client.force_login(user)
    asked = {"place": an_giang.reference, "period": "2020", "group": "safe_house"}

    def ask():
        (row,) = client.get("/api/v1/values", {"indicator": "M01", **asked}).json()["results"]
        page = client.get(reverse("reporting:indicator", args=["M01"]), asked)
        return [
            (f"{row['numerator']} / {row['denominator']}", row["stale"]),
            (page.context["figure"].fraction, "đang tính lại" in page.content.decode()),
        ]

    return ask


@pytest.fixture
def crew(transactional_db):
    """Processes of one's own on the database of the test, with a broker that nobody else knows."""
    with enterable_folder() as place, data_folder(place) as folder:
        broker = servers_in(folder, binaries_for(folder)).valkey
        broker.ensure()
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        addresses = {"DATABASE_URL": database.geturl(), "REDIS_URL": broker.url(0)}
        yield Crew(folder, {**os.environ, **addresses})
        stop_crew(folder)


def start_worker(crew):
    crew.start("worker", *WORKER, "--beat", f"--schedule={crew.folder.path / 'beat-schedule'}")


def stop_worker(crew):
    worker = Kept("worker", crew.folder)
    worker.stop()
    assert not worker.is_at_work()


def wait_until_counted(crew, seconds=60):
    until = time.monotonic() + seconds
    while Stale.objects.exists():
        assert Kept("worker", crew.folder).pid(), Kept("worker", crew.folder).log.read_text()
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_site_ended_by_plain_sql_is_one_less_and_stale_until_a_worker_has_counted(crew, told):
    start_worker(crew)
    wait_until_counted(crew)
    assert told() == [("56 / 156", False)] * 2
    stop_worker(crew)
    with connection.cursor() as cursor:
        cursor.execute(END_ONE)
        assert cursor.rowcount == 1
    assert told() == [("56 / 156", True)] * 2
    start_worker(crew)
    wait_until_counted(crew)
    assert told() == [("55 / 156", False)] * 2
