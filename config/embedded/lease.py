"""The two servers, shared by every run.py on one data folder: the first starts them, the last one out stops them.

Each user holds a shared lock, and passes it on to the command that it runs: should a launcher be killed, its command
still counts as a user, and `run.py stop` still finds it.
"""

import fcntl
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from config.embedded.binaries import binaries_for
from config.embedded.folders import DataFolder, Refusal
from config.embedded.keys import keys_of
from config.embedded.postgres import OWNER, RUNTIME, Postgres
from config.embedded.processes import Kept, exclusive, send
from config.embedded.valkey import Valkey

DATABASE_VARIABLES = ("OWNER_DATABASE_URL", "DATABASE_URL")


@dataclass(frozen=True)
class Servers:
    """The embedded servers; None where the environment names a server of one's own."""

    folder: DataFolder
    postgres: Postgres | None
    valkey: Valkey | None
    users_lock: int | None = None

    def ensure(self) -> None:
        for server in filter(None, (self.postgres, self.valkey)):
            server.ensure()

    def ensure_alone(self) -> None:
        """Bring back what has died, while other run.py wait."""
        with exclusive(self.folder.run / "start.lock"):
            self.ensure()

    def stop(self) -> None:
        for server in filter(None, (self.valkey, self.postgres)):
            server.stop()

    def addresses(self, key_space: int = 0) -> dict[str, str]:
        """The environment variables that lead to the embedded servers."""
        found = {}
        if self.postgres:
            found |= {"OWNER_DATABASE_URL": self.postgres.url(OWNER), "DATABASE_URL": self.postgres.url(RUNTIME)}
        if self.valkey:
            found["REDIS_URL"] = self.valkey.url(key_space)
        return found


def servers_for(folder: DataFolder, given: Mapping[str, str]) -> Servers:
    """Embedded servers for what `given` (the environment) does not name."""
    named = [name for name in DATABASE_VARIABLES if given.get(name)]
    if len(named) == 1:
        raise Refusal(f"Chỉ có {named[0]}: hãy đặt cả OWNER_DATABASE_URL (vai trò chủ) và DATABASE_URL (vai trò chạy).")
    if named and given.get("REDIS_URL"):
        return Servers(folder, None, None)
    keys, programs = keys_of(folder), binaries_for(folder)
    postgres = None if named else Postgres(folder, programs.postgres, keys)
    valkey = None if given.get("REDIS_URL") else Valkey(folder, programs.valkey, keys)
    return Servers(folder, postgres, valkey)


@contextmanager
def lease(folder: DataFolder, given: Mapping[str, str]) -> Iterator[Servers]:
    """Servers that run at least as long as the block; they stop with the last block on this folder."""
    start_lock = folder.run / "start.lock"
    users = os.open(users_of(folder).record, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with exclusive(start_lock):
            servers = replace(servers_for(folder, given), users_lock=users)
            fcntl.flock(users, fcntl.LOCK_SH)
            servers.ensure()
        yield servers
    finally:
        with exclusive(start_lock):
            if _nobody_else_uses(users):
                stop_servers(folder)
        os.close(users)


def users_of(folder: DataFolder) -> Kept:
    """Every run.py at work on the folder, with the command that it runs."""
    return Kept("users.lock", folder)


def ask_users_to_end(folder: DataFolder, patience: float = 60.0) -> None:
    """Ask them, wait, and end those who stay."""
    until = time.monotonic() + patience
    for pid in users_of(folder).members():
        send(pid, signal.SIGTERM)
    while (staying := users_of(folder).members()) and time.monotonic() < until:
        time.sleep(0.1)
    for pid in staying:
        send(pid, signal.SIGKILL)


def _nobody_else_uses(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def stop_servers(folder: DataFolder) -> None:
    """Stop whatever servers this folder has started; needs neither keys nor programs."""
    Servers(folder, Postgres(folder, Path(), {}), Valkey(folder, Path(), {})).stop()
