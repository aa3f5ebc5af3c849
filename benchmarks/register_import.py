"""The register from a file, against django-import-export's default path: a ModelResource, row by row.

Both read a file of invented children, check all of it, then write it: child, residence, special circumstance. Compared
is the time for one child; the default path gets the shorter file, since it takes minutes for the longer one.
"""

import csv
import io
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measuring import Row, undone

CHILDREN, BY_DEFAULT = 5_000, 500
LIVES_FROM = "01/07/2025"  # from when on today's communes exist
HEADING = (
    "Họ và tên", "Giới tính", "Ngày sinh", "Số định danh", "Xã, phường", "Ở đây từ ngày", "Nhóm hoàn cảnh đặc biệt",
    "Thuộc nhóm từ ngày",
)  # fmt: skip


def invented(places):
    """Rows as an officer would type them; every tenth child is in special circumstances."""
    dice = random.Random(20221231)
    for number in range(CHILDREN):
        born = date(2016, 7, 1) + timedelta(days=dice.randrange(3_000))
        group = ("DB04", f"{born + timedelta(days=400):%d/%m/%Y}") if number % 10 == 0 else ("", "")
        sex, place = dice.choice(("nam", "nữ")), dice.choice(places)
        yield (f"Trẻ Giả {number}", sex, f"{born:%d/%m/%Y}", "", place.code, LIVES_FROM, *group)


def rows():
    from django.utils import timezone

    from accounts.models import User
    from accounts.permissions import Permission
    from accounts.scoping import inside
    from places.models import Place

    user = User.objects.get(username="tung")
    territory = inside(user.territory(Permission.REGISTER_IMPORT))
    places = list(Place.objects.filter(territory, level="commune").in_force(timezone.localdate())[:40])
    table = [HEADING, *invented(places)]
    taken = []
    for way, count in ((by_job, CHILDREN), (by_default, BY_DEFAULT), (by_job, CHILDREN)):  # in turns
        with undone():
            taken.append(way(table[: count + 1], user) / count)
    ours, usual = (taken[0] + taken[2]) / 2, taken[1]
    print(f"{usual * 1000:.2f} ms a child by default, {ours * 1000:.2f} ms by a job")
    return [Row("register import, against import-export's default path", usual / ours, 10, at_least=True)]


def by_job(table, user):
    """Send, check, confirm, write: what a worker does for an officer."""
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile

    from reporting import actions

    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        settings.DATA_DIR = Path(folder)
        start = time.perf_counter()
        job = actions.send_file(file=SimpleUploadedFile("so.csv", text.getvalue().encode()), by=user)
        job = actions.check_file(job=job)
        assert job.status == "ready", (job.why, job.errors[:3])
        actions.confirm(job=job, skip_known=False, by=user)
        job = actions.run_import(job=job)
        taken = time.perf_counter() - start
    assert job.added == CHILDREN
    return taken


def by_default(table, user):
    """As the library's admin does it: a dry run for the preview, then the import; each row saved by itself."""
    import tablib

    resource, data = default_resource(user), tablib.Dataset(*table[1:], headers=table[0])
    start = time.perf_counter()
    for dry_run in (True, False):
        result = resource.import_data(data, dry_run=dry_run, raise_errors=True)
        assert not result.has_validation_errors()
    taken = time.perf_counter() - start
    assert result.totals["new"] == len(table) - 1
    return taken


def default_resource(user):
    from import_export import fields, resources, widgets

    from cases.models import Child, Residence, SpecialCircumstance
    from places.models import Place

    class Communes(widgets.ForeignKeyWidget):
        def get_queryset(self, value, row, *args, **kwargs):
            return Place.objects.filter(level="commune", valid_to=None)

    class Sexes(widgets.Widget):
        def clean(self, value, row=None, **kwargs):
            return {"nam": "M", "nữ": "F"}[value]

    day = widgets.DateWidget("%d/%m/%Y")

    class Children(resources.ModelResource):
        full_name = fields.Field("full_name", "Họ và tên")
        sex = fields.Field("sex", "Giới tính", widget=Sexes())
        birth_date = fields.Field("birth_date", "Ngày sinh", widget=day)
        responsible_place = fields.Field("responsible_place", "Xã, phường", widget=Communes(Place, "code"))

        class Meta:
            model = Child
            fields = ("full_name", "sex", "birth_date", "responsible_place")
            force_init_instance = True  # no search for rows to update: all are new
            clean_model_instances = True

        def after_import(self, dataset, result, **kwargs):
            """Not the library's: it would set sequences anew, which the runtime role may not."""

        def after_save_instance(self, instance, row, **kwargs):
            since = day.clean(row["Ở đây từ ngày"])
            lives = Residence(child=instance, place=instance.responsible_place, starts_on=since)
            lives.full_clean()
            lives.save()
            if row["Nhóm hoàn cảnh đặc biệt"]:
                spell = SpecialCircumstance(
                    child=instance,
                    group=row["Nhóm hoàn cảnh đặc biệt"],
                    starts_on=day.clean(row["Thuộc nhóm từ ngày"]),
                    recorded_place=instance.responsible_place,
                    created_by=user,
                )
                spell.full_clean()
                spell.save()

    return Children()
