"""What others report, and what is declared complete: entered and ended; voided by programs.actions.void_entry."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from cases.actions.refusals import refuse_if
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from indicators import doubts, registry
from indicators.models import Completeness, Qualifier, ReportedFigure


@transaction.atomic
def report_figure(*, indicator, place, period, unit, qualifier, printed_text, by, value=None, **fields):
    """Keep a figure that a document reports, in its own words. Money in đồng, shares in percent.

    period is a PeriodSpan; fields: breakdown, numerator, denominator, document, article, note. Raises Refused.
    """
    problems = _about_the_indicator(indicator, unit, fields.get("breakdown", ""))
    problems += _about_the_number(unit, qualifier, value, fields.get("numerator"), fields.get("denominator"))
    if period.first > timezone.localdate():
        problems.append(Problem("future", _("Kỳ này chưa bắt đầu."), "period"))
    if not place.is_in_force(period.last):
        problems.append(Problem("place_day", _("Đơn vị này không tồn tại vào ngày cuối của kỳ."), "place"))
    refuse_if(problems)
    figure = ReportedFigure.objects.create(
        indicator=indicator,
        place=place,
        starts_on=period.first,
        ends_on=period.last,
        unit=unit,
        qualifier=qualifier,
        value=value,
        printed_text=printed_text,
        created_by=by,
        **fields,
    )
    record("figure.reported", figure, by=by, indicator=indicator, place=place.pk, period=period.id)
    return figure


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
def declare_complete(*, family, place, starts_on, by, ends_on=None, note=""):
    """From this day on all facts of the family in the place are recorded: its counts may be shown (ruling 7)."""
    problems = []
    if starts_on > timezone.localdate():
        problems.append(Problem("future", _("Ngày này chưa đến."), "starts_on"))
    if ends_on and ends_on < starts_on:
        problems.append(Problem("order", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "ends_on"))
    if not place.is_in_force(ends_on or starts_on):
        problems.append(Problem("place_day", _("Đơn vị này không tồn tại vào ngày đã ghi."), "place"))
    refuse_if(problems)
    row = Completeness.objects.create(
        family=family, place=place, starts_on=starts_on, ends_on=ends_on, note=note, declared_by=by
    )
    record("completeness.declared", row, by=by, kind=family, place=place.pk)
    return row


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
