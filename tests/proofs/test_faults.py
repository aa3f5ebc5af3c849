"""kill -9 while a recount is open and a writer keeps a ledger: no acknowledged fact is lost, no figure is wrong.

Three strikes in the build: the worker with all its children, the broker, the database. By hand:

    STRIKES=20 python3 run.py test tests/proofs/test_faults.py -s
"""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress

import psycopg2
import pytest

from config.embedded.binaries import binaries_for
from config.embedded.demo import WORKER, Crew, stop_crew
from config.embedded.environment import environment
from config.embedded.folders import CHECKOUT
from config.embedded.processes import Kept, started_at
from tests.launcher.conftest import data_folder, enterable_folder, servers_in

pytestmark = [pytest.mark.services, pytest.mark.faults]
VICTIMS = ("worker", "valkey", "postgres")
STRIKES = int(os.environ.get("STRIKES", len(VICTIMS)))

INSERT = """
    insert into cases_specialcircumstance
        (child_id, "group", subgroup, starts_on, evidence, recorded_place_id, created_at, void_reason)
    select id, 'DB04', '', greatest(birth_date, date '2018-01-01') + 30, %s, responsible_place_id, now(), ''
    from cases_child order by id offset %s limit 1"""
OPEN_RECOUNT = """
    select pid from pg_stat_activity
    where state = 'active' and pid <> pg_backend_pid()
      and (query like '%period (id, first_day%' or query like 'with%ready as materialized%')"""
# written here, not taken from the engine: children with the writer's circumstance on the last day of a year, by place
PLAIN = """
    select r.place_id, count(distinct s.child_id)
    from cases_specialcircumstance s join cases_child c on c.id = s.child_id
    join cases_residence r on r.child_id = c.id and r.starts_on <= date '2024-12-31'
    where s."group" = 'DB04' and s.starts_on <= date '2024-12-31'
      and c.birth_date + interval '16 years' > date '2024-12-31'
    group by 1 order by 1"""
WRITTEN = "select evidence from cases_specialcircumstance where \"group\" = 'DB04'"
CELLS = """
    select place_id, sum(n) from indicators_cell
    where measure = 'special' and period_id = '2024' and grp = 'DB04' group by 1 order by 1"""


class Machine:
    """Servers, worker and beat of their own, in one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.servers = servers_in(folder, binaries_for(folder))
        self.servers.ensure()
        given = {"PATH": os.environ["PATH"], "DEMO": "1", "TESTING": "1"}
        self.crew = Crew(folder, environment(folder, self.servers, given))
        self.run("prepare")
        self.crew.start("worker", *WORKER)
        schedule = folder.path / "beat-schedule"
        self.crew.start("beat", "celery", "-A", "config", "beat", "--pidfile=", f"--schedule={schedule}")

    def run(self, what):
        command = [sys.executable, "-m", "tests.proofs.small_machine", what]
        done = subprocess.run(command, cwd=CHECKOUT, env=self.crew.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]

    def connect(self):
        return psycopg2.connect(self.servers.addresses()["DATABASE_URL"])

    def ask(self, statement):
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def worker(self):
        return Kept("worker", self.folder).pid()

    def kill(self, victim):
        """SIGKILL to the process and every child of it."""
        kept = {"postgres": self.servers.postgres.kept, "valkey": self.servers.valkey.kept}.get(victim)
        pids = (kept or Kept(victim, self.folder)).members()
        assert pids
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(started_at(pid) for pid in pids):
            time.sleep(0.01)

    def mind(self, is_over):
        """What run.py does each second: bring back what has died."""
        while not is_over.wait(1):
            self.servers.ensure()
            self.crew.restarts.clear()
            self.crew.mend()


class Writer(threading.Thread):
    """Inserts one fact per transaction and writes into the ledger what the database has acknowledged."""

    def __init__(self, machine, numbers):
        super().__init__(daemon=True)
        self.machine, self.numbers = machine, numbers
        self.ledger, self.in_doubt = set(), set()
        self.is_over = threading.Event()

    def run(self):
        while not self.is_over.is_set():
            with suppress(psycopg2.Error), closing(self.machine.connect()) as connection:
                self.write(connection)
            time.sleep(0.05)

    def write(self, connection):
        while not self.is_over.is_set():
            number = next(self.numbers)
            self.in_doubt.add(number)  # until the commit has come back
            with connection, connection.cursor() as cursor:
                cursor.execute(INSERT, [str(number), number])
            self.in_doubt.discard(number)
            self.ledger.add(number)
            time.sleep(0.02)

    def stop(self):
        self.is_over.set()
        self.join(30)
        assert not self.is_alive()


@pytest.fixture(scope="module")
def machine():
    with enterable_folder() as place, data_folder(place) as folder:
        is_over = threading.Event()
        try:
            started = Machine(folder)
            minder = threading.Thread(target=started.mind, args=[is_over])
            minder.start()
            yield started
            is_over.set()
            minder.join()
        finally:
            is_over.set()
            stop_crew(folder)


@pytest.fixture(scope="module")
def numbers():
    return itertools.count()


@pytest.fixture(scope="module")
def struck(machine):
    """Which strikes met an open recount; told at the end."""
    found = []
    yield found
    print(f"\n{sum(found)} of {len(found)} strikes met an open recount.")


def wait_for(what, seconds):
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


@pytest.mark.parametrize("strike", range(STRIKES))
def test_no_acknowledged_fact_is_lost_and_every_figure_is_right(machine, numbers, struck, strike):
    victim = VICTIMS[strike % len(VICTIMS)]
    writer = Writer(machine, numbers)
    writer.start()
    wait_for(lambda: len(writer.ledger) > 10, 60)  # there is something to lose
    worker = machine.worker()
    with closing(machine.connect()) as watch:
        watch.autocommit = True
        struck.append(strike_during_a_recount(machine, watch.cursor(), victim))
    acknowledged = len(writer.ledger)
    wait_for(lambda: len(writer.ledger) > acknowledged + 5, 60)  # the database is back, more facts come in
    writer.stop()
    wait_for(lambda: not machine.ask("select 1 from indicators_stale limit 1"), 60)
    assert_the_ledger_stands(machine, writer)
    assert machine.ask(CELLS) == machine.ask(PLAIN)
    machine.run("check")
    assert victim == "worker" or machine.worker() == worker, f"The worker has not outlived {victim}."
    assert struck[-1], f"No recount was open when {victim} was killed: this proves nothing."


def strike_during_a_recount(machine, cursor, victim):
    """Kill when a recount is seen open in two looks: one that is nearly over may end before the blow. Of the last look
    before the blow it says whether it was open."""

    def an_open_recount():
        cursor.execute(OPEN_RECOUNT)
        return cursor.fetchall()

    still = wait_for(lambda: an_open_recount() and an_open_recount(), 30)
    machine.kill(victim)
    return bool(still)


def assert_the_ledger_stands(machine, writer):
    """All that was acknowledged is there; beyond it at most what was under way at the blow."""
    there = {int(evidence) for (evidence,) in machine.ask(WRITTEN)}
    mine = {number for number in there if number >= min(writer.ledger)}
    assert writer.ledger - there == set()
    assert mine - writer.ledger - writer.in_doubt == set()
    assert len(machine.ask(WRITTEN)) == len(there)
