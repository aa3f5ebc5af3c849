"""The indicators that a target may name.

Their catalogue lies above programmes, where no import may reach; it hands itself down when the applications start.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Known(NamedTuple):
    """An indicator as far as a target speaks of it; `groups` are {code: name} of what it is broken down by; a share is
    `measured_in` percent or a rate and its numerator `counted_in` a unit of things, else the two are the same."""

    code: str
    name: str
    groups: dict[str, str]
    measured_in: str
    counted_in: str


_ask: list[Callable[[], Iterable[Known]]] = []


def provide(ask: Callable[[], Iterable[Known]]) -> None:
    """Whoever keeps the catalogue says how it is asked."""
    _ask[:] = [ask]


def known() -> dict[str, Known]:
    """{code: indicator}, in order of code."""
    return {each.code: each for ask in _ask for each in ask()}


def choices():
    """The indicators for a list to choose from."""
    return [("", _("– chọn –")), *((each.code, f"{each.code} · {each.name}") for each in known().values())]


def group_choices():
    """Their groups, those of each indicator under its name."""
    named = [(f"{each.code} · {each.name}", list(each.groups.items())) for each in known().values() if each.groups]
    return [("", _("tất cả")), *named]
