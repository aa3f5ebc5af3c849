"""The marking triggers as they are now declared (0012 says how): units that a load or a reform changes mark too.

Backwards it leaves them: without them nothing would mark (0017 takes them away).
"""

from django.db import migrations

from indicators.triggers import install_sql


class Migration(migrations.Migration):
    dependencies = [("indicators", "0018_values_sent_before"), ("places", "0003_reform_author")]
    operations = [migrations.RunSQL(install_sql(), migrations.RunSQL.noop)]
