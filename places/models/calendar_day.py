"""Days on which the national working calendar departs from Monday to Friday."""

from django.db import models
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from places.fields import NFCCharField


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("nghỉ lễ, tết")
    SWAPPED_OFF = "swapped_off", _("nghỉ bù, nghỉ hoán đổi")
    WORKING_SWAP = "working_swap", _("làm bù")


class CalendarDay(models.Model):
    """CalendarDay — ngày nghỉ, ngày làm bù: an exception in a frozen year; old deadlines never move with an upgrade."""

    day = models.DateField(_("ngày"), unique=True)
    kind = models.TextField(_("loại"), choices=DayKind)
    name = NFCCharField(_("tên"))
    year = models.PositiveSmallIntegerField(_("năm"), editable=False)
    source = NFCCharField(_("nguồn"))
    frozen_at = models.DateTimeField(_("chốt lúc"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("lịch nghỉ và làm bù")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(name="calendar_day_lies_in_its_year", condition=models.Q(year=ExtractYear("day")))
        ]

    def __str__(self):
        return f"{self.day:%d/%m/%Y} {self.name}"

    def save(self, **kwargs):
        self.year = self.day.year
        super().save(**kwargs)
