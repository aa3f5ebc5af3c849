"""Screens of programmes: reach, form, action, response."""
