"""Figures to look at: a commune and its province with children counted."""

import pytest

from tests.factories import ChildFactory, CircumstanceFactory
from tests.indicators.conftest import declare, kept, sweep_all  # noqa: F401 - a fixture


@pytest.fixture
def three_children(kept, here):  # noqa: F811
    """Three in a commune, one of them in special circumstances; everything is declared complete."""
    declare(here.parent)
    children = [ChildFactory(place=here, sex=sex) for sex in "FMM"]
    CircumstanceFactory(child=children[0])
    sweep_all()
    return children
