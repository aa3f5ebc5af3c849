"""Publishes one table of the demonstration's synthetic data, once its figures are counted."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from indicators.actions.releasing import draft_release, publish_release
from indicators.models import Release
from indicators.releases.content import content_of
from places.models import Level, Place

TABLE, PERIOD = "tre-em", "2022"


class Command(BaseCommand):
    help = "Kon Tum 2022 as a published release, marked DỮ LIỆU GIẢ. Refused outside of a demonstration (DEMO=1)."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Chỉ công bố dữ liệu giả khi chạy trình diễn (DEMO=1).")
        kon_tum = Place.objects.with_names().by_code("62", date(2022, 12, 31), Level.PROVINCE)
        if Release.objects.filter(place=kon_tum, table=TABLE).exists():
            return
        content = content_of(TABLE, kon_tum, [PERIOD])
        if content.gaps:
            raise CommandError("Chưa công bố được: " + "; ".join(content.gaps))
        staff, leader = (User.objects.get(username=name) for name in ("ksor", "nga"))
        draft = draft_release(table=TABLE, place=kon_tum, periods=[PERIOD], note="Số liệu giả để trình diễn.", by=staff)
        done = publish_release(draft=draft, fingerprint=content.fingerprint, by=leader, synthetic=True)
        self.stdout.write(f"Đã công bố {done.number}.")
