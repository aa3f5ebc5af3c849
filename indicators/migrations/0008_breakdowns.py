"""Every statement that changes a fact marks the cells that it moves (indicators/marks.py, indicators/triggers.py).

Whatever the declarations are now is installed here, whole; an older step of marks has nothing left to do. A change of
the declarations moves these operations on to a new migration. Cells of the breakdowns are filled by `recount --all`.
"""

from django.db import migrations

from indicators.triggers import install_sql, remove_sql


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_household_version"),
        ("indicators", "0007_clock"),
        ("places", "0001_places"),
        ("programs", "0002_outreach"),
    ]
    operations = [migrations.RunSQL(install_sql(), remove_sql())]
