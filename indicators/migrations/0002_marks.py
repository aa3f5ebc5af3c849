"""Every statement that changes a fact marks the cells that it moves (indicators/marks.py, indicators/triggers.py)."""

from django.db import migrations

from indicators.triggers import install_sql, remove_sql


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_children_and_cases"),
        ("indicators", "0001_cells_and_figures"),
        ("programs", "0001_programmes"),
    ]
    operations = [migrations.RunSQL(install_sql(), remove_sql())]
