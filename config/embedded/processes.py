"""Processes of ours that outlive a command, known by a lock that they and all their children inherit.

A pid alone lies: it is reused, and a parent may be dead while its children live. The kernel drops a lock when the
last process that inherited it is gone, and not before, so the lock says whether anything of ours is still at work.
The pid (with its start time, against reuse) only says whom to ask to stop.
"""

# ruff: noqa: S603, S607 (every command line is our own)

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from config.embedded.folders import Account, DataFolder, Refusal, spawn_options

PROC = Path("/proc")
ORPHANS_SECONDS = 3.0  # children that have lost their parent mostly notice and end by themselves
BIG_LOG = 20 * 1024 * 1024


@contextmanager
def exclusive(path: Path, refusal: str = "") -> Iterator[None]:
    """Hold a lock for a while. Waits for it; with `refusal`, says that sentence instead of waiting."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock_or_refuse(descriptor, refusal)
        yield
    finally:
        os.close(descriptor)


def _lock_or_refuse(descriptor: int, refusal: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (fcntl.LOCK_NB if refusal else 0))
    except BlockingIOError as error:
        raise Refusal(refusal) from error


def started_at(pid: int) -> str | None:
    """When a living process started, in the kernel's own count; None when it is gone or a zombie."""
    if not PROC.joinpath("self").exists():
        return _started_at_by_ps(pid)
    try:
        fields = PROC.joinpath(str(pid), "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else fields[19]


def _started_at_by_ps(pid: int) -> str | None:
    shown = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True).stdout
    state, _, start = shown.strip().partition(" ")
    return None if not state or state[0] in "ZX" else start.strip()


def command_of(pid: int) -> str:
    """The words that a process was started with; empty when it is gone."""
    try:
        return PROC.joinpath(str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout


@dataclass(frozen=True)
class Kept:
    """One process of ours (with its children) and the file in run/ that is both its lock and its record."""

    name: str
    folder: DataFolder
    account: Account | None = None  # whom it runs as, when root lends it a user

    @property
    def record(self) -> Path:
        return self.folder.run / self.name

    def is_at_work(self) -> bool:
        """Whether anything of it lives, be it an orphan."""
        descriptor = os.open(self.record, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def pid(self) -> int | None:
        """The recorded process, if it lives and is the one that was recorded."""
        try:
            pid, start = self.record.read_text().split(maxsplit=1)
        except (FileNotFoundError, ValueError):
            return None
        return int(pid) if started_at(int(pid)) == start.strip() else None

    def write(self, pid: int) -> None:
        """Record a process that holds the lock."""
        self.record.write_text(f"{pid} {started_at(pid)}\n")

    @property
    def log(self) -> Path:
        return self.folder.logs / f"{self.name}.log"

    def start(
        self,
        command: list[str],
        *,
        settings: bytes = b"",
        in_sight: bool = False,
        inherited: tuple[int, ...] = (),
        **options,
    ) -> subprocess.Popen:
        """Start it in a session of its own (Ctrl-C is for us to pass on).

        `settings` come by its standard input; `in_sight` shows its output instead of keeping a log; `inherited` are
        descriptors of ours that it goes on with.
        """
        with self.lock_to_inherit() as descriptor, nullcontext() if in_sight else open_log(self.log) as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT if log else None,
                start_new_session=True,
                pass_fds=(descriptor, *inherited),
                **options,
                **spawn_options(self.account),
            )
            self.write(process.pid)
        with process.stdin as pipe, suppress(BrokenPipeError):
            pipe.write(settings)
        return process

    @contextmanager
    def lock_to_inherit(self) -> Iterator[int]:
        """A descriptor to pass on: the lock stays with the child when we let go of ours."""
        descriptor = os.open(self.record, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock_soon(descriptor, self.name)
            yield descriptor
        finally:
            os.close(descriptor)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Be this process ourselves for a while."""
        with self.lock_to_inherit():
            self.write(os.getpid())
            yield

    def stop(self, gentle: int = signal.SIGTERM, patience: float = 20.0) -> None:
        """Ask the process to end, wait, and end what is left. Safe when nothing runs."""
        pid = self.pid()
        if pid:
            send(pid, gentle)
        until = time.monotonic() + patience
        while self.pid() and time.monotonic() < until:
            time.sleep(0.02)
        if self.ends_within(ORPHANS_SECONDS):
            return
        for member in self.members():
            send(member, signal.SIGKILL)
        if not self.ends_within(10.0):
            raise Refusal(f"Không dừng được {self.name}: xem {self.record}.")

    def members(self) -> list[int]:
        """Every process that holds the lock's file open: the process, its children and its orphans."""
        if not PROC.joinpath("self").exists():
            pid = self.pid()
            return [pid] if pid else []
        record = str(self.record)
        return _as_account(self.account, lambda: [pid for pid in _pids_but_ours() if _has_open(pid, record)])

    def ends_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.is_at_work():
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True


def send(pid: int, sign: int) -> None:
    """Send a signal to a process that may just have ended."""
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return


def open_log(path: Path):
    """Append to a log; one that has grown big is set aside first, the one before it is dropped."""
    if path.exists() and path.stat().st_size > BIG_LOG:
        path.replace(path.with_suffix(".old.log"))
    return open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def _lock_soon(descriptor: int, name: str) -> None:
    for _ in range(100):  # someone may be asking is_at_work() this very moment
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
    raise Refusal(f"{name} đang chạy rồi: dừng bằng `python3 run.py stop`.")


def _pids_but_ours() -> Iterator[int]:
    ours = {os.getpid(), os.getppid()}
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit() and int(entry.name) not in ours)


def _has_open(pid: int, path: str) -> bool:
    try:
        return any(os.readlink(entry) == path for entry in PROC.joinpath(str(pid), "fd").iterdir())
    except OSError:
        return False


def _as_account(account: Account | None, ask: Callable[[], list[int]]) -> list[int]:
    """Ask in a child that runs as the account: in a container even root may not look into another user's process."""
    if not account:
        return ask()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(account.gid)
        os.setuid(account.uid)
        os.write(writer, " ".join(map(str, ask())).encode())
        os._exit(0)
    os.close(writer)
    with open(reader) as answer:
        pids = [int(word) for word in answer.read().split()]
    os.waitpid(child, 0)
    return pids
