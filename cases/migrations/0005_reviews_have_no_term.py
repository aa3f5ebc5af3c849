"""Decree 56/2017 gives no number of days for the review after a plan: the term once counted is taken away."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_household_version")]

    operations = [
        migrations.RunSQL(
            "update cases_casestep set due_at = null where basis = 'review_2017' and due_at is not null",
            migrations.RunSQL.noop,
        )
    ]
