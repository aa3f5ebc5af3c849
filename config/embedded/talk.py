"""What the launcher says to the person at the terminal: what it is about to do, then how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


@contextmanager
def step(title: str) -> Iterator[None]:
    """Name the step, let it speak for itself, then give its duration."""
    start = time.monotonic()
    say(f"• {title}")
    yield
    seconds = f"{time.monotonic() - start:.1f}".replace(".", ",")
    say(f"  {seconds} giây")
