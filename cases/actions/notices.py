"""Who must be told: rows written in the transaction of the change, with codes and never a name."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Assignment, Notice, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from cases.models import DenyEntry

TERMS = "#han"  # the end of a reminder's address: the page where work begins shows itself what is late


def shown_at_work(uid) -> str:
    """Where the notice of a report leads those who may not open it: their own first page, which shows the notice."""
    return f"{reverse('cases:work')}#tin-{uid}"


def tell(people, text, row, *, url="", **params):
    """One notice for each, in the reader's language; `text` is a text of the catalogue with %(names)s. It leads to the
    page of the row unless an address is given."""
    notices = []
    for person in people:
        with translation.override(person.language):
            subject = translation.gettext(text) % params
        notices.append(Notice(to=person, subject=subject, url=url or row.get_absolute_url()))
    Notice.objects.bulk_create(notices)


def read_notices(*, by, seen) -> int:
    """Whoever was told has looked at these notices (their numbers, as the page sent them); earlier ones with the same
    words go with them, what came since stays. Returns how many were new to them."""
    numbers = [int(number) for number in seen if number.isdecimal() and len(number) < 19]
    mine = Notice.objects.filter(to=by, read_at=None)
    same = mine.filter(pk__in=numbers, pk__gte=OuterRef("pk"), subject=OuterRef("subject"), url=OuterRef("url"))
    return mine.filter(Exists(same)).update(read_at=timezone.now())


def people_of(place, permission, *, above=Permission.CASE_VIEW, case=None, but=None):
    """Those who hold the permission in the commune itself today; where there is no one who may be told, those above who
    hold the permission `above`: unless told, who see its cases.

    Whoever is barred from the case is never among them, nor is `but` (who knows already).
    """
    today = timezone.localdate()
    units = [place, *(unit for unit, _partial in place.as_of(today))]
    told = _allowed(holders({unit.pk for unit in units}, permission, today), case)
    if not told:
        higher = {int(pk) for unit in units for pk in unit.path.split(".")[:-2]}
        told = _allowed(holders(higher, above, today), case)
    return [user for user in told if user != but]


def _allowed(people, case):
    return not_barred(people, case) if case else people


def not_barred(people, case):
    """Those who may be told of the case at all."""
    barred = set(DenyEntry.objects.about(case.child_id).values_list("user", flat=True))
    return [person for person in people if person.pk not in barred]


def holders(places, permission, today):
    """Those whose role in one of the places themselves grants it."""
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    held = Assignment.objects.in_force(today).filter(place__in=places, role__in=roles)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))
