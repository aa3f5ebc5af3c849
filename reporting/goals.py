"""The targets of a programme as cards, in words, trouble first; and results for which there is no target."""

from collections import Counter
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators import registry
from indicators.judging import SIGNS, TROUBLE_FIRST, Status, judged_for
from places import numerals
from programs.models import Target, TargetKind, TargetUnit
from reporting import charts
from reporting.downloads import Table
from reporting.figure_words import QUALIFIERS, chart_unit, day_as_time, difference, number


def board(user, targets, on):
    """Judgements of the targets, trouble first, in the order of the document within."""
    found = judged_for(user, targets, on)
    return sorted(found, key=lambda judged: (TROUBLE_FIRST.index(judged.status), judged.target.order))


def of_place(picked, withheld=None, indicator=None, group=None):
    """Judgements, on the count day, of the targets of the place that were set for that time; the next milestone first.

    Of one indicator (and group), or of all.
    """
    rows = Target.objects.filter(
        place=picked.place, programme__starts_on__lte=picked.count_day, due_on__gte=picked.period.first
    )
    if indicator is not None:
        rows = rows.filter(indicator=indicator.code, breakdown=group or "")
    targets = list(rows.select_related("programme", "document").order_by("due_on", "order"))
    for target in targets:
        target.place = picked.place
    return judged_for(picked.user, targets, picked.count_day, withheld)


def line(judged):
    """One judgement in a line beside its figure: "≥ 75%, mốc 31/12/2020"."""
    parts = [_goal_words(judged.target, judged.goal)] if judged.goal is not None else [judged.target.get_kind_display()]
    parts.append(_("mốc %(day)s") % {"day": numerals.write_date(judged.target.due_on)})
    if judged.gap is not None and judged.status is not Status.REACHED:
        parts.append(_("chênh %(gap)s") % {"gap": _gap_words(judged.target, judged.gap)})
    if judged.by_report:
        parts.append(_("theo số công bố"))
    return ", ".join(parts)


def path_of(judgements, indicator):
    """(time, amount) of the next milestone's path, where it is in the unit of the figure; for a chart of figures."""
    for judged in judgements:
        target = judged.target
        fits = target.unit == TargetUnit.PERCENT and not target.reads_numerator and indicator.is_share
        if judged.path and (fits or not indicator.is_share):
            return [(day_as_time(day), float(amount)) for day, amount in judged.path]
    return []


def summary(judgements):
    """[(kind, "2 chậm")] of the statuses that occur, trouble first."""
    counted = Counter(judged.status for judged in judgements)
    words = {
        Status.NOT_REACHED: _("chưa đạt"),
        Status.BEHIND: _("chậm"),
        Status.ON_TRACK: _("đúng lộ trình"),
        Status.REACHED: _("đã đạt"),
        Status.UNKNOWN: _("chưa đủ số liệu"),
    }
    return [(SIGNS[status], f"{counted[status]} {words[status]}") for status in TROUBLE_FIRST if counted[status]]


# ---- a card


def card(judged):
    """What templates/_components/goal.html shows."""
    target = judged.target
    return {
        "kind": judged.sign,
        "status": judged.words,
        "title": target.printed_text[:1].upper() + target.printed_text[1:],
        "url": indicator_url(judged),
        "source": " · ".join(_source(target)),
        "metrics": _metrics(judged) if judged.latest or judged.baseline else [],
        "say": " ".join(_sentences(judged)),
        "missing": [{"words": words} for words in judged.missing],
        "chart": chart(judged),
        "chart_note": _chart_note(judged),
    }


def indicator_url(judged):
    """The page of the indicator, at the place and year of the judgement."""
    target = judged.target
    if target.indicator not in {indicator.code for indicator in registry.all()}:
        return ""
    year = judged.latest.day.year if judged.latest else min(judged.on.year, target.due_on.year)
    group = f"&group={target.breakdown}" if target.breakdown else ""
    address = reverse("reporting:indicator", args=[target.indicator])
    return f"{address}?place={target.place.reference}&period={year}{group}"


def _source(target):
    yield _("Loại: %(kind)s") % {"kind": target.get_kind_display()}
    yield _("đến %(day)s") % {"day": numerals.write_date(target.due_on)}
    yield target.get_direction_display()
    if target.document:
        yield str(target.document)
    yield from filter(None, (target.ambiguity, target.inferred))


def amount_words(target, amount):
    """An amount in the unit in which the target is judged."""
    if target.unit == TargetUnit.PERCENT:
        unit = registry.get(target.indicator).unit
        return number(unit, amount) if unit != "percent" else f"{_trimmed(amount)}%"
    return numerals.write_money(amount) if target.unit == TargetUnit.VND else numerals.write_number(amount, None)


def _trimmed(amount):
    """Two decimals at most, and no idle zeros: 3,5 but 4,02."""
    return numerals.write_number(round(amount, 2), None)


