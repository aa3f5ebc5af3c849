"""Loading the national list of ethnic groups."""

import csv

from django.db import transaction

from places.models import EthnicGroup


@transaction.atomic
def load_ethnic_groups(path):
    """Bring the CSV list into the database; aliases that an administrator added stay. Returns the number of groups."""
    known = EthnicGroup.objects.in_bulk(field_name="code")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        group = known.get(row["code"]) or EthnicGroup(code=row["code"])
        group.name, group.certainty, group.source = row["name"], row["certainty"], row["source"]
        group.aliases = list(dict.fromkeys([*filter(None, row["aliases"].split(";")), *group.aliases]))
        group.save()
    return len(rows)
