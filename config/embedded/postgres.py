"""PostgreSQL of a one-machine start: its cluster, its two roles, its start and stop."""

# ruff: noqa: S603 (every command line is our own)

import locale
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from config.embedded import ports
from config.embedded.folders import DataFolder, Refusal, spawn_options
from config.embedded.keys import write_whole
from config.embedded.processes import Kept, command_of, open_log, started_at

DATABASE = "maiam"
SUPERUSER, OWNER, RUNTIME = "maiam_super", "maiam_owner", "maiam_app"
START_SECONDS = 300  # reading back the log of a crash takes a while after heavy writing
# What a committed transaction is worth is not for sale, tests included: fsync and synchronous_commit stay on.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # no socket: no lock file of it to go stale, no limit on the path's length
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    "jit": "off",
    "cluster_name": "mai-am-embedded",  # by which `manage.py doctor` knows it
    "password_encryption": "scram-sha-256",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # a failing statement may hold a child's name
    "log_error_verbosity": "terse",  # and so may its detail
}


@dataclass(frozen=True)
class Postgres:
    """One cluster in one data folder."""

    folder: DataFolder
    programs: Path
    keys: dict[str, str]

    @property
    def data(self) -> Path:
        return self.folder.path / "postgres"

    @property
    def kept(self) -> Kept:
        return Kept("postgres", self.folder, self.folder.account)

    @property
    def port(self) -> int | None:
        return ports.recall(self.folder.ports, "postgres")

    def url(self, role: str) -> str:
        password = quote(self.keys["owner_password" if role == OWNER else "runtime_password"], safe="")
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{DATABASE}"

    def ensure(self) -> None:
        """Running, with its database and roles, when this returns. The caller holds the folder's start lock."""
        if self._answers():
            return
        self._clear_leftovers()
        if not self.data.exists():
            self._create_cluster()
        self._refuse_other_version()
        for attempt in range(5):  # a port that was free a moment ago may be taken now
            if self._start(ports.remembered(self.folder.ports, "postgres"), last=attempt == 4):
                break
        self._create_roles_and_database()

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything acknowledged is kept."""
        postmaster = self._postmaster()
        if postmaster:
            self.kept.write(postmaster)  # a launcher killed at the wrong moment may not have done so
        self.kept.stop(gentle=signal.SIGINT, patience=60)

    def _postmaster(self) -> int | None:
        """The server named by its own pid file, if that process lives and truly serves this folder."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        is_ours = started_at(pid) and str(self.data) in command_of(pid)
        return pid if is_ours else None

    def _answers(self) -> bool:
        """Whether a living server of ours lets us in; one that is still recovering from a crash is waited for."""
        until = time.monotonic() + START_SECONDS
        while self._postmaster():
            with suppress(psycopg2.OperationalError):
                self._connect().close()
                return True
            if time.monotonic() > until:
                raise Refusal(f"PostgreSQL chạy nhưng không trả lời, xem {self.kept.log}.")
            time.sleep(0.1)
        return False

    def _connect(self):
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=self.keys["superuser_password"],
            dbname="postgres",
        )

    def _clear_leftovers(self) -> None:
        """After a crash: end orphaned backends, then drop the pid file that a zombie or a stranger's pid keeps alive.

        The order matters. Without its pid file PostgreSQL cannot see that old backends still write to the folder.
        """
        if self.kept.is_at_work():
            self.kept.stop()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _create_cluster(self) -> None:
        """initdb beside the final place, then a rename: an interrupted one leaves nothing that looks finished."""
        part = self.folder.path / "postgres.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        password = self.folder.path / "postgres.password"  # initdb, as another user, cannot open our standard input
        write_whole(password, self.keys["superuser_password"])
        for path in (part, password):
            self.folder.give(path)
        # Vietnamese letters are letters for upper(), ILIKE and trigrams; order is by code point everywhere.
        letters = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--lc-ctype={_letters()}"]
        access = ["-U", SUPERUSER, f"--pwfile={password}", "--auth=scram-sha-256"]
        try:
            self._run([self.programs / "initdb", "-D", part, "--encoding=UTF8", *letters, *access])
        finally:
            password.unlink()
        part.rename(self.data)

    def _refuse_other_version(self) -> None:
        held = (self.data / "PG_VERSION").read_text().strip()
        shown = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True).stdout
        if shown.split()[-1].split(".")[0] != held:
            raise Refusal(
                f"{self.data} thuộc PostgreSQL {held}, chương trình là {shown.strip()}: xem docs/operations.md."
            )

    def _start(self, port: int, last: bool) -> bool:
        options = " ".join(f"-c {name}={value}" for name, value in {**SETTINGS, "port": port}.items())
        command = [
            self.programs / "pg_ctl",
            "-D",
            self.data,
            "-w",
            "-t",
            str(START_SECONDS),
            "-s",
            "-o",
            options,
            "start",
        ]
        with self.kept.lock_to_inherit() as descriptor, open_log(self.kept.log) as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(descriptor,),
                **self._surroundings(),
            )
        pid = self._postmaster()
        if done.returncode == 0 and pid:
            self.kept.write(pid)
            return True
        if last or ports.is_free(port):
            raise Refusal(f"PostgreSQL không khởi động được, xem {self.kept.log}.")
        return False

    def _surroundings(self) -> dict:
        """A bare environment, the root folder, the unprivileged user: nothing of the caller's leaks in."""
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        return {"cwd": "/", "env": environment, **spawn_options(self.folder.account)}

    def _run(self, command: list) -> None:
        with open_log(self.kept.log) as output:
            done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, **self._surroundings())
        if done.returncode:
            raise Refusal(f"{Path(command[0]).name} thất bại, xem {self.kept.log}.")

    def _create_roles_and_database(self) -> None:
        """The owner makes tables and throwaway test databases; the runtime role owns nothing (ruling 34a)."""
        connection = self._connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            self._create_role(cursor, OWNER, "owner_password", "CREATEDB")
            self._create_role(cursor, RUNTIME, "runtime_password", "NOCREATEDB")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                names = {"database": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER)}
                cursor.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
        connection.close()

    def _create_role(self, cursor, role: str, key: str, right: str) -> None:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return
        # Sent as a verifier, so that no log can ever hold the password itself.
        verifier = encrypt_password(self.keys[key], role, scope=cursor.connection, algorithm="scram-sha-256")
        statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {} NOCREATEROLE PASSWORD {}")
        cursor.execute(statement.format(sql.Identifier(role), sql.SQL(right), sql.Literal(verifier)))


def _letters() -> str:
    """A locale of this machine that knows what a letter is beyond ASCII."""
    for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
        try:
            before = locale.setlocale(locale.LC_CTYPE)
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, before)
        return name
    return "C"
