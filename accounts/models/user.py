"""People who work with the system."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import territories
from accounts.models.assignment import Assignment
from accounts.permissions import Permission
from accounts.roles import EVERYONE, ROLES
from places.fields import NFCCharField
from places.text import fold, name_sort_key


class UserQuerySet(models.QuerySet):
    def within(self, viewer, permission):
        """Users who hold, held or will hold a role in the territory where the viewer has the permission."""
        return self.filter(pk__in=Assignment.objects.in_territory(viewer, permission).values("user"))

    def managed_by(self, administrator):
        """Users whose account the administrator may change: every role they still hold lies in his territory.

        Otherwise whoever administers one commune could reset the password of someone of the province. Nobody manages
        his own account, and only a technical administrator one of his kind.
        """
        theirs = Assignment.objects.in_territory(administrator, Permission.USER_MANAGE)
        elsewhere = Assignment.objects.not_ended(timezone.localdate()).exclude(pk__in=theirs)
        found = self.within(administrator, Permission.USER_MANAGE).exclude(pk=administrator.pk)
        found = found.exclude(pk__in=elsewhere.values("user"))
        return found if administrator.is_superuser else found.filter(is_superuser=False)

    def named(self, text):
        """Names or log-in names that hold every word of the text, in any order, without tone marks."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_key__contains=word)
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
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
    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]{2,59}$",
                _("Dùng 3 đến 60 chữ thường không dấu, chữ số, dấu chấm, gạch nối; bắt đầu bằng chữ hoặc số."),
            )
        ],
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng.")},
    )
    full_name = NFCCharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    search_key = models.CharField(max_length=200, editable=False, default="")
    email = models.EmailField(_("thư điện tử"), blank=True)
    position = NFCCharField(_("chức vụ"), max_length=120, blank=True)
    language = models.CharField(
        _("ngôn ngữ"), max_length=2, choices=[("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))], default="vi"
    )
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_superuser = models.BooleanField(_("được vào trang danh mục kỹ thuật"), default=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)  # of what an administrator changes
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ["sort_key"]
        constraints = [models.UniqueConstraint(Lower("username"), name="username_is_unique_whatever_its_case")]

    def __str__(self):
        return self.full_name

    def save(self, *args, update_fields=None, **kwargs):
        self.sort_key = name_sort_key(self.full_name)
        self.search_key = f"{fold(self.full_name)} {self.username.lower()}"
        if update_fields is not None:
            update_fields = {*update_fields, "sort_key", "search_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def may(self, permission):
        """Holds the permission somewhere, today."""
        return permission in EVERYONE or any(
            permission in ROLES[a.role].permissions for a in self.current_assignments()
        )

    def territory(self, permission):
        """Path prefixes where a role of today grants it: each place, all below it, and what it was before."""
        held = [a for a in self.current_assignments() if permission in ROLES[a.role].permissions]
        return sorted({path for a in held for path in territories.paths_of(a.place)})

    def current_assignments(self):
        """Assignments in force on today's Vietnamese day; asked once by each instance, that is, per request or task."""
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
