"""Bars: one value against its mark, ranked places, months of a year."""

from textwrap import wrap

from django.utils.translation import gettext as _

from reporting.charts.svg import LIGHT, bar, drawing, hatched, line, link, percent, text
from reporting.charts.units import PERCENT, VND, Axis, axis

LONG_LABEL = 13  # letters that fit beside a bar on a phone; longer ones stand above it
LETTERS_ABOVE, LINE_ABOVE = 38, 16  # letters of a line above a bar on a phone, pixels from one line to the next
ROOM_INSIDE = 0.2  # a shorter bar carries its value beside it


def bullet(value, target, title, *, unit=PERCENT, top=None, target_words=None, width=None):
    """One value as a bar against a target tick. No value: the whole track is hatched. No target: no tick."""
    unit = unit.fitted([value, target])
    span = _track([float(each) for each in (value, target, top) if each is not None], top)
    zero = span.share(0)
    out = [bar(0.0, 20, 1.0, 22, "grid", 3)]
    if value is None:
        out += [hatched(0.0, 20, 1.0, 22, 3), text(0.5, 36, _("chưa có số liệu"), "halo", "middle")]
    else:
        out += _bar_with_value(zero, span.share(value), unit.short(value))
    words = target_words or (_("mục tiêu %(value)s") % {"value": unit.round(target)} if target is not None else "")
    if target is not None:
        at = span.share(target)
        anchor = "end" if at > 0.6 else "start" if at < 0.4 else "middle"
        out.append(f'<rect x="{percent(at)}" y="16" width="3" height="30" class="f-target" fill="{LIGHT["target"]}"/>')
        out.append(text(at if anchor != "end" else min(1.0, at + 0.004), 11, words, "", anchor, 12.5))
    said = [title, unit.full(value), words if target is not None else _("không có chỉ tiêu")]
    return drawing("".join(out), ". ".join(said) + ".", 46, width)


def _track(values, top):
    """The whole track of a bullet: from 0 (or below) to the given top, else with room behind the furthest mark."""
    low, high = min([0.0, *values]), max([0.0, *values])
    high = high if top is not None and high == float(top) else high * 1.2
    return Axis(low * 1.2, high or (1.0 if not low else 0.0), 1.0)


def _bar_with_value(zero, end, words):
    """A bar from zero with its value inside, or beside it where it is short."""
    shape = bar(min(zero, end), 20, abs(end - zero), 22, "data", 3)
    if abs(end - zero) >= ROOM_INSIDE:
        inside, anchor = (end - 0.012, "end") if end > zero else (end + 0.012, "start")
        return [shape, text(inside, 36, words, "on-data b", anchor)]
    beside = max(zero, end) + 0.012
    return [shape, text(beside, 36, words, "b", "start")]


def ranked_bars(rows, title, *, unit=PERCENT, top=None, target=None, target_words=None, stacked=None, width=None):
    """Bars in the caller's order. rows: (label, value or None, note, href); None is hatched and says its note."""
    values = [value for _label, value, _note, _href in rows]
    unit = unit.fitted([*values, target])
    stacked = any(len(str(label)) > LONG_LABEL for label, *_rest in rows) if stacked is None else stacked
    start, stop, row = (0.0, 0.84, 44) if stacked else (0.27, 0.85, 31)
    span, head = axis([0, *values, target, top], from_zero=True), 24 if target is not None else 4
    place = lambda value: start + (stop - start) * span.share(value)  # noqa: E731 - the x of a value, used below only
    out, height = [], head
    for label, value, note, href in rows:
        lines = _lines_above(label) if stacked else [label]
        y = height + (LINE_ABOVE * (len(lines) - 1) + 24 if stacked else row / 2 - 7)
        first = y - 7 - LINE_ABOVE * (len(lines) - 1) if stacked else y + 12
        words = (text(0, first + LINE_ABOVE * n, each, "lnk" if href else "") for n, each in enumerate(lines))
        out.append(link("".join(words) + _row_bar(value, note, y, place, unit), href))
        height += row + LINE_ABOVE * (len(lines) - 1)
    height += 2
    if not stacked or span.low < 0:
        out.insert(0, line(place(0), head, place(0), height, "axis"))
    if target is not None:
        at = place(target)
        words = target_words or _("mục tiêu %(value)s") % {"value": unit.round(target)}
        out.append(line(at, 18, at, height, "target", 1.75, "5 4"))
        out.append(text(at, 12, words, "b", "end" if at > 0.6 else "middle" if at > 0.25 else "start", 12.5))
    if not rows:
        out.append(text(0, 18, _("Chưa có số liệu để xếp."), "m"))
    return drawing(
        "".join(out), _said(title, rows, unit, target, target_words), max(height, 26), width, any(r[3] for r in rows)
    )


def _lines_above(label):
    """A name is told in full, over as many lines as it needs."""
    return wrap(str(label), LETTERS_ABOVE, break_long_words=False, break_on_hyphens=False) or [""]


def _row_bar(value, note, y, place, unit):
    if value is None:
        return hatched(place(0), y, 0.07, 14) + text(place(0) + 0.085, y + 12, note, "m", size=12.5)
    zero, end = place(0), place(value)
    return bar(min(zero, end), y, abs(end - zero), 14) + text(1.0, y + 12, unit.short(value), "b", "end")


def _said(title, rows, unit, target, target_words):
    told = "; ".join(f"{label}: {unit.full(value) if value is not None else note}" for label, value, note, _h in rows)
    goal = ""
    if target is not None:
        goal = " " + (target_words or _("Mục tiêu %(value)s") % {"value": unit.round(target)}) + "."
    return f"{title}. {told or _('Chưa có số liệu')}.{goal}"


def month_bars(values, title, *, unit=VND, goal=None, goal_words="", labels=None, height=210, width=None):
    """A bar for each month (or what `labels` names). None: nothing entered yet, hatched. `goal`: a level, dashed."""
    labels = labels or [str(month) for month in range(1, len(values) + 1)]
    unit = unit.fitted([*values, goal])
    span = axis([0, *values, goal], from_zero=True)
    bottom, slot = height - 24, 1 / max(len(values), 1)
    y_of = lambda value: 20 + (1 - span.share(value)) * (bottom - 20)  # noqa: E731
    base = y_of(0)
    out = []
    if goal:
        out.append(line(0.0, y_of(goal), 1.0, y_of(goal), "target", 1.5, "5 4"))
    for number, (value, label) in enumerate(zip(values, labels, strict=True)):
        out += _month(number * slot, slot, value, y_of, base, unit)
        out.append(text((number + 0.5) * slot, height - 7, label, "m", "middle", 12.5))
    out.append(line(0.0, base, 1.0, base, "axis"))
    if goal:
        out.append(text(0, y_of(goal) - 6, goal_words or unit.round(goal), "m halo", size=12))
    told = "; ".join(f"{label}: {unit.full(value)}" for label, value in zip(labels, values, strict=True))
    return drawing("".join(out), f"{title}. {told or _('Chưa có số liệu')}.", height, width)


def _month(x, slot, value, y_of, base, unit):
    left, wide = x + slot * 0.15, slot * 0.7
    if value is None:
        return [hatched(left, base - 16, wide, 16)]
    top, low = min(y_of(value), base), max(y_of(value), base)
    words = low + 13 if value < 0 else top - 5
    return [bar(left, top, wide, low - top), text(x + slot / 2, words, unit.short(value), "b halo", "middle", 12)]
