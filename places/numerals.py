"""Numbers, money and dates as offices here write and read them: 1.234.567,5 · 97,4% · 4,19 tỷ đồng · 03/05/2014.

Vietnamese pages group by dots and write a decimal comma, English pages the reverse; days come first in both. Reading is
strict: what could mean two numbers is refused with a sentence, since a wrong number is worse than a second try.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

UNKNOWN = "–"
BILLION, MILLION = Decimal(10**9), Decimal(10**6)
_LARGEST = 15  # digits before the decimal mark that a typed number may have
_SCALES = {"ty": BILLION, "tỷ": BILLION, "tỉ": BILLION, "billion": BILLION, "trieu": MILLION, "triệu": MILLION}
_SCALES |= {"million": MILLION, "nghìn": Decimal(1000), "ngàn": Decimal(1000), "thousand": Decimal(1000)}
_CURRENCY = re.compile(r"\s*(đồng|dong|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)


class UnreadableNumber(ValueError):
    """Text that is not one certain number; its message says in the reader's language what to write instead."""


def marks() -> tuple[str, str]:
    """(thousands mark, decimal mark) of the active language."""
    return (",", ".") if (get_language() or "vi").startswith("en") else (".", ",")


def write_number(value, digits: int | None = 0) -> str:
    """1234567.5 → 1.234.567,5; unknown (None) → an en dash; digits=None writes what the number has, no zeros added."""
    if value is None:
        return UNKNOWN
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if digits is not None:
        number = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{number:,f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not text.strip("-0.,"):
        text = text.removeprefix("-")  # a rounded −0,04 is no "−0,0"
    thousands, decimal = marks()
    return text.translate(str.maketrans({",": thousands, ".": decimal, "-": "−"}))


def write_signed(value, digits: int = 0) -> str:
    """A difference with its sign: +0,12 · −3 · 0."""
    text = write_number(value, digits)
    return f"+{text}" if value is not None and re.search("[1-9]", text) and not text.startswith("−") else text


def write_percent(value, digits: int = 1) -> str:
    """4.02 → 4,02%, no space before the sign; unknown → an en dash."""
    return UNKNOWN if value is None else f"{write_number(value, digits)}%"


def scale_of_money(amount) -> tuple[Decimal, str]:
    """The unit in which an amount of đồng is said: (divisor, its words)."""
    size = abs(Decimal(str(amount)))
    if size >= BILLION - MILLION / 20:  # 999.950.000 rounds to 1 tỷ, not to 1.000 triệu
        return BILLION, _("tỷ đồng")
    if size >= MILLION - Decimal(50):
        return MILLION, _("triệu đồng")
    return Decimal(1), _("đồng")


def write_money(amount) -> str:
    """Đồng said short: 4190000000 → 4,19 tỷ đồng; 570000000 → 570 triệu đồng; 600000 → 600.000 đồng."""
    if amount is None:
        return UNKNOWN
    divisor, words = scale_of_money(amount)
    digits = 2 if divisor == BILLION else 1 if divisor == MILLION else 0
    short = (Decimal(str(amount)) / divisor).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{write_number(short, None)} {words}"


def write_dong(amount) -> str:
    """Đồng to the last one: 4.190.000.000 đồng."""
    return UNKNOWN if amount is None else f"{write_number(amount)} {_('đồng')}"


def write_date(day) -> str:
    """03/05/2014 in every language; a moment is told by its Vietnamese day; unknown → an en dash."""
    if day is None or day == "":
        return UNKNOWN
    if isinstance(day, datetime):
        day = timezone.localtime(day) if timezone.is_aware(day) else day
    return f"{day:%d/%m}/{day.year:04d}" if isinstance(day, date) else str(day)


def read_number(text: str) -> Decimal:
    """1.234.567,5 → Decimal; UnreadableNumber where grouping, marks or letters leave a doubt."""
    thousands, decimal = marks()
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").strip()
    plain = re.sub(r"(?<=\d)\s+(?=\d{3}\b)", thousands, plain)
    if not re.search(r"\d", plain) or not re.fullmatch(r"[-+]?[\d.,]+", plain):
        raise UnreadableNumber(_("“%(text)s” không phải là số.") % {"text": text})
    group, mark = re.escape(thousands), re.escape(decimal)
    if not re.fullmatch(rf"[-+]?(\d+|\d{{1,3}}({group}\d{{3}})+)({mark}\d+)?", plain):
        raise UnreadableNumber(
            _("Không rõ “%(text)s” là bao nhiêu. Viết phần nghìn và phần thập phân như %(example)s.")
            % {"text": text, "example": write_number(Decimal("1234567.5"), 1)}
        )
    if len(re.sub(r"\D", "", plain.split(decimal)[0])) > _LARGEST:
        raise UnreadableNumber(_("Số này quá lớn; hãy kiểm tra lại số chữ số."))
    return Decimal(plain.replace(thousands, "").replace(decimal, "."))


def read_money(text: str) -> Decimal:
    """Đồng from "4,19 tỷ", "570 triệu đồng", "1 tỷ 200 triệu" or "600.000"; UnreadableNumber where in doubt."""
    words = _CURRENCY.sub("", unicodedata.normalize("NFKC", text).strip().lower())
    parts = re.findall(r"([-+−–]?[\d.,\s]*\d)\s*([^\W\d_]*)", words)
    if not parts or re.sub(r"\s", "", "".join(a + b for a, b in parts)) != re.sub(r"\s", "", words):
        raise UnreadableNumber(_("“%(text)s” không phải là số tiền.") % {"text": text})
    scales = [_scale(word, text) for _number, word in parts]
    if len(parts) > 1 and (scales != sorted(scales, reverse=True) or len(set(scales)) < len(scales)):
        raise UnreadableNumber(_("“%(text)s” không phải là số tiền.") % {"text": text})
    return sum((read_number(number) * scale for (number, _word), scale in zip(parts, scales, strict=True)), Decimal(0))


def _scale(word: str, text: str) -> Decimal:
    if not word:
        return Decimal(1)
    if word not in _SCALES:
        raise UnreadableNumber(
            _("Không hiểu “%(word)s” trong “%(text)s”. Dùng tỷ, triệu, nghìn hoặc đồng.") % {"word": word, "text": text}
        )
    return _SCALES[word]
