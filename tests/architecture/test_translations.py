"""English is a complete second language: nothing is missing, nothing is fuzzy, no placeholder is lost."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext

ROOT = Path(__file__).resolve().parents[2]
APPS = ("places", "accounts", "cases", "programs", "indicators", "reporting")
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "mark"}
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


def texts_of(path):
    """What the file marks as text, also within an f-string, where xgettext does not look."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield from (each.value for each in node.args[:1] if isinstance(each, ast.Constant))


def test_every_text_of_the_program_is_in_the_catalogue():
    known = {each for message in entries() for each in forms(message.id)}
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    asked = {(path.name, text) for path in files for text in texts_of(path)}
    assert len(asked) > 1000
    assert {(name, text) for name, text in asked if text not in known} == set()


def test_a_page_reads_in_english():
    with translation.override("en"):
        assert gettext("Hồ sơ") != "Hồ sơ"
