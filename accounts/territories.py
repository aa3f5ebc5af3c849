"""What belongs to a place over all reforms: the lineage of units, remembered by each process for a while.

Every page and every call of the API asks for it, and it changes only when new units are loaded (load_places). Who holds
which place is never remembered: that is asked anew by each request.
"""

import time

READ_AGAIN_AFTER = 10  # seconds; newly loaded units are seen by every process after at most so long

_known: dict[int, tuple[float, tuple[str, ...]]] = {}


def paths_of(place) -> tuple[str, ...]:
    """Place.territory_paths() of not more than READ_AGAIN_AFTER seconds ago."""
    now = time.monotonic()
    read_at, paths = _known.get(place.pk, (0.0, ()))
    if not paths or now - read_at > READ_AGAIN_AFTER:
        paths = tuple(place.territory_paths())
        _known[place.pk] = now, paths
    return paths


def forget():
    """Read again at the next question."""
    _known.clear()
