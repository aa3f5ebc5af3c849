"""Taking a row for change: locked, as it now stands, and still what the page showed."""

from django.utils.translation import gettext_noop as _

from cases.actions.refusals import Clash, Refused
from cases.models import Case
from cases.rules.problem import Problem


def locked(row, version=None):
    """The row as it now stands, locked until the transaction ends. With a `version`, Clash if someone saved since.

    Rows that point to it may still be inserted meanwhile (no key update).
    """
    current = type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    if version is not None and current.version != version:
        raise Clash(current)
    return current


def locked_valid(row, version=None):
    """The same for a row that must not have been voided."""
    current = locked(row, version)
    if current.voided_at:
        raise Refused(Problem("voided", _("Mục này đã bị huỷ vì nhập nhầm.")))
    return current


def locked_active(case, version=None) -> Case:
    """The same for a case that must be open."""
    current = locked_valid(case, version)
    if not current.is_active:
        raise Refused(Problem("case_closed", _("Hồ sơ %(code)s đã kết thúc."), params={"code": current.code}))
    return current


def save_case(case, at, *fields):
    """Write the named columns with the version and the time of the last activity."""
    case.version += 1
    case.last_activity_at = at
    case.save(update_fields=[*fields, "version", "last_activity_at"])


def reason_given(reason, field="reason") -> str:
    """The reason, or a refusal to act without one."""
    if not reason.strip():
        raise Refused(Problem("reason", _("Nêu lý do."), field))
    return reason
