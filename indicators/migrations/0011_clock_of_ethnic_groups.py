"""The breakdown by ethnic group reads its names from a table: they move the clock of changes too (0007)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_denominators"), ("places", "0001_places")]
    operations = [
        migrations.RunSQL(
            "create trigger indicators_clock after insert or update or delete on places_ethnicgroup"
            " for each statement execute function indicators_clock_everywhere()",
            "drop trigger if exists indicators_clock on places_ethnicgroup",
        )
    ]
