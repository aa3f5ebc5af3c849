"""Reported figures as a table: reads the rows of a file into entries, each fault with its row and column.

The rows are entered by one bulk action (ruling 23). The example of the template is not entered, and said so.
"""

import re
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources

from indicators import asking, periods, registry
from indicators.actions.reported import FigureEntry, NewDocument
from indicators.models import Qualifier, ReportedFigure
from places import numerals
from places.form_fields import VietnameseDateField
from places.models import Place
from places.tables import Cell, Reading, Row, Table
from places.text import fold, nfc
from programs.models import Document

Unit = ReportedFigure.Unit
EXAMPLE = "DÒNG VÍ DỤ"  # how the note of the template's example begins
PLAIN_DECIMAL = re.compile(r"[-+]?\d+\.\d+")  # 70.5, where it cannot be the grouping of 1.234
DOUBTFUL = re.compile(r"[-+]?\d{1,3}[.,]\d{3}")

# In printed sentences "gần" and "chưa đến" tell less, "hơn" tells more (docs/indicators.md).
_QUALIFIERS = {
    Qualifier.EXACT: ("=", "đúng", "bằng", "chính xác"),
    Qualifier.ABOUT: ("≈", "~", "khoảng", "xấp xỉ", "ước"),
    Qualifier.MORE: (">", "hơn", "trên"),
    Qualifier.LESS: ("<", "dưới", "gần", "chưa đến"),
    Qualifier.WORDS: ("lời",),
}
_UNITS = {
    Unit.PERCENT: ("phần trăm",),
    Unit.CHILD: ("trẻ", "em"),
    Unit.TURN: ("lượt trẻ em", "lượt người"),
    Unit.COMMUNE: ("xã",),
    Unit.MODEL: ("mô hình", "điểm", "câu lạc bộ"),
    Unit.PER_THOUSAND: ("‰",),
    Unit.PER_HUNDRED_THOUSAND: ("/100.000", "/100000"),
    Unit.VND: ("vnđ", "đ"),
}


def _words(choices, more):
    """{what may be written: the choice}: its code, what is said for it, and its label in any language, since the
    template was made in that of the page and is read in that of the worker."""
    named = {choice: (choice.value, *_labels(choice), *more.get(choice, ())) for choice in choices}
    return {_key(words): choice for choice, several in named.items() for words in several}


def _labels(choice):
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield str(choice.label)


def _key(text):
    return fold(text) or text.strip()  # signs such as % are no letters


def _choice(choices, more):
    def read(text):
        known = _words(choices, more)
        if _key(text) not in known:
            told = {"text": text, "known": ", ".join(str(choice.label) for choice in choices)}
            raise ValidationError(_("không hiểu “%(text)s”; ghi một trong: %(known)s") % told)
        return known[_key(text)]

    return read


read_qualifier, read_unit = _choice(Qualifier, _QUALIFIERS), _choice(Unit, _UNITS)


def _indicator(text):
    known = {each.code.casefold(): each for each in registry.all()}
    if text.casefold() not in known:
        raise ValidationError(_("không có chỉ số “%(text)s” trong danh mục; ghi mã, như H01") % {"text": text})
    return known[text.casefold()]


def _period(text):
    try:
        return periods.parse(text)
    except periods.PeriodUnreadable as why:
        raise ValidationError(str(why)) from why


def _day(text):
    return VietnameseDateField().clean(text)


