"""Valkey of a one-machine start: the broker between pages and workers. It speaks the Redis protocol."""

import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.embedded import ports
from config.embedded.folders import DataFolder, Refusal
from config.embedded.processes import Kept

START_SECONDS = 30
SETTINGS = """
bind 127.0.0.1
port {port}
dir "{data}"
requirepass {password}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Valkey:
    """One broker in one data folder."""

    folder: DataFolder
    program: Path
    keys: dict[str, str]

    @property
    def data(self) -> Path:
        return self.folder.path / "valkey"

    @property
    def kept(self) -> Kept:
        return Kept("valkey", self.folder, self.folder.account)

    @property
    def port(self) -> int | None:
        return ports.recall(self.folder.ports, "valkey")

    def url(self, number: int) -> str:
        """Address of one of its sixteen numbered key spaces."""
        return f"redis://:{self.keys['broker_password']}@127.0.0.1:{self.port}/{number}"

    def ensure(self) -> None:
        """Running and answering when this returns. The caller holds the folder's start lock."""
        if self.kept.pid() and self.answers():
            return
        self.kept.stop()
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.folder.give(self.data)
        for _ in range(5):  # a port that was free a moment ago may be taken now
            if self._start(ports.remembered(self.folder.ports, "valkey")):
                return
        raise Refusal(f"Valkey không khởi động được, xem {self.kept.log}.")

    def stop(self) -> None:
        self.kept.stop()

    def _start(self, port: int) -> bool:
        settings = SETTINGS.format(port=port, data=self.data, password=self.keys["broker_password"])
        process = self.kept.start(
            [str(self.program), "-"],
            settings=settings.encode(),
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        )
        return self._answers_soon(process)

    def _answers_soon(self, process: subprocess.Popen) -> bool:
        until = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < until:
            if self.answers():
                return True
            time.sleep(0.02)
        return False

    def answers(self) -> bool:
        """Whether it takes commands: after a crash it first reads its log back."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line, line.makefile("rb") as replies:
                line.sendall(f"AUTH {self.keys['broker_password']}\r\nPING\r\n".encode())
                return replies.readline() == b"+OK\r\n" and replies.readline() == b"+PONG\r\n"
        except OSError:
            return False
