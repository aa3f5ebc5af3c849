"""Screens of cases: reach, form, action, response."""