class FigureTable(resources.Resource):
    """Column headings as in the template that the page offers."""

    indicator = fields.Field("indicator", "Mã chỉ số", widget=Cell(_indicator))
    breakdown = fields.Field("breakdown", "Nhóm, mô hình")
    place = fields.Field("place", "Mã địa bàn")
    period = fields.Field("period", "Kỳ", widget=Cell(_period))
    starts_on = fields.Field("starts_on", "Từ ngày", widget=Cell(_day))
    ends_on = fields.Field("ends_on", "Đến hết ngày", widget=Cell(_day))
    qualifier = fields.Field("qualifier", "Mức chính xác", widget=Cell(read_qualifier))
    value = fields.Field("value", "Con số")
    unit = fields.Field("unit", "Đơn vị", widget=Cell(read_unit))
    numerator = fields.Field("numerator", "Tử số")
    denominator = fields.Field("denominator", "Mẫu số")
    printed_text = fields.Field("printed_text", "Nguyên văn")
    document = fields.Field("document", "Số văn bản")
    document_kind = fields.Field("document_kind", "Loại văn bản")
    issuer = fields.Field("issuer", "Cơ quan ban hành")
    issued_on = fields.Field("issued_on", "Ngày ban hành", widget=Cell(_day))
    title = fields.Field("title", "Trích yếu")
    article = fields.Field("article", "Mục, trang")
    note = fields.Field("note", "Ghi chú")

    REQUIRED = ("indicator", "place", "unit", "printed_text")
    HELP = {
        "indicator": gettext_lazy("H01, A02 …, như trong danh mục chỉ số"),
        "breakdown": gettext_lazy("mã hoặc tên nhóm, nếu con số chỉ nói về một nhóm"),
        "place": gettext_lazy("91, hoặc 91@2025-06-30 cho đơn vị mang mã ấy vào ngày đó"),
        "period": gettext_lazy("2015, 2015-H1, 2015-Q1, 2015-03, 2011/2015; hoặc để trống và ghi hai ngày"),
        "starts_on": gettext_lazy("dd/mm/yyyy, khi kỳ là hai ngày bất kỳ"),
        "ends_on": gettext_lazy("dd/mm/yyyy, tính cả ngày ấy"),
        "qualifier": gettext_lazy("để trống là đúng bằng; khoảng, hơn, dưới, bằng lời"),
        "value": gettext_lazy("1.234,5 hoặc 1234,5; tiền ghi đồng, hoặc 4,19 tỷ; bằng lời thì để trống"),
        "unit": gettext_lazy("%, trẻ em, lượt, hồ sơ, lớp, người, trên 100.000, đồng …"),
        "numerator": gettext_lazy("nếu văn bản in cả tử số và mẫu số"),
        "denominator": gettext_lazy("cùng với tử số"),
        "printed_text": gettext_lazy("chép đúng câu in"),
        "document": gettext_lazy("số, ký hiệu; văn bản chưa có trong danh mục thì được thêm"),
        "document_kind": gettext_lazy("báo cáo, quyết định, niên giám …; chỉ dùng khi thêm văn bản mới"),
        "issuer": gettext_lazy("bắt buộc khi thêm văn bản mới, hoặc khi nhiều văn bản cùng số"),
        "issued_on": gettext_lazy("dd/mm/yyyy"),
        "title": gettext_lazy("chỉ dùng khi thêm văn bản mới"),
        "article": gettext_lazy("chỗ in con số trong văn bản"),
        "note": gettext_lazy("điều suy ra, đường dẫn tới văn bản …"),
    }


def read_figures(table, paths) -> Reading:
    """Entries from a table; `paths` are those of the territory that the sender may fill. Raises HeadingMissing."""
    sent = Table(FigureTable(), table)
    reading, known = Reading(), _Known(paths)
    if strange := sent.unread():
        told = {"names": "; ".join(strange)}
        reading.notes.append(_("Cột không có trong mẫu nên không được đọc: %(names)s.") % told)
    rows = [_Row(sent, cells, number, reading.faults) for number, cells in sent.filled()]
    examples = [row for row in rows if fold(row.text("note")).startswith(fold(EXAMPLE))]
    for row in examples:
        told = {"row": row.number}
        reading.notes.append(_("Dòng %(row)s là dòng ví dụ của tệp mẫu, không được ghi.") % told)
    rows = [row for row in rows if row not in examples]
    known.plain_decimal = next((row.number for row in rows if row.has_plain_decimal()), None)
    for row in rows:
        entry = row.entry(known)
        if entry is not None:
            reading.entries.append(entry)
            reading.rows.append(row.number)
    return reading


class _Known:
    """What the rows of one file have in common; asked for once."""

    def __init__(self, paths):
        self.paths = tuple(paths)
        self.plain_decimal = None  # a row with 70.5: what 1.234 means in this file is then in doubt
        self.documents: dict[str, list[Document]] = {}
        for document in Document.objects.all():
            self.documents.setdefault(fold(document.number), []).append(document)
        self._places: dict[str, Place] = {}
        self._groups: dict[str, dict[str, str]] = {}

    def place(self, text):
        """The unit of the territory with that code. Raises ValidationError."""
        if text not in self._places:
            try:
                self._places[text] = asking.unit(text)
            except asking.Unreadable as why:
                raise ValidationError(str(why)) from why
        if not self._places[text].path.startswith(self.paths):
            told = {"name": self._places[text].full_name}
            raise ValidationError(_("%(name)s nằm ngoài địa bàn của bạn") % told)
        return self._places[text]

    def group(self, indicator, text):
        """The code of a group of the indicator, told by its code or name; what is unknown is left to the action."""
        if indicator.code not in self._groups:
            names = indicator.groups.names() if indicator.groups else {}
            self._groups[indicator.code] = {fold(words): code for code, name in names.items()
                                            for words in (code, str(name))}  # fmt: skip
        return self._groups[indicator.code].get(fold(text), text)


