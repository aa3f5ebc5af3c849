"""Keys with which programs use the API."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from places.fields import NFCCharField

MAX_TOKEN_DAYS = 90


class ApiTokenQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(expiry__gt=timezone.now())


class ApiTokenManager(AuthTokenManager.from_queryset(ApiTokenQuerySet)):
    """create() gives (token, the text that is shown once)."""


class ApiToken(AbstractAuthToken):
    """ApiToken — mã truy cập API: hashed, shown once, dies on its day. An indicator token reaches aggregates only."""

    class Kind(models.TextChoices):
        INDICATOR = "indicator", _("số liệu tổng hợp")
        CASE = "case", _("hồ sơ, thay mặt người dùng")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = NFCCharField(_("tên mã"), max_length=80, default="")
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.INDICATOR)
    last_used_at = models.DateTimeField(null=True)

    objects = ApiTokenManager()

    class Meta(AbstractAuthToken.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="api_token_dies_within_90_days",
                condition=Q(expiry__isnull=False, expiry__lte=F("created") + timedelta(days=MAX_TOKEN_DAYS)),
            )
        ]

    def __str__(self):
        return self.token_key
