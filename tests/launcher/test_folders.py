"""Everything lies in one folder; for root possibly in one that the servers' user can enter."""

import os
import stat

import pytest

from config.embedded import folders
from config.embedded.folders import Account, DataFolder, Refusal, open_folder, shared_home_of

ME = Account("me", os.geteuid(), os.getegid())


@pytest.fixture
def cannot_enter(monkeypatch, place):
    """Root's view of a checkout under a home that the servers' user cannot enter."""
    monkeypatch.setattr(folders, "SHARED_HOME", place / "shared")
    monkeypatch.setattr(folders.os, "geteuid", lambda: 0)
    monkeypatch.setattr(folders, "_refuse_folder_of_another", lambda path: None)
    monkeypatch.setattr(folders, "_account_for", lambda path: ME)
    monkeypatch.setattr(folders, "can_enter", lambda path, account: path.is_relative_to(folders.SHARED_HOME))


def test_the_folder_asked_for_is_used(place):
    opened = open_folder(place / "data")
    assert opened.path == place / "data"
    assert {entry.name for entry in opened.path.iterdir()} == {"run", "logs", "files", "scratch", "static"}


def test_others_cannot_look_into_it(place):
    opened = open_folder(place / "data")
    assert not stat.S_IMODE(opened.path.stat().st_mode) & 0o066
    for inner in (opened.run, opened.logs, opened.files, opened.scratch):
        assert stat.S_IMODE(inner.stat().st_mode) == 0o700


def test_a_folder_that_the_servers_cannot_enter_becomes_a_link_to_one_that_they_can(place, cannot_enter):
    asked = place / "home" / ".data"
    opened = open_folder(asked)
    assert opened.path == shared_home_of(asked)
    assert asked.is_symlink()
    assert asked.resolve() == opened.path


def test_the_same_folder_is_found_again_through_the_link_and_without_it(place, cannot_enter):
    asked = place / "home" / ".data"
    first = open_folder(asked)
    assert open_folder(asked) == first
    asked.unlink()
    assert open_folder(asked) == first


def test_data_that_are_there_already_are_not_moved(place, cannot_enter):
    asked = place / "home" / ".data"
    asked.mkdir(parents=True)
    (asked / "keys.json").write_text("{}")
    with pytest.raises(Refusal, match="MAIAM_DATA"):
        open_folder(asked)
    assert (asked / "keys.json").exists()


def test_a_folder_of_someone_else_is_refused(place, monkeypatch):
    monkeypatch.setattr(folders.os, "geteuid", lambda: place.stat().st_uid + 1)
    with pytest.raises(Refusal, match="thuộc về"):
        open_folder(place)


def test_the_owner_of_the_database_stays_its_owner(place):
    (place / "postgres").mkdir()
    assert folders._account_for(place).uid == os.geteuid()


def test_a_new_database_gets_an_account_that_the_machine_has_already(place):
    assert folders._account_for(place).name in {*folders.UNPRIVILEGED, "uid 65534"}


def test_the_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("MAIAM_DATA", str(tmp_path))
    assert folders.asked_for() == tmp_path
    monkeypatch.delenv("MAIAM_DATA")
    assert folders.asked_for() == folders.CHECKOUT / ".data"


def test_nothing_is_given_away_without_an_account(tmp_path):
    before = tmp_path.stat()
    DataFolder(tmp_path).give(tmp_path)
    assert tmp_path.stat() == before
