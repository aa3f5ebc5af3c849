"""Lines of the log. What an error says may quote a record ("Failing row contains …"), so its own words are left out."""

import logging
import traceback


class Line(logging.Formatter):
    """Of an error: its kind, the database's code, and where it was raised."""

    def format(self, record):
        told = logging.makeLogRecord(record.__dict__)
        told.exc_text = None  # as another formatter may have left it
        if isinstance(told.args, dict) and "exc" in told.args:  # Celery puts the error into the sentence as well
            told.args = told.args | {"exc": ""}
        return super().format(told)

    def formatException(self, ei):  # noqa: N802 - logging's name
        chain, error = [], ei[1]
        while error is not None and error not in chain:
            chain.append(error)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(f"{''.join(traceback.format_tb(each.__traceback__))}{_kind(each)}" for each in reversed(chain))


def _kind(error):
    return " ".join(filter(None, [type(error).__qualname__, getattr(error, "pgcode", None)]))
