"""The catalogue is whole, or the system does not start."""

from dataclasses import replace

import pytest

from indicators import checks, registry
from indicators.definition import By, Per
from indicators.management.commands import write_catalogue
from indicators.measures.programmes import FUND_RAISED
from indicators.measures.register import CHILDREN
from programs.models import Target
from tests.indicators.conftest import make_target

FIRST = "P01 P03 P04 H01 H02 H03 H04 R01 R02 A01 A02 A04 C01 C02 M01 M02 M04 F01 F02 K01 T01"


def test_the_first_catalogue_is_there():
    assert {indicator.code for indicator in registry.all()} >= {*FIRST.split(), "H03M", "H03B", "R02A", "R02B"}


def test_it_finds_nothing_wrong():
    assert checks.definitions_are_whole(None) == []


@pytest.mark.parametrize(
    "change",
    [
        {"why": ""},
        {"source": ""},
        {"completeness": ()},
        {"denominator": None},
        {"unit": "child", "numerator": FUND_RAISED},
        {"direction": "sideways"},
        {"numerator": replace(CHILDREN, code="copy")},
        {"numerator": FUND_RAISED, "unit": Per.PERCENT, "by": (By.AGE,)},
        {"by": (By.GROUP,)},
        {"versions": tuple(reversed(registry.get("H01").versions))},
    ],
)
def test_a_flaw_in_a_card_is_named(change):
    assert list(checks.flaws_of(replace(registry.get("H01"), **change)))


def test_two_cards_of_one_code_are_refused(monkeypatch):
    monkeypatch.setattr(registry, "all", lambda: [registry.get("H01")] * 2)
    assert "indicators.E001" in {error.id for error in checks.definitions_are_whole(None)}


@pytest.mark.django_db
def test_a_target_of_an_unknown_indicator_or_group_is_an_error(here):
    make_target(here, "H01")
    assert checks.targets_name_known_indicators(None, databases=["default"]) == []
    make_target(here, "X99")
    make_target(here, "F01", breakdown="gold")
    found = {error.msg for error in checks.targets_name_known_indicators(None, databases=["default"])}
    assert found == {"A target names X99", "A target names F01 gold"}
    assert Target.objects.count() == 3


def test_it_asks_the_database_only_where_it_may():
    assert checks.targets_name_known_indicators(None, databases=None) == []


@pytest.mark.django_db
def test_the_catalogue_in_the_docs_is_that_of_the_cards():
    """`manage.py write_catalogue` after a card has changed."""
    assert write_catalogue.PATH.read_text(encoding="utf-8") == write_catalogue.text()
