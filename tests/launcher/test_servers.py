"""The embedded servers: real ones, killed and brought back, with nothing lost."""

import os
import signal
import socket
import subprocess
import time
from contextlib import closing

import psycopg2
import pytest
import redis

from config.embedded import ports
from config.embedded.binaries import Binaries, binaries_for
from config.embedded.folders import DataFolder, Refusal, spawn_options
from config.embedded.lease import lease, servers_for
from config.embedded.processes import started_at
from tests.launcher.conftest import AS_ROOT, as_ordinary_user, nobody, servers_in

pytestmark = [pytest.mark.services, pytest.mark.faults]
OWNER, RUNTIME = "OWNER_DATABASE_URL", "DATABASE_URL"


def ask(servers, statement, role=OWNER):
    """Run one statement and commit it; returns the first value, if there is one."""
    with closing(psycopg2.connect(servers.addresses()[role])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


def broker(servers):
    return redis.from_url(servers.addresses()["REDIS_URL"])


def write_one(servers):
    ask(servers, "create table ledger (entry int)")
    ask(servers, "insert into ledger values (1)")
    broker(servers).set("look", "1")


def assert_nothing_is_lost(servers):
    assert ask(servers, "select sum(entry) from ledger") == 1
    assert broker(servers).get("look") == b"1"


def kill(*pids):
    """SIGKILL all at once, and wait until the kernel has done it."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    while any(started_at(pid) for pid in pids):
        time.sleep(0.01)


def kill_everything(servers):
    """The servers and every child of theirs."""
    kill(*servers.postgres.kept.members(), *servers.valkey.kept.members())


def round_trip(servers):
    servers.ensure()
    write_one(servers)
    time.sleep(1.1)  # the broker syncs its log each second
    kill_everything(servers)
    servers.ensure()
    assert_nothing_is_lost(servers)
    servers.stop()
    assert not servers.postgres.kept.is_at_work()
    servers.ensure()
    assert_nothing_is_lost(servers)
    servers.stop()


def test_nothing_is_lost_when_everything_is_killed(servers):
    round_trip(servers)


def test_an_ordinary_user_needs_nobody_s_help(place, servers):
    """When the tests are run by root, a child without privileges does it all, in a folder of its own."""
    round_trip(servers)  # loads all code: such a child may not even be able to read the interpreter's own files
    data = place / "own"
    data.mkdir()
    lender = DataFolder(place, nobody() if AS_ROOT else None)
    programs = binaries_for(lender)  # a copy, should this checkout lie where that user cannot enter
    lender.give(data)

    def work():
        own = DataFolder(data)
        for inner in (own.run, own.logs):
            inner.mkdir()
        round_trip(servers_in(own, programs))

    as_ordinary_user(work)


def test_two_leases_share_the_servers_and_the_last_one_stops_them(folder):
    with lease(folder, {}) as first:
        with lease(folder, {}) as second:
            assert second.addresses() == first.addresses()
            assert second.postgres.kept.pid() == first.postgres.kept.pid()
        assert ask(first, "select 1") == 1
    assert not first.postgres.kept.is_at_work()
    assert not first.valkey.kept.is_at_work()


def test_servers_left_by_a_killed_launcher_are_taken_over(servers, folder):
    servers.ensure()
    before = servers.postgres.kept.pid()
    with lease(folder, {}) as taken_over:
        assert taken_over.postgres.kept.pid() == before
    assert not servers.postgres.kept.is_at_work()


def test_a_pid_file_that_names_a_stranger_does_not_keep_the_server_down(servers):
    servers.ensure()
    write_one(servers)
    time.sleep(1.1)
    pid_file = servers.postgres.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    kill_everything(servers)
    # PostgreSQL overlooks pids of other users by itself; one of its own user's stops it
    stranger = subprocess.Popen(["sleep", "60"], **spawn_options(servers.folder.account))
    pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

    servers.ensure()

    assert_nothing_is_lost(servers)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_backend_that_outlives_its_server_is_ended_before_the_next_start(servers):
    """Two servers writing to one folder would destroy it, and PostgreSQL's own guard is the pid file."""
    servers.ensure()
    ask(servers, "create table ledger (entry int)")
    psql = [servers.postgres.programs / "psql", servers.addresses()[OWNER], "-c"]
    busy = subprocess.Popen([*psql, "do $$ begin loop perform 1; end loop; end $$"], stderr=subprocess.DEVNULL)
    while not ask(servers, "select count(*) from pg_stat_activity where query like 'do %'"):
        time.sleep(0.05)
    kill(servers.postgres.kept.pid())
    assert servers.postgres.kept.is_at_work()

    servers.ensure()

    assert busy.wait(timeout=5)
    assert ask(servers, "select count(*) from ledger") == 0


def test_taken_ports_do_not_matter(servers):
    servers.ensure()
    before = servers.postgres.port, servers.valkey.port
    servers.stop()
    with (
        closing(socket.create_server(("127.0.0.1", before[0]))),
        closing(socket.create_server(("127.0.0.1", before[1]))),
    ):
        servers.ensure()
        assert ask(servers, "select 1") == 1
        assert broker(servers).ping()
    assert not {servers.postgres.port, servers.valkey.port} & set(before)


def test_ports_stay_the_same_from_start_to_start(servers, folder):
    servers.ensure()
    before = folder.ports.read_text()
    servers.stop()
    servers.ensure()
    assert folder.ports.read_text() == before


def test_a_first_start_that_was_killed_is_begun_again(servers, folder):
    (folder.path / "postgres.part").mkdir()
    (folder.path / "postgres.part" / "PG_VERSION").write_text("18\n")
    servers.ensure()
    assert ask(servers, "select 1") == 1
    assert not (folder.path / "postgres.part").exists()


def test_the_runtime_role_owns_nothing_and_makes_nothing(running):
    owned = "select count(*) from pg_class where pg_get_userbyid(relowner) = current_user"
    assert ask(running, owned, RUNTIME) == 0
    assert ask(running, "select has_schema_privilege('public', 'create')", RUNTIME) is False
    assert ask(running, "select pg_has_role('maiam_owner', 'member')", RUNTIME) is False
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(running, "create table mine ()", RUNTIME)


def test_neither_role_is_above_the_rules(running):
    above = "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user"
    assert [ask(running, above, role) for role in (OWNER, RUNTIME)] == [False, False]


def test_a_wrong_password_is_refused_by_both(running):
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(host="127.0.0.1", port=running.postgres.port, user="maiam_owner", password="x", dbname="maiam")
    with pytest.raises(redis.exceptions.AuthenticationError):
        redis.Redis(port=running.valkey.port, retry=None).ping()


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_a_commit_is_on_disk_before_it_is_acknowledged(running, setting):
    assert ask(running, f"show {setting}") == "on"


def test_vietnamese_letters_are_letters(running):
    ask(running, "create extension pg_trgm")
    assert ask(running, "select upper('đặng ở') = 'ĐẶNG Ở' and 'ĐẶNG' ilike 'đặng'")
    assert ask(running, "select similarity('đặng', 'đặng') = 1 and cardinality(show_trgm('đặ')) = 3")


def test_data_of_another_major_version_are_refused(servers):
    servers.ensure()
    servers.stop()
    (servers.postgres.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(Refusal, match="PostgreSQL 15"):
        servers.ensure()


def test_programs_that_the_servers_user_cannot_run_are_copied(folder, monkeypatch, place):
    hidden = place / "hidden"
    monkeypatch.setattr("config.embedded.binaries._run_for", lambda folder, programs: programs.packages != hidden)
    installed = binaries_for(folder).packages
    hidden.symlink_to(installed)
    monkeypatch.setattr("config.embedded.binaries._site_packages", lambda: hidden)
    as_lent = DataFolder(folder.path, nobody())
    copied = binaries_for(as_lent)
    assert copied.packages.parent == folder.path
    shown = subprocess.run([copied.postgres / "postgres", "--version"], capture_output=True, text=True).stdout
    assert shown.startswith("postgres (PostgreSQL) 18")
    assert isinstance(copied, Binaries)


def test_the_memory_of_ports_is_what_the_servers_listen_on(running):
    for name in ("postgres", "valkey"):
        assert not ports.is_free(ports.recall(running.folder.ports, name))
    assert servers_for(running.folder, {}).addresses() == running.addresses()
