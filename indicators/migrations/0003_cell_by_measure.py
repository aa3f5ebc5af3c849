"""A province's cells of a measure and period lie side by side in an index: its dashboard reads no others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_marks")]
    operations = [
        migrations.AddIndex(
            "cell", models.Index(fields=["province_id", "measure", "period_id"], name="cell_by_measure")
        )
    ]
