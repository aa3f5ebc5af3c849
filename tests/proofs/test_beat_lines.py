"""What beat writes while its broker is away: a line, not a traceback each second until the disk is full."""

import logging

import pytest
import time_machine
from celery import Celery
from celery.beat import Scheduler

from config.log_lines import QUIET

NOW = 1_772_440_000


@pytest.fixture(autouse=True)
def nothing_was_said_yet(monkeypatch):
    for of_broker in logging.getLogger("celery.beat").filters:  # one more each time that logging is set up
        monkeypatch.setattr(of_broker, "last", 0.0)


@pytest.fixture
def beat():
    """A scheduler as beat runs it, of a broker that is not there."""
    app = Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.update(task_publish_retry=False, broker_transport_options={"max_retries": 0})
    scheduler = Scheduler(app, lazy=True)
    yield lambda: scheduler.apply_entry(scheduler.Entry(name="look", task="any.look", schedule=1.0, app=app))
    app.close()


def lines(caplog):
    return [record for record in caplog.records if record.name == "celery.beat" and record.levelno >= logging.ERROR]


def test_a_broker_that_has_gone_is_told_in_one_line(beat, caplog):
    with time_machine.travel(NOW, tick=False) as clock:
        for _second in range(2 * QUIET):
            beat()
            clock.shift(1)
    (line,) = lines(caplog)
    assert line.getMessage() == "The broker does not answer (ConnectionError). Beat goes on trying, in silence."
    assert not line.exc_info


def test_when_it_goes_again_it_is_told_again(beat, caplog):
    for second, told in ((0, 1), (QUIET, 1), (2 * QUIET + 1, 2), (2 * QUIET + 2, 2)):
        with time_machine.travel(NOW + second, tick=False):
            beat()
        assert len(lines(caplog)) == told


def test_what_else_goes_wrong_is_told_each_time_and_in_full(caplog):
    log = logging.getLogger("celery.beat")
    for _again in range(2):
        try:
            raise ValueError
        except ValueError as error:
            log.error("Message Error: %s\n%s", error, ["a stack"], exc_info=True)
    log.error("Of %(whom)s", {"whom": "no error"})
    assert [bool(record.exc_info) for record in lines(caplog)] == [True, True, False]
