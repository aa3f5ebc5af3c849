"""What others report, and what is declared complete: entered and ended; voided by programs.actions.void_entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from accounts.audit import record
from cases.actions.refusals import RowsRefused, alone, column_problems, refuse_if
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from indicators import completeness, doubts, registry
from indicators.models import Completeness, CompletenessFamily, Qualifier, Records, ReportedFigure
from indicators.periods import PeriodSpan
from indicators.same_figures import already_reported
from places.models import Place
from programs.models import Document

_BATCH = 500


@dataclass(frozen=True)
class NewDocument:
    """A source that is not among the documents yet."""

    number: str
    issuer: str
    kind: str
    issued_on: date | None = None
    title: str = ""


@dataclass(frozen=True)
class FigureEntry:
    """What a document reports. Money in đồng, shares in percent."""

    indicator: str
    place: Place
    period: PeriodSpan
    unit: str
    qualifier: str
    printed_text: str
    value: Decimal | None = None
    breakdown: str = ""
    numerator: int | None = None
    denominator: int | None = None
    document: Document | NewDocument | None = None
    article: str = ""
    note: str = ""


def report_figure(*, by, **entry):
    """Keep a figure that a document reports, in its own words; fields as in FigureEntry. Raises Refused."""
    return alone(report_figures, FigureEntry(**entry), by)


@transaction.atomic
def report_figures(*, entries: Sequence[FigureEntry], by) -> list[ReportedFigure]:
    """The same for many, all or nothing: RowsRefused names the wrong rows. One audit event with all ids."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('indicators.reported'))")  # a form sent twice at once
    today = timezone.localdate()
    figures = [_figure(entry, by) for entry in entries]
    about = list(zip(entries, figures, strict=True))
    wrong = {at: found for at, (entry, row) in enumerate(about) if (found := _problems(entry, row, today))}
    same = Problem("same", _("Số liệu này của văn bản này đã được ghi; không ghi hai lần."), "printed_text")
    if wrong := wrong or {at: [same] for at in already_reported(entries)}:
        raise RowsRefused(wrong)
    documents: dict[NewDocument, Document] = {}
    for entry, figure in about:
        if isinstance(entry.document, NewDocument):
            figure.document = documents.get(entry.document) or _added(entry.document, by)
            documents[entry.document] = figure.document
    ReportedFigure.objects.bulk_create(figures, _BATCH)
    if len(figures) == 1:
        (entry,), (figure,) = entries, figures
        told = {"indicator": entry.indicator, "place": entry.place.pk, "period": entry.period.id}
        record("figure.reported", figure, by=by, **told)
    else:
        record("figure.reported", ReportedFigure, by=by, ids=[figure.pk for figure in figures])
    return figures


def _figure(entry, by):
    return ReportedFigure(
        indicator=entry.indicator,
        breakdown=entry.breakdown,
        place=entry.place,
        starts_on=entry.period.first,
        ends_on=entry.period.last,
        unit=entry.unit,
        qualifier=entry.qualifier,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        printed_text=entry.printed_text,
        document=entry.document if isinstance(entry.document, Document) else None,
        article=entry.article,
        note=entry.note,
        created_by=by,
    )


def _added(new, by):
    """The document, made where nobody else has made it in the meantime."""
    told = {"kind": new.kind, "issued_on": new.issued_on, "title": new.title}
    document, is_new = Document.objects.get_or_create(number=new.number, issuer=new.issuer, defaults=told)
    if is_new:
        record("document.added", document, by=by)
    return document


def _problems(entry, figure, today):
    problems = column_problems(figure)
    problems += _about_the_indicator(entry.indicator, entry.unit, entry.breakdown)
    problems += _about_the_number(entry.unit, entry.qualifier, entry.value, entry.numerator, entry.denominator)
    if entry.period.first > today:
        problems.append(Problem("future", _("Kỳ này chưa bắt đầu."), "period"))
    if not entry.place.is_in_force(entry.period.last):
        problems.append(Problem("place_day", _("Đơn vị này không tồn tại vào ngày cuối của kỳ."), "place"))
    if isinstance(entry.document, NewDocument):
        problems += _about_the_document(entry.document, today)
    return problems


def _about_the_document(new, today):
    fields = {"number": "document", "kind": "document_kind"}
    found = column_problems(Document(**vars(new)))
    problems = [Problem(each.code, each.text, fields.get(each.field, each.field)) for each in found]
    if new.issued_on and new.issued_on > today:
        problems.append(Problem("future", _("Ngày ban hành chưa đến."), "issued_on"))
    return problems


