import django.db.models.deletion
import places.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0013_push_before_sending"),
        ("places", "0002_reforms"),
        ("programs", "0004_an_old_grant_has_no_coefficient"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="population",
            name="one_population_a_year_and_vintage",
        ),
        migrations.AddField(
            model_name="population",
            name="void_reason",
            field=places.fields.NFCCharField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
        ),
        migrations.AddField(
            model_name="population",
            name="voided_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="huỷ vì nhập nhầm lúc"),
        ),
        migrations.AddField(
            model_name="population",
            name="voided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="population",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("place", "year", "vintage"),
                name="one_population_a_year_and_vintage",
            ),
        ),
        migrations.AddConstraint(
            model_name="population",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("void_reason", ""), ("voided_at", None), ("voided_by", None)),
                    models.Q(
                        ("voided_at__isnull", False),
                        ("voided_by__isnull", False),
                        models.Q(("void_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="population_void_says_why",
            ),
        ),
    ]
