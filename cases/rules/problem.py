"""What a rule has to object, as data: the screen, the API and the import each say it in their own place."""

import dataclasses
from dataclasses import dataclass


class Words(str):
    """A Vietnamese text of the catalogue of translations; whoever shows it translates it."""


def mark(text: str) -> Words:
    """Puts a text into the catalogue (imported as `_`): rules know no Django."""
    return Words(text)


@dataclass(frozen=True)
class Problem:
    """`text` has %(names)s for `params` (Words among them are translated too); `field` is the box that it is about."""

    code: str
    text: str
    field: str = ""
    source: str = ""
    params: dict = dataclasses.field(default_factory=dict, compare=False)
