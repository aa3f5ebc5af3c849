"""The memory that django-allauth asks for: wrong guesses, attempts by address, codes that have been used.

It takes Django's default cache for that. In Redis, whoever makes Redis fall makes the guesses be forgotten, and without
Redis nobody would come in. As rows they stay, and the door needs nothing but the database that every page needs.
"""

import hashlib
from datetime import UTC, datetime

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg2.errors import LockNotAvailable

from accounts.models import Tally

LONGEST_WAIT = "500ms"  # below the second after which allauth gives up, and PostgreSQL looks for a deadlock

ADD = """
    insert into accounts_tally (key, value, ends_at) values (%(key)s, %(value)s, %(ends_at)s)
    on conflict (key) do update set value = excluded.value, ends_at = excluded.ends_at
        where accounts_tally.ends_at <= %(now)s"""


class TallyCache(BaseCache):
    """The part of a cache that is used at the door. Values are JSON.

    It writes in the transaction of the request. allauth counts between an `add` and a `delete` of the same key, so
    attempts that are counted together come one after the other, in whichever process: the later `add` waits until the
    request before it has ended. It does not wait for long, or a flood of guesses at one name would hold every thread of
    the server: then nothing is added, which to allauth and to us means refused for now. `is_unanswered` says that the
    last `add` ended like that; a cache is one thread's own.
    """

    is_unanswered = False

    def __init__(self, location, params):
        super().__init__(params)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        row = self._row(key, value, timeout, version)
        prepared = Tally._meta.get_field("value").get_db_prep_value(value, connection)
        self.is_unanswered = False
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"set local lock_timeout = '{LONGEST_WAIT}'")
                cursor.execute(ADD, {**row, "value": prepared, "now": timezone.now()})
                added = cursor.rowcount == 1
                cursor.execute("set local lock_timeout = default")
                return added
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                self.is_unanswered = True
                return False
            raise

    def get(self, key, default=None, version=None):
        kept = Tally.objects.filter(key=self._digest(key, version), ends_at__gt=timezone.now())
        return next(iter(kept.values_list("value", flat=True)), default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        row = Tally(**self._row(key, value, timeout, version))
        Tally.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["key"], update_fields=["value", "ends_at"]
        )

    def delete(self, key, version=None):
        return Tally.objects.filter(key=self._digest(key, version)).delete()[0] == 1

    def _row(self, key, value, timeout, version):
        ends_at = datetime.fromtimestamp(self.get_backend_timeout(timeout), UTC)
        return {"key": self._digest(key, version), "value": value, "ends_at": ends_at}

    def _digest(self, key, version):
        return hashlib.sha256(self.make_key(key, version).encode()).hexdigest()
