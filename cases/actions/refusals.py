"""How an action says no: sentences for the screen, the API and the import alike; nothing has been written."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from cases.rules.problem import Problem, Words
from places.working_days import VIETNAM


def sentence(problem: Problem) -> str:
    """The problem in the language of the reader."""
    return gettext(problem.text) % {name: _readable(value) for name, value in problem.params.items()}


def _readable(value):
    if isinstance(value, Words):
        return gettext(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value


class Refused(Exception):
    """The rules are not met. `problems` says what lacks: code, text, field of the form (may be ""), source in law."""

    def __init__(self, *problems: Problem):
        super().__init__(*problems)
        self.problems = problems

    @property
    def sentences(self) -> list[str]:
        return [sentence(problem) for problem in self.problems]

    def __str__(self):
        return " ".join(self.sentences)


class RowsRefused(Refused):
    """Some rows of a bulk action are wrong: `rows` = {index of the entry: [problem, …]}. None was written."""

    def __init__(self, rows: dict[int, list[Problem]]):
        super().__init__(*(problem for problems in rows.values() for problem in problems))
        self.rows = rows


def alone(write_many, entry, by):
    """What the bulk action makes of a single entry: its refusal is a plain one, not that of row 0."""
    try:
        (written,) = write_many(entries=[entry], by=by)
    except RowsRefused as refusal:
        raise Refused(*refusal.problems) from None
    return written


class Clash(Exception):
    """Someone saved the same row after this page was opened; `current` is the row as it now stands."""

    def __init__(self, current):
        super().__init__(current)
        self.current = current


def refuse_if(*groups: list[Problem]):
    """Raises Refused with all problems found, if any."""
    if problems := [problem for group in groups for problem in group]:
        raise Refused(*problems)


def column_problems(row) -> list[Problem]:
    """What the columns of an unsaved row do not take: blank, too long, no choice of the list. Asks no database."""
    skipped = {
        field.name
        for field in row._meta.fields
        if field.is_relation or (field.null and row.__dict__.get(field.attname) is None)
    }
    try:
        row.clean_fields(exclude=skipped)
    except ValidationError as error:
        return [
            Problem("column", message.replace("%", "%%"), field)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return []
