"""The commands of run.py, once its environment is installed."""

# ruff: noqa: S603 (every command line is our own)

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from config.embedded.demo import run_demo, stop_crew
from config.embedded.environment import browser_on, for_manage, for_tests, refuse_tests_without_browser
from config.embedded.folders import CHECKOUT, DataFolder, Refusal, asked_for, open_folder
from config.embedded.lease import ask_users_to_end, lease, stop_servers
from config.embedded.processes import Kept, exclusive
from config.embedded.talk import say
from config.embedded.translations import compile_translations

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130


def main(command: str, arguments: list[str]) -> int:
    """Carry out one command and return its exit code; a refusal is one sentence, not a traceback."""
    for sign in STOP_SIGNALS:
        if signal.getsignal(sign) is not signal.SIG_IGN:  # nohup asked not to hear it
            signal.signal(sign, _stop_once)
    try:
        folder = open_folder(asked_for())
        if command != "stop":
            compile_translations()
        return COMMANDS[command](folder, arguments)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        say("Đã dừng.")
        return INTERRUPTED


def _stop_once(sign, frame) -> None:
    """The first signal begins an orderly end, which further ones do not disturb."""
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def demo(folder: DataFolder, arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py demo")
    parser.add_argument("--port", type=_port)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    return run_demo(folder, os.environ, port=options.port, check=options.check)


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError("cổng là một số từ 1 đến 65535")


def test(folder: DataFolder, arguments: list[str]) -> int:
    """pytest on a throwaway database, with whatever arguments were given."""
    refuse_tests_without_browser(os.environ)
    if not browser_on(os.environ):
        say("Không thấy Chromium: kiểm thử bằng trình duyệt sẽ được bỏ qua (cài gói chromium để chạy đủ).")
    only = exclusive(folder.run / "test.lock", refusal="Một lượt kiểm thử khác đang chạy trên thư mục dữ liệu này.")
    with only, lease(folder, os.environ) as servers:
        cache = folder.path / "test" / "pytest"
        command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *arguments]
        surroundings = for_tests(folder, servers, os.environ)
        return in_foreground(command, cwd=CHECKOUT, env=surroundings, pass_fds=[servers.users_lock])


def manage(folder: DataFolder, arguments: list[str]) -> int:
    """Any management command, with the servers up, from the caller's own folder."""
    with lease(folder, os.environ) as servers:
        command = [sys.executable, str(CHECKOUT / "manage.py"), *arguments]
        surroundings = for_manage(folder, servers, os.environ)
        return in_foreground(command, cwd=Path.cwd(), env=surroundings, pass_fds=[servers.users_lock])


def stop(folder: DataFolder, arguments: list[str]) -> int:
    """Everything that was started for this data folder, however its launcher ended."""
    Kept("demo", folder).stop(patience=90)  # it stops its crew first and then lets go of the servers
    ask_users_to_end(folder)
    stop_crew(folder)
    with exclusive(folder.run / "start.lock"):
        stop_servers(folder)
    say(f"Đã dừng. Dữ liệu vẫn ở {folder.path}.")
    return 0


def in_foreground(command: list[str], **options) -> int:
    """Run a command that owns the terminal: Ctrl-C is its business, other signals are passed on to it."""
    process = subprocess.Popen(command, **options)
    before = {sign: signal.getsignal(sign) for sign in STOP_SIGNALS}
    signal.signal(signal.SIGINT, lambda sign, frame: None)
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda sign, frame: process.send_signal(sign))
    try:
        code = process.wait()
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
    return code if code >= 0 else 128 - code


COMMANDS: dict[str, Callable[[DataFolder, list[str]], int]] = {
    "demo": demo,
    "test": test,
    "manage": manage,
    "stop": stop,
}
