"""Names of administrative units: the kind in front of them, the short name, and the key they are searched by."""

import re

from places.text import fold

_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "tỉnh", "quận", "xã")
_TYPED_KINDS = {
    **{kind: kind for kind in _KINDS},
    **{fold(kind): kind for kind in _KINDS},
    **{"tp": "thành phố", "tt": "thị trấn", "tx": "thị xã"},
}
_INITIALS = {"h": "huyện", "p": "phường", "q": "quận", "t": "tỉnh", "x": "xã"}
_WRITTEN = re.compile(rf"({'|'.join(_KINDS)})\s+", re.IGNORECASE)
_PARTS = re.compile(rf",|\s(?=(?:{'|'.join(_KINDS)})\s)", re.IGNORECASE)
_TYPED = re.compile(
    rf"(?:({'|'.join(_TYPED_KINDS)})(?:\.\s*|\s+)|([{''.join(_INITIALS)}])\.\s*)(?=\w)",
    re.IGNORECASE,
)


def short_name(name):
    """The name without its kind: Vĩnh Thạnh Trung; a number keeps it (Phường 1), since alone it says nothing."""
    bare = without_kind(name)
    return name if bare[:1].isdigit() else bare


def without_kind(name):
    """The name as the law writes it, less the kind in front: "Thành phố Huế" becomes "Huế"."""
    return _WRITTEN.sub("", name, count=1) if _WRITTEN.match(name) else name


def read_typed(text):
    """(kind, the rest) of what somebody types: "p. an hòa", "xa my duc", "TP Huế"; no kind in front: ("", text)."""
    text = text.strip()
    match = _TYPED.match(text)
    if not match:
        return "", text
    kind = _TYPED_KINDS[match[1].lower()] if match[1] else _INITIALS[match[2].lower()]
    return kind, text[match.end() :]


def split_address(text):
    """The parts of "Xã Mỹ Đức, huyện Châu Phú" or "xã Mỹ Đức huyện Châu Phú": at commas and before a written kind."""
    return [part for part in _PARTS.split(text) if part.strip()] or [""]


def search_key(names):
    """Key of a unit's names: " | my duc | my duc b | ", where " duc" finds a word's beginning, "| my duc |" a name."""
    keys = dict.fromkeys(fold(without_kind(name)) for name in names)
    return f" | {' | '.join(keys)} | "
