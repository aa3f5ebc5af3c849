"""What was sent to another system, and what it answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Push(models.Model):
    """Push — lần gửi sang DHIS2: one row for each attempt, there before anything leaves; with what the other side says
    it did. Never the token."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("đã nhận")
        REFUSED = "refused", _("bị từ chối")
        FAILED = "failed", _("không gửi được")
        UNCLEAR = "unclear", _("đã gửi, chưa rõ kết quả")  # also while it is under way, or when the process has died

    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người gửi")
    )
    server = models.CharField(_("máy nhận"), max_length=200)
    asked = models.JSONField(_("đã hỏi"), default=dict)
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome)
    values = models.PositiveIntegerField(_("số trị số gửi đi"), default=0)
    left_out = models.JSONField(_("không gửi"), default=dict)  # {reason: how many}
    imported = models.PositiveIntegerField(_("mới"), default=0)
    updated = models.PositiveIntegerField(_("đổi"), default=0)
    ignored = models.PositiveIntegerField(_("bỏ qua"), default=0)
    withdrawn = models.PositiveIntegerField(_("số trị số yêu cầu xóa"), default=0)
    deleted = models.PositiveIntegerField(_("đã xóa"), default=0)
    detail = models.JSONField(_("chi tiết"), default=list)  # conflicts, as the other side words them
    digest = models.CharField(max_length=64)  # of what was sent: equal when the same was sent again

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.server} {self.at:%d/%m/%Y %H:%M}"


class PushedValue(models.Model):
    """PushedValue — trị số đã gửi sang DHIS2: what one server may hold because it was sent there, by our names and by
    those it was sent under. Not the number: only that there is one, so that it can be deleted there."""

    server = models.CharField(max_length=200)
    indicator = models.CharField(max_length=20)
    element = models.CharField(max_length=40)  # H01, H01_NUM, H01_DEN
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    period = models.CharField(max_length=30)
    by = models.CharField(max_length=20, blank=True)
    part = models.CharField(max_length=60, blank=True)
    scheme = models.CharField(max_length=4)  # CODE or UID: what the names are
    names = models.JSONField()  # {dataElement, period, orgUnit, (categoryOptionCombo)}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["server", "element", "place", "period", "by", "part"], name="a_server_holds_a_value_once"
            )
        ]

    def __str__(self):
        return f"{self.element} {self.period} {self.place_id} {self.part}"
