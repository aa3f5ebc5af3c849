"""What was done and seen."""

from collections import defaultdict
from itertools import chain

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User
from accounts.permissions import Permission
from accounts.scoping import ScopedQuerySet


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Events by or about users of the territory in which the viewer audits."""
        users = User.objects.within(viewer, Permission.AUDIT_VIEW).values("pk")
        return self.filter(Q(by__in=users) | Q(target_type="accounts.user", target_id__in=users))

    def about(self, target_type, target_id):
        """Events on one row, those of lists that showed it included."""
        return self.filter(Q(target_id=target_id) | Q(ids__contains=[target_id]), target_type=target_type)


_IN_DETAIL = {"case": "cases.case", "child": "cases.child", "intake": "cases.intake"}


def leave_out_denied(events, viewer):
    """Of a page of events, those that name no row from which the viewer is barred, as what they are about, among the
    rows of a list or in their detail: a deny entry hides its traces too."""
    named = {event.pk: _named(event) for event in events}
    ids = defaultdict(set)
    for label, pk in chain.from_iterable(named.values()):
        ids[label].add(pk)
    hidden = {(label, pk) for label in ids for pk in _denied(label, ids[label], viewer)}
    return [event for event in events if hidden.isdisjoint(named[event.pk])]


def _named(event):
    """(model, number) of every row that the event tells of."""
    told = {(event.target_type, pk) for pk in (event.target_id, *event.ids) if pk}
    return told | {(label, event.detail[key]) for key, label in _IN_DETAIL.items() if key in event.detail}


def _denied(label, ids, viewer):
    """Those from which a deny entry bars the viewer."""
    rows = _scoped_rows(label)
    if rows is None:
        return set()
    rows = rows.filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True)) - set(rows.not_denied_to(viewer).values_list("pk", flat=True))


def _scoped_rows(label):
    """The rows of a model behind the door; None for other models and for those that no longer exist."""
    try:
        queryset = apps.get_model(label)._default_manager.all()
    except (LookupError, ValueError):
        return None
    return queryset if isinstance(queryset, ScopedQuerySet) else None


class AuditEvent(models.Model):
    """AuditEvent — nhật ký: who did or saw what, when. The runtime role adds rows, and never changes or removes one."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.BigIntegerField(null=True)
    ids = ArrayField(models.BigIntegerField(), default=list)
    detail = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"]),
            models.Index(fields=["by", "-at"]),
            GinIndex(fields=["ids"], name="audit_ids_of_lists", condition=~Q(ids=[])),
        ]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.verb}"
