"""Gives the runtime role what it needs: rows, not tables; audit rows, homes taken back for ever; no TRUNCATE."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections


class Command(BaseCommand):
    help = "Run after `migrate --database owner`. Nothing is granted where one role serves for both."

    def handle(self, **options):
        role = settings.DATABASES["default"]["USER"]
        if role == settings.DATABASES["owner"]["USER"]:
            return
        connection = connections["owner"]
        name = connection.ops.quote_name(role)
        with connection.cursor() as cursor:
            cursor.execute(f"grant usage on schema public to {name}")
            cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {name}")
            cursor.execute(f"grant usage, select on all sequences in schema public to {name}")
            cursor.execute(f"grant execute on all functions in schema public to {name}")
            cursor.execute(f"revoke update, delete, truncate on accounts_auditevent from {name}")
            cursor.execute(f"revoke delete on cases_withdrawnresidence from {name}")  # updated by `reseal` alone
            cursor.execute(f"revoke insert, update, delete on django_migrations from {name}")
