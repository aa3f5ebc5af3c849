import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.models import Max
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import ROLES
from places.actions.units import BrokenPlaceData, MapConflict
from places.models import Place
from reporting.actions.ended_units import follow_ended_units, gone_by, heirs_told, load_units

WORDS = {"units": "Đơn vị hành chính", "links": "Bước sắp xếp", "aliases": "Tên viết khác"}
FOLLOWED = {
    "moved": "nơi ở của trẻ em sang đơn vị mới",
    "waiting": "nơi ở chờ xác định sau khi đơn vị bị chia",
    "entries": "điểm mô hình, người làm công tác sang đơn vị mới",
    "ended": "phân công ở đơn vị cũ kết thúc",
    "roles": "phân công tiếp tục ở đơn vị mới",
}


class Command(BaseCommand):
    """It stands above the apps whose records live in the units: what hangs on a unit that the files end goes along."""

    help = "Nạp đơn vị hành chính cả nước qua các thời kỳ, quan hệ sắp xếp và tên viết khác (chạy lại được)."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "data" / "places")

        parser.add_argument(
            "--keep-on-conflict",
            action="store_true",
            help="tệp trái với dữ liệu đã nhập ở đây thì chỉ cảnh báo và giữ đơn vị như cũ: dùng khi khởi động",
        )

    def handle(self, *, folder, keep_on_conflict=False, **options):
        began = time.monotonic()
        self.stdout.write(f"Đang nạp đơn vị hành chính từ {folder.name}…")
        before = heirs_told()
        try:
            done = load_units(folder)
        except MapConflict as error:
            if not keep_on_conflict:
                raise CommandError(f"Không nạp được đơn vị hành chính, dữ liệu giữ nguyên: {error}") from error
            self._warn(error)
        except (BrokenPlaceData, OSError) as error:
            raise CommandError(f"Không nạp được đơn vị hành chính, dữ liệu giữ nguyên: {error}") from error
        else:
            self._tell(done)
            self._tell_corrected(before)
        self._carry_along()
        self.stdout.write(f"Xong sau {time.monotonic() - began:.1f} giây.".replace(".", ",", 1))

    def _warn(self, error):
        """The screens on which one mends it must start all the same."""
        self.stderr.write(self.style.ERROR(f"CẢNH BÁO: CHƯA NẠP đơn vị hành chính mới, dữ liệu giữ nguyên: {error}"))
        self.stdout.write("  Hệ thống chạy tiếp với đơn vị cũ. Sửa điều nêu trong cảnh báo rồi chạy lại load_places.")

    def _tell(self, done):
        for table, loaded in done.items():
            self.stdout.write(
                f"  {WORDS[table]}: {_dots(loaded.rows)} ({_dots(loaded.new)} mới, đổi {_dots(loaded.changed)})"
            )
        with connections["owner"].cursor() as cursor:
            cursor.execute("analyze places_place, places_placelink, places_placealias")  # or the first pages crawl
        if done["units"].left:
            self.stdout.write(f"  {_dots(done['units'].left)} đơn vị không còn trong tệp, được giữ nguyên.")

    def _tell_corrected(self, before):
        if corrected := gone_by(before):
            self.stdout.write(
                "  Tệp đổi đơn vị kế tiếp khi trẻ em đã chuyển; không em nào được chuyển lại, cần rà soát:"
            )
            for place in corrected:
                self.stdout.write(f"    {place.full_name}, hết ngày {place.valid_to:%d/%m/%Y}")

    def _carry_along(self):
        newest = AuditEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
        followed = follow_ended_units()
        if followed["units"]:
            self.stdout.write(f"  {_dots(followed['units'])} đơn vị đã hết hiệu lực, những gì còn ở đó đã chuyển theo:")
            for what, words in FOLLOWED.items():
                self.stdout.write(f"    {_dots(followed[what])} {words}")
            self._tell_roles(newest)

    def _tell_roles(self, newest):
        """Nobody has decided about them, as one does on the screen of a reform: someone should look them through."""
        given = AuditEvent.objects.filter(pk__gt=newest, verb="assignment.added", by=None).order_by("pk")
        told = [(event.target_id, event.detail["role"], event.detail["place"]) for event in given]
        names = User.objects.in_bulk([pk for pk, _role, _place in told])
        units = Place.objects.with_names().by_references([place for *_who, place in told], timezone.localdate())
        called = {reference: unit.full_name for reference, unit in units.items()}
        for pk, role, place in told:
            self.stdout.write(f"      {names[pk].username}: {ROLES[role].label}, {called.get(place, place)}")


def _dots(number):
    return f"{number:,}".replace(",", ".")
