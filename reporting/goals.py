"""The targets of a programme as cards, in words, trouble first; and results for which there is no target."""

from collections import Counter

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.scoping import inside
from indicators import registry
from indicators.judging import SIGNS, TROUBLE_FIRST, Status, judged_for
from places import numerals
from programs.models import Target
from reporting import goal_charts
from reporting.figure_words import day_as_time
from reporting.goal_words import (
    amount_words,
    basis_words,
    comparison_words,
    forecast_words,
    gap_words,
    goal_words,
    history_words,
    line,
    place_name,
    pointed,
    reading_words,
    revision_words,
    sentences,
    told_by,
    verdict_words,
)
from reporting.trend_goal import is_drawable

__all__ = [
    "amount_words",
    "board",
    "card",
    "line",
    "of_place",
    "path_of",
    "reachable",
    "summary",
    "trouble_first",
    "verdict",
]


def reachable(user):
    """Targets of one's territory, and those of the nation, whose text is public."""
    return Target.objects.filter(inside(user.territory(Permission.INDICATOR_VIEW), "place") | Q(place=None))


def board(user, targets, on):
    """Judgements of the targets, trouble first, in the order of the document within."""
    return sorted(judged_for(user, targets, on), key=trouble_first)


def trouble_first(judged):
    return TROUBLE_FIRST.index(judged.status), judged.target.order


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


def path_of(judgements, indicator):
    """(time, amount) of the next milestone's path, where it is in the unit of the figure; for a chart of figures."""
    for judged in judgements:
        if judged.path and is_drawable(judged.target, indicator):
            return [(day_as_time(day), float(amount)) for day, amount in judged.path]
    return []


def summary(judgements):
    """[(kind, "2 chậm")] of the statuses that occur, trouble first; last, what no figure can judge."""
    counted = Counter(judged.status for judged in judgements if not judged.contradictory)
    words = {
        Status.NOT_REACHED: _("chưa đạt"),
        Status.BEHIND: _("chậm"),
        Status.ON_TRACK: _("đúng lộ trình"),
        Status.REACHED: _("đã đạt"),
        Status.UNKNOWN: _("chưa đủ số liệu"),
    }
    found = [(SIGNS[status], f"{counted[status]} {words[status]}") for status in TROUBLE_FIRST if counted[status]]
    wrong = sum(judged.contradictory for judged in judgements)
    contradictory = _("tự mâu thuẫn")
    return found + ([(SIGNS[Status.UNKNOWN], f"{wrong} {contradictory}")] if wrong else [])


# ---- a card


def card(judged):
    """What templates/_components/goal.html shows."""
    target = judged.target
    return {
        "kind": judged.sign,
        "status": judged.words,
        "title": target.printed_text[:1].upper() + target.printed_text[1:],
        "url": reverse("reporting:target", args=[target.uid]) if target.pk else "",
        "source": " · ".join(_source(target)),
        "metrics": metrics(judged) if judged.latest or judged.baseline else [],
        "say": " ".join(sentences(judged)),
        "missing": [{"words": words} for words in judged.missing],
        "more": list(_more(judged)),
        "synthetic": judged.is_synthetic,
        "stones": _stones(judged),
        "chart": goal_charts.small(judged),
        "chart_note": goal_charts.note(judged),
    }


def verdict(judged):
    """A target at the end of its term: what was asked, what became of it, on what that rests."""
    target = judged.target
    return {
        "title": target.printed_text[:1].upper() + target.printed_text[1:],
        "url": reverse("reporting:target", args=[target.uid]),
        "indicator": target.indicator,
        "place": place_name(target),
        "due_on": target.due_on,
        "kind": judged.sign,
        "status": judged.words,
        "words": verdict_words(judged),
        "stones": _stones(judged),
        "basis": list(basis_words(judged)),
        "document": str(target.document or ""),
        "remarks": [text for text in (target.ambiguity, target.inferred) if text],
    }


def twin_row(judged, cells):
    """A row of goal_tables.of_target as words."""
    day, known, source, *rest = cells
    words = [amount_words(judged.target, amount) if amount is not None else "" for amount in (known, *rest)]
    return [numerals.write_date(day), words[0], source or "", *words[1:]]


def _more(judged):
    """What must be said beside the judgement, a sentence each."""
    yield from filter(None, (judged.target.ambiguity, judged.target.inferred))
    yield from filter(None, (forecast_words(judged), revision_words(judged)))
    yield from history_words(judged)
    yield from filter(None, (comparison_words(judged),))
    yield from (reading_words(judged, reading) for reading in judged.readings)
    yield from judged.caveats


def _stones(judged):
    """The milestones as tags, where the card does not say them anyway."""
    told = len(judged.milestones) > 1 or judged.target.place is None
    return [_stone(judged, stone) for stone in judged.milestones] if told else []


def _stone(judged, stone):
    """A milestone as a tag: "31/12/2025: < 6,5% – Chưa đến mốc"."""
    goal = goal_words(judged.target, stone.amount, stone.kind) if stone.amount is not None else "–"
    return stone.sign, f"{numerals.write_date(stone.on)}: {goal} – {stone.words}"


def stone_row(judged, stone):
    """A milestone as a row of the target's page."""
    target, point = judged.target, stone.point
    return {
        "day": numerals.write_date(stone.on),
        "goal": goal_words(target, stone.amount, stone.kind) if stone.amount is not None else "–",
        "figure": f"{pointed(target, point)} ({told_by(point)})" if point else "–",
        "kind": stone.sign,
        "words": stone.words,
    }


def indicator_url(judged):
    """The page of the indicator, at the place and year of the judgement."""
    target = judged.target
    if target.indicator not in {indicator.code for indicator in registry.all()}:
        return ""
    year = judged.latest.day.year if judged.latest else min(judged.on.year, target.due_on.year)
    group = f"&group={target.breakdown}" if target.breakdown else ""
    address = reverse("reporting:indicator", args=[target.indicator])
    return f"{address}?place={target.place.reference}&period={year}{group}" if target.place else address


def _source(target):
    yield _("Loại: %(kind)s") % {"kind": target.get_kind_display()}
    yield _("đến %(day)s") % {"day": numerals.write_date(target.due_on)}
    yield target.get_direction_display()
    if target.document:
        yield str(target.document)


def metrics(judged):
    """Base, latest, expected, wanted, apart: what a card and the target's own page put side by side."""
    target = judged.target
    base, latest = judged.baseline, judged.latest
    shown = [
        _metric(_("Gốc"), base and pointed(target, base), base.label if base else _("chưa có")),
        _metric(_("Mới nhất"), latest and pointed(target, latest), told_by(latest) if latest else _("chưa có")),
    ]
    if judged.expected is not None and not judged.is_final:
        shown.append(_metric(_("Cần đạt đến nay"), amount_words(target, judged.expected), _("theo lộ trình")))
    if judged.goal is not None:
        due = _("mốc %(day)s") % {"day": numerals.write_date(target.due_on)}
        shown.append(_metric(_("Phải đạt"), goal_words(target, judged.goal), due))
    if judged.gap is not None:
        than = _("so với mức phải đạt") if judged.is_final else _("so với lộ trình")
        shown.append(_metric(_("Chênh lệch"), gap_words(target, judged.gap), than))
    return shown


def _metric(label, value, note):
    return {"label": label, "value": value or numerals.UNKNOWN, "note": note}
