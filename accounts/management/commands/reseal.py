"""Key rotation, second half: what the older keys sealed, and the indexes made with them, are made anew by the first of
SEALING_KEYS."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.adapter import SecondFactorAdapter
from accounts.sealing import keyed_columns, keys, sealed_fields

BATCH = 200


class Command(BaseCommand):
    help = "Niêm phong lại mọi giá trị bằng khóa đầu của SEALING_KEYS (chạy lại được, dừng giữa chừng được)."

    def handle(self, **options):
        for model, fields in sealed_fields().items():
            count, last = 0, None
            while done := _reseal_some(model, fields, last):
                count, last = count + len(done), done[-1]
            if count:
                self.stdout.write(f"  {model._meta.label}: {count}")
        self.stdout.write(f"  Xác thực hai bước: {_reseal_second_factors()}")


@transaction.atomic
def _reseal_some(model, fields, last):
    """Reseal the next rows after the key `last`; their keys. A table is read once, in the order of its keys. Only keyed
    columns are written: neither figures nor versions move."""
    current = f"{next(iter(keys()))}:"
    older, columns = Q(), keyed_columns(model, fields)
    for column in columns:
        older |= ~Q(**{f"{column}__startswith": current}) & ~Q(**{column: ""})
    if last is not None:
        older &= Q(pk__gt=last)
    rows = model._base_manager.filter(older).order_by("pk").select_for_update(of=("self",))[:BATCH]
    for row in rows:
        for field in fields:
            setattr(row, field.attname, getattr(row, field.attname))  # opened here, sealed anew on saving
        row.save(update_fields=columns)
    done = [row.pk for row in rows]
    if done:
        audit.record("keys.resealed", model, by=None, ids=done)
    return done


@transaction.atomic
def _reseal_second_factors():
    adapter = SecondFactorAdapter()
    rows = Authenticator.objects.select_for_update()
    for row in rows:
        for name in {"secret", "seed"} & set(row.data):
            row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
        row.save(update_fields=["data"])
    return len(rows)
