import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_an_old_grant_has_no_coefficient"),
    ]

    operations = [
        migrations.AddField(
            model_name="supportmodelsite",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.supportmodelsite",
                verbose_name="tiếp nối",
            ),
        ),
    ]
