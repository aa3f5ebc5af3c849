"""The API answers all that its document allows as its document says: no crash, no status and no field that is not
written there. Asked at random, and for what is there."""

from collections import Counter
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.actions import create_token
from config.wsgi import application
from indicators.formats import FORMATS
from places.models import Place
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, CircumstanceFactory, UserFactory
from tests.indicators.conftest import declare, make_target, sweep_all
from tests.indicators.test_releases import published

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
AT_MOST = 8  # questions to each operation in each way


def operations():
    document = SchemaGenerator().get_schema(request=None, public=True)
    found = schemathesis.openapi.from_dict(document)
    found.app = application
    return [each.ok() for each in found.get_all_operations()]


@pytest.fixture
def one_connection():
    """The application answers within the test's own transaction, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(one_connection, kept, here, monkeypatch):
    """Of someone who may do much in a place where there is something."""
    monkeypatch.setattr("accounts.api_throttles.FairUse.allow_request", lambda *_: True)
    user = UserFactory()
    for role, place in (("province_staff", here.parent), ("commune_officer", here)):
        AssignmentFactory(user=user, place=place, role=role)
    declare(here.parent)
    CaseFactory(place=here, child=ChildFactory(place=here))
    Place.objects.update(certainty="found")
    sweep_all()
    return create_token(user=user, name="thử", kind="case", days=1)[1]


OPERATIONS = operations()
QUESTIONS = [(each, GenerationMode.POSITIVE) for each in OPERATIONS]
QUESTIONS += [(each, GenerationMode.NEGATIVE) for each in OPERATIONS if len(each.query) or each.body]


def _name(question):
    return question.label.replace("/api/v1/", "") if hasattr(question, "label") else question.value


@pytest.mark.parametrize(("operation", "mode"), QUESTIONS, ids=_name)
def test_it_answers_as_its_document_says(token, operation, mode):
    @as_often(AT_MOST)
    @given(case=operation.as_strategy(mode))
    def ask(case):
        asked(case, token)

    ask()


def as_often(times):
    def decorated(test):
        often = settings(
            max_examples=times,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        return seeded(2016)(often(test))

    return decorated


def asked(case, token):
    """The answer, which is as the document says."""
    case.headers["Authorization"] = f"Token {token}"
    response = case.call()
    case.validate_response(response, checks=CHECKS)
    return response


# what is there


@pytest.fixture
def there(token, here):
    """Values that the addresses know: {operation: {parameter: values}}"""
    province = here.parent
    for child in [ChildFactory(place=here, birth_date=date(2014, 5, 3)) for _ in range(14)][:7]:
        CircumstanceFactory(child=child)
    author, leader = UserFactory(), UserFactory()
    for user, role in ((author, "province_staff"), (leader, "province_leader")):
        AssignmentFactory(user=user, place=province, role=role)
    sweep_all()
    release = published(province, author, leader)
    make_target(province, "H01")
    places, days = [province.reference, f"{here.code}@2024-12-31", here.code], ["2024-06-30", "2025-01-01"]
    what = {"place": places, "indicator": ["H01", "P01", "H01,P01", "H02", "A02", "M01", "F01", "F02"], "on": days}
    pages = {"page": [1], "page_size": [1, 50]}
    return {
        "places": {"code": [here.code], "on": days, "within": places[:1], "search": [here.name], **pages},
        "places/{reference}": {"reference": places},
        "indicators/{code}": {"code": ["H01", "M01", "A03"]},
        "values": {
            **what,
            "period": ["2024", "2024-Q4", "2023..2024", "2024-H1,2024-03", "last_2_years", "2023-02-01/2023-05-31"],
            "by": ["sex", "age", "group", "ethnic"],
            "group": ["DB04"],
            "below": ["commune"],
            "boundaries": ["then", "now"],
            "format": list(FORMATS),
            "include": ["numerator,denominator", "reported"],
        },
        "targets": {**what, "programme": ["thu"], **pages},
        "releases": pages,
        "releases/{number}": {"number": [release.number], "format": ["json", "csv"]},
    }


MUST = {"indicator", "place", "period"}  # of values
FIGURES = {each.label.removeprefix("GET /api/v1/"): each for each in OPERATIONS}


def questions(operation, known):
    """What may be asked of an address with what is there."""
    ways = {name: st.sampled_from(values) for name, values in known.items()}
    path = {name: ways.pop(name) for name in list(ways) if f"{{{name}}}" in operation.path}
    required = {name: ways.pop(name) for name in MUST if operation.path.endswith("/values")}
    query = st.fixed_dictionaries(required, optional=ways)
    return st.builds(operation.Case, path_parameters=st.fixed_dictionaries(path), query=query)


@pytest.mark.parametrize(
    ("name", "times", "least"),
    [
        ("places", 12, 1),
        ("places/{reference}", 3, 1),
        ("indicators", 1, 1),
        ("indicators/{code}", 3, 1),
        ("values", 60, 0.25),  # by chance; not every breakdown and format is offered of everything
        ("targets", 12, 1),
        ("releases", 2, 1),
        ("releases/{number}", 3, 1),
    ],
)
def test_of_what_is_there_it_answers_figures_as_its_document_says(there, token, name, times, least):
    statuses = Counter()

    @as_often(times)
    @given(case=questions(FIGURES[name], there.get(name, {})))
    def ask(case):
        statuses[asked(case, token).status_code] += 1

    ask()
    assert statuses[200] >= least * statuses.total(), statuses


def test_the_document_has_an_example_for_what_must_be_asked():
    document = SchemaGenerator().get_schema(request=None, public=True)
    values = document["paths"]["/api/v1/values"]["get"]
    for parameter in values["parameters"]:
        if parameter.get("required"):
            assert parameter["examples"], parameter["name"]
    assert values["responses"]["200"]["content"]["application/json"]["examples"]


def test_every_operation_names_the_refusals_that_it_can_give_and_no_others():
    document = SchemaGenerator().get_schema(request=None, public=True)
    told = {path: set(each["get"]["responses"]) for path, each in document["paths"].items() if "get" in each}
    assert all("503" in statuses for statuses in told.values())
    assert {path for path, statuses in told.items() if "403" not in statuses} == {
        "/api/v1/releases",
        "/api/v1/releases/{number}",
    }
    assert {path for path, statuses in told.items() if "404" not in statuses} == {
        "/api/v1/indicators",
        "/api/v1/structure",
    }
