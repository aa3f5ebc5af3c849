"""The counted figures, the periods they are kept for, and the marks that say which of them may be wrong."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.periods import PeriodKind


class Period(models.Model):
    """Period — kỳ số liệu: one that is kept counted. `count_day` is its last day, or today while it runs."""

    id = models.TextField(primary_key=True)
    kind = models.CharField(_("loại kỳ"), max_length=10, choices=PeriodKind)
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    count_day = models.DateField(_("ngày tính số tại thời điểm"))
    kept = models.BooleanField(default=True)

    class Meta:
        ordering = ["first_day", "-last_day"]
        indexes = [models.Index(fields=["count_day"], name="period_by_count_day")]
        constraints = [
            models.CheckConstraint(
                name="period_counts_on_a_day_of_its_own",
                condition=Q(count_day__gte=F("first_day"), count_day__lte=F("last_day")),
            )
        ]

    def __str__(self):
        return self.id


class Cell(models.Model):
    """Cell — ô số liệu: how many, of a measure, in a period, in the place where the facts are recorded.

    `grp` empty: the total, by sex and age band. `grp` set: that group alone, sex and age empty; groups may overlap, so
    they need not add up to the total. No foreign keys (they doubled the first filling) and no row for zero.
    """

    pk = models.CompositePrimaryKey(
        "place_id", "measure", "version", "period_id", "sex", "age_band", "grp", "province_id"
    )
    province_id = models.BigIntegerField()
    measure = models.TextField(db_collation="C")
    version = models.SmallIntegerField()
    period_id = models.TextField(db_collation="C")
    place_id = models.BigIntegerField()
    sex = models.TextField(db_collation="C")
    age_band = models.TextField(db_collation="C")
    grp = models.TextField(db_collation="C")
    n = models.BigIntegerField()

    class Meta:
        indexes = [  # a recount asks by place, a page by province: whoever reads all places of one reads them at once
            models.Index(fields=["province_id", "measure", "period_id"], name="cell_by_measure"),
        ]

    def __str__(self):
        return f"{self.measure} {self.period_id} {self.place_id}: {self.n}"


class Stale(models.Model):
    """Stale — dấu cần tính lại: cells of the place may be wrong in every period whose count day lies in from..to.

    Written by triggers in the transaction of the fact. `not_before` holds back a place whose recount has failed.
    With `child_id` only that child's part in them is wrong, and it can be counted alone (indicators/before.py).
    """

    family = models.TextField(db_collation="C")  # a family of indicators/marks.py, or * for all
    place_id = models.BigIntegerField()
    child_id = models.BigIntegerField(null=True)
    from_day = models.DateField()
    to_day = models.DateField()
    created_at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"))
    not_before = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["place_id"], name="stale_by_place"),
            models.Index(fields=["child_id"], name="stale_by_child", condition=Q(child_id__isnull=False)),
        ]

    def __str__(self):
        return f"{self.family} {self.place_id} {self.from_day}..{self.to_day}"


class FactBefore(models.Model):
    """FactBefore — bản ghi trước thay đổi: a child's fact as it was when last counted; no `was`: it was not there.

    Written by the marking triggers, gone when the child is counted. Only the columns that counting reads.
    """

    child_id = models.BigIntegerField()
    fact = models.TextField(db_collation="C")  # the table
    row_id = models.BigIntegerField()
    was = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["child_id"], name="fact_before_by_child")]

    def __str__(self):
        return f"{self.fact} {self.row_id}"


class RecountAlarm(models.Model):
    """RecountAlarm — báo động số liệu: cells that differ from the records, a recount that failed, facts without place.

    It is raised, never mended in silence: someone must know why before the figures are counted again.
    """

    class Kind(models.TextChoices):
        DIFFERENCE = "difference", _("số đã tính khác bản ghi")
        FAILED = "failed", _("tính lại không thành công")
        UNPLACED = "unplaced", _("bản ghi không thuộc địa bàn nào")

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=Kind)
    place_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y %H:%M}"
