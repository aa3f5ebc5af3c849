"""The one-time key of a form (accounts/once.py)."""

from uuid import uuid4

from django import template
from django.utils.html import format_html

from accounts.once import FIELD

register = template.Library()


@register.simple_tag(takes_context=True)
def form_key(context):
    """A hidden key beside {% csrf_token %}: the one that was sent, as long as it has not acted; else a new one."""
    request = context["request"]
    spent = getattr(request, "sent_already", None)
    key = "" if spent else request.POST.get(FIELD, "")
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key or uuid4())
