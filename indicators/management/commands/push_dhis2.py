import json

from django.core.management.base import BaseCommand, CommandError

from indicators.actions import pushing
from indicators.asking import Unreadable
from indicators.definition import By
from indicators.dhis2_names import MappingUnusable
from indicators.formats.dhis2 import NoSuchPeriod
from indicators.models import Push
from indicators.periods import PeriodUnreadable
from indicators.registry import UnknownIndicator
from indicators.values import NotOffered
from places.models import Level

REFUSED = (Unreadable, PeriodUnreadable, UnknownIndicator, NotOffered, NoSuchPeriod, MappingUnusable)


class Command(BaseCommand):
    help = "Gửi trị số sang DHIS2 (DHIS2_URL, DHIS2_TOKEN, DHIS2_MAPPING); --dry-run chỉ in ra những gì sẽ gửi."

    def add_arguments(self, parser):
        parser.add_argument("--indicator", action="append", required=True, metavar="CODE")
        parser.add_argument("--place", action="append", required=True, metavar="CODE@DATE")
        parser.add_argument("--period", action="append", required=True, metavar="2022, last_12_months…")
        parser.add_argument("--below", choices=Level.values)
        parser.add_argument("--by", action="append", default=[], choices=[by.value for by in By])
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, dry_run, indicator, place, period, below, by, **options):
        asked = {"indicator": indicator, "place": place, "period": period, "below": below, "by": by}
        try:
            prepared = pushing.prepare(asked)
            if dry_run:
                self._tell(prepared)
                return
            push = pushing.send(prepared)
        except (*REFUSED, pushing.NotSent) as why:
            raise CommandError(str(why)) from why
        counts = f"mới {push.imported}, đổi {push.updated}, bỏ qua {push.ignored}; không gửi: {push.left_out}"
        if push.withdrawn:
            counts += f"; yêu cầu xóa {push.withdrawn} trị số không còn được công bố, đã xóa {push.deleted}"
        self.stdout.write(f"{push.get_outcome_display()}: gửi {push.values} trị số, {counts}.")
        if push.outcome != Push.Outcome.SENT:
            raise CommandError("; ".join(push.detail) or push.get_outcome_display())

    def _tell(self, prepared):
        """What would be sent, and what would be deleted there."""
        rows = [row for _scheme, body in prepared.deletions for row in body["dataValues"]]
        told = prepared.body | ({"deletedValues": rows} if rows else {})
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        self.stderr.write(f"Sẽ gửi {len(prepared.body['dataValues'])} trị số; không gửi: {prepared.left_out}.")
        if rows:
            self.stderr.write(f"Sẽ xóa ở máy nhận {len(rows)} trị số đã gửi trước đây, nay không còn được công bố.")
