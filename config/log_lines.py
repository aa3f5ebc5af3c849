"""Lines of the log. What an error says may quote a record ("Failing row contains …"), so its own words are left out."""

import logging
import traceback

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

QUIET = 60  # seconds; twice the longest pause between two attempts of Celery


class Line(logging.Formatter):
    """Of an error: its kind, the database's code, and where it was raised."""

    def format(self, record):
        told = logging.makeLogRecord(record.__dict__)
        told.exc_text = None  # as another formatter may have left it
        if isinstance(told.args, dict) and "exc" in told.args:  # Celery puts the error into the sentence as well
            told.args = told.args | {"exc": ""}
        return super().format(told)

    def formatException(self, ei):  # noqa: N802 - logging's name
        chain = reversed(_chain(ei[1]))
        return "\n".join(f"{''.join(traceback.format_tb(each.__traceback__))}{_kind(each)}" for each in chain)


class BrokerAway(logging.Filter):
    """Beat has something to send each second, and would say each time, at length, that its broker has gone: it is said
    in one line when it goes, and again only after a minute in which nothing was wrong."""

    def __init__(self):
        super().__init__()
        self.last = 0.0

    def filter(self, record):
        told = record.args if isinstance(record.args, tuple) else ()
        errors = [each for error in told if isinstance(error, Exception) for each in _chain(error)]
        away = [error for error in errors if isinstance(error, OperationalError | RedisError)]
        if not away:
            return True
        is_first = abs(record.created - self.last) > QUIET
        self.last = record.created
        record.msg = "The broker does not answer (%s). Beat goes on trying, in silence."
        record.args = (_kind(away[-1]),)
        record.exc_info = record.exc_text = None
        return is_first


def _chain(error):
    """The error, and those from which it arose."""
    chain = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _kind(error):
    return " ".join(filter(None, [type(error).__qualname__, getattr(error, "pgcode", None)]))
