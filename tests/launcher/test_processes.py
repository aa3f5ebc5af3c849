"""Processes are known by a lock that the kernel keeps, not by a number that it gives out again."""

import os
import signal
import subprocess
import time

import pytest

from config.embedded.folders import Refusal
from config.embedded.processes import Kept, exclusive, open_log, started_at


@pytest.fixture
def kept(folder, monkeypatch):
    monkeypatch.setattr("config.embedded.processes.ORPHANS_SECONDS", 0.3)
    process = Kept("sleeper", folder)
    yield process
    process.stop()


def wait_until(is_so):
    until = time.monotonic() + 5
    while not is_so() and time.monotonic() < until:
        time.sleep(0.02)
    assert is_so()


def test_a_zombie_counts_as_gone():
    zombie = subprocess.Popen(["true"])
    wait_until(lambda: started_at(zombie.pid) is None)
    zombie.wait()


def test_a_living_process_has_a_start():
    assert started_at(os.getpid()) == started_at(os.getpid()) is not None


def test_it_knows_the_process_that_it_started(kept):
    process = kept.start(["sleep", "60"])
    assert kept.is_at_work()
    assert kept.pid() == process.pid


def test_it_is_not_at_work_after_a_kill(kept):
    process = kept.start(["sleep", "60"])
    process.kill()
    process.wait()
    assert not kept.is_at_work()
    assert kept.pid() is None


def test_it_is_at_work_while_an_orphan_lives_and_ends_the_orphan(kept):
    process = kept.start(["sh", "-c", "sleep 60 & wait"])
    wait_until(lambda: len(kept.members()) == 2)
    process.kill()
    process.wait()
    assert kept.is_at_work()
    kept.stop()
    assert not kept.is_at_work()


def test_a_process_that_ignores_the_request_is_ended(kept):
    kept.start(["sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done"])
    wait_until(lambda: "deaf" in kept.log.read_text())
    kept.stop(patience=0.3)
    assert not kept.is_at_work()


def test_a_stranger_with_a_recorded_pid_is_left_alone(kept):
    stranger = subprocess.Popen(["sleep", "60"])
    kept.record.write_text(f"{stranger.pid} 1\n")
    kept.stop()
    assert kept.pid() is None
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_second_start_is_refused_while_the_first_lives(kept):
    kept.start(["sleep", "60"])
    with pytest.raises(Refusal, match="đang chạy rồi"):
        kept.start(["sleep", "60"])


def test_a_torn_record_names_nobody(kept):
    kept.record.write_text("12")
    assert kept.pid() is None


def test_stopping_what_never_ran_is_harmless(kept):
    kept.stop(signal.SIGINT)


def test_a_taken_lock_is_refused_with_the_given_sentence(folder):
    path = folder.run / "one.lock"
    with exclusive(path), pytest.raises(Refusal, match="đang bận"), exclusive(path, refusal="đang bận"):
        pass


def test_a_big_log_is_set_aside(folder, monkeypatch):
    monkeypatch.setattr("config.embedded.processes.BIG_LOG", 10)
    log = folder.logs / "web.log"
    log.write_text("một dòng khá dài\n")
    open_log(log).close()
    assert log.read_text() == ""
    assert (folder.logs / "web.old.log").exists()
