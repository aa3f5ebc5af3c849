"""A select reads as Django itself would write it."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

CHOICES = [
    ("", gettext_lazy("Tất cả")),
    ("30301@2025-07-01", "Phường Mỹ Thới"),
    ("<script>", '"><script>alert(1)</script>'),
    ("Trong <An Giang> & nơi khác", [(1, "Xã \"Một\" & 'Hai'"), (2, mark_safe("đã <b>viết</b> sẵn"))]),
    (None, "chưa rõ"),
]


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("value", [None, "", "30301@2025-07-01", 2, [1, "<script>"]])
def test_it_says_what_djangos_own_templates_say(widget, value):
    select = widget(attrs={"id": "noi", "aria-label": "Nơi & kỳ", "required": True, "disabled": False})
    select.choices = CHOICES
    ours, djangos = select.render("place", value), select.render("place", value, renderer=DjangoTemplates())
    assert parse_html(ours) == parse_html(djangos)
    assert "<script>" not in ours
