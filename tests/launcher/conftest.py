"""A data folder of one's own, in a place that an unprivileged user can enter, and a way to be such a user."""

import os
import pwd
import shutil
import tempfile
import time
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from config.embedded.binaries import binaries_for
from config.embedded.demo import Crew, stop_crew
from config.embedded.folders import Account, DataFolder, open_folder
from config.embedded.keys import keys_of
from config.embedded.lease import DATABASE_VARIABLES, Servers, stop_servers
from config.embedded.ports import hold_first
from config.embedded.postgres import Postgres
from config.embedded.processes import Kept
from config.embedded.valkey import Valkey

AS_ROOT = os.geteuid() == 0


@contextmanager
def enterable_folder():
    """An empty folder that everyone may enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="maiam-test-", dir="/var/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@contextmanager
def data_folder(place: Path):
    """A data folder as run.py would open it for whoever runs the tests; its servers are stopped afterwards."""
    opened = open_folder(place / "data")
    try:
        yield opened
    finally:
        stop_servers(opened)


@pytest.fixture
def place():
    with enterable_folder() as path:
        yield path


@pytest.fixture
def folder(place):
    with data_folder(place) as opened:
        yield opened


@pytest.fixture(scope="module")
def running():
    """Servers that are up already, for tests that only ask."""
    with enterable_folder() as place, data_folder(place) as opened:
        started = servers_in(opened, binaries_for(opened))
        started.ensure()
        yield started


@pytest.fixture
def servers(folder):
    """Both servers of the folder, not started yet."""
    return servers_in(folder, binaries_for(folder))


def servers_in(folder: DataFolder, programs) -> Servers:
    keys = keys_of(folder)
    return Servers(folder, Postgres(folder, programs.postgres, keys), Valkey(folder, programs.valkey, keys))


def nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def as_ordinary_user(work) -> None:
    """Do the work in a child without privileges, when we have any; a failure there is a failure here."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if AS_ROOT:
                _become(nobody())
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


def _become(account: Account) -> None:
    os.setgroups([])
    os.setgid(account.gid)
    os.setuid(account.uid)


@contextmanager
def crew_beside(database: str, **surroundings: str):
    """Real processes (web, worker, as a test asks) on the database of the test, with a broker of their own."""
    with enterable_folder() as place, data_folder(place) as opened:
        broker = servers_in(opened, binaries_for(opened)).valkey
        broker.ensure()
        addresses = {name: _address_of(database, name) for name in DATABASE_VARIABLES if os.environ.get(name)}
        crew = Crew(opened, {**os.environ, **addresses, "REDIS_URL": broker.url(0), **surroundings})
        try:
            yield crew
        finally:
            stop_crew(opened)


def _address_of(database: str, name: str) -> str:
    return urlsplit(os.environ[name])._replace(path=f"/{database}").geturl()


def serve(crew: Crew) -> str:
    """Start the site; its address, once it answers."""
    with hold_first(8100) as site:
        crew.serve(site)
        address, until = f"http://localhost:{site.getsockname()[1]}", time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError), urlopen(f"{address}/dang-nhap/", timeout=20) as answer:
            assert answer.status == 200
            return address
        time.sleep(0.1)
    raise AssertionError(Kept("web", crew.folder).log.read_text())
