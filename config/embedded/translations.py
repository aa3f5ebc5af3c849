"""Compile translations that are newer than their compiled form: no gettext programs need be installed for it."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config.embedded.folders import CHECKOUT


def compile_translations(root: Path = CHECKOUT / "locale") -> None:
    """Fuzzy entries are left out, as msgfmt does; a compiled file is replaced whole."""
    for source in root.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        part = target.with_suffix(".part")
        with source.open("rb") as read, part.open("wb") as write:
            write_mo(write, read_po(read))
        part.replace(target)
