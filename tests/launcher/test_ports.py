"""Default ports that are taken do not matter, and an address stays the same from start to start."""

import socket
from contextlib import closing

import pytest

from config.embedded import ports


def listener(family=socket.AF_INET, address="127.0.0.1"):
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.bind((address, 0))
    taken.listen()
    return closing(taken)


def test_a_taken_port_is_not_free():
    with listener() as taken:
        assert not ports.is_free(taken.getsockname()[1])


def test_a_port_taken_on_the_other_family_is_not_free():
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return  # this machine has no such family, so nobody can take it
    with listener(socket.AF_INET6, "::1") as taken:
        assert not ports.is_free(taken.getsockname()[1])


def test_the_next_free_port_is_held():
    with listener() as taken:
        number = taken.getsockname()[1]
        with ports.hold_first(number) as site:
            assert site.getsockname()[1] > number


def test_nobody_else_takes_a_port_that_is_held():
    with ports.hold_first(20000) as site:
        port = site.getsockname()[1]
        assert ports.hold(port) is None
        with pytest.raises(OSError, match="in use"):
            socket.create_server(("127.0.0.1", port))
    assert ports.is_free(port)


def test_a_port_that_somebody_takes_in_between_is_not_held(monkeypatch):
    monkeypatch.setattr(ports, "is_free", lambda port: True)
    with listener() as taken:
        assert ports.hold(taken.getsockname()[1]) is None


def test_a_port_is_remembered(tmp_path):
    memory = tmp_path / "ports.json"
    assert ports.remembered(memory, "postgres") == ports.remembered(memory, "postgres")


@pytest.mark.parametrize("other", ["valkey", "web"])
def test_the_ports_of_others_stay_when_one_changes(tmp_path, other):
    memory = tmp_path / "ports.json"
    ports.remember(memory, other, 1234)
    with listener() as taken:
        ports.remember(memory, "postgres", taken.getsockname()[1])
        assert ports.remembered(memory, "postgres") != taken.getsockname()[1]
    assert ports.recall(memory, other) == 1234


def test_nothing_is_recalled_at_first(tmp_path):
    assert ports.recall(tmp_path / "ports.json", "web") is None
