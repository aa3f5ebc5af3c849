"""Marks of facts: what this step installed, the newest migration of marks installs whole."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_children_and_cases"),
        ("indicators", "0001_cells_and_figures"),
        ("programs", "0001_programmes"),
    ]
    operations = []
