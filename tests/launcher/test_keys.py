"""Keys are made once, are nobody else's to read, and are never made anew over data that need the old ones."""

import base64
import stat

import pytest

from config.embedded.folders import Refusal
from config.embedded.keys import keys_of, write_whole


def test_keys_are_made_once(folder):
    assert keys_of(folder) == keys_of(folder)


def test_keys_of_two_folders_differ_in_every_one(folder, tmp_path):
    other = type(folder)(tmp_path)
    assert not set(keys_of(folder).values()) & set(keys_of(other).values())


def test_only_their_owner_can_read_them(folder):
    keys_of(folder)
    assert stat.S_IMODE((folder.path / "keys.json").stat().st_mode) == 0o600


def test_the_sealing_key_is_named_and_holds_32_bytes(folder):
    name, _, key = keys_of(folder)["sealing_keys"].partition(":")
    assert name
    assert len(base64.b64decode(key, validate=True)) == 32


def test_lost_keys_are_refused_while_the_data_are_there(folder):
    (folder.path / "postgres").mkdir()
    with pytest.raises(Refusal, match="sao lưu"):
        keys_of(folder)


def test_an_interrupted_write_leaves_the_old_text(tmp_path, monkeypatch):
    path = tmp_path / "keys.json"
    write_whole(path, "cũ")
    monkeypatch.setattr("os.fsync", lambda descriptor: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "mới")
    assert path.read_text() == "cũ"
