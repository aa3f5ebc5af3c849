import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a DHIS2 holds of us is kept by name, so that it can be deleted there."""

    dependencies = [
        ("indicators", "0017_marks_of_what_is_made_anew"),
        ("places", "0004_reform_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="push",
            name="deleted",
            field=models.PositiveIntegerField(default=0, verbose_name="đã xóa"),
        ),
        migrations.AddField(
            model_name="push",
            name="withdrawn",
            field=models.PositiveIntegerField(default=0, verbose_name="số trị số yêu cầu xóa"),
        ),
        migrations.CreateModel(
            name="PushedValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("server", models.CharField(max_length=200)),
                ("indicator", models.CharField(max_length=20)),
                ("element", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=30)),
                ("by", models.CharField(blank=True, max_length=20)),
                ("part", models.CharField(blank=True, max_length=60)),
                ("scheme", models.CharField(max_length=4)),
                ("names", models.JSONField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("server", "element", "place", "period", "by", "part"),
                        name="a_server_holds_a_value_once",
                    )
                ],
            },
        ),
    ]
