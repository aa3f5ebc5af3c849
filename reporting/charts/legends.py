"""Samples of what charts draw, for the legend under them (templates/_components/legend.html)."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from reporting.charts.svg import CLASSES, LIGHT
from reporting.charts.units import PERCENT

_MARKS = {
    "line": f'<path d="M1 8h24" class="s-data" stroke="{LIGHT["data"]}" stroke-width="3"/>',
    "reported": (
        f'<circle cx="13" cy="8" r="5" class="f-card s-rep" fill="#fff" stroke="{LIGHT["rep"]}" stroke-width="2"/>'
    ),
    "so_far": (
        f'<circle cx="13" cy="8" r="5" class="f-card s-data" fill="#fff" stroke="{LIGHT["data"]}" stroke-width="2"/>'
    ),
    "path": f'<path d="M1 8h24" class="s-target" stroke="{LIGHT["target"]}" stroke-width="2" stroke-dasharray="6 4"/>',
    "expected": f'<path d="M6 8h14" class="s-target" stroke="{LIGHT["target"]}" stroke-width="4"/>',
    "forecast": (
        f'<rect width="26" height="16" class="f-band" fill="{LIGHT["band"]}"/><path d="M2 8h24" class="s-data" '
        f'stroke="{LIGHT["data"]}" stroke-width="2" stroke-dasharray="1 5" stroke-linecap="round"/>'
    ),
}


def mark_swatch(kind):
    """Sample of a mark of line_with_target: line, reported, so_far, path, expected or forecast."""
    return _sample(_MARKS[kind])


def swatch(number=None):
    """Sample of class 1 to 5 of a tile grid, or of the hatch that stands for a missing value."""
    if number is None:
        hatch = "".join(f"M{x} 15 {x + 14} 1" for x in range(-10, 25, 6))
        return _sample(
            '<rect x=".5" y=".5" width="25" height="15" rx="3" class="f-card s-axis" fill="#fff" '
            f'stroke="{LIGHT["axis"]}" stroke-dasharray="3 2"/>'
            '<svg x="1" y="1" width="24" height="14" viewBox="1 1 24 14">'
            f'<path d="{hatch}" class="s-axis" stroke="{LIGHT["axis"]}" stroke-width="1.4"/></svg>'
        )
    return _sample(
        f'<rect x=".5" y=".5" width="25" height="15" rx="3" class="q{number} s-axis" fill="{CLASSES[number - 1]}" '
        f'stroke="{LIGHT["axis"]}"/>'
    )


def _sample(body):
    return mark_safe(f'<svg viewBox="0 0 26 16" aria-hidden="true">{body}</svg>')  # noqa: S308 - constants only


def class_legend(bounds, *, unit=PERCENT, unknown=True):
    """(sample, words) of the five classes between four cuts, and of the hatch."""
    smallest = 10**-unit.digits * unit.divisor
    cuts = [unit.round(bound).removesuffix(unit.suffix) for bound in bounds]
    words = [_("dưới %(value)s") % {"value": cuts[0]}]
    for low, above in zip(cuts, bounds[1:], strict=False):
        words.append(f"{low}–{unit.short(float(above) - smallest)}")
    words.append(_("từ %(value)s") % {"value": cuts[-1]})
    rows = [(swatch(number), each) for number, each in enumerate(words, start=1)]
    return [*rows, (swatch(), _("không có số để hiện"))] if unknown else rows
