"""One personal number names one child of the register."""

from collections import Counter
from collections.abc import Collection

from django.db import connection
from django.utils.translation import gettext_noop as _

from accounts.permissions import Permission
from accounts.sealing import blind_indexes
from cases.models import Child
from cases.rules.problem import Problem

_LOCKS = 256  # a file has more numbers than the database has room for locks


def known_numbers(numbers: Collection[str], by) -> dict[str, Problem]:
    """{number: why it cannot be entered again}; until the transaction ends nobody else enters any of the numbers.

    Who bears a number is told of children within reach only. Of all others it is said that the number is known, not
    where: a child kept from this user reads like one of another province.
    """
    times = Counter(number for number in numbers if number)
    if not times:
        return {}
    indexes = {index: number for number in times for index in blind_indexes(number, "personal_id")}
    _hold(indexes)
    bearers = Child.objects.filter(voided_at=None, personal_id_index__in=indexes)
    reached = bearers.reachable_by(by, Permission.CHILD_VIEW).values_list("personal_id_index", flat=True)
    here = Problem("known_here", _("Trẻ mang số định danh này đã có trong sổ; hãy tìm trong sổ trẻ em."), "personal_id")
    away = Problem("known_elsewhere", _("Số định danh này đã có trong sổ; hỏi cấp tỉnh."), "personal_id")
    known = dict.fromkeys(bearers.values_list("personal_id_index", flat=True), away) | dict.fromkeys(reached, here)
    twice = Problem("number_twice", _("Số định danh này được ghi cho hai trẻ."), "personal_id")
    repeated = {number: twice for number, n in times.items() if n > 1}
    return repeated | {indexes[index]: problem for index, problem in known.items()}


def _hold(indexes):
    """In one order, so that two who hold several never wait for each other."""
    locks = sorted({int(index[-8:], 16) % _LOCKS for index in indexes})
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('cases.personal_id'), one) from unnest(%s::int[]) as one", [locks]
        )
