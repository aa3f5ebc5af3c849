"""The marking triggers as they are now declared (0012 says how): that a site is found to follow another marks too.

Backwards it leaves them: without them nothing would mark (0017 takes them away).
"""

from django.db import migrations

from indicators.triggers import install_sql


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0020_clock_of_a_voided_child"),
        ("cases", "0009_withdrawn_homes"),
        ("programs", "0006_sealed_reasons"),
    ]
    operations = [migrations.RunSQL(install_sql(), migrations.RunSQL.noop)]
