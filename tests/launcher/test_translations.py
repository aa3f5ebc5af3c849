"""English must not depend on gettext being installed."""

import gettext
import os

import pytest

from config.embedded.translations import compile_translations

ENTRY = 'msgid "Hồ sơ"\nmsgstr "Case"\n\n#, fuzzy\nmsgid "Trẻ em"\nmsgstr "Kid"\n'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{ENTRY}')
    return path


def translate(source, text):
    return gettext.GNUTranslations(source.with_suffix(".mo").open("rb")).gettext(text)


def test_entries_are_compiled_and_fuzzy_ones_are_not(source, tmp_path):
    compile_translations(tmp_path)
    assert translate(source, "Hồ sơ") == "Case"
    assert translate(source, "Trẻ em") == "Trẻ em"


def test_only_what_is_older_than_its_source_is_compiled_again(source, tmp_path):
    compile_translations(tmp_path)
    compiled = source.with_suffix(".mo")
    os.utime(compiled, (0, 0))
    os.utime(source, (1, 1))
    compile_translations(tmp_path)
    again = compiled.stat().st_mtime
    compile_translations(tmp_path)
    assert again == compiled.stat().st_mtime > 1
