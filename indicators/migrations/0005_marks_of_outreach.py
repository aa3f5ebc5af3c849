"""Marks of outreach: what this step installed, the newest migration of marks installs whole."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_children_and_cases"),
        ("indicators", "0004_reported_figures"),
        ("programs", "0002_outreach"),
    ]
    operations = []
