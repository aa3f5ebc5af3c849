"""A judgement in words: amounts in the unit of the target, what is asked, forecast, compared, concluded."""

from django.utils.translation import gettext as _

from indicators.judging import Status, unit_of
from indicators.naming import unit_name
from places import numerals
from programs.models import TargetKind, TargetUnit
from programs.rules.targets import Against
from reporting.figure_words import QUALIFIERS, TO_ONE_DECIMAL, difference

RATES = (TargetUnit.PER_THOUSAND, TargetUnit.PER_HUNDRED_THOUSAND)


def place_name(target):
    return target.place.name if target.place else _("Cả nước")


def amount_words(target, amount):
    """An amount in the unit in which the target is judged."""
    unit = unit_of(target)
    if unit == TargetUnit.PERCENT:
        return f"{_trimmed(amount)}%"
    if unit in RATES:
        return _trimmed(amount)
    return numerals.write_money(amount) if unit == TargetUnit.VND else numerals.write_number(amount, None)


def _trimmed(amount):
    """Two decimals at most, and no idle zeros: 3,5 but 4,02."""
    return numerals.write_number(round(amount, 2), None)


def pointed(target, point):
    """The figure as it is told; where sources contradict each other, as each of them tells it."""
    told = [QUALIFIERS[each.qualifier] % amount_words(target, each.amount) for each in (point, *point.others)]
    return "; ".join(told)


def told_by(point):
    """Which year, and who says so: "năm 2020, số công bố, số giả"."""
    parts = [point.label]
    if point.is_reported:
        parts.append(_("số công bố"))
    if point.is_synthetic:
        parts.append(_("số giả"))
    return ", ".join(parts)


def goal_words(target, goal, kind=None):
    kind = kind or target.kind
    sign = {TargetKind.BELOW: "< ", TargetKind.AT_MOST: "≤ ", TargetKind.AT_LEAST: "≥ "}.get(kind, "")
    return f"{sign}{amount_words(target, goal)}"


def demand_words(judged):
    """What is asked: "phải đạt ≥ 75%"; a text that names no level asks for a direction only."""
    if judged.goal is None:
        return judged.target.get_kind_display()
    return _("phải đạt %(goal)s") % {"goal": goal_words(judged.target, judged.goal)}


def gap_words(target, gap):
    unit = unit_of(target)
    if unit == TargetUnit.VND:
        return f"{'−' if gap < 0 else '+'}{numerals.write_money(abs(gap))}"
    words = difference(unit if unit == "percent" or unit in TO_ONE_DECIMAL else "child", gap)
    return _("%(gap)s điểm %%") % {"gap": words} if unit == "percent" else words


def unit_words(target):
    """The unit beside amounts that do not carry it."""
    unit = unit_of(target)
    return "" if unit in ("percent", TargetUnit.VND) else unit_name(unit)


def line(judged):
    """One judgement in a line beside its figure: "≥ 75%, mốc 31/12/2020"."""
    parts = [goal_words(judged.target, judged.goal)] if judged.goal is not None else [judged.target.get_kind_display()]
    parts.append(_("mốc %(day)s") % {"day": numerals.write_date(judged.target.due_on)})
    if judged.gap is not None and judged.status is not Status.REACHED:
        parts.append(_("chênh %(gap)s") % {"gap": gap_words(judged.target, judged.gap)})
    if judged.by_report:
        parts.append(_("theo số công bố"))
    if judged.is_synthetic:
        parts.append(_("số giả"))
    return ", ".join(parts)


def sentences(judged):
    if judged.contradictory:
        yield _("Không kết luận, vì loại, hướng và đơn vị đã ghi không hợp nhau. Hãy đặt lại chỉ tiêu cho đúng:")
        return
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


def forecast_words(judged):
    """ "Dự báo 31/12/2020: 3,6% (3,4% đến 3,8%), theo xu hướng sẽ không đạt – xu hướng tuyến tính trên 5 năm, …"."""
    found = judged.forecast
    if found is None:
        return ""
    return _("Dự báo đến %(day)s: %(value)s (từ %(low)s đến %(high)s), %(outlook)s. Cách tính: %(method)s.") % {
        "day": numerals.write_date(found.on),
        "value": amount_words(judged.target, found.value),
        "low": amount_words(judged.target, found.low),
        "high": amount_words(judged.target, found.high),
        "outlook": found.words,
        "method": found.method,
    }


