"""Vietnamese text: one stored form, one key to search by, one key to sort by.

The database may lack ICU (and its collations differ between machines), so order and likeness are computed here, stored
beside the text, and compared byte by byte.
"""

import re
import unicodedata

_APOSTROPHE = "['`´\u2018\u2019\u2032\u02bc]"
_APOSTROPHES = re.compile(rf"(?<=\b\w){_APOSTROPHE}\s*|{_APOSTROPHE}")  # H'Drai, H’Drai and H’ Drai are one name
_LOOKALIKES_OF_D = str.maketrans("ðɖ", "đđ")  # old keyboards type Ð (eth) or Ɖ (African D) for Đ

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_ALPHABET)}
_TONES = {
    "\N{COMBINING GRAVE ACCENT}": "1",  # huyền
    "\N{COMBINING HOOK ABOVE}": "2",  # hỏi
    "\N{COMBINING TILDE}": "3",  # ngã
    "\N{COMBINING ACUTE ACCENT}": "4",  # sắc
    "\N{COMBINING DOT BELOW}": "5",  # nặng
}
_LEVEL, _WORD = (
    " ",
    "-",
)  # a shorter name comes first: the end of a level sorts below the end of a word, both below letters


def nfc(text: str) -> str:
    """One line of text as it is stored: composed (NFC), no outer spaces, inner ones single."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def nfc_lines(text: str) -> str:
    """Several lines of text as they are stored: composed (NFC), line breaks kept, no spaces at the ends of lines."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


def fold(text: str) -> str:
    """Search key without tone marks: lower case, đ as d, hoà like hòa, H’Drai like H'Drai, hyphens as spaces."""
    words = (_without_marks(word).replace("đ", "d") for word in _words(text))
    return " ".join(word for word in words if word)


def sort_key(text: str) -> str:
    """ASCII key whose byte order is the Vietnamese alphabet's; tones (ngang huyền hỏi ngã sắc nặng) break ties.

    Numbers sort by value (Phường 2 before Phường 10). Equal for NFC and NFD, hoà and hòa, upper and lower case.
    """
    words = _words(text)
    letters = _WORD.join(_letters_key(word) for word in words)
    tones = _WORD.join("".join(_TONES[c] for c in word if c in _TONES) or "0" for word in words)
    return f"{letters}{_LEVEL}{tones}"


def name_sort_key(full_name: str, given: str | None = None) -> str:
    """Key that sorts persons by given name, then by the whole name; `given` is the last word unless told."""
    last_word = full_name.split()[-1] if full_name.split() else ""
    return f"{sort_key(given or last_word)}{_LEVEL}{sort_key(full_name)}"


def _words(text: str) -> list[str]:
    """Lower-case words in decomposed form; apostrophes vanish, whatever else is no letter, digit or mark separates."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text))
    lower = unicodedata.normalize("NFKC", plain).casefold()  # in this order: ㎅ is KB
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", lower).translate(_LOOKALIKES_OF_D))
    return "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in decomposed).split()


def _without_marks(word: str) -> str:
    return "".join(c for c in word if not unicodedata.combining(c))


def _letters_key(word: str) -> str:
    toneless = unicodedata.normalize("NFC", "".join(c for c in word if c not in _TONES))
    return "".join(_unit_key(unit) for unit in re.findall("[0-9]+|[^0-9]", toneless))


def _unit_key(unit: str) -> str:
    if unit[0] in "0123456789":
        number = unit.lstrip("0") or "0"
        return f"{len(number):02d}{number}"
    if unit in _LETTER:
        return _LETTER[unit]
    base = _without_marks(unicodedata.normalize("NFD", unit))
    return "".join(_LETTER.get(c, f"~{ord(c):06x}") for c in base)
