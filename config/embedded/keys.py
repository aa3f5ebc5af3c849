"""Passwords and keys of a one-machine start: made once, at random, readable by their owner alone."""

import base64
import json
import os
import secrets
from pathlib import Path

from config.embedded.folders import DataFolder, Refusal

MAKERS = {
    "secret_key": lambda: secrets.token_urlsafe(64),
    "sealing_keys": lambda: "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
    "superuser_password": lambda: secrets.token_urlsafe(24),
    "owner_password": lambda: secrets.token_urlsafe(24),
    "runtime_password": lambda: secrets.token_urlsafe(24),
    "broker_password": lambda: secrets.token_urlsafe(24),
}


def keys_of(folder: DataFolder) -> dict[str, str]:
    """The folder's keys. Refuses when data are there but their keys are gone: new keys would open nothing."""
    path = folder.path / "keys.json"
    if path.exists():
        return json.loads(path.read_text())
    if (folder.path / "postgres").exists():
        raise Refusal(f"Mất tệp khóa {path}: hãy khôi phục từ bản sao lưu, hoặc xóa {folder.path} để bắt đầu lại.")
    write_whole(path, json.dumps({name: make() for name, make in MAKERS.items()}, indent=1))
    return json.loads(path.read_text())


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile."""
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    parent = os.open(path.parent, os.O_RDONLY)
    os.fsync(parent)
    os.close(parent)