def comparison_words(judged):
    """How the target stands against the one above it; empty without one."""
    found = judged.comparison
    if found is None:
        return ""
    above = found.parent
    said = {
        "whose": place_name(above),
        "goal": _promise_words(above, found.above),
        "day": numerals.write_date(found.above.on),
    }
    if found.against is Against.UNLIKE:
        words = _("%(whose)s: “%(text)s”; hai chỉ tiêu khác loại nên không so mức.")
        return words % (said | {"text": above.printed_text})
    apart = f" {gap_words(judged.target, abs(found.apart)).lstrip('+')}" if found.apart else ""
    said["how"] = f"{against_words(found)}{apart}"
    return _("%(whose)s: %(goal)s đến %(day)s; mức của địa bàn %(how)s.") % said


def against_words(comparison):
    return {
        Against.STRICTER: _("chặt hơn"),
        Against.LOOSER: _("nới hơn"),
        Against.SAME: _("bằng nhau"),
        Against.UNLIKE: _("khác loại"),
    }[comparison.against]


def _promise_words(target, promise):
    return target.get_kind_display() if promise.value is None else goal_words(target, promise.value, promise.kind)


def revision_words(judged):
    """Which revision the judgement used; empty where the target stands as it was set."""
    found = judged.revision
    if found is None:
        return ""
    document = f", {found.document.cited}" if found.document else ""
    return _("Xét theo lần điều chỉnh từ ngày %(day)s%(document)s.") % {
        "day": numerals.write_date(found.revised_on),
        "document": document,
    }


def history_words(judged):
    """What the target said before, the latest first, by which document and why."""
    for row in judged.target.revisions.all():
        value = _value_words(judged.target, row.previous_value) if row.previous_value is not None else "–"
        parts = [
            _("Trước %(day)s: %(value)s, mốc %(due)s")
            % {
                "day": numerals.write_date(row.revised_on),
                "value": value,
                "due": numerals.write_date(row.previous_due_on),
            },
            row.reason,
            row.document.cited if row.document else "",
        ]
        yield " · ".join(filter(None, parts))


def _value_words(target, value):
    """What the text itself says: a reduction is told in percent."""
    return f"{_trimmed(value)}%" if target.value_unit == "%" else amount_words(target, value)


def reading_words(judged, reading):
    """One reading of an ambiguous text with its result; the chosen one is marked."""
    kind = TargetKind(reading.kind).label
    goal = goal_words(judged.target, reading.goal, reading.kind) if reading.goal is not None else _("chưa rõ mức")
    mark = _("✓ cách hiểu đã chọn") if reading.is_chosen else _("cách hiểu khác")
    return f"{mark}: {kind} – {goal} – {reading.words}"


def verdict_words(judged):
    """What the conclusion rests on: "3,58% (năm 2020, số công bố, số giả), phải đạt 3,5%."; else what lacks."""
    target, latest = judged.target, judged.latest
    if judged.status is Status.UNKNOWN or latest is None:
        return " ".join([f"{judged.words}:" if judged.contradictory else _("Còn thiếu:"), *judged.missing])
    source = told_by(latest) if latest.is_reported else _("%(when)s, tính từ sổ") % {"when": latest.label}
    return f"{pointed(target, latest)} ({source}), {demand_words(judged)}."


def basis_words(judged):
    """On what the verdict rests: the definition, the territory, the revision."""
    target = judged.target
    yield _("Định nghĩa khi đặt chỉ tiêu: bản %(number)s.") % {"number": judged.version or "–"}
    if target.place and target.place.valid_to:
        yield _("Xét trên địa giới cũ của %(place)s (đến %(day)s).") % {
            "place": target.place.name,
            "day": numerals.write_date(target.place.valid_to),
        }
    if words := revision_words(judged):
        yield words
    yield from judged.caveats
