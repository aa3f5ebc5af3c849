"""Marks of facts: what this step installed, the newest migration of marks installs whole (0012)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_household_version"),
        ("indicators", "0007_clock"),
        ("places", "0001_places"),
        ("programs", "0002_outreach"),
    ]
    operations = []
