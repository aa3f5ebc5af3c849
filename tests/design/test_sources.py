"""What can be read off the files: contrast, and nothing in a template that the Content-Security-Policy would refuse."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "static/app.css").read_text(encoding="utf-8")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WORDS = [
    *((ink, ground) for ink in ("ink", "ink-2") for ground in ("card", "paper", "sunk")),
    *(("link", ground) for ground in ("card", "paper")),
    *((kind, f"{kind}-t") for kind in ("bad", "warn", "ok", "info", "none")),
    *((kind, "card") for kind in ("bad", "ok", "warn", "c-rep")),
    *(("q-lo", f"q{n}") for n in (1, 2, 3)),
    *(("q-hi", f"q{n}") for n in (4, 5)),
    ("on-brand", "brand"),
    ("on-brand", "brand-2"),
    ("on-brand", "c-data"),
]
SHAPES = [(shape, "card") for shape in ("c-data", "c-target", "c-axis", "line-2", "c-rep", "bad")] + [
    ("line-2", "paper")
]


def _themes():
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
    )
    return {"light": light, "dark": light | dark}


def _luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2 contrast of two colours."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (SHAPES, 3)])
def test_every_pair_of_colours_can_be_read(theme, pairs, least):
    colours = _themes()[theme]

    poor = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in pairs}

    assert {pair: value for pair, value in poor.items() if value < least} == {}


def test_the_stylesheet_stays_small_and_fetches_nothing_from_elsewhere():
    assert len(gzip.compress(CSS.encode(), 6)) <= 12 * 1024
    assert set(re.findall(r"url\(([^)]*)\)", CSS)) <= {"chev.svg"}
    assert "@import" not in CSS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_holds_what_the_policy_refuses(path):
    words = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle\s*=", words)
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=|javascript:|hx-on", words)
    assert not re.search(r"(src|href)=[\"']https?://", words)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_template_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


def test_every_component_is_in_the_catalogue():
    catalogue = (ROOT / "templates/_components/README.md").read_text(encoding="utf-8")
    told_elsewhere = {
        "nav",
        "languages",
        "messages",
        "foot",
        "mark",
        "errors",
        "field",
        "date_boxes",
        "place_input",
    }
    names = {path.stem for path in (ROOT / "templates/_components").glob("[!_]*.html")}

    assert {name for name in names - told_elsewhere if f"{name}.html" not in catalogue} == set()
