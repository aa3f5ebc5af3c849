"""Lines: a trend beside its target's path, large with everything told, or small in a card."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reporting.charts.svg import band, dot, drawing, hatched, line, plot, polyline, ring, text
from reporting.charts.units import PERCENT, Axis, axis

LABELS_ON_X = 7
LABELS_ON_POINTS = 8
APART = 15  # pixels between two lines of words
LETTER = 0.023  # of the width on a phone, of a letter at the foot
WHOLE = 100.0  # per cent
LONG = 7  # letters: more than a year, a quarter or a month


@dataclass(frozen=True)
class Frame:
    """Where values and times lie on the drawing."""

    first: float
    last: float
    left: float
    right: float
    span: Axis
    top: float
    bottom: float

    def x(self, when) -> float:
        share = (when - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return self.left + share * (self.right - self.left)

    def y(self, value) -> float:
        return self.top + (1 - self.span.share(value)) * (self.bottom - self.top)

    def at(self, point) -> tuple[float, float]:
        return self.x(point[0]), self.y(point[1])


def runs(points, cuts=()):
    """Stretches of known values. Neither an unknown value nor a change of definition is ever bridged by a line."""
    out, now, before = [], [], None
    for when, value in points:
        if value is None or (before is not None and any(before < cut <= when for cut in cuts)):
            if now:
                out.append(now)
            now = []
        if value is not None:
            now.append((when, value))
        before = when
    return [*out, now] if now else out


def expected(path, when):
    """The value of a path (list of (time, value)) at a time, straight between its points; None outside."""
    for (t0, v0), (t1, v1) in zip(path, path[1:], strict=False):
        if t0 <= when <= t1:
            return float(v0) + (float(v1) - float(v0)) * ((when - t0) / (t1 - t0) if t1 > t0 else 1)
    return float(path[0][1]) if len(path) == 1 and path[0][0] == when else None


def _apart(times):
    """Cuts that part the points of these times from their neighbours: no line leads to them."""
    return [when + step for when in times for step in (-1e-6, 1e-6)]


def sparkline(
    points, path, title, *, unit=PERCENT, cuts=(), reported=(), so_far=(), labels=None, height=118, width=None
):
    """A small trend: points (time, value or None), path of the target, its end and the latest value written out.

    The points of the times `reported` are not counted here, those of `so_far` add up a period that is not over: hollow,
    and no line leads to them.
    """
    known = [point for point in points if point[1] is not None]
    unit = unit.fitted([value for _when, value in [*known, *path]])
    name = _namer(labels)
    times = [when for when, _value in [*points, *path]] or [0]
    pool = [float(value) for _when, value in [*known, *path]] or [0.0, 1.0]
    flat = (min(pool), max(pool)) if max(pool) > min(pool) else (min(pool) - 1, max(pool) + 1)
    frame = Frame(min(times), max(times), 0.02, 0.8, Axis(*flat, step=flat[1] - flat[0]), 24, height - 44)
    out = [line(0.0, height - 20, 1.0, height - 20, "grid")]
    shapes = [polyline([frame.at(point) for point in path], "target", 1.5, "4 4")] if len(path) > 1 else []
    stretches = runs(points, [*cuts, *_apart([*reported, *so_far])])
    shapes += [polyline([frame.at(point) for point in run], "data") for run in stretches if len(run) > 1]
    out.append(plot(height, *shapes))
    marks = {**dict.fromkeys(reported, "rep"), **dict.fromkeys(so_far, "data")}
    out += [_mark(frame, run[0], marks, 3) for run in stretches if len(run) == 1 and run[0] != known[-1]]
    out += _spark_words(frame, known, path, unit, marks)
    out += _spark_years(frame, known, times, name, height)
    return drawing("".join(out), f"{title}. {_spark_said(known, path, unit, name, reported)}", height, width)


def _mark(frame, point, hollow, radius=4.5):
    """hollow: {time: kind of the ring}"""
    kind = hollow.get(point[0])
    return ring(*frame.at(point), kind, radius) if kind else dot(*frame.at(point), radius)


def _marks(frame, known, reported, so_far):
    hollow = dict.fromkeys(so_far, "data")
    return [ring(*frame.at(point), "rep") for point in reported] + [_mark(frame, point, hollow) for point in known]


def _spark_words(frame, known, path, unit, hollow):
    out = []
    if known:
        when, value = known[-1]
        x, y = frame.at((when, value))
        path_here = expected(path, when)
        up = value >= path_here if path_here is not None else len(known) < 2 or value >= known[-2][1]
        anchor = "start" if x < 0.1 else "middle"
        css = "b t-rep halo" if hollow.get(when) == "rep" else "b halo"
        out.append(_mark(frame, known[-1], hollow, 4))
        out.append(text(x, y - 9 if up else y + 18, unit.full(value), css, anchor, 12.5))
    else:
        out.append(text(0, 20, _("chưa có số liệu"), "m", size=12.5))
    if path:
        x, y = frame.at(path[-1])
        out += [ring(x, y, "target", 4), text(x + 0.035, y + 4.5, unit.short(path[-1][1]), "", size=12.5)]
    return out


def _spark_years(frame, known, times, name, height):
    """First, latest and last time; the latest leaves where it would touch another."""
    out = [text(0, height - 5, name(frame.first), "m", size=12)]
    if frame.last > frame.first:
        out.append(text(frame.right, height - 5, name(frame.last), "m", "middle", 12))
    if known:
        x, words = frame.x(known[-1][0]), name(known[-1][0])
        half = LETTER * len(words) / 2
        if x - frame.left > half + 0.17 and frame.right - x > half + 0.13:
            out.append(text(x, height - 5, words, "m", "middle", 12))
    return out


def _spark_said(known, path, unit, name, reported):
    source = {when: f" ({_('số công bố')})" for when in reported}
    told = "; ".join(f"{name(when)}: {unit.full(value)}{source.get(when, '')}" for when, value in known)
    told = told or _("Chưa có số liệu")
    if not path:
        return f"{told}. " + _("Chưa có lộ trình.")
    goal = _("Nét đứt: lộ trình đến %(value)s, %(when)s.")
    return f"{told}. " + goal % {"value": unit.round(path[-1][1]), "when": name(path[-1][0])}


def _namer(labels):
    """Words of a time: given, or the number itself without a grouping mark."""
    given = dict(labels or ())
    return lambda when: given.get(when, f"{when:g}")


def line_with_target(
    points,
    path,
    title,
    *,
    unit=PERCENT,
    reported=(),
    so_far=(),
    forecast=(),
    forecast_from=None,
    expected_now=None,
    breaks=(),
    marks=(),
    labels=None,
    span=None,
    height=300,
    width=None,
):
    """A trend with its target's path.

    points: (time, value or None); those of the times `so_far` add up a period that is not over: hollow, no line leads
    to them. path: (time, value), dashed, its end is the target. reported: (time, value), hollow. forecast: (time, low,
    middle, high), from `forecast_from` (time, value) or the last value on. expected_now: (time, value), a bar where the
    path stands today. breaks: (time, words), a change of definition that the line does not cross. marks: (time, words),
    a reform of the map that it does. labels: {time: words}. span: an Axis of the caller's.
    """
    now = [expected_now] if expected_now else []
    pool = [v for _t, v in [*points, *path, *reported, *now]] + [v for _t, *bounds in forecast for v in bounds]
    unit = unit.fitted(pool)
    times = [when for when, *_rest in [*points, *path, *reported, *forecast]] or [0]
    frame = Frame(min(times), max(times), 0.115, 0.985, span or _span(pool, unit), 34, height - 26)
    known = [point for point in points if point[1] is not None]
    start = forecast_from or (known[-1] if known else None)
    if not any(value is not None for value in pool):
        return _empty(title, height, width)
    out = [*_grid(frame, unit), *_gaps(points, frame)]
    out.append(plot(height, *_curves(frame, points, path, forecast, start, [*dict(breaks), *_apart(so_far)])))
    out += _break_marks(frame, breaks, times) + _break_marks(frame, marks, times, 24)
    out += [_now_mark(frame, point) for point in now]
    out += _marks(frame, known, reported, so_far)
    out += _point_words(frame, known, reported, path, unit)
    out += _end_words(frame, [*known, *reported] if forecast else known, path, forecast, unit)
    out += _times(frame, times, _namer(labels), height)
    said = _line_said(title, known, reported, path, forecast, [*breaks, *marks], frame, unit, _namer(labels))
    return drawing("".join(out), said, height, width)


def _span(pool, unit):
    """Room above and below the values; above the whole of a share there is none."""
    found = axis(pool, room=0.08)
    if unit.words == PERCENT.words and all(value is None or value <= WHOLE for value in pool):
        return replace(found, high=min(found.high, WHOLE))
    return found


def _empty(title, height, width):
    foot = line(0.0, height - 26, 1.0, height - 26, "axis")
    words = text(0.5, height / 2, _("chưa có số liệu"), "m", "middle")
    return drawing(foot + words, f"{title}. {_('Chưa có số liệu')}.", height, width)


def _grid(frame, unit):
    out = []
    digits = frame.span.digits(unit.divisor)
    short = type(unit)(unit.words, digits, unit.divisor)
    for number, value in enumerate(ticks := frame.span.ticks()):
        y = frame.y(value)
        words = short.full(value) if number == len(ticks) - 1 else short.short(value)
        heavy = "axis" if number == 0 or value == 0 else "grid"
        out += [line(0.0, y, 1.0, y, heavy), text(0, y - 5, words, "m", size=12)]
    return out


def _gaps(points, frame):
    """A hatched foot under each time between known values that has none."""
    known = [when for when, value in points if value is not None]
    if not known:
        return []
    width = 0.8 * (frame.right - frame.left) / max(len(points) - 1, 1)
    unknown = [when for when, value in points if value is None and known[0] < when < known[-1]]
    return [hatched(frame.x(when) - width / 2, frame.bottom - 12, width, 12) for when in unknown]


def _now_mark(frame, point):
    x, y = frame.at(point)
    return line(max(x - 0.014, 0.0), y, min(x + 0.014, 1.0), y, "target", 4)


def _curves(frame, points, path, forecast, start, cuts):
    shapes = []
    if forecast and start:
        first = [frame.at(start)]
        low, middle, high = ([*first, *((frame.x(f[0]), frame.y(f[n])) for f in forecast)] for n in (1, 2, 3))
        shapes += [band(high, low), polyline(middle, "data", 2, "1 6")]
    if len(path) > 1:
        shapes.append(polyline([frame.at(point) for point in path], "target", 1.75, "6 5"))
    return shapes + [polyline([frame.at(p) for p in run], "data", 3) for run in runs(points, cuts) if len(run) > 1]


def _break_marks(frame, breaks, times, top=11):
    out = []
    for when, words in breaks:
        before = max((t for t in times if t < when), default=when)
        at = (frame.x(when) + frame.x(before)) / 2
        anchor = "start" if at < 0.3 else "end" if at > 0.7 else "middle"
        out += [line(at, top + 5, at, frame.bottom, "rep", 1.5, "2 3"), text(at, top, words, "t-rep b", anchor, 12.5)]
    return out


def _point_words(frame, known, reported, path, unit):
    """The value of each mark: above the upper and below the lower of two at one time, else away from the path."""
    out = []
    told = dict(reported)
    for when, value in _worth_telling(known):
        other = told.get(when)
        above = _is_above(when, value, other, path, known)
        out.append(text(*_beside(frame, when, value, above), unit.short(value), "b halo", "middle"))
    own = dict(known)
    for when, value in reported:
        above = _is_above(when, value, own.get(when), path, list(reported), tie=False)
        out.append(text(*_beside(frame, when, value, above), unit.short(value), "t-rep halo", "middle", 12.5))
    return out


def _is_above(when, value, other, path, series, tie=True):
    if other is not None:
        return value > other if value != other else tie
    wanted = expected(path, when)
    if wanted is not None:
        return float(value) >= wanted - 1e-9
    neighbours = [v for t, v in series if t != when and abs(t - when) <= 1]
    return not neighbours or not all(value < v for v in neighbours)


def _beside(frame, when, value, above):
    """Never over the names along the foot, nor over what stands on top."""
    x, y = frame.at((when, value))
    above = above or y + 22 > frame.bottom + 4
    return x, max(y - 12 if above else y + 22, frame.top - 8)


def _worth_telling(known):
    """All values of a short series; of a long one the first, the last and the extremes."""
    if len(known) <= LABELS_ON_POINTS:
        return known
    by_value = sorted(known, key=lambda point: point[1])
    return sorted({known[0], known[-1], by_value[0], by_value[-1]})


def _end_words(frame, known, path, forecast, unit):
    """Target and forecast at the right edge, pushed apart where they would touch."""
    wanted = []
    out = []
    if path:
        x, y = frame.at(path[-1])
        out.append(ring(x, y, "target"))
        beside = forecast and x - frame.x(forecast[-1][0]) < 0.12
        under = not beside or forecast[-1][2] >= path[-1][1]
        words = _("mục tiêu %(value)s") % {"value": unit.round(path[-1][1])}
        wanted.append([x, y + 20 if under else y - 11, words, "b halo"])
    if forecast:
        when, low, middle, high = forecast[-1]
        over = not path or middle >= path[-1][1]
        words = _("dự báo %(value)s") % {"value": unit.short(middle)}
        wanted.append([frame.x(when), frame.y(high) - 8 if over else frame.y(low) + 17, words, "m halo"])
    wanted.sort(key=lambda item: item[1])
    for upper, lower in zip(wanted, wanted[1:], strict=False):
        lower[1] = max(lower[1], upper[1] + APART)
    taken = [frame.at(point)[1] for point in known if frame.x(point[0]) > (0.7 if forecast else 0.85)]
    for item in wanted:
        met = [y for y in taken if abs(item[1] - y + 6) < APART]
        if met and forecast and item is wanted[0]:  # the upper of two gives way upwards, over the point and its words
            item[1] = min(met) - 10 - (APART + 2 if _words_above(known, path) else 0)
        elif met:
            item[1] += APART
    return out + [text(min(x + 0.01, 1.0), y, words, css, "end") for x, y, words, css in wanted]


def _words_above(known, path):
    """Whether the last value is written above its mark, as it is where it lies on its path or over it."""
    when, value = known[-1]
    wanted = expected(path, when)
    return wanted is None or float(value) >= wanted - 1e-9


def _times(frame, times, name, height):
    """Names of times along the foot, thinned so that they never touch on a phone; first and last always stand. A long
    name ends at its mark, and those that it would cover give way to it."""
    shown = sorted({when for when in times if name(when)})
    every = -(-len(shown) // LABELS_ON_X)
    long = {when for when in shown if len(name(when)) > LONG and len(shown) > 1}
    kept = [when for number, when in enumerate(reversed(shown)) if number % every == 0 and when not in long]
    kept = [when for when in kept if not any(_covers(frame, other, when, name) for other in long)]
    at_end = {*long, *([frame.last] if len(shown) > 1 else [])}
    anchor = lambda when: "end" if when in at_end else "middle"  # noqa: E731
    edge = lambda when: frame.x(when) + (0.015 if when in at_end else 0)  # noqa: E731
    return [text(min(edge(when), 1.0), height - 7, name(when), "m", anchor(when)) for when in sorted([*kept, *long])]


def _covers(frame, long, when, name):
    """Whether a long name, which ends at its mark, lies over the name of another time."""
    half = LETTER * len(name(when)) / 2
    left, right = (2 * half, 0) if when == frame.last else (half, half)
    x, edge = frame.x(when), frame.x(long) + 0.015
    return x + right > edge - LETTER * len(name(long)) and x - left < edge


def _line_said(title, known, reported, path, forecast, breaks, frame, unit, name):
    parts = [title, "; ".join(f"{name(when)}: {unit.full(value)}" for when, value in known) or _("Chưa có số liệu")]
    if reported:
        parts.append(_("Công bố: ") + "; ".join(f"{name(when)}: {unit.full(value)}" for when, value in reported))
    if path:
        goal = _("Mục tiêu %(value)s, %(when)s")
        parts.append(goal % {"value": unit.full(path[-1][1]), "when": name(path[-1][0])})
    if forecast:
        when, *bounds = forecast[-1]
        low, value, high = map(unit.full, bounds)
        words = _("Dự báo %(when)s: %(value)s (từ %(low)s đến %(high)s), không phải số liệu")
        parts.append(words % {"when": name(when), "value": value, "low": low, "high": high})
    parts += [words for _when, words in breaks]
    low = type(unit)(unit.words, frame.span.digits(unit.divisor), unit.divisor).full(frame.span.low)
    return ". ".join(parts) + ". " + _("Trục tung bắt đầu từ %(value)s.") % {"value": low}
