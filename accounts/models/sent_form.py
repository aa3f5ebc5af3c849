"""Forms that were sent and have led somewhere."""

from django.db import models

from accounts.models.user import User


class SentForm(models.Model):
    """SentForm — biểu mẫu đã gửi: the key that a page was rendered with, and where sending it led. Kept for a day.

    `digest` tells the same contents from others without holding a word of them.
    """

    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="a_form_is_acted_on_once")]

    def __str__(self):
        return str(self.key)
