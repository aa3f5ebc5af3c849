"""The choices of a select: a province's pages list its communes, and a template for each takes longer than all else."""

import html

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()
NO_CHOICE = BLANK_CHOICE_DASH[0][1]  # Django's row of dashes says nothing


@register.filter
def options(optgroups) -> SafeString:
    """<option>s in their <optgroup>s, as Django's own templates write them, of a select's widget.optgroups."""
    return format_html_join("", "{}", ((_group(label, choices),) for label, choices, _index in optgroups))


def _group(label, choices):
    written = mark_safe("".join(_option(**choice) for choice in choices))  # noqa: S308 (each of them is escaped)
    return format_html('<optgroup label="{}">{}</optgroup>', label, written) if label else written


def _option(*, value, label, attrs, **_told):
    if value == "" and label == NO_CHOICE:
        label = _("– chọn –")
    return f'<option value="{_escaped(value)}"{flatatt(attrs) if attrs else ""}>{_escaped(label)}</option>'


def _escaped(words):
    """What conditional_escape does, without asking of each whether it is lazy."""
    written = str(words)
    return written.__html__() if hasattr(written, "__html__") else html.escape(written)
