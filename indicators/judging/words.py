"""The sentences of a judgement: what is needed, what limits it."""

import math

from django.utils.translation import gettext as _

from indicators import registry
from indicators.models import Qualifier
from indicators.naming import unit_name
from places import numerals
from programs.models import TargetKind, TargetUnit


def undecided(latest, asked):
    if latest.qualifier != Qualifier.EXACT:
        return [_("Số công bố chỉ là “%(about)s”, chưa đủ để kết luận.") % {"about": latest_words(latest)}]
    if asked is None:
        return [_("Số gốc, để biết lộ trình đến mốc.")]
    return []


def latest_words(point):
    """The qualifier of a figure in words."""
    return f"{Qualifier(point.qualifier).label} {numerals.write_number(point.amount, None)}"


def caveats(target, latest, set_under):
    """What limits the comparison of the figure that judges: it is made up, or made by another definition."""
    if latest is None:
        return []
    told = [_("Số giả để trình diễn, không phải kết quả thật.")] if latest.is_synthetic else []
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
    if aim.amount is None:
        return ""
    by = f"{aim.on:%m/%Y}"
    value, up = latest.value, target.direction == "up"
    if target.unit == TargetUnit.VND:
        return _("thêm %(money)s đến %(by)s") % {"money": numerals.write_money(aim.amount - latest.amount), "by": by}
    if value is not None and value.denominator and not target.reads_numerator and value.indicator.is_share:
        level, have = aim.amount * value.denominator / value.indicator.factor, value.numerator
        unit = value.indicator.numerator.name
    elif target.unit in (TargetUnit.PERCENT, TargetUnit.PER_THOUSAND, TargetUnit.PER_HUNDRED_THOUSAND):
        return ""
    else:
        level, have, unit = aim.amount, latest.amount, unit_name(target.unit)
    count = math.ceil(level - have) if up else math.ceil(have - _most(level, aim.kind))
    if count <= 0:  # the next milestone is already reached, a later one is not
        return ""
    words = _("thêm %(count)s %(unit)s đến %(by)s") if up else _("bớt %(count)s %(unit)s đến %(by)s")
    return words % {"count": numerals.write_number(count), "unit": unit, "by": by}


def _most(level, kind):
    """The greatest whole number that meets the level: below 30 that is 29."""
    return math.ceil(level) - 1 if kind == TargetKind.BELOW else math.floor(level)
