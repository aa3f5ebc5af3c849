"""Every address does what the reviewed table says, for every caller."""

import re
from functools import partial
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from rest_framework.views import APIView

from accounts.api_parameters import KnownParametersOnly
from accounts.permissions import Permission as P
from tests.access.addresses import addresses
from tests.access.matrix import (
    LOOKED_FOR,
    OPEN_WITHOUT_SECOND_FACTOR,
    PAGES_OF_THE_API,
    RULES,
    TECHNICAL,
    rule_for,
)
from tests.access.objects import KINDS
from tests.access.worlds import ask, typed

ALL = {address.name: address for address in addresses()}
WITH_RULE = [name for name in ALL if name in RULES or name.startswith((TECHNICAL, "danh-muc/"))]
METHODS = ("GET", "POST")
LOGIN, ENROL = "/dang-nhap/", "/tai-khoan/hai-buoc/bat/"


def test_every_address_has_a_rule():
    assert set(ALL) - set(WITH_RULE) == set(), "Decide who may enter: tests/access/matrix.py."


def test_no_rule_is_left_of_an_address_that_is_gone():
    assert {name for name in RULES if not name.endswith("*")} - set(ALL) == set()


@pytest.mark.parametrize("name", ALL)
def test_the_view_names_the_permission_of_its_rule(name):
    for method in METHODS:
        assert ALL[name].permission_for(method) is rule_for(name).permission_for(method), method


def test_the_api_of_cases_asks_for_what_its_page_asks_for():
    api = [(name, address) for name, address in ALL.items() if name.startswith("cases_api:")]
    answers = {
        (name, method) for name, address in api for method in METHODS if hasattr(address.api_class, method.lower())
    }
    assert answers == set(PAGES_OF_THE_API)
    for (name, method), page in PAGES_OF_THE_API.items():
        assert ALL[name].permission_for(method) is ALL[page].permission_for(method), (name, method)


@pytest.mark.parametrize("name", [name for name, address in ALL.items() if address.api_class])
def test_the_api_refuses_parameters_that_it_does_not_know(name):
    view = ALL[name].api_class
    assert issubclass(view, APIView)
    assert issubclass(view, KnownParametersOnly) or view.__module__.startswith("drf_spectacular")


def test_every_kind_is_asked_for_somewhere():
    asked = {value for rule in RULES.values() for value in (*rule.rows.values(), *rule.query.values())}
    assert set(KINDS) - asked - {"plan"} == set()


def outcome(response):
    """What happened, in one word."""
    location = response.headers.get("Location", "")
    if response.status_code >= 500:
        return "crash"
    if location.startswith(LOGIN) and "next=" in location:
        return "log-in"
    if location == ENROL:
        return "enrolment"
    return {401: "unauthorised", 403: "forbidden", 404: "missing"}.get(response.status_code, "open")


def expected(worlds, caller, name, method, world, url):
    """The same word, from the reviewed table and the table of roles alone."""
    rule, permission = rule_for(name), rule_for(name).permission_for(method)
    api = url.startswith("/api/")
    known = caller.signed_in and (api or not caller.headers)
    if permission is P.PUBLIC:
        return "open"
    if not known:
        return "unauthorised" if api else "log-in"
    if not caller.may(permission) or (name.startswith((TECHNICAL, "danh-muc/")) and caller is not worlds.technical):
        return "forbidden"
    return "open" if worlds.reaches(caller, rule, world) else "missing"


@pytest.mark.parametrize("name", WITH_RULE)
def test_it_opens_to_those_it_should_and_to_nobody_else(worlds, name):
    address, rule = ALL[name], rule_for(name)
    faults = []
    for method in METHODS:
        for caller in worlds.everyone:
            for world in worlds.asked(rule):
                url = worlds.url(address, rule, world, caller)
                response = ask(caller, method, url)
                right = expected(worlds, caller, name, method, world, url)
                if not _is_right(response, right, rule):
                    faults.append(f"{caller.label}, {method} {world.label}: {outcome(response)}, not {right}")
                if leaked := [hidden for hidden in worlds.hidden_names(caller) if hidden in _text(response)]:
                    faults.append(f"{caller.label}, {method} {world.label}: names {leaked}")
                if right == "forbidden" or not caller.signed_in:
                    break  # whose row it is makes no difference at a closed door
    assert not faults, f"{name}\n" + "\n".join(faults)


def _is_right(response, right, rule):
    """A method that the view does not know opens nothing to anyone; an own answer of the page is right for who may."""
    if response.status_code == 405:
        return True
    return outcome(response) == right or (right == "open" and response.status_code in rule.own)


def _text(response):
    return "" if response.streaming else response.content.decode(errors="ignore")


