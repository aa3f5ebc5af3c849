"""Cases closed are a measure since C02-KT. Where cases were counted before, those closed have no cells yet: until they
are counted again their share would be one of nothing, or of the few places in which something has changed since.
"""

from django.db import migrations

MARK = """
    insert into indicators_stale (family, place_id, from_day, to_day)
    select distinct 'case', place_id, date '0001-01-01', date '9999-12-31' from indicators_cell where measure = 'cases'
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0021_marks_of_carried_sites")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
