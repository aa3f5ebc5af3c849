"""The overview of a place: which indicators, in which order, and their figures as a table."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import registry, remembered
from indicators.models import ReportedFigure
from indicators.naming import denominator_name, unit_name
from indicators.periods import PeriodKind
from indicators.value import Status, Value
from indicators.withholding import Withheld
from reporting import goals
from reporting.downloads import Table
from reporting.figure_words import Figure, reported_text

IN_ONE_CLASSIFICATION = ("H01-2004", "H01-2016", "H02-2004", "H02-2016")
TOPICS = (
    (
        gettext_lazy("Trẻ em có hoàn cảnh đặc biệt"),
        ("H01", "H02", "H03", "H03M", "H03B", "H04", *IN_ONE_CLASSIFICATION),
    ),
    (gettext_lazy("Trẻ em có nguy cơ"), ("R01", "R02", "R02A", "R02B")),
    (
        gettext_lazy("Trẻ em bị xâm hại, quản lý trường hợp"),
        ("A01", "A02", "A02-DS", "A03", "A04", "A05", "C01", "C02", "C02-KT", "C03", "C04"),
    ),
    (gettext_lazy("Trẻ em"), ("P01", "P02", "P03", "P04")),
    (gettext_lazy("Mô hình, cộng đồng"), ("M01", "M02", "M03", "M04", "K01", "W01", "D01")),
    (gettext_lazy("Quỹ, quà tặng"), ("F01", "F02", "F03", "G01", "G02")),
    (gettext_lazy("Tập huấn, truyền thông, tư vấn"), ("T01", "T02", "T03", "T04", "T05")),
)
HEADLINES = ("H01", "R01", "H03", "A01", "P01", "K01", "M01", "F01", "M02", "F02")  # shown where known
SHOWN_HEADLINES, YEARS = 4, 6


@dataclass(frozen=True)
class Overview:
    figures: dict  # {code: Figure} of the period
    series: dict  # {code: [Figure]} of the years up to it
    judgements: dict  # {code: [Judgement]} of the targets of the whole indicator
    withheld: bool

    @classmethod
    def of(cls, picked, years=YEARS):
        """Everything in one reading; `years` how many periods back the trends go."""
        withheld, spans = Withheld(picked.user), picked.years_back(years)
        if picked.is_kept and picked.period not in spans:
            spans.append(picked.period)
        figures, series = {} if picked.is_kept else _left_uncounted(picked), {}
        told = remembered.grid(_told_of(picked.place), [picked.place], spans, boundaries=picked.boundaries)
        for value in withheld.shown(told):
            figure, code = Figure(value), value.indicator.code
            if not (value.indicator.is_counted or value.reported):
                continue
            if value.period == picked.period:
                figures[code] = figure
            if value.period.kind != PeriodKind.TERM:
                series.setdefault(code, []).append(figure)
        judgements = {}
        for judged in goals.of_place(picked, withheld):
            if not judged.target.breakdown:
                judgements.setdefault(judged.target.indicator, []).append(judged)
        return cls(figures, series, judgements, withheld.covers(picked.place))

    @property
    def topics(self):
        """[(name, [(figure, judgements)])]; an indicator that no topic names stands at the end."""
        named = {code for _name, codes in TOPICS for code in codes}
        rest = tuple(code for code in self.figures if code not in named)
        rows = {code: (figure, self.judgements.get(code, [])) for code, figure in self.figures.items()}
        topics = [(name, codes) for name, codes in TOPICS] + ([(_("Khác"), rest)] if rest else [])
        return [(name, [rows[code] for code in codes if code in rows]) for name, codes in topics]

    @property
    def headlines(self):
        """[(figure, judgements)] of what is known, or judged by what others reported; what has a target first."""
        order = sorted(HEADLINES, key=lambda code: code not in self.judgements)
        rows = [(self.figures[code], self.judgements.get(code, [])) for code in order if code in self.figures]
        return [row for row in rows if row[0].is_known or any(judged.by_report for judged in row[1])][:SHOWN_HEADLINES]

    @property
    def usual_reason(self):
        """Why most of the unknown figures are unknown: said once for all of them."""
        reasons = Counter(figure.note for figure in self.figures.values() if not figure.is_known)
        return reasons.most_common(1)[0][0] if reasons else ""

    @property
    def nothing_known(self):
        return not any(figure.is_known or figure.being_counted for figure in self.figures.values())


def _told_of(place):
    """The indicators that there may be a figure of: counted, or reported by others for the place."""
    reported = set(ReportedFigure.objects.filter(place=place, voided_at=None).values_list("indicator", flat=True))
    return [indicator for indicator in registry.all() if indicator.is_counted or indicator.code in reported]


def _left_uncounted(picked):
    """A period that is not kept is counted from all records: that is left to the page of each indicator."""
    reason = _("Kỳ này không được tính sẵn; mở từng chỉ số để đếm từ sổ.")
    unknown = (
        Value(indicator, picked.place, picked.period, Status.UNKNOWN, reason=reason)
        for indicator in registry.all()
        if indicator.is_counted
    )
    return {value.indicator.code: Figure(value) for value in unknown}


def as_table(overview, picked):
    """One row for each indicator: what the page shows, as plain numbers."""
    columns = (
        ("indicator", _("Mã")),
        ("name", _("Chỉ số")),
        ("value", _("Trị số")),
        ("unit", _("Đơn vị")),
        ("numerator", _("Tử số")),
        ("denominator", _("Mẫu số")),
        ("status", _("Tình trạng")),
        ("stale", _("Đang tính lại")),
        ("as_of", _("Đúng với sổ lúc")),
        ("running", _("Kỳ chưa hết")),
        ("count_day", _("Tính đến ngày")),
        ("target", _("Chỉ tiêu")),
        ("judged", _("So với chỉ tiêu")),
        ("reported", _("Số công bố")),
        ("version", _("Bản định nghĩa")),
        ("break", _("Đổi định nghĩa trong kỳ")),
        ("boundaries", _("Ranh giới")),
        ("coverage", _("Địa bàn của con số")),
    )
    rows = [row for _name, topic in overview.topics for row in topic]
    figures = [figure for figure, _judged in rows]
    return Table(
        name=f"chi-so-{picked.place.code}-{picked.period.id.replace('/', '-')}",
        title=f"{picked.place.full_name} · {picked.period.label}",
        columns=columns,
        rows=[_row(*row) for row in rows],
        about=[(f"{f.indicator.code} {f.indicator.name}", definition_words(f.indicator)) for f in figures],
    )


def _row(figure, judgements):
    value = figure.value
    return (
        figure.indicator.code,
        str(figure.indicator.name),
        rounded(figure.plain),
        unit_name(figure.indicator.unit),
        value.numerator if figure.is_known else None,
        value.denominator if figure.is_known else None,
        "" if figure.is_known else figure.text,
        value.stale,
        value.as_of if figure.is_known else None,
        value.running,
        value.count_day,
        "; ".join(goals.line(judged) for judged in judgements),
        "; ".join(judged.words for judged in judgements),
        "; ".join(reported_text(each) for each in value.reported),
        value.version,
        value.breaks,
        value.boundaries,
        " ".join(value.coverage),
    )


def rounded(value):
    """A quotient to six decimals, which is more than any page shows; counts stay whole."""
    return None if value is None else value if isinstance(value, int) else round(value, 6)


def definition_words(indicator):
    """A definition in one cell of a spreadsheet."""
    whole = denominator_name(indicator)
    parts = [
        _("Tử số: %(words)s.") % {"words": indicator.numerator.name},
        _("Mẫu số: %(words)s.") % {"words": whole} if whole else "",
        _("Căn cứ: %(words)s.") % {"words": indicator.source},
        *(str(note) for note in indicator.notes),
    ]
    return " ".join(filter(None, parts))
