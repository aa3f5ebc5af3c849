"""The cast and the database. Pages and actions run as the runtime role, as they do in production.

Hoa is the officer of the case's commune, Chi its chair, Minh works in the next commune, Lan in their province,
Nam in another province, Tuấn audits, An administers.
"""

import contextlib
import os
import shutil
import uuid
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.utils import translation

from accounts import territories
from places import working_days
from tests.factories import AssignmentFactory, CaseFactory, UserFactory, commune, province

TESTS = Path(__file__).parent
NOT_MEASURED = {"access", "architecture", "browser", "design", "launcher"}


def pytest_collection_modifyitems(items):
    """What decides has tests of its own: measuring these too (docs/testing.md) would only make the build slower."""
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in NOT_MEASURED:
            item.add_marker("no_cover")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """In CI nothing is left out: a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker, django_test_environment):
    """The owner makes the test database; `default` then enters it as the runtime role, which owns nothing."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    owner = connections["owner"]
    name = f"test_{owner.settings_dict['NAME']}{'_' + worker if worker else ''}"
    owner.settings_dict["TEST"]["NAME"] = name
    keep = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    with django_db_blocker.unblock():
        owner.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=bool(keep), serialize=False)
        call_command("grant_runtime_role")
        runtime = connections["default"]
        runtime.close()
        runtime.settings_dict["NAME"] = name
        if runtime.settings_dict["USER"] != owner.settings_dict["USER"]:
            role = owner.ops.quote_name(runtime.settings_dict["USER"])
            with owner.cursor() as cursor:  # only the tests' own clean-up between transactional tests truncates
                cursor.execute(f"grant truncate on all tables in schema public to {role}")
    yield
    with django_db_blocker.unblock():
        for alias in connections:
            connections[alias].close()
        if not keep:
            with contextlib.suppress(OperationalError):  # a server's thread is in it yet: replaced next time
                owner.creation.destroy_test_db(name.removeprefix("test_"), verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own():
    """Limits counted in Redis by one run, or by one worker, are unknown to the next."""
    django_settings.CACHES["redis"]["KEY_PREFIX"] = f"test-{uuid.uuid4().hex}"


@pytest.fixture(autouse=True)
def passed_second_factor(settings):
    """Signing in a client skips the second factor; its own tests ask for it (tests/accounts/test_second_factor.py)."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(autouse=True)
def every_test_begins_alike():
    """In Vietnamese, and with no calendar and no lineage of units remembered from another test."""
    translation.activate("vi")
    working_days.forget()
    territories.forget()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """One browser for all tests; its loop runs in this thread, so Django is told that this is no mistake. What it keeps
    of itself lies in a folder that goes, not in the home of whoever tests."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("needs chromium (Debian's package `chromium`)")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    home = os.environ | {"HOME": str(tmp_path_factory.mktemp("browser"))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags, env=home)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def nothing_stays(request, django_db_blocker):
    """Django's own clean-up after a transactional test asks who migrates, and so finds no table of the runtime role."""
    yield
    marked = request.node.get_closest_marker("django_db")
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not transactional and not (marked and marked.kwargs.get("transaction")):
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(quote_ident(tablename), ',') from pg_tables where schemaname = 'public' "
            "and tablename not in ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        cursor.execute(f"truncate {cursor.fetchone()[0]}")


@pytest.fixture
def here(db):
    """A commune of today, with its province."""
    return commune("Xã Vĩnh Giả")


@pytest.fixture
def next_door(here):
    """Another commune of the same province."""
    return commune("Phường Long Giả", parent=here.parent)


@pytest.fixture
def case(here):
    return CaseFactory(place=here)


def _user(place, role, name):
    user = UserFactory(full_name=name)
    AssignmentFactory(user=user, place=place, role=role)
    return user


@pytest.fixture
def hoa(here):
    return _user(here, "commune_officer", "Nguyễn Thị Hoa")


@pytest.fixture
def chi(here):
    return _user(here, "commune_chair", "Lê Thị Chi")


@pytest.fixture
def minh(next_door):
    return _user(next_door, "commune_officer", "Trần Văn Minh")


@pytest.fixture
def lan(here):
    return _user(here.parent, "province_staff", "Phạm Thị Lan")


@pytest.fixture
def nam(db):
    return _user(province("Tỉnh Khác"), "province_staff", "Hồ Văn Nam")


@pytest.fixture
def tuan(here):
    return _user(here.parent, "auditor", "Đỗ Anh Tuấn")


@pytest.fixture
def an(here):
    return _user(here.parent, "system_administrator", "Vũ Bình An")


@pytest.fixture
def khanh(here):
    """The other administrator: looks at what An has entered."""
    return _user(here.parent, "system_administrator", "Ngô Gia Khánh")
