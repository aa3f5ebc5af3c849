"""The source articles row by row: what is printed, what is held, what is computed, and whether they agree."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.apps import apps
from django.db.models import Sum
from django.utils.translation import gettext as _

from indicators import doubts, judging, periods, sources, values
from indicators.models import ReportedFigure
from places import numerals
from programs.models import Target, TargetKind
from reporting.figure_words import number, reported_text
from reporting.goals import amount_words


class Verdict(StrEnum):
    EQUAL = "equal"
    DIFFERS = "differs"
    HELD = "held"  # as printed, but the records give nothing to compare it with
    FLAGGED = "flagged"  # held as printed, with something that a reader must know
    LEFT_OUT = "left_out"  # says nothing of children
    MISSING = "missing"

    @property
    def words(self):
        return {
            Verdict.EQUAL: _("khớp"),
            Verdict.DIFFERS: _("khác"),
            Verdict.HELD: _("giữ như in, chưa tính được"),
            Verdict.FLAGGED: _("cần lưu ý"),
            Verdict.LEFT_OUT: _("không nhập"),
            Verdict.MISSING: _("THIẾU"),
        }[self]


@dataclass(frozen=True)
class Line:
    """One row of the articles."""

    id: str
    printed: str
    held: str
    computed: str  # "–" where the records give nothing
    verdict: Verdict
    why: str = ""


def lines():
    """Every row of the articles, in their order."""
    found = [*map(_of_figure, sources.FIGURES), *map(_of_target, sources.TARGETS), *map(_of_record, sources.RECORDS)]
    found += [
        Line(row, words, "–", "–", Verdict.LEFT_OUT, _("Bộ đếm của trang web.")) for row, words in sources.NOISE.items()
    ]
    return sorted(found, key=lambda line: (line.id[:3], not line.id[4:].isdigit(), line.id[4:].zfill(3)))


def _verdict(agree, why, compared=True):
    if not agree:
        return Verdict.DIFFERS
    if why:
        return Verdict.FLAGGED
    return Verdict.EQUAL if compared else Verdict.HELD


# ---- figures


def _of_figure(row):
    held = ReportedFigure.objects.filter(source_row=row.id, voided_at=None).select_related("place").first()
    if held is None:
        return Line(row.id, row.words, "–", "–", Verdict.MISSING)
    as_printed = (held.value, held.qualifier, held.unit, held.numerator, held.denominator, held.printed_text) == (
        row.value and Decimal(row.value),
        row.qualifier,
        row.unit,
        row.numerator,
        row.denominator,
        row.words,
    )
    groups = row.together or (row.breakdown,)
    told = [values.of(row.indicator, held.place, _span(row), group=group) for group in groups]
    computed = told[0]
    amount, fraction = _amount(row, told)
    agree = as_printed and (amount is None or _meets(row, amount, computed))
    words = "–" if amount is None else f"{fraction}{number(computed.indicator.unit if fraction else row.unit, amount)}"
    why = " ".join(filter(None, (held.flag, held.note)))
    return Line(row.id, row.words, reported_text(held), words, _verdict(agree, why, amount is not None), why)


def _span(row):
    return periods.span(date(row.years[0], 1, 1), date(row.years[1], 12, 31))


def _amount(row, told):
    """(what is computed in the unit of the printed figure, "tử/mẫu = " for a share); (None, "") where nothing is."""
    computed = told[0]
    if row.value is None or not all(value.is_known for value in told):
        return None, ""
    if row.unit in ("percent", "per_day"):
        return (
            computed.value,
            f"{numerals.write_number(computed.numerator)}/{numerals.write_number(computed.denominator)} = ",
        )
    return Decimal(sum(value.numerator for value in told)), ""


def _meets(row, amount, computed):
    if row.numerator is not None:
        return (computed.numerator, computed.denominator) == (row.numerator, row.denominator)
    return doubts.meets(Decimal(row.value), row.qualifier, amount)


# ---- targets


def _of_target(row):
    id, programme, indicator, breakdown, kind, printed = row
    target = (
        Target.objects.filter(programme__code=programme, indicator=indicator, breakdown=breakdown, kind=kind)
        .select_related("programme", "place")
        .first()
    )
    if target is None:
        return Line(id, f"{programme} {indicator}", "–", "–", Verdict.MISSING)
    judged = judging.judge(target, target.due_on)
    agree = target.value == (printed and Decimal(printed))
    why = " ".join(filter(None, (target.ambiguity, target.inferred)))
    held = str(target.get_kind_display())
    if target.value is not None:
        relative = target.kind in (TargetKind.REDUCE_RELATIVE, TargetKind.REDUCE_POINTS)
        amount = f"{numerals.write_number(target.value, None)}%" if relative else amount_words(target, target.value)
        held = f"{held} {amount}"
    latest = f"{amount_words(target, judged.latest.amount)} · " if judged.latest else ""
    return Line(
        id,
        target.printed_text,
        held,
        f"{latest}{judged.words}",
        _verdict(agree, why),
        why,
    )


# ---- records


def _of_record(row):
    found = apps.get_model(row.model).objects.filter(**row.where)
    count = found.aggregate(total=Sum(row.sum))["total"] or 0 if row.sum else found.count()
    if not count:
        return Line(row.id, row.words, "–", "–", Verdict.MISSING)
    words = f"{numerals.write_number(count)} {row.unit}"
    return Line(row.id, row.words, words, words, _verdict(count == row.printed, row.note), row.note)
