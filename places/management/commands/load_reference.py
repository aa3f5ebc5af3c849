from django.conf import settings
from django.core.management.base import BaseCommand

from places.actions.calendar import freeze_year
from places.actions.ethnic_groups import load_ethnic_groups

FIRST_YEAR, LAST_YEAR = 2011, 2027


class Command(BaseCommand):
    help = "Nạp danh mục dân tộc và chốt lịch nghỉ lễ, tết từng năm (chạy lại được; năm đã chốt giữ nguyên)."

    def add_arguments(self, parser):
        parser.add_argument("--through", type=int, default=LAST_YEAR, metavar="NĂM", help="chốt lịch đến hết năm này")
        parser.add_argument("--refreeze", type=int, metavar="NĂM", help="chốt lại một năm, bỏ những chỗ đã sửa tay")

    def handle(self, *, through, refreeze, **options):
        groups = load_ethnic_groups(settings.BASE_DIR / "data" / "ethnic_groups.csv")
        self.stdout.write(f"  Dân tộc: {groups}")
        written = {year: freeze_year(year) for year in range(FIRST_YEAR, through + 1)}
        frozen = [year for year, days in written.items() if days]
        kept = len(written) - len(frozen)
        self.stdout.write(f"  Lịch nghỉ và làm bù: {len(frozen)} năm mới chốt, {kept} năm giữ nguyên (đến {through})")
        if refreeze:
            self.stdout.write(f"  Chốt lại năm {refreeze}: {freeze_year(refreeze, again=True)} ngày")
