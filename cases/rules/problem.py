"""What a rule has to object, as data: the screen, the API and the import each say it in their own place."""

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`text` is the Vietnamese sentence with %(names)s from `params`; `field` the box on the form that it is about."""

    code: str
    text: str
    field: str = ""
    source: str = ""
    params: dict = dataclasses.field(default_factory=dict, compare=False)


def mark(text: str) -> str:
    """Marks a sentence for the catalogue of translations (imported as `_`); whoever shows it translates it."""
    return text
