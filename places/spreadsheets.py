"""Text that a spreadsheet must not take for a formula."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def formula_safe(value):
    """Text that begins like a formula gets an apostrophe in front; numbers and the rest stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" \u00a0\u3000\ufeff").startswith(_STARTS) else value
