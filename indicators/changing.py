"""What changed since: the rows that entered a stock and those that left it between two days.

Before + entered − left = after, by the same statements that count (ruling 24a); a flow has no members on a day.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.scoping import inside
from cases.models import Child, Residence
from indicators import periods, registry
from indicators.ages import CHILD_UNTIL
from indicators.answering import Answers
from indicators.counting.members import members_sql
from indicators.counting.recount import planned_for
from indicators.drilling import NothingBehind, model_of
from indicators.measures.shapes import ChildStock, PlaceStock
from indicators.withholding import Withheld
from places.models import Place


@dataclass(frozen=True)
class Changed:
    """`entered` and `left` hold the ids of all rows; what of them a person may open is asked of `reach()`."""

    model: type[models.Model]
    since: date
    until: date
    before: int
    after: int
    entered: frozenset[int]
    left: frozenset[int]
    paths: tuple[str, ...]

    def reach(self, user):
        """The rows that entered or left, as far as the person may see them."""
        ids = self.entered | self.left
        if self.model is Place:
            rows = Place.objects.filter(inside(user.territory(Permission.INDICATOR_DRILL)))
        else:
            rows = self.model.objects.reachable_by(user, Permission.INDICATOR_DRILL)
        return rows.filter(pk__in=ids)

    def why(self, rows):
        """{id: sentence} of why each of these rows entered or left."""
        if self.model is not Child:
            return {row.pk: _("bắt đầu") if row.pk in self.entered else _("kết thúc") for row in rows}
        homes = _homes([row.pk for row in rows], (self.since, self.until), self.paths)
        return {row.pk: self._why_child(row, homes) for row in rows}

    def _why_child(self, child, homes):
        lived, lives = ((child.pk, day) in homes for day in (self.since, self.until))
        if child.pk in self.entered:
            if child.birth_date > self.since:
                return _("mới sinh")
            return _("mới được ghi nhận") if lived else _("chuyển đến")
        if child.died_on and child.died_on <= self.until:
            return _("đã mất")
        if child.departed_on and child.departed_on <= self.until:
            return _("rời địa bàn")
        if child.age_on(self.until) >= CHILD_UNTIL:
            return _("đủ %(age)d tuổi") % {"age": CHILD_UNTIL}
        return _("đã kết thúc") if lives else _("chuyển đi")


def changed(indicator, place, since, until, *, user, part="numerator", group=""):
    """Changed, from the evening of `since` to the evening of `until`. Raises NothingBehind, UnknownIndicator."""
    indicator = registry.get(indicator)
    measure = indicator.numerator if part == "numerator" else indicator.denominator
    if not isinstance(measure, ChildStock | PlaceStock):
        raise NothingBehind(_("Chỉ xem được thay đổi của số tại một thời điểm, không phải số cộng trong kỳ."))
    if not indicator.offers(group):
        raise NothingBehind(_("Chỉ số này không có nhóm đó."))
    if since >= until:
        raise NothingBehind(_("Ngày đầu phải trước ngày cuối."))
    if until > timezone.localdate():
        raise NothingBehind(_("Ngày cuối chưa đến."))
    if not (place.is_in_force(since) and place.is_in_force(until)):
        raise NothingBehind(_("Đơn vị này không tồn tại vào cả hai ngày."))
    if Withheld(user).covers(place):
        raise NothingBehind(_("Số liệu trực tiếp của địa bàn này chưa mở cho tài khoản của bạn."))
    if not all(_is_covered(indicator, place, day, group) for day in (since, until)):
        raise NothingBehind(_("Sổ chưa được khai là ghi đủ vào cả hai ngày."))  # ruling 7
    places = list(Place.objects.filter(path__startswith=place.path).values_list("pk", flat=True))
    group = group if part == "numerator" else ""
    before, after = (_members(measure, places, day, group) for day in (since, until))
    return Changed(
        model_of(measure), since, until, len(before), len(after), after - before, before - after, (place.path,)
    )


def _is_covered(indicator, place, day, group):
    span = periods.span(day, day)
    answers = Answers([indicator], [place], [span])
    return bool(answers.covered(indicator, answers.units_for(indicator, place, span), span, group)[0])


def _members(measure, places, day, group):
    """The ids that count on a day."""
    values = {"places": places, "period_id": f"{day}", "first_day": day, "count_day": day, "group": group}
    with connection.cursor() as cursor, planned_for(cursor, places):
        cursor.execute(members_sql(measure), values | {"from_day": day, "to_day": day})
        return frozenset(pk for (pk,) in cursor)


def _homes(children, days, paths):
    """{(child, day)} of those who lived in the territory on that day."""
    found = set()
    for day in days:
        lasting = Q(ends_on=None) | Q(ends_on__gte=day)
        rows = Residence.objects.filter(lasting, inside(paths, "place"), child__in=children, starts_on__lte=day)
        found |= {(child, day) for child in rows.values_list("child", flat=True)}
    return found