def _about_the_indicator(code, unit, breakdown):
    try:
        indicator = registry.get(code)
    except registry.UnknownIndicator:
        return [Problem("indicator", _("Không có chỉ số này trong danh mục."), "indicator")]
    problems = []
    groups = indicator.groups.names() if indicator.groups else {}
    if breakdown and breakdown not in groups:
        problems.append(Problem("breakdown", _("Chỉ số này không có nhóm đó."), "breakdown"))
    if unit == "percent" and indicator.is_counted and indicator.unit != "percent":
        problems.append(Problem("unit", _("Chỉ số này không tính theo phần trăm."), "unit"))
    return problems


def _about_the_number(unit, qualifier, value, numerator, denominator):
    in_words = qualifier == Qualifier.WORDS
    if in_words != (value is None):
        text = _("Nhận xét bằng lời thì để trống con số.") if in_words else _("Ghi con số, hoặc chọn “bằng lời”.")
        return [Problem("value", text, "value")]
    if value is None:
        return []
    problems = []
    if value < 0:
        problems.append(Problem("value", _("Con số không được âm."), "value"))
    if unit == "percent" and value > 100:
        problems.append(Problem("percent", _("Tỷ lệ không được quá 100%%."), "value"))
    if (numerator is None) != (denominator is None):
        problems.append(Problem("parts", _("Ghi cả tử số và mẫu số, hoặc để trống cả hai."), "denominator"))
    elif numerator is not None and denominator <= 0:
        problems.append(Problem("parts", _("Mẫu số phải lớn hơn 0."), "denominator"))
    elif numerator is not None and numerator > denominator:
        problems.append(Problem("parts", _("Tử số không được lớn hơn mẫu số."), "numerator"))
    elif unit == "percent" and qualifier == Qualifier.EXACT and not _adds_up(value, numerator, denominator):
        text = _("Tỷ lệ không bằng tử số chia mẫu số; ghi đúng như văn bản in, hoặc bỏ tử số và mẫu số.")
        problems.append(Problem("parts", text, "value"))
    return problems


def _adds_up(value, numerator, denominator):
    return numerator is None or doubts.is_share_of_its_parts(value, numerator, denominator)


@transaction.atomic
def declare_complete(*, records, place, starts_on, by, ends_on=None, note="") -> list[Completeness]:
    """From this day on all such Records of the place are written down: their counts may be shown (ruling 7). One
    declaration for each, all or none; beside every kind of a family a single one of it says nothing more."""
    problems = _about_what_is_declared(records, place, starts_on, ends_on)
    if starts_on > timezone.localdate():
        problems.append(Problem("future", _("Ngày này chưa đến."), "starts_on"))
    if ends_on and ends_on < starts_on:
        problems.append(Problem("order", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "ends_on"))
    if not place.is_in_force(ends_on or starts_on):
        problems.append(Problem("place_day", _("Đơn vị này không tồn tại vào ngày đã ghi."), "place"))
    refuse_if(problems)
    rows = [
        Completeness.objects.create(
            family=family, kind=kind, place=place, starts_on=starts_on, ends_on=ends_on, note=note, declared_by=by
        )
        for family, kind in records
        if not kind or Records(family) not in records
    ]
    for row in rows:
        what = f"{row.family}:{row.kind}" if row.kind else row.family
        record("completeness.declared", row, by=by, kind=what, place=place.pk)
    return rows


def _about_what_is_declared(records, place, starts_on, ends_on):
    known = completeness.names()
    if not records or any(each not in known for each in records):
        return [Problem("records", _("Chọn nhóm số liệu trong danh sách."), "records")]
    if Records(CompletenessFamily.FUND_CHILD) not in records:
        return []
    count = completeness.turns_without_child([place.path], starts_on, ends_on).count()
    text = _(
        "Còn %(n)s lượt hỗ trợ trong thời gian này chưa gắn tên trẻ. Gắn tên từng lượt ở sổ lượt hỗ trợ của Quỹ "
        "(lọc “chưa gắn tên”), huỷ lượt ghi nhầm, rồi khai báo lại."
    )
    return [Problem("nameless", text, "records", params={"n": count})] if count else []


@transaction.atomic
def end_completeness(*, row, ends_on, by):
    """After this day the records are no longer said to be complete."""
    row = Completeness.objects.select_for_update().get(pk=row.pk)
    problems = []
    if row.ends_on:
        problems.append(Problem("ended", _("Khai báo này đã kết thúc.")))
    if ends_on < row.starts_on:
        problems.append(Problem("order", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "ends_on"))
    refuse_if(problems)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record("completeness.ended", row, by=by, ends_on=str(ends_on), place=row.place_id)
    return row
