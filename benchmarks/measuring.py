"""A row of the table, times taken in turns, and a database that is left as it was."""

import os
import statistics
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Row:
    """`ratio` is held against `bound`: at most, or at least."""

    what: str
    ratio: float
    bound: float
    at_least: bool = False

    @property
    def holds(self):
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound

    def __str__(self):
        sign = "≥" if self.at_least else "≤"
        return f"{self.what:58} | {self.ratio:8.2f} | {sign} {self.bound:<5g} | {'ok' if self.holds else 'NO'}"


def set_up():
    """Django on the configured database, every address plus the bare ones, nothing logged per request."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "API_RATE": "1000000/min",
        "LOG_LEVEL": "ERROR",
        "TESTING": "1",
        "DEMO": "1",
    }
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.bare_urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.FIGURES_REMEMBERED = 600  # as in production


@contextmanager
def undone():
    """Whatever is written within is taken back."""
    from django.db import transaction

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def medians(works, rounds):
    """{name: median seconds} of works done in turns, so that a busy moment meets all of them."""
    taken = {name: [] for name in works}
    for turn in range(rounds + 2):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if turn > 1:  # the first rounds fill caches
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}
