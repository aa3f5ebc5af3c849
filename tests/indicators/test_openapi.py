"""The API answers all that its document allows as its document says: no crash, no status that is not written there."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from accounts.actions import create_token
from config.wsgi import application
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, UserFactory
from tests.indicators.conftest import declare, sweep_all

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
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
    sweep_all()
    return create_token(user=user, name="thử", kind="case", days=1)[1]


OPERATIONS = operations()
QUESTIONS = [(each, GenerationMode.POSITIVE) for each in OPERATIONS]
QUESTIONS += [(each, GenerationMode.NEGATIVE) for each in OPERATIONS if len(each.query) or each.body]


def _name(question):
    return question.label.replace("/api/v1/", "") if hasattr(question, "label") else question.value


@pytest.mark.parametrize(("operation", "mode"), QUESTIONS, ids=_name)
def test_it_answers_as_its_document_says(token, operation, mode):
    @seeded(2016)
    @settings(
        max_examples=AT_MOST,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy(mode))
    def ask(case):
        case.headers["Authorization"] = f"Token {token}"
        case.validate_response(case.call(), checks=CHECKS)

    ask()


def test_the_document_has_an_example_for_what_must_be_asked():
    document = SchemaGenerator().get_schema(request=None, public=True)
    values = document["paths"]["/api/v1/values"]["get"]
    for parameter in values["parameters"]:
        if parameter.get("required"):
            assert parameter["examples"], parameter["name"]
    assert values["responses"]["200"]["content"]["application/json"]["examples"]
