"""Who did or saw what. The row is written in the transaction that does or shows it."""

from django.db.models import Model

from accounts.models import AuditEvent


def record(verb, target=None, *, by, ids=(), **detail):
    """One event about `target`, a row, or about several: then the model, and in `ids` every row that a list showed.

    `detail` holds codes and ids, never names or narratives.
    """
    return AuditEvent.objects.create(
        verb=verb,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=target.pk if isinstance(target, Model) else None,
        ids=list(ids),
        by=by if by is not None and by.is_authenticated else None,
        detail=detail,
    )
