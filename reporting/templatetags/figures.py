"""Figures in templates."""

from django import template

from accounts.permissions import Permission as P
from indicators.actions.alarms import count_open
from reporting import goals
from reporting.figure_words import reported_text

register = template.Library()
register.filter("reported", reported_text)
register.filter("goal_line", goals.line)


@register.inclusion_tag("reporting/_tabs.html", takes_context=True)
def figure_tabs(context, open_tab):
    """The ways between the pages about figures. Who keeps the figures sees how many alarms about them are open."""
    user = context["user"]
    keeps = user.may(P.REPORTED_EDIT)
    alarms = count_open(user.territory(P.REPORTED_EDIT)) if keeps else 0
    return {"open_tab": open_tab, "keeps": keeps, "alarms": alarms}


@register.filter
def group_name(indicator, code):
    """What a group of an indicator is called: "safe_house" → "Ngôi nhà an toàn"."""
    return indicator.groups.names().get(code, code) if indicator.groups else code
