"""A target as a drawing: small in its card, large on its page, with the path, the milestones and the forecast."""

from django.utils.translation import gettext as _

from indicators import registry
from indicators.judging import unit_of
from places import numerals
from reporting import charts
from reporting.figure_words import chart_unit, day_as_time

STEP = 1e-4  # of a year: lets a path have two levels at one milestone


def small(judged):
    """Known points and the path; those that others reported are not joined by the line."""
    points = [(day_as_time(p.day), float(p.amount)) for p in judged.points]
    if not points:
        return ""
    labels = _labels(judged)
    reported = {day_as_time(p.day) for p in judged.points if p.is_reported}
    return charts.sparkline(
        points, path(judged), judged.target.printed_text, unit=unit(judged.target), labels=labels, reported=reported
    )


def large(judged, width=None):
    """Known points, what others reported, the path over the milestones, and the band of the forecast."""
    known = [(day_as_time(p.day), float(p.amount)) for p in judged.points if not p.is_reported]
    reported = [(day_as_time(p.day), float(p.amount)) for p in judged.points if p.is_reported]
    track = judged.forecast.track if judged.forecast else []
    band = [(day_as_time(day), float(low), float(value), float(high)) for day, low, value, high in track]
    start = (judged.points[-1:] or [None])[0]
    return charts.line_with_target(
        known,
        path(judged),
        judged.target.printed_text,
        unit=unit(judged.target),
        reported=reported,
        forecast=band,
        forecast_from=start and (day_as_time(start.day), float(start.amount)),
        expected_now=expected_now(judged),
        breaks=_breaks(judged),
        labels=_labels(judged),
        width=width,
    )


def _labels(judged):
    """Each year is named once, at the last of its days that are drawn."""
    track = judged.forecast.track if judged.forecast else []
    days = [p.day for p in judged.points] + [day for day, _amount in judged.path] + [step[0] for step in track]
    last = {day.year: day for day in sorted(days)}
    named = {day_as_time(day): f"{day.year}" if last[day.year] == day else "" for day in days}
    return {when: "" for when, _amount in path(judged)} | named


def path(judged):
    """The path for a drawing: a step has two levels at one time, a hair apart."""
    told, last = [], None
    for day, amount in judged.path:
        when = day_as_time(day)
        told.append((when if when != last else when + STEP, float(amount)))
        last = when
    return told


def expected_now(judged):
    """(time, amount) that the path asks for on the day of the judgement, while the target runs."""
    if judged.is_final or judged.expected_now is None:
        return None
    return day_as_time(judged.on), float(judged.expected_now)


def legend(judged):
    found = [("line", _("tính từ sổ"))] if any(not p.is_reported for p in judged.points) else []
    found += [("reported", _("số công bố"))] if any(p.is_reported for p in judged.points) else []
    found += [("path", _("lộ trình"))] if len(judged.path) > 1 else []
    found += [("expected", _("cần đạt hôm nay"))] if expected_now(judged) else []
    found += [("forecast", _("dự báo, khoảng 80%"))] if judged.forecast else []
    return [(charts.mark_swatch(kind), words) for kind, words in found]


def unit(target):
    return chart_unit(unit_of(target))


def _breaks(judged):
    """Changes of definition between the first point and the milestone."""
    return [
        (
            day_as_time(version.valid_from),
            _("đổi định nghĩa %(day)s") % {"day": numerals.write_date(version.valid_from)},
        )
        for version in registry.get(judged.target.indicator).versions[1:]
        if judged.points and judged.points[0].day < version.valid_from <= judged.target.due_on
    ]


def note(judged):
    if judged.goal is None:
        return _("chưa có đích nên chưa vẽ lộ trình") if judged.points else ""
    return "; ".join(words for _when, words in _breaks(judged))
