"""A changed child can be counted alone: marks name it, its facts are kept as they were (indicators/before.py).

Whatever the declarations of marks are now is installed here, whole; an older step of marks has nothing left to do. A
change of the declarations moves that operation on to a new migration.
"""

from django.db import migrations, models

from indicators.triggers import install_sql, remove_sql


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
        migrations.RunSQL(install_sql(), remove_sql()),
    ]
