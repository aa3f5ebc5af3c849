"""Where the data of a one-machine start lie, and as whom its two servers run."""

# ruff: noqa: S603 (every command line is our own)

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
# PostgreSQL refuses to run as root, so it runs as one of these; no user is ever added to the machine.
UNPRIVILEGED = ("postgres", "nobody")
# For root only, when the unprivileged user cannot enter the folder asked for: <this>/maiam-<hash of that folder>.
SHARED_HOME = Path("/var/lib")


class Refusal(Exception):
    """A sentence for the person at the terminal: what is wrong and what to do. No traceback helps them."""


@dataclass(frozen=True)
class Account:
    """An existing user without privileges, whom root lends to the servers."""

    name: str
    uid: int
    gid: int


def spawn_options(account: Account | None) -> dict:
    """What `subprocess` needs to start a program as the account; nothing when we are an ordinary user."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


@dataclass(frozen=True)
class DataFolder:
    """The one folder that holds databases, keys, logs, records of processes and uploaded files."""

    path: Path
    account: Account | None = None  # None: the servers run as whoever called

    @property
    def ports(self) -> Path:
        return self.path / "ports.json"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def scratch(self) -> Path:
        """Temporary files of web and workers, uploads among them: private, and emptied at each start."""
        return self.path / "scratch"

    @property
    def static(self) -> Path:
        """Where production would collect static files; empty here, they are served from the checkout."""
        return self.path / "static"

    def give(self, path: Path) -> None:
        """Hand a file or folder to the account that the servers run as."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def asked_for() -> Path:
    """$MAIAM_DATA, or .data in the checkout."""
    return Path(os.environ.get("MAIAM_DATA") or CHECKOUT / ".data").absolute()


def open_folder(asked: Path) -> DataFolder:
    """Make the folder if need be and say where it really lies; refuses a folder that belongs to someone else."""
    try:
        folder = _open_as_root(asked) if os.geteuid() == 0 else _open_as_user(asked)
        for inner in (folder.run, folder.logs, folder.files, folder.scratch, folder.static):
            inner.mkdir(mode=0o700, exist_ok=True)
    except PermissionError as error:
        raise Refusal(f"Không ghi được vào {error.filename}: hãy đặt MAIAM_DATA là thư mục mà bạn ghi được.") from error
    return folder


def _open_as_user(asked: Path) -> DataFolder:
    path = asked.resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_folder_of_another(path)
    return DataFolder(path)


def _open_as_root(asked: Path) -> DataFolder:
    path = asked.resolve()
    path.mkdir(mode=0o711, parents=True, exist_ok=True)
    _refuse_folder_of_another(path)
    account = _account_for(path)
    if not can_enter(path, account):
        path = _move_to_shared_home(asked, path)
        account = _account_for(path)
    path.chmod(0o711)  # the servers pass through; they cannot list, and the keys stay root's
    return DataFolder(path, account)


def _refuse_folder_of_another(path: Path) -> None:
    owner = path.stat().st_uid
    if owner != os.geteuid():
        raise Refusal(f"Thư mục dữ liệu {path} thuộc về {_name_of(owner)}: hãy chạy bằng người dùng đó.")


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def _account_for(path: Path) -> Account:
    """Whoever owns the database already; otherwise the first unprivileged user that this machine has."""
    database = path / "postgres"
    if database.exists():
        stat = database.stat()
        return Account(_name_of(stat.st_uid), stat.st_uid, stat.st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    return Account("uid 65534", 65534, 65534)


def can_enter(path: Path, account: Account) -> bool:
    """Asked of the kernel as that very user, so that access lists and odd mounts count too."""
    test = ["/bin/sh", "-c", 'cd -- "$1" 2>/dev/null', "sh", str(path)]
    try:
        return subprocess.run(test, cwd="/", **spawn_options(account)).returncode == 0
    except (OSError, subprocess.SubprocessError) as error:
        raise Refusal(f"Không chuyển được sang người dùng {account.name}: hãy chạy bằng người dùng thường.") from error


def shared_home_of(asked: Path) -> Path:
    """The documented place for root: one folder per folder asked for."""
    return SHARED_HOME / f"maiam-{hashlib.sha256(str(asked).encode()).hexdigest()[:10]}"


def _move_to_shared_home(asked: Path, path: Path) -> Path:
    """Leave a link where the data were looked for, so that they are found by whoever looks there."""
    if path != asked or any(path.iterdir()):
        raise Refusal(
            f"Máy chủ dữ liệu không vào được {path}: hãy đặt MAIAM_DATA là thư mục khác, ví dụ /var/lib/maiam."
        )
    home = shared_home_of(asked)
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    _refuse_folder_of_another(home)
    path.rmdir()
    asked.symlink_to(home)
    return home
