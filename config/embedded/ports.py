"""Free loopback ports, remembered so that an address stays the same from start to start."""

import json
import random
import socket
from pathlib import Path

from config.embedded.keys import write_whole

# Below the range from which systems take ports for outgoing connections, above the well-known ones.
RANGE = range(20000, 30000)


def is_free(port: int) -> bool:
    """Whether nobody listens there, on either family: `localhost` may mean ::1 to a browser."""
    return _can_bind(socket.AF_INET, "127.0.0.1", port) and (not _has_ipv6() or _can_bind(socket.AF_INET6, "::1", port))


def _can_bind(family: int, address: str, port: int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def _has_ipv6() -> bool:
    try:
        return _can_bind(socket.AF_INET6, "::1", 0)
    except OSError:  # the kernel has no such family
        return False


def hold(port: int) -> socket.socket | None:
    """A socket that listens there until it is closed: nobody else can take the port before a server of ours answers,
    and whoever calls early waits for that server. None where the port cannot be had."""
    try:
        return socket.create_server(("127.0.0.1", port)) if is_free(port) else None
    except OSError:  # somebody was quicker
        return None


def hold_first(wanted: int) -> socket.socket:
    """The wanted port or the next one that is free."""
    return next(site for port in range(wanted, 65536) if (site := hold(port)))


def recall(memory: Path, name: str) -> int | None:
    """The port that `name` was given last."""
    return json.loads(memory.read_text()).get(name) if memory.exists() else None


def remember(memory: Path, name: str, port: int) -> None:
    known = json.loads(memory.read_text()) if memory.exists() else {}
    if known.get(name) != port:
        write_whole(memory, json.dumps({**known, name: port}))


def remembered(memory: Path, name: str) -> int:
    """The port that `name` had last time if it is still free, otherwise a new one, remembered."""
    port = recall(memory, name)
    if not port or not is_free(port):
        port = next(each for each in random.sample(RANGE, len(RANGE)) if is_free(each))  # noqa: S311 (no secret)
        remember(memory, name, port)
    return port
