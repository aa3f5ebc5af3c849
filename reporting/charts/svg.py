"""Shapes: the pieces of SVG from which charts are put together."""

import hashlib
from html import escape

from django.utils.safestring import mark_safe

LIGHT = {
    "data": "#0f5c7a",
    "band": "#d3e5ec",
    "grid": "#e4dfd6",
    "axis": "#857f72",
    "target": "#1b2730",
    "ink": "#1b2730",
    "muted": "#51606b",
    "rep": "#9a4f0d",
    "card": "#ffffff",
    "link": "#0f5670",
}
CLASSES = ("#eef5f6", "#c3dde2", "#8dbfca", "#2f7388", "#0c4455")
HATCH = "\ue000"  # stands for the id of the drawing's hatch until the drawing is whole


def drawing(body, label, height, width=None, linked=False, view=None):
    """The whole <svg>: `label` is read aloud; `view` (w, h) makes it scale as a picture, not in x alone."""
    if view:
        size = f'viewBox="0 0 {view[0]} {view[1]}"' + (f' width="{width}"' if width else "")
    elif width is None:
        size = f'width="100%" height="{height:g}"'
    else:
        size = f'viewBox="-8 0 {width + 40} {height:g}" width="{width + 40}" height="{height:g}"'
    name = f"h{hashlib.sha256((label + body).encode()).hexdigest()[:8]}"
    defs = f"<defs>{_hatch_pattern(name)}</defs>" if HATCH in body else ""
    title = f"<title>{escape(label)}</title>" if width else ""
    inner = f"{title}{defs}{body}".replace(HATCH, name)
    role = "group" if linked else "img"
    return mark_safe(  # noqa: S308 - every text went through escape
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="{role}" aria-label="{escape(label)}" font-size="13">'
        f"{inner}</svg>"
    )


def _hatch_pattern(name, gap=6):
    return (
        f'<pattern id="{name}" width="{gap}" height="{gap}" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect width="{gap}" height="{gap}" class="f-card" fill="#fff"/>'
        f'<line x1="0" y1="0" x2="0" y2="{gap}" class="s-axis" stroke="{LIGHT["axis"]}" stroke-width="1.6"/></pattern>'
    )


def percent(share):
    """A share of the width as SVG writes it."""
    return f"{share * 100:.2f}%"


def text(x, y, words, css="", anchor="start", size=None):
    """One line of words; the class `halo` keeps it legible across lines."""
    names = css.split()
    colour = "rep" if "t-rep" in names else "link" if "lnk" in names else "muted" if "m" in names else "ink"
    fill = {"on-data": "#fff", "on-hi": "#fff"}.get(names[0] if names else "", LIGHT[colour])
    halo = ' paint-order="stroke" stroke="#fff" stroke-width="4" stroke-linejoin="round"' if "halo" in names else ""
    bold = ' font-weight="700"' if "b" in names else ""
    font = f' font-size="{size:g}"' if size else ""
    return (
        f'<text x="{_at(x)}" y="{y:.1f}" class="{css}" text-anchor="{anchor}" fill="{fill}"{bold}{font}{halo}>'
        f"{escape(str(words))}</text>"
    )


def _at(x):
    """Shares are floats and become per cents, pixels are ints and stay."""
    return percent(x) if isinstance(x, float) else x


def line(x1, y1, x2, y2, kind, width=1, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{_at(x1)}" y1="{y1:.1f}" x2="{_at(x2)}" y2="{y2:.1f}" class="s-{kind}" stroke="{LIGHT[kind]}" '
        f'stroke-width="{width:g}"{dashes}/>'
    )


def bar(x, y, width, height, kind="data", radius=2):
    """A filled box; x and width are shares."""
    return (
        f'<rect x="{percent(x)}" y="{y:.1f}" width="{percent(max(width, 0))}" height="{height:.1f}" rx="{radius}" '
        f'class="f-{kind}" fill="{LIGHT[kind]}"/>'
    )


def hatched(x, y, width, height, radius=2):
    """A hatched box: something is there, its size is not known."""
    return (
        f'<rect x="{percent(x)}" y="{y:.1f}" width="{percent(width)}" height="{height:.1f}" rx="{radius}" '
        f'fill="url(#{HATCH})"/>'
    )


def plot(height, *shapes):
    """A layer whose x runs from 0 to 1000 over the full width, whatever that is."""
    return (
        f'<svg width="100%" height="{height:g}" viewBox="0 0 1000 {height:g}" preserveAspectRatio="none" '
        f'overflow="visible" aria-hidden="true">{"".join(shapes)}</svg>'
    )


def polyline(points, kind, width=2.5, dash=""):
    """A line through (share, y) inside a plot; its stroke is not stretched."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    coords = " ".join(f"{x * 1000:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{coords}" class="s-{kind}" fill="none" stroke="{LIGHT[kind]}" '
        f'stroke-width="{width:g}"{dashes} stroke-linejoin="round" stroke-linecap="round" '
        'vector-effect="non-scaling-stroke"/>'
    )


def band(upper, lower):
    """The area between two lines inside a plot."""
    coords = " ".join(f"{x * 1000:.1f},{y:.1f}" for x, y in [*upper, *reversed(lower)])
    return f'<polygon points="{coords}" class="f-band" fill="{LIGHT["band"]}"/>'


def dot(x, y, radius=4.5):
    return f'<circle cx="{percent(x)}" cy="{y:.1f}" r="{radius:g}" class="f-data" fill="{LIGHT["data"]}"/>'


def ring(x, y, kind, radius=5.0):
    """A hollow mark: reported (rep) or wanted (target), not counted."""
    return (
        f'<circle cx="{percent(x)}" cy="{y:.1f}" r="{radius:g}" class="f-card s-{kind}" fill="#fff" '
        f'stroke="{LIGHT[kind]}" stroke-width="2"/>'
    )


def link(body, href):
    return f'<a href="{escape(href)}">{body}</a>' if href else body