class _Row(Row):
    def entry(self, known):
        """The FigureEntry of the row; None when a fault was noted."""
        indicator, unit, qualifier = self.value("indicator"), self.value("unit"), self.value("qualifier")
        period, printed_text = self._period(), self.value("printed_text")
        place = self._place(known, period)
        value = self._number("value", known, unit) if unit else None
        numerator, denominator = (self._number(name, known, None) for name in ("numerator", "denominator"))
        document = self._document(known)
        if not self.is_right:
            return None
        return FigureEntry(
            indicator=indicator.code,
            breakdown=known.group(indicator, self.text("breakdown")),
            place=place,
            period=period,
            unit=unit.value,
            qualifier=(qualifier or Qualifier.EXACT).value,
            value=value,
            numerator=numerator,
            denominator=denominator,
            printed_text=printed_text,
            document=document,
            article=self.text("article"),
            note=self.text("note"),
        )

    def has_plain_decimal(self):
        texts = [self.text(name).removesuffix("%").strip() for name in ("value", "numerator", "denominator")]
        return any(PLAIN_DECIMAL.fullmatch(text) and not DOUBTFUL.fullmatch(text) for text in texts)

    def _period(self):
        """The period told by its id, by two days, or by both alike."""
        told = {name: self.value(name) for name in ("period", "starts_on", "ends_on")}
        period, first, last = told.values()
        if any(self.text(name) and not read for name, read in told.items()):
            return None  # its fault is noted
        if period and not first and not last:
            return period
        if not (first and last):
            text = _("thiếu năm: ghi kỳ (2020, 2020-Q1 …), hoặc ghi cả từ ngày và đến hết ngày")
            return self.fault("ends_on" if first else "starts_on" if last else "period", text)
        if last < first:
            return self.fault("ends_on", _("trước ngày bắt đầu của kỳ"))
        if period and (period.first, period.last) != (first, last):
            told = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
            text = _("kỳ này từ %(first)s đến hết %(last)s, khác với hai ngày đã ghi")
            return self.fault("period", text % told)
        return periods.span(first, last)

    def _place(self, known, period):
        if not (text := self.text("place")):
            return self.fault("place", _("không được để trống"))
        try:
            place = known.place(text)
        except ValidationError as why:
            return self.fault("place", " ".join(why.messages))
        if period and not place.is_in_force(period.last):
            return self.fault("place", _not_then(place, period.last))
        return place

    def _number(self, name, known, unit):
        """The number of the cell, whole but for the value; None where the cell is empty or a fault was noted."""
        text = self.text(name)
        if unit == Unit.PERCENT:
            text = text.removesuffix("%").strip()
        if not text:
            return None
        if known.plain_decimal and DOUBTFUL.fullmatch(text):
            told = {"text": text, "row": known.plain_decimal}
            return self.fault(name, _("dòng %(row)s viết số lẻ bằng dấu chấm, nên không rõ “%(text)s” là bao nhiêu; "
                                      "ghi không có dấu ngăn phần nghìn") % told)  # fmt: skip
        try:
            number = _read_number(text, unit)
        except numerals.UnreadableNumber as why:
            return self.fault(name, why)
        if name == "value":
            return number
        return int(number) if number == int(number) else self.fault(name, _("phải là số nguyên"))

    def _document(self, known):
        """The document with that number; a new one where none is known; None where the row names none."""
        number, issuer, issued_on = nfc(self.text("document")), nfc(self.text("issuer")), self.value("issued_on")
        if not number:
            if issuer or issued_on or self.text("title"):
                self.fault("document", _("ghi số, ký hiệu của văn bản; không có số thì ghi tên ngắn gọn"))
            return None
        found = known.documents.get(fold(number), [])
        found = [each for each in found if not issuer or fold(each.issuer) == fold(issuer)]
        if len(found) > 1:
            return self.fault("issuer", _("có nhiều văn bản số “%(text)s”; ghi cơ quan ban hành") % {"text": number})
        if found:
            return self._dated_alike(found[0], issued_on)
        if not issuer:
            text = _("chưa có văn bản “%(text)s” trong danh mục; ghi cơ quan ban hành để thêm")
            return self.fault("issuer", text % {"text": number})
        kind = nfc(self.text("document_kind")) or "văn bản"
        return NewDocument(number=number, issuer=issuer, kind=kind, issued_on=issued_on, title=self.text("title"))

    def _dated_alike(self, document, issued_on):
        if issued_on and document.issued_on and issued_on != document.issued_on:
            told = {"text": document.number, "day": f"{document.issued_on:%d/%m/%Y}"}
            return self.fault("issued_on", _("danh mục ghi văn bản “%(text)s” ban hành ngày %(day)s") % told)
        return document


def _read_number(text, unit) -> Decimal:
    with translation.override("vi"):  # files are written as here, whatever the language of the page
        try:
            return numerals.read_money(text) if unit == Unit.VND else numerals.read_number(text)
        except numerals.UnreadableNumber:
            if PLAIN_DECIMAL.fullmatch(text):
                return Decimal(text)
            raise


def _not_then(place, day):
    """Why the unit has no figure of that day, and which one bore its code then."""
    told = {"name": place.full_name, "when": place.validity_in_words, "day": f"{day:%d/%m/%Y}"}
    words = _("%(name)s (%(when)s) không tồn tại vào ngày cuối của kỳ, %(day)s") % told
    other = Place.objects.with_names().in_force(day).filter(code=place.code, level=place.level).first()
    if other is None:
        return words
    told = {"other": other.full_name, "reference": f"{place.code}@{day:%Y-%m-%d}"}
    return f"{words}. " + _("Ngày ấy mã này là của %(other)s: ghi %(reference)s nếu đúng là đơn vị đó.") % told
