"""Figures in templates."""

from django import template

from reporting import goals
from reporting.figure_words import reported_text

register = template.Library()
register.filter("reported", reported_text)
register.filter("goal_line", goals.line)
