"""Run as a program of its own: makes the tables, two communes of children and counted cells on servers just started.

python -m tests.proofs.small_machine prepare | check
"""

import sys
from datetime import date

import django

CHILDREN = 8_000  # so many that counting a commune takes a while: long enough to be struck


def prepare():
    """Everything that a worker needs; the first figures are counted."""
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    from cases.models import Child, Residence, SpecialCircumstance
    from indicators.actions import calendar, checking
    from tests.factories import commune, province

    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("grant_runtime_role")
    held = province("Tỉnh Giả")
    places = [commune("Xã Vĩnh Giả", parent=held), commune("Phường Long Giả", parent=held)]
    born, by_year = date(2011, 5, 3), 12
    children = [
        Child(
            full_name=f"Trẻ Giả {n}",
            sex="FM"[n % 2],
            birth_date=born.replace(year=born.year + n % by_year),
            responsible_place=places[n % len(places)],
            search_key=f"tre gia {n}",
            created_at=timezone.now(),
        )
        for n in range(CHILDREN)
    ]
    Child.objects.bulk_create(children, 2000)
    Residence.objects.bulk_create(
        [Residence(child=child, place=child.responsible_place, starts_on=child.birth_date) for child in children], 2000
    )
    SpecialCircumstance.objects.bulk_create(
        [
            SpecialCircumstance(
                child=child, group="DB01", starts_on=child.birth_date, recorded_place=child.responsible_place
            )
            for child in children
        ],
        2000,
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")  # a machine that has run for a while knows the size of its tables
    calendar.tick()
    checking.recount_all()


def check():
    """Whether every cell is what a full count says; names the places that differ."""
    from indicators.actions import checking
    from indicators.models import RecountAlarm

    differing = checking.check()
    failed = RecountAlarm.objects.filter(kind=RecountAlarm.Kind.FAILED, resolved_at=None).count()
    if differing or failed:
        sys.exit(f"places that differ: {differing}; recounts that failed for good: {failed}")


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "check": check}[sys.argv[1]]()
