"""What is configured is used; what is not is started here; a demo always says that it is one."""

import pytest
from django.db import connection

from config.embedded import environment
from config.embedded.environment import browser_on, for_demo, for_manage, for_tests, refuse_tests_without_browser
from config.embedded.folders import Refusal
from config.embedded.lease import Servers, servers_for

OWN = {
    "OWNER_DATABASE_URL": "postgresql://chu:x@db/a",
    "DATABASE_URL": "postgresql://chay:x@db/a",
    "REDIS_URL": "redis://broker/3",
}


def test_configured_servers_are_not_started(folder):
    assert servers_for(folder, OWN) == Servers(folder, None, None)


def test_a_configured_broker_leaves_the_database_to_us(folder):
    servers = servers_for(folder, {"REDIS_URL": OWN["REDIS_URL"]})
    assert servers.postgres
    assert servers.valkey is None


@pytest.mark.parametrize("name", ["OWNER_DATABASE_URL", "DATABASE_URL"])
def test_one_database_role_alone_is_refused(folder, name):
    with pytest.raises(Refusal, match="cả OWNER_DATABASE_URL"):
        servers_for(folder, {name: OWN[name]})


def test_the_two_roles_have_addresses_of_their_own(servers):
    addresses = servers.addresses()
    assert "maiam_owner:" in addresses["OWNER_DATABASE_URL"]
    assert "maiam_app:" in addresses["DATABASE_URL"]
    assert servers.postgres.keys["owner_password"] not in addresses["DATABASE_URL"]


def test_a_demo_marks_itself_whatever_the_caller_says(servers):
    built = for_demo(servers.folder, servers, {"DEMO": "", "DEBUG": "1"}, 8003)
    assert (built["DEMO"], built["DEBUG"], built["SITE_URL"]) == ("1", "", "http://localhost:8003")


def test_what_the_caller_has_set_stays(folder):
    built = for_manage(folder, Servers(folder, None, None), {**OWN, "SECRET_KEY": "của tôi", "DEMO": ""})
    assert built["SECRET_KEY"] == "của tôi"
    assert built["DATABASE_URL"] == OWN["DATABASE_URL"]
    assert "DEMO" not in built


def test_an_empty_variable_counts_as_unset(servers):
    assert for_manage(servers.folder, servers, {"SECRET_KEY": ""})["SECRET_KEY"]


def test_tests_do_not_share_the_demo_s_messages_or_files(servers):
    tests, demo = for_tests(servers.folder, servers, {}), for_demo(servers.folder, servers, {}, 8000)
    assert tests["REDIS_URL"] != demo["REDIS_URL"]
    assert tests["DATA_DIR"] != demo["DATA_DIR"]
    assert not tests["DEMO"]


def test_a_browser_of_one_s_own_is_used():
    assert browser_on({"CHROMIUM": "/opt/chromium"}) == "/opt/chromium"


def test_a_missing_browser_is_refused_in_ci_only(monkeypatch):
    monkeypatch.setattr(environment.shutil, "which", lambda name, path: None)
    refuse_tests_without_browser({})
    with pytest.raises(Refusal, match="Chromium"):
        refuse_tests_without_browser({"CI": "true"})


@pytest.mark.django_db
def test_no_statement_is_compiled():
    """Debian's server would: a second for one row written, where the planner knows little of a table."""
    with connection.cursor() as cursor:
        cursor.execute("show jit")
        assert cursor.fetchone() == ("off",)
