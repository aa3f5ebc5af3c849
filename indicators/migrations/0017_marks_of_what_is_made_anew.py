"""The marking triggers as they are now declared (0012 says how): a child deleted beside its records marks, and who
writes in a snapshot is refused."""

from django.db import migrations

from indicators.triggers import install_sql, remove_sql


class Migration(migrations.Migration):
    dependencies = [("indicators", "0016_complete_kind_by_kind")]
    operations = [migrations.RunSQL(install_sql(), remove_sql())]
