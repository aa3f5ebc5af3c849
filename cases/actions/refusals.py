"""How an action says no: sentences for the screen, the API and the import alike; nothing has been written."""

from django.utils.translation import gettext

from cases.rules.problem import Problem


def sentence(problem: Problem) -> str:
    """The problem in the language of the reader."""
    return gettext(problem.text) % problem.params


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


class Clash(Exception):
    """Someone saved the same row after this page was opened; `current` is the row as it now stands."""

    def __init__(self, current):
        super().__init__(current)
        self.current = current
