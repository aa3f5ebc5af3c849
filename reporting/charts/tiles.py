"""Tile grid: each place a square of the same size, so that a small commune is seen as well as a large one."""

from django.utils.translation import gettext as _

from reporting.charts.svg import CLASSES, HATCH, LIGHT, drawing, link, text
from reporting.charts.units import PERCENT

SIZE, GAP = (118, 74), 5
LETTERS = 15  # of a name in one line


def rows_of_tiles(names, columns=4):
    """{name: (column, row)} in reading order, where no layout like the map is known."""
    return {name: (number % columns, number // columns) for number, name in enumerate(names)}


def class_of(value, bounds):
    """0 to 4 for four published cuts; a value on a cut belongs to the class above."""
    return sum(value >= bound for bound in bounds)


def tile_grid(tiles, places, title, bounds, *, unit=PERCENT, width=None):
    """tiles: {name: (column, row)}; places: {name: (value or None, note, href)}; bounds: 4 published cuts, 5 classes.

    A place without a value is hatched and says why. A name that `places` lacks has no value yet.
    """
    unit = unit.fitted([value for value, _note, _href in places.values()])
    out, told = [], []
    for name, (column, row) in tiles.items():
        value, note, href = places.get(name, (None, _("chưa có số liệu"), ""))
        x, y = column * (SIZE[0] + GAP) + 1, row * (SIZE[1] + GAP) + 1
        told.append(f"{name}: {unit.full(value) if value is not None else note}")
        body = _unknown(x, y, name, note) if value is None else _known(x, y, name, value, bounds, unit)
        out.append(link(body, href))
    columns = max((column for column, _row in tiles.values()), default=0) + 1
    rows = max((row for _column, row in tiles.values()), default=0) + 1
    view = (columns * (SIZE[0] + GAP) - GAP + 2, rows * (SIZE[1] + GAP) - GAP + 2)
    notice = _("Sơ đồ ô vuông, không theo tỷ lệ địa lý.")
    label = f"{title}. {notice} {'; '.join(told) or _('Chưa có số liệu')}."
    linked = any(href for _value, _note, href in places.values())
    return drawing("".join(out), label, view[1], width, linked, view)


def _known(x, y, name, value, bounds, unit):
    number = class_of(value, bounds)
    ink = "on-hi" if number >= 3 else "on-lo"
    centre = x + SIZE[0] // 2
    return (
        f'<rect x="{x}" y="{y}" width="{SIZE[0]}" height="{SIZE[1]}" rx="5" class="q{number + 1} s-axis" '
        f'fill="{CLASSES[number]}" stroke="{LIGHT["axis"]}"/>'
        + _name(centre, y + SIZE[1] / 2 - 6, name, ink)
        + text(centre, y + SIZE[1] / 2 + 21, unit.short(value), f"{ink} b", "middle", 19)
    )


def _unknown(x, y, name, note):
    centre = x + SIZE[0] // 2
    return (
        f'<rect x="{x}" y="{y}" width="{SIZE[0]}" height="{SIZE[1]}" rx="5" class="s-axis" fill="url(#{HATCH})" '
        f'stroke="{LIGHT["axis"]}" stroke-dasharray="4 3"/>'
        f'<rect x="{x + 7}" y="{y + 10}" width="{SIZE[0] - 14}" height="{SIZE[1] - 20}" rx="4" class="f-card" '
        'fill="#fff"/>'
        + _name(centre, y + SIZE[1] / 2 - 4, name, "")
        + text(centre, y + SIZE[1] / 2 + 16, note, "m", "middle", 12.5)
    )


def _name(x, y, name, css):
    """A name in one line, a long one in two with its words shared out."""
    if len(name) <= LETTERS:
        return text(x, y, name, css, "middle", 13.5)
    words = name.split()
    half = min(range(1, len(words) + 1), key=lambda n: abs(len(" ".join(words[:n])) - len(name) / 2))
    upper, lower = " ".join(words[:half]), " ".join(words[half:])
    return text(x, y - 11, upper, css, "middle", 12.5) + text(x, y + 4, lower, css, "middle", 12.5)
