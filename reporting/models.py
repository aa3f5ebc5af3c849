"""Work that takes longer than a page: imports and exports, as rows that survive every worker."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _


class JobKind(models.TextChoices):
    IMPORT_CHILDREN = "import_children", _("nhập sổ trẻ em")
    IMPORT_FIGURES = "import_figures", _("nhập số liệu báo cáo")
    EXPORT = "export", _("xuất danh sách")


class JobStatus(models.TextChoices):
    WAITING = "waiting", _("chờ đọc tệp")
    CHECKING = "checking", _("đang kiểm tra")
    READY = "ready", _("chờ bạn xác nhận")
    CONFIRMED = "confirmed", _("chờ ghi")
    RUNNING = "running", _("đang ghi")
    DONE = "done", _("xong")
    REFUSED = "refused", _("có dòng sai, chưa ghi gì")
    FAILED = "failed", _("không thực hiện được")
    CANCELLED = "cancelled", _("đã thôi")


# Asked for and not finished.
OPEN = (JobStatus.WAITING, JobStatus.CHECKING, JobStatus.CONFIRMED, JobStatus.RUNNING)
FINAL = (JobStatus.DONE, JobStatus.REFUSED, JobStatus.FAILED, JobStatus.CANCELLED)
_OF_AN_EXPORT = {JobStatus.CONFIRMED: _("chờ xuất"), JobStatus.RUNNING: _("đang xuất")}


class JobQuerySet(models.QuerySet):
    def of(self, user):
        """A job is seen by whoever started it, and by no one else."""
        return self.filter(created_by=user)

    def to_do(self):
        """What a worker should take up, oldest first: asked for and not finished, whatever became of the message."""
        return self.filter(status__in=OPEN).order_by("created_at", "pk")


class Job(models.Model):
    """Job — việc chạy nền: the row is the work; a message in the broker only says "look"."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=JobKind)
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.WAITING)
    file_name = models.CharField(_("tên tệp"), max_length=200, blank=True)  # as the sender called it, for him alone
    stored_as = models.CharField(max_length=80, blank=True)  # a random name below DATA_DIR
    wanted = models.JSONField(default=dict)  # of an export: the list, its filters, the format
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)  # begun since it was asked for
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)  # [row number, column, sentence]
    why = models.TextField(blank=True)
    skip_known = models.BooleanField(default=False)
    known = models.JSONField(default=list)  # row numbers that seem to be in the register already
    skip_repeated = models.BooleanField(default=False, db_default=False)
    # [row number, the earlier row that seems to be the same child]
    repeated = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    # of an import that was checked and not yet confirmed: sentences about the file, rows as they would be written
    shown = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["waiting", "checking", "confirmed", "running"]),
                name="job_to_do",
            )
        ]

    def __str__(self):
        return str(self.uid)

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def status_words(self):
        words = _OF_AN_EXPORT.get(self.status) if self.kind == JobKind.EXPORT else None
        return words or self.get_status_display()
