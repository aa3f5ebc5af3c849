"""A changed child can be counted alone: marks name it, its facts are kept as they were (indicators/before.py).

Its triggers, as whatever the declarations of marks are now, are installed by a later step, whole (0017).
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0011_clock_of_ethnic_groups'),
        ('cases', '0005_reviews_have_no_term'),
    ]

    operations = [
        migrations.CreateModel(
            name='FactBefore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('child_id', models.BigIntegerField()),
                ('fact', models.TextField(db_collation='C')),
                ('row_id', models.BigIntegerField()),
                ('was', models.JSONField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='stale',
            name='child_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='stale',
            index=models.Index(condition=models.Q(('child_id__isnull', False)), fields=['child_id'], name='stale_by_child'),
        ),
        migrations.AddIndex(
            model_name='factbefore',
            index=models.Index(fields=['child_id'], name='fact_before_by_child'),
        ),
    ]
