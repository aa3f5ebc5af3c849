"""The rows behind a figure, as far as a person may see them: the same querysets that counted it (ruling 24a)."""

from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.scoping import inside
from cases.models import Child
from indicators import periods, registry
from indicators.answering import Answers
from indicators.counting.members import members_sql
from indicators.counting.recount import planned_for
from indicators.counting.statement import compiled
from indicators.counting.waiting import as_if_settled
from indicators.definition import PlaceCount
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, Measure, PlaceFlow, PlaceStock
from indicators.unsettled import CHILDREN
from indicators.withholding import Withheld
from places.models import Place
from places.through_time import WHOLE


class NothingBehind(LookupError):
    """The figure has no rows here: it was not counted from records, or may not be opened. The message says why."""


@dataclass(frozen=True)
class Drill:
    """What lies behind a figure. `number` equals the figure; `rows` are those of it that the person may see."""

    measure: Measure | PlaceCount
    model: type[models.Model]  # of the rows: Child, Case, Place, SupportModelSite, FundEntry …
    number: int  # how many there are, or the sum of their amounts in đồng
    count: int  # how many rows there are
    rows: models.QuerySet

    @property
    def hidden(self):
        """How many of the rows lie outside of the person's territory."""
        return self.count - self.rows.count()


def drill(indicator, place, period, *, user, part="numerator", group="", boundaries="then"):
    """Open the numerator or the denominator of a figure: Drill.

    The rows are those of the records now: while the figure is stale, their number is ahead of it. Raises NothingBehind,
    UnknownIndicator, PeriodUnreadable.
    """
    indicator, span = registry.get(indicator), periods.as_span(period)
    if part not in ("numerator", "denominator"):
        raise NothingBehind(_("Chỉ mở được tử số hoặc mẫu số."))
    withheld = Withheld(user)
    if withheld.covers(place):
        raise NothingBehind(_("Số liệu trực tiếp của địa bàn này chưa mở cho tài khoản của bạn."))
    measure = indicator.numerator if part == "numerator" else indicator.denominator
    answers = Answers([indicator], [place], [span], boundaries=boundaries)
    units = answers.units_for(indicator, place, span)
    if any(share not in (None, WHOLE) for _unit, share in units):
        raise NothingBehind(_("Số này chia theo tỷ lệ dân số nên không có từng dòng riêng."))
    ground = [unit for unit, _share in units if boundaries == "now"]
    ours = tuple(user.territory(Permission.INDICATOR_DRILL))
    if not all(unit.path.startswith(ours) for unit in ground) or any(withheld.covers(unit) for unit in ground):
        raise NothingBehind(_("Ngày nay một phần địa bàn này thuộc nơi ngoài phạm vi của bạn."))
    covered, _missing = answers.covered(indicator, units, span, group)
    if units and not covered:
        raise NothingBehind(_("Sổ chưa được khai là ghi đủ cho kỳ này."))  # ruling 7
    paths = [unit.path for unit, _share in covered]
    day = answers.count_day(span)
    if span.first > timezone.localdate() or not paths:
        raise NothingBehind(_("Địa bàn hoặc kỳ này chưa có số liệu."))
    if isinstance(measure, PlaceCount):
        units = _in_territory(_within(paths).filter(level=measure.level).in_force(day), user)
        count = _within(paths).filter(level=measure.level).in_force(day).count()
        return Drill(measure, Place, count, count, units.alphabetical())
    if not isinstance(measure, Measure):
        raise NothingBehind(_("Con số này không được đếm từ bản ghi."))
    asked = {"period_id": span.id, "first_day": span.first, "count_day": day, "from_day": day, "to_day": day}
    ids = _members(measure, paths, asked | {"group": group if part == "numerator" else ""}, answers, place)
    return _drill_members(measure, ids, user)


def _members(measure, paths, asked, answers, place):
    """The ids of the rows; with those of children who wait above the units (unsettled.py)."""
    ground = {"places": list(_within(paths).values_list("pk", flat=True))}
    statements = [(members_sql(measure), ground)]
    held = [unit.place.place.pk for unit in answers.waiting(place, answers.spans[0]).held]
    if held and isinstance(measure, CHILDREN):
        waiting = {"places": held, "holders": answers.unsettled.holders}
        statements.append((as_if_settled(members_sql(measure)), waiting))
    ids = []
    for statement, where in statements:
        with connection.cursor() as cursor, planned_for(cursor, where["places"]):
            cursor.execute(statement, asked | where)
            ids += [pk for (pk,) in cursor]
    return ids


def _drill_members(measure, ids, user):
    model = model_of(measure)
    behind = Q(pk__in=RawSQL("select unnest(%s::bigint[])", [ids]))  # noqa: S611 (one parameter, however many ids)
    number = _amount_of(measure, ids) if isinstance(measure, PlaceFlow) and measure.sums else len(ids)
    if model is Place:
        rows = _in_territory(Place.objects.all(), user).alphabetical()
    else:
        rows = model.objects.reachable_by(user, Permission.INDICATOR_DRILL)
    return Drill(measure, model, number, len(ids), rows.filter(behind))


def _amount_of(measure, ids):
    """What the rows add up to: the very column that was counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select coalesce(sum(q.amount), 0)::bigint from ({compiled(measure.rows)})"  # noqa: S608 (our own query)
            " as q (id, place_id, grp, starts_on, ends_on, amount) where q.id = any (%s)",
            [ids],
        )
        (amount,) = cursor.fetchone()
        return amount


def model_of(measure):
    """What one row of the figure is."""
    match measure:
        case ChildStock() | ChildStockWith() | ChildFlow(distinct=True):
            return Child
        case PlaceStock(distinct=True):
            return Place
    return measure.rows.query().model


def _within(paths):
    return Place.objects.filter(inside(paths))


def _in_territory(places, user):
    """Units themselves are no secret; which of them made a figure is for those who may open it."""
    return places.filter(inside(user.territory(Permission.INDICATOR_DRILL)))
