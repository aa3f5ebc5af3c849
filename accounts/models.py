"""Who works here, in which role and where; what was done; who must be told."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from accounts.roles import EVERYONE, ROLES
from places.fields import NFCCharField
from places.text import name_sort_key


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """User — người dùng: a person who works with the system. Rights come from assignments alone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    full_name = NFCCharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    email = models.EmailField(_("thư điện tử"), blank=True)
    position = NFCCharField(_("chức vụ"), max_length=120, blank=True)
    language = models.CharField(
        _("ngôn ngữ"), max_length=2, choices=[("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))], default="vi"
    )
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_superuser = models.BooleanField(_("được vào trang danh mục kỹ thuật"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["sort_key"]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.sort_key = name_sort_key(self.full_name)
        super().save(*args, **kwargs)

    def may(self, permission):
        """Holds the permission somewhere, today."""
        return permission in EVERYONE or any(
            permission in ROLES[a.role].permissions for a in self.current_assignments()
        )

    def territory(self, permission):
        """Path prefixes where a role of today grants it: each place, all below it, and what it was before."""
        held = [a for a in self.current_assignments() if permission in ROLES[a.role].permissions]
        return sorted({path for a in held for path in a.place.territory_paths()})

    def current_assignments(self):
        """Assignments in force on today's Vietnamese day (settings.TIME_ZONE); asked once per request or task, by the instance."""
        if not self.is_active:
            return []
        if not hasattr(self, "_assignments"):
            self._assignments = list(self.assignments.in_force(timezone.localdate()).select_related("place"))
        return self._assignments

    @property
    def is_staff(self):  # Django admin: reference data only
        return self.is_superuser and self.is_active

    def has_perm(self, perm, obj=None):
        return self.is_staff

    def has_perms(self, perms, obj=None):
        return self.is_staff

    def has_module_perms(self, app_label):
        return self.is_staff


class AssignmentQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Assignment(models.Model):
    """Assignment — phân công: a role held in a place from one day to another (the last day included)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name=_("người dùng"))
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    role = models.CharField(_("vai trò"), max_length=30, choices=[(r.code, r.label) for r in ROLES.values()])
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    reason = NFCCharField(_("lý do kết thúc"), max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.place}"


class AuditEvent(models.Model):
    """AuditEvent — nhật ký: who did or saw what, when. The runtime role adds rows, and never changes or removes one."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.BigIntegerField(null=True)
    ids = ArrayField(models.BigIntegerField(), default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id", "-at"]), models.Index(fields=["by", "-at"])]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.verb}"


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


class ApiToken(AbstractAuthToken):
    """ApiToken — mã truy cập API: hashed, shown once, dies on its day. An indicator token reaches aggregates only."""

    class Kind(models.TextChoices):
        INDICATOR = "indicator", _("số liệu tổng hợp")
        CASE = "case", _("hồ sơ, thay mặt người dùng")

    name = NFCCharField(_("tên mã"), max_length=80, default="")
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.INDICATOR)
    last_used_at = models.DateTimeField(null=True)

    objects = AuthTokenManager()

    class Meta(AbstractAuthToken.Meta):
        abstract = False
