"""A browser's description of itself, short enough to recognise one's own computer by."""

import re

from django.utils.translation import gettext as _

# The first that fits: most browsers also name those that they descend from.
_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Cốc Cốc", r"coc_coc_browser/"),
    ("Opera", r"OPR/"),
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS)/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux"),
)


def in_words(user_agent):
    """Firefox, Windows; "không rõ" where it is neither known nor said."""
    found = [next((name for name, sign in table if re.search(sign, user_agent)), "") for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or _("không rõ")
