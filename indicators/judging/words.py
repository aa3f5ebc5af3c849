"""The sentences of a judgement: what is needed, what limits it."""

import math

from django.utils.translation import gettext as _

from indicators import registry
from indicators.judging.terms import unit_of
from indicators.models import Qualifier
from indicators.naming import unit_name
from places import numerals
from programs.models import TargetKind, TargetUnit


def undecided(latest, asked, baseline):
    """Why figures that are known do not decide; `baseline` is None where nothing hangs on it."""
    told = [*_inexact(latest, _("Số công bố")), *(_inexact(baseline, _("Số gốc")) if baseline else [])]
    return told or ([_("Số gốc, để biết lộ trình đến mốc.")] if asked is None else [])


def _inexact(point, what):
    if point.others:
        return [contradiction(point)]
    if point.is_exact:
        return []
    return [_("%(what)s chỉ là “%(about)s”, chưa đủ để kết luận.") % {"what": what, "about": latest_words(point)}]


def contradiction(point):
    """What the sources say of one and the same."""
    points = (point, *point.others)
    told = [_written(each) if each.qualifier == Qualifier.EXACT else latest_words(each) for each in points]
    return _("Các nguồn ghi khác nhau cho %(label)s: %(numbers)s.") % {"label": point.label, "numbers": "; ".join(told)}


def latest_words(point):
    """The qualifier of a figure in words."""
    return f"{Qualifier(point.qualifier).label} {_written(point)}"


def _written(point):
    return numerals.write_number(point.amount, None)


def rough_goal(baseline):
    """A level that was reckoned from a baseline that is not one number."""
    if baseline.is_exact:
        return []
    if baseline.others:
        return [contradiction(baseline)]
    return [_("Mức phải đạt được tính từ số gốc “%(about)s”.") % {"about": latest_words(baseline)}]


def caveats(target, latest, set_under):
    """What limits the comparison of the figure that judges: it is made up, contradicted, or made by another
    definition."""
    if latest is None:
        return []
    told = [_("Số giả để trình diễn, không phải kết quả thật.")] if latest.is_synthetic else []
    if latest.others:
        told.append(contradiction(latest))
    if set_under and latest.version and latest.version != set_under:
        versions = {version.number: version for version in registry.get(target.indicator).versions}
        told.append(
            _(
                "Chỉ tiêu được đặt theo định nghĩa %(set)s, số %(label)s theo định nghĩa %(now)s%(note)s: hai số không "
                "hoàn toàn so được với nhau."
            )
            % {
                "set": set_under,
                "label": latest.label,
                "now": latest.version,
                "note": f" ({str(versions[latest.version].note).rstrip('.')})" if latest.version in versions else "",
            }
        )
    return told


def needed(target, latest, aim):
    """How much is left until the next milestone, in what can be counted: "thêm 14 xã, phường, thị trấn đến 12/2020"."""
    if aim.amount is None or aim.ends or not latest.is_exact:
        return ""
    by = f"{aim.on:%m/%Y}"
    value, up = latest.value, target.direction == "up"
    if target.unit == TargetUnit.VND:
        return _("thêm %(money)s đến %(by)s") % {"money": numerals.write_money(aim.amount - latest.amount), "by": by}
    if value is not None and value.denominator and not target.reads_numerator and value.indicator.is_share:
        level, have = aim.amount * value.denominator / value.indicator.factor, value.numerator
        unit = value.indicator.numerator.name
    elif unit_of(target) in (TargetUnit.PERCENT, TargetUnit.PER_THOUSAND, TargetUnit.PER_HUNDRED_THOUSAND):
        return ""
    else:
        level, have, unit = aim.amount, latest.amount, unit_name(unit_of(target))
    count = math.ceil(level - have) if up else math.ceil(have - _most(level, aim.kind))
    if count <= 0:  # the next milestone is already reached, a later one is not
        return ""
    words = _("thêm %(count)s %(unit)s đến %(by)s") if up else _("bớt %(count)s %(unit)s đến %(by)s")
    return words % {"count": numerals.write_number(count), "unit": unit, "by": by}


def _most(level, kind):
    """The greatest whole number that meets the level: below 30 that is 29."""
    return math.ceil(level) - 1 if kind == TargetKind.BELOW else math.floor(level)
