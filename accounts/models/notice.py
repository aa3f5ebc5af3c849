"""What a user must be told."""

from django.db import models

from accounts.models.user import User
from places.fields import NFCCharField


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None).exclude(to__email="")


class Notice(models.Model):
    """Notice — thông báo: written in the transaction of the change it tells of; codes only, never a name."""

    to = models.ForeignKey(User, models.CASCADE, related_name="notices")
    subject = NFCCharField(max_length=200)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.subject