def _metrics(judged):
    target = judged.target
    base, latest = judged.baseline, judged.latest
    metrics = [
        _metric(_("Gốc"), base and _pointed(target, base), base.label if base else _("chưa có")),
        _metric(_("Mới nhất"), latest and _pointed(target, latest), _told_by(latest) if latest else _("chưa có")),
    ]
    if judged.expected is not None and not judged.is_final:
        metrics.append(_metric(_("Cần đạt đến nay"), amount_words(target, judged.expected), _("theo lộ trình")))
    if judged.goal is not None:
        due = _("mốc %(day)s") % {"day": numerals.write_date(target.due_on)}
        metrics.append(_metric(_("Phải đạt"), _goal_words(target, judged.goal), due))
    if judged.gap is not None:
        than = _("so với mức phải đạt") if judged.is_final else _("so với lộ trình")
        metrics.append(_metric(_("Chênh lệch"), _gap_words(target, judged.gap), than))
    return metrics


def _metric(label, value, note):
    return {"label": label, "value": value or numerals.UNKNOWN, "note": note}


def _pointed(target, point):
    return QUALIFIERS[point.qualifier] % amount_words(target, point.amount)


def _told_by(point):
    return _("%(when)s, số công bố") % {"when": point.label} if point.is_reported else point.label


def _goal_words(target, goal):
    sign = {TargetKind.BELOW: "< ", TargetKind.AT_MOST: "≤ ", TargetKind.AT_LEAST: "≥ "}.get(target.kind, "")
    return f"{sign}{amount_words(target, goal)}"


def _gap_words(target, gap):
    if target.unit == TargetUnit.VND:
        return f"{'−' if gap < 0 else '+'}{numerals.write_money(abs(gap))}"
    words = difference("percent" if target.unit == TargetUnit.PERCENT else "child", gap)
    return _("%(gap)s điểm %%") % {"gap": words} if target.unit == TargetUnit.PERCENT else words


def _sentences(judged):
    if judged.status is Status.UNKNOWN:
        yield _("Chưa thể nói đạt hay không đạt. Còn thiếu:")
        return
    if judged.by_report:
        yield _("Xét theo số công bố, vì chưa có số tính từ sổ.")
    if judged.needed:
        yield _("Muốn đạt mốc cần %(needed)s.") % {"needed": judged.needed}
    if judged.target.kind == TargetKind.MAINTAIN and judged.status is Status.REACHED:
        yield _("Giữ được mức đã có.")
    if judged.stale:
        yield _("Số đang được tính lại.")


def chart(judged):
    """Known points and the path; those that others reported are not joined by the line."""
    points = [(day_as_time(p.day), float(p.amount)) for p in judged.points]
    if not points:
        return ""
    path = [(day_as_time(day), float(amount)) for day, amount in judged.path]
    labels = {day_as_time(p.day): f"{p.day.year}" for p in judged.points}
    labels |= {when: f"{int(when)}" for when, _amount in path}
    target = judged.target
    unit = charts.VND if target.unit == TargetUnit.VND else chart_unit(_chart_key(target))
    reported = {day_as_time(p.day) for p in judged.points if p.is_reported}
    cuts = [when + step for when in reported for step in (-1e-6, 1e-6)]
    return charts.sparkline(points, path, target.printed_text, unit=unit, labels=labels, cuts=cuts)


def _chart_key(target):
    return registry.get(target.indicator).unit if target.unit == TargetUnit.PERCENT else target.unit


def _chart_note(judged):
    if judged.goal is None:
        return _("chưa có đích nên chưa vẽ lộ trình") if judged.points else ""
    breaks = [
        version.valid_from
        for version in registry.get(judged.target.indicator).versions[1:]
        if judged.points and judged.points[0].day < version.valid_from <= judged.target.due_on
    ]
    return _("%(year)d: đổi định nghĩa") % {"year": breaks[0].year} if breaks else ""


# ---- the board as a table


def as_table(programme, judgements, on: date):
    columns = (
        ("target", _("Chỉ tiêu")),
        ("indicator", _("Chỉ số")),
        ("place", _("Địa bàn")),
        ("due_on", _("Mốc")),
        ("kind", _("Loại")),
        ("goal", _("Phải đạt")),
        ("baseline", _("Gốc")),
        ("latest", _("Mới nhất")),
        ("latest_on", _("Ngày của số mới nhất")),
        ("reported", _("Là số công bố")),
        ("expected", _("Theo lộ trình")),
        ("gap", _("Chênh lệch")),
        ("unit", _("Đơn vị")),
        ("status", _("Tình trạng")),
        ("needed", _("Cần thêm")),
        ("missing", _("Còn thiếu")),
    )
    title = _("%(name)s, xem tại ngày %(day)s") % {"name": programme.name, "day": numerals.write_date(on)}
    about = [(_("Chương trình"), programme.name), (_("Văn bản"), programme.document or "–"), (_("Xem tại ngày"), on)]
    return Table(f"chi-tieu-{programme.code}", title, columns, [_row(judged) for judged in judgements], about)


def _row(judged):
    target, base, latest = judged.target, judged.baseline, judged.latest
    return (
        target.printed_text,
        target.indicator,
        target.place.name,
        target.due_on,
        target.get_kind_display(),
        _rounded(judged.goal),
        _rounded(base and base.amount),
        _rounded(latest and latest.amount),
        latest and latest.day,
        bool(latest and latest.is_reported),
        _rounded(judged.expected),
        _rounded(judged.gap),
        target.get_unit_display(),
        judged.words,
        judged.needed,
        " ".join(judged.missing),
    )


def _rounded(amount):
    return None if amount is None else round(amount, 6)