@pytest.mark.parametrize("name", WITH_RULE)
def test_without_a_second_factor_nothing_opens_where_it_is_required(worlds, settings, name):
    settings.SECOND_FACTOR_REQUIRED = True
    address, rule = ALL[name], rule_for(name)
    caller = worlds.of_role["commune_officer"]
    url = worlds.url(address, rule, worlds.own, caller)
    found = {outcome(ask(caller, method, url)) for method in METHODS}
    if name in OPEN_WITHOUT_SECOND_FACTOR:
        assert "enrolment" not in found
    else:
        assert found == {"forbidden" if url.startswith("/api/") else "enrolment"}


# That a unit exists is public knowledge; that a child, a case, a user or a file does, is not.
ABOUT_ROWS = [name for name in WITH_RULE if rule_for(name).scoped and set(rule_for(name).rows.values()) & set(KINDS)]


@pytest.mark.parametrize("name", ABOUT_ROWS)
def test_not_yours_is_told_like_not_there(worlds, name):
    address, rule = ALL[name], rule_for(name)
    caller = next(caller for caller in worlds.people if caller.may(rule.permission))
    foreign = worlds.url(address, rule, worlds.away, caller)
    nowhere = _with_numbers_of_nothing(foreign)
    assert foreign != nowhere
    for method in METHODS:
        theirs, nobodys = ask(caller, method, foreign), ask(caller, method, nowhere)
        if theirs.status_code != 405:
            assert theirs.status_code == nobodys.status_code == 404
        assert _plain(theirs, foreign) == _plain(nobodys, nowhere)
        assert dict(theirs.headers).keys() == dict(nobodys.headers).keys()


def _with_numbers_of_nothing(url):
    """The same address with uids, numbers and codes that name no row."""
    url = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", lambda found: str(uuid4()), url)
    url = re.sub(r"/\d+/", "/999999999/", url)
    return re.sub(r"\bct-away\b", "ct-khong-co", url)


def _plain(response, url):
    """The page without what differs in any two answers: the token against forgery and the page's own address."""
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken":")\w+', r"\1", _text(response))
    return text.replace(url, "")


@pytest.mark.parametrize("name", WITH_RULE)
def test_no_name_is_shown_unless_the_audit_row_is_written(worlds, name):
    address, rule = ALL[name], rule_for(name)
    for caller in worlds.people:
        if not caller.may(rule.permission):
            continue
        url = worlds.url(address, rule, worlds.own, caller)
        if worlds.own.name not in _text(ask(caller, "GET", url)):
            continue
        with connection.execute_wrapper(_refuse_audit_rows):
            response = ask(caller, "GET", url)
        assert response.status_code == 500, f"{url} was shown to {caller.label} without an audit row"
        assert worlds.own.name not in _text(response)


def _refuse_audit_rows(execute, sql, params, many, context, verb=None):
    if sql.startswith('INSERT INTO "accounts_auditevent"') and (verb is None or verb in params):
        raise DatabaseError("The audit trail cannot be written.")
    return execute(sql, params, many, context)


@pytest.mark.parametrize(("name", "verb"), [(name, verb) for name, (_b, verbs) in LOOKED_FOR.items() for verb in verbs])
def test_no_name_is_found_unless_its_audit_row_is_written(worlds, name, verb):
    rule, body = rule_for(name), typed(LOOKED_FOR[name][0], worlds.own)
    shown = 0
    for caller in worlds.people:
        url = worlds.url(ALL[name], rule, worlds.own, caller)
        if worlds.own.name not in _text(ask(caller, "POST", url, **body)):
            continue
        shown += 1
        with connection.execute_wrapper(partial(_refuse_audit_rows, verb=verb)):
            response = ask(caller, "POST", url, **body)
        assert response.status_code == 500, f"{url} named to {caller.label} whom it found, without {verb}"
        assert worlds.own.name not in _text(response)
    assert shown, "Else this test would say nothing."


@pytest.mark.parametrize("name", LOOKED_FOR)
def test_no_name_is_found_out_of_reach(worlds, name):
    rule, body = rule_for(name), LOOKED_FOR[name][0]
    for caller in worlds.everyone:
        url = worlds.url(ALL[name], rule, worlds.own, caller)
        for world in worlds.all:
            text = _text(ask(caller, "POST", url, **typed(body, world)))
            assert not [hidden for hidden in worlds.hidden_names(caller) if hidden in text], caller.label


def test_the_case_page_is_among_those_that_show_a_name(worlds):
    """Else the test above would say nothing."""
    officer = worlds.of_role["commune_officer"]
    for name in ("cases:detail", "cases:child", "cases:list", "cases:children"):
        url = worlds.url(ALL[name], rule_for(name), worlds.own, officer)
        assert worlds.own.name in _text(ask(officer, "GET", url)), name
