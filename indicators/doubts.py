"""What speaks against a reported figure: said beside it, never mended.

The figure stays as printed (architecture.md, "Reported figures"); whoever reads it is told what does not fit.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.models import Qualifier
from places import numerals

ABOUT = Decimal("0.05")  # "khoảng 3.105" is met by what lies within a twentieth of it
JUMP = 2  # from one year to the next, by so many times or more


def meets(value, qualifier, amount):
    """Whether an exact amount is what the figure says: "trên 2.500" is met by 2.512, "4,5" by 4.48."""
    match qualifier:
        case Qualifier.MORE:
            return amount > value
        case Qualifier.LESS:
            return amount < value
        case Qualifier.ABOUT:
            return abs(amount - value) <= abs(value) * ABOUT
    return round(amount, decimals(value)) == value


def decimals(number):
    """How many decimals a number is told with: 2 of 70.51, none of 4500."""
    return max(0, -Decimal(number).normalize().as_tuple().exponent)


def is_share_of_its_parts(value, numerator, denominator):
    """70,5 % or 70,5128 % of 110/156: Σ numerator / Σ denominator, as exactly as it is told."""
    return not denominator or round(Decimal(numerator) * 100 / denominator, decimals(value)) == Decimal(value)


def of(figure, *, computed=None, others=(), before=None):
    """Sentences against a figure.

    computed: the amount that the records give in the unit of the figure; others: figures for the same place, period and
    indicator from elsewhere; before: the figure of the year before.
    """
    if figure.value is None:
        return []
    doubts = []
    if computed is not None and not meets(figure.value, figure.qualifier, computed):
        doubts.append(_("Số tính từ sổ là %(number)s.") % {"number": _written(computed)})
    if figure.unit == "percent" and not is_share_of_its_parts(figure.value, figure.numerator, figure.denominator):
        doubts.append(_("Tỷ lệ không bằng tử số chia mẫu số đã in."))
    for other in others:
        if other.value is not None and other.unit == figure.unit and other.value != figure.value:
            source = other.document.cited if other.document else _("nguồn khác")
            doubts.append(
                _("%(source)s ghi %(number)s cho cùng kỳ.") % {"source": source, "number": _written(other.value)}
            )
    if before is not None and before.value and figure.value and before.unit == figure.unit:
        times = max(figure.value / before.value, before.value / figure.value)
        if times >= JUMP:
            doubts.append(
                _("Chênh %(times)s lần so với số của năm trước (%(number)s).")
                % {"times": numerals.write_number(times, 1), "number": _written(before.value)}
            )
    return doubts


def _written(number):
    return numerals.write_number(round(number, 2), None)
