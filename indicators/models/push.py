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
    detail = models.JSONField(_("chi tiết"), default=list)  # conflicts, as the other side words them
    digest = models.CharField(max_length=64)  # of what was sent: equal when the same was sent again

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.server} {self.at:%d/%m/%Y %H:%M}"
