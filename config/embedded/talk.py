"""What the launcher says to the person at the terminal: one line per step, with its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


@contextmanager
def step(title: str) -> Iterator[None]:
    """Name the step before it, its duration after it; on a terminal both stand on one line."""
    start = time.monotonic()
    print(f"• {title} …", end=" " if sys.stdout.isatty() else "\n", flush=True)  # noqa: T201
    try:
        yield
    except BaseException:
        say("")
        raise
    seconds = f"{time.monotonic() - start:.1f}".replace(".", ",")
    say(f"{seconds} giây" if sys.stdout.isatty() else f"  {title}: {seconds} giây")
