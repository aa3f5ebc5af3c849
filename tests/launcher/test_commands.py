"""The commands pass signals on, end in order and say what is wrong in one sentence."""

import os
import signal
import subprocess
import sys
import time

import pytest

from config.embedded import commands
from config.embedded.folders import CHECKOUT, Refusal
from config.embedded.lease import users_of
from config.embedded.processes import Kept

START = "import sys; from config.embedded.commands import main; sys.exit(main(sys.argv[1], sys.argv[2:]))"


def launch(folder, *words):
    """run.py as its second half sees it: in an installed environment, with nothing configured."""
    configured = ("OWNER_DATABASE_URL", "DATABASE_URL", "REDIS_URL")
    environment = {name: value for name, value in os.environ.items() if name not in configured}
    environment["MAIAM_DATA"] = str(folder.path)
    return subprocess.Popen(
        [sys.executable, "-c", START, *words], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True
    )


def wait_for(is_so):
    until = time.monotonic() + 60
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    assert is_so()


def test_a_refusal_is_one_sentence_and_an_exit_code(monkeypatch, capsys, folder):
    def refuse(*_):
        raise Refusal("Không được.")

    monkeypatch.setattr(commands, "open_folder", lambda asked: folder)
    monkeypatch.setitem(commands.COMMANDS, "manage", refuse)
    monkeypatch.setattr(commands.signal, "signal", lambda *_: None)
    assert commands.main("manage", []) == 1
    assert capsys.readouterr().err == "Không được.\n"


@pytest.mark.parametrize(("code", "reported"), [("0", 0), ("7", 7), ("import os; os.kill(os.getpid(), 9)", 137)])
def test_the_exit_code_of_a_command_is_handed_on(code, reported):
    assert commands.in_foreground([sys.executable, "-c", f"exit({code})" if code.isdigit() else code]) == reported


def test_handlers_are_as_before_after_a_command():
    before = [signal.getsignal(sign) for sign in commands.STOP_SIGNALS]
    commands.in_foreground([sys.executable, "-c", ""])
    assert [signal.getsignal(sign) for sign in commands.STOP_SIGNALS] == before


@pytest.mark.services
def test_a_request_to_end_reaches_the_command_and_then_the_servers(folder):
    running = launch(folder, "manage", "shell", "-c", "print('here', flush=True); import time; time.sleep(60)")
    while "here" not in running.stdout.readline():
        assert running.poll() is None
    assert Kept("postgres", folder).is_at_work()
    running.terminate()
    assert running.wait(timeout=30) == 128 + signal.SIGTERM
    assert not Kept("postgres", folder).is_at_work()
    assert not Kept("valkey", folder).is_at_work()
    running.stdout.close()


@pytest.mark.services
@pytest.mark.faults
def test_stop_ends_what_a_killed_launcher_has_left(folder):
    running = launch(folder, "manage", "shell", "-c", "import time; time.sleep(60)")
    wait_for(lambda: len(users_of(folder).members()) == 2)
    running.kill()
    running.wait()
    running.stdout.close()
    assert len(users_of(folder).members()) == 1
    assert Kept("postgres", folder).is_at_work()
    stopping = launch(folder, "stop")
    assert "Đã dừng" in stopping.communicate(timeout=60)[0]
    assert not users_of(folder).members()
    assert not Kept("postgres", folder).is_at_work()
    assert not Kept("valkey", folder).is_at_work()


@pytest.mark.services
def test_a_second_demo_is_refused_while_the_first_lives(folder):
    with Kept("demo", folder).holding():
        second = launch(folder, "demo")
        assert second.wait(timeout=60) == 1
        second.stdout.close()
