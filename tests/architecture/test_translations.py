"""English is a complete second language: nothing is missing, nothing is fuzzy, no placeholder is lost."""

import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def entries():
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        yield from (message for message in read_po(file) if message.id)


def forms(text):
    return list(text) if isinstance(text, (tuple, list)) else [text]


def test_no_entry_is_missing_or_fuzzy():
    assert [message.id for message in entries() if message.fuzzy or not all(forms(message.string))] == []


def test_no_placeholder_is_lost():
    lost = [
        message.id
        for message in entries()
        if set(PLACEHOLDER.findall(forms(message.id)[-1])) != set(PLACEHOLDER.findall(forms(message.string)[-1]))
    ]
    assert lost == []


def test_every_text_of_the_templates_is_in_the_catalogue():
    known = {forms(message.id)[0] for message in entries()}
    asked = re.compile(r"{% translate \"([^\"]+)\"")
    missing = {
        f"{path.name}: {text}"
        for path in (ROOT / "templates").rglob("*.html")
        for text in asked.findall(path.read_text())
        if text not in known
    }
    assert missing == set()


def test_a_page_reads_in_english():
    with translation.override("en"):
        assert gettext("Hồ sơ") != "Hồ sơ"
