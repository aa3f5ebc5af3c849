"""What every page writes the same way: numbers, dates, status, errors of forms, sorted headings."""

from datetime import date

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from places import numerals

register = template.Library()

SIGNS = {"bad": "▲", "warn": "●", "ok": "✓", "info": "→", "none": "○"}

register.filter("vi_money", numerals.write_money)
register.filter("vi_dong", numerals.write_dong)
register.filter("vi_date", numerals.write_date)


@register.filter
def vi_number(value, digits=None):
    """1.234.567,5; as many decimals as asked, else as the number has; unknown → an en dash."""
    return numerals.write_number(value, digits)


@register.filter
def cells_of(row, columns):
    """The cells of a row for columns of (heading, how a row is read, whether it is a number)."""
    return [{"heading": heading, "value": read(row), "number": number} for heading, read, number in columns]


@register.filter
def weekday_short(day):
    """T2 … T7, CN."""
    return [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")][day.weekday()]


@register.filter
def weekday(day):
    """Thứ Hai … Chủ Nhật."""
    names = [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ Nhật")]
    return names[day.weekday()]


@register.simple_tag(name="tag")
def status_tag(kind, words="", url=""):
    """A status: sign, word and tint, never colour alone; takes a kind and words, or what has `kind` and `words`."""
    if not isinstance(kind, str):
        kind, words = (kind["kind"], kind["words"]) if isinstance(kind, dict) else (kind.kind, kind.words)
    sign = SIGNS[kind]
    if url:
        return format_html(
            '<a class="tag {}" href="{}"><span aria-hidden="true">{}</span>{}</a>', kind, url, sign, words
        )
    return format_html('<span class="tag {}"><span aria-hidden="true">{}</span>{}</span>', kind, sign, words)


@register.simple_tag
def error_summary(*forms, title=""):
    """All that keeps the given forms and formsets from being saved, linked to the fields; nothing if all is well."""
    faults = [fault for form in forms for fault in _faults(form)]
    if not faults:
        return ""
    title = title or ngettext(
        "Chưa lưu được: còn %(n)d chỗ cần sửa", "Chưa lưu được: còn %(n)d chỗ cần sửa", len(faults)
    ) % {"n": len(faults)}
    return mark_safe(render_to_string("_components/errors.html", {"title": title, "faults": faults}))  # noqa: S308


def _faults(form):
    """(anchor or "", words) of a form or formset, in the order of the page."""
    if form is None or not form.is_bound:
        return
    if hasattr(form, "forms"):
        for words in form.non_form_errors():
            yield "", words
        for each in form.forms:
            yield from _faults(each)
        return
    for words in form.non_field_errors():
        yield "", words
    for field in form:
        for words in field.errors:
            yield "#" + anchor(field), f"{field.label}: {words}" if field.label else words


@register.filter
def anchor(field):
    """The id of the first control of a bound field: groups of boxes and radios have none of their own."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag(takes_context=True)
def sort_header(context, label, key, num=False, css=""):
    """A column heading that sorts by `key`, keeping the filters; aria-sort tells the order that holds now."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    now = query.get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    query["sort"] = f"-{key}" if now == key else key
    css = f"{'num ' if num else ''}{css}".strip()
    return format_html(
        '<th scope="col"{}{}><a href="?{}">{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', order) if order else "",
        query.urlencode(),
        label,
    )


@register.simple_tag
def facts(*words):
    """Short facts in one line, parted by middle dots: nữ, 12 tuổi · AG-2026-000412. Empty ones are left out."""
    shown = ((word,) for word in words if word not in (None, ""))
    return format_html('<span class="dot">{}</span>', format_html_join(" ", '<span class="nb">{}</span>', shown))


@register.filter
def page_numbers(paginator, number):
    """Page numbers with gaps (None) around the open page: 1 … 4 5 6 … 12."""
    return [
        n if isinstance(n, int) else None for n in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    ]


@register.filter
def at(items, index):
    """The item of a list at an index."""
    return items[index]


@register.filter
def at_key(mapping, key):
    """The value of a key that a template cannot write, such as aria-invalid."""
    return mapping.get(key)


@register.filter
def law_cell(value):
    """A cell of a table of law: words translated, days written, lists joined, nothing as a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, tuple):
        return ", ".join(law_cell(part) for part in value)
    if isinstance(value, date):
        return numerals.write_date(value)
    return _(value) if isinstance(value, str) else value
