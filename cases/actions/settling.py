"""Saying in which part of a divided commune a child lives (ruling 3)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions.children import BY_REFORM
from cases.actions.locks import locked_valid
from cases.actions.refusals import Clash, Refused, RowsRefused, refuse_if, sentence
from cases.actions.residences import in_charge, residences_since, withdraw
from cases.models import Child, Residence, ResidenceBasis
from cases.rules.problem import Problem
from places.models import Level


def divided_home(child):
    """(the last residence in a commune that was divided, what reforms made of it, its parts); None where the child
    moved since, left or died, or where no commune was divided."""
    if child.died_on or child.departed_on:
        return None
    homes = list(child.residences.select_related("place"))
    for number in range(len(homes) - 1, -1, -1):
        home, since = homes[number], homes[number + 1 :]
        if home.basis != ResidenceBasis.UNSETTLED and home.ends_on and home.ends_on == home.place.valid_to:
            units = home.place.as_of(home.ends_on + timedelta(days=1))
            parts = [unit for unit, _partial in units if unit.level == Level.COMMUNE]
            if len(parts) > 1 or any(partial for _unit, partial in units):
                return home, since, parts
        if home.basis not in BY_REFORM:
            return None
    return None


def part_was_said(since) -> bool:
    """Whether what followed the divided commune is more than the wait for someone to say the part."""
    return bool(since) and since[0].basis != ResidenceBasis.UNSETTLED


@transaction.atomic
def settle_child(*, child, place, by, version=None, reason="") -> Child:
    """The part of a divided commune in which the child lives, from the day of the reform on, through any reform since;
    its open cases that wait with the old commune follow. May be said again if it was wrong, with a `reason`: what was
    said before is kept with it.

    Refused where nothing was divided, and for a commune that is none of the parts. Raises Clash like record_death.
    """
    child = locked_valid(child, version)
    found = divided_home(child)
    if found is None:
        raise Refused(Problem("nothing_divided", _("Nơi ở của trẻ không nằm ở đơn vị bị tách.")))
    home, since, parts = found
    refuse_if(_part_problems(place, home, since, parts))
    if part_was_said(since):
        withdraw(since, reason=reason, by=by)
    else:
        child.residences.filter(pk__in=[row.pk for row in since]).delete()
    starts_on = home.ends_on + timedelta(days=1)
    rows = residences_since(
        child, place, starts_on, timezone.localdate(), basis=ResidenceBasis.REFORM, address=home.address
    )
    Residence.objects.bulk_create(rows)
    before, child.responsible_place = child.responsible_place, in_charge(rows)
    child.version += 1
    child.save(update_fields=["responsible_place", "version"])
    _take_cases_along(child, before)
    audit.record("child.settled", child, by=by, place=place.pk, before=before.pk)
    return child


@transaction.atomic
def settle_children(*, children, place, by) -> list[Child]:
    """The same for many children of one divided commune at once: [(child, version that was seen)]; all of them or none.

    Refused row by row (RowsRefused, the sentences name the child), also where someone has saved one since.
    """
    done, bad = {}, {}
    for row, (child, version) in sorted(enumerate(children), key=lambda each: each[1][0].pk):
        try:
            done[row] = settle_child(child=child, place=place, by=by, version=version)
        except Refused as refusal:
            bad[row] = [_of_child(child, problem.code, sentence(problem)) for problem in refusal.problems]
        except Clash:
            words = gettext("vừa được người khác sửa; hãy xem lại rồi chọn lại.")
            bad[row] = [_of_child(child, "clash", words)]
    if bad:
        raise RowsRefused({row: bad[row] for row in sorted(bad)})
    return [done[row] for row in sorted(done)]


def _of_child(child, code, why) -> Problem:
    return Problem(code, "%(name)s: %(why)s", params={"name": child.full_name, "why": why})


def _part_problems(place, home, since, parts) -> list[Problem]:
    if place not in parts:
        text = _("%(place)s không phải là một phần của %(old)s.")
        return [Problem("no_part", text, "place", params={"place": place.name, "old": home.place.name})]
    if since and since[0].place == place:
        return [Problem("same_place", _("Trẻ đang ở %(place)s rồi."), "place", params={"place": place.name})]
    return []


def _take_cases_along(child, before):
    """Open cases of a child who lived there; what waits with a commune that is no more gets the new one in charge."""
    now = child.responsible_place
    child.cases.active().filter(residence_place=before).update(residence_place=now, version=F("version") + 1)
    if before.valid_to:
        child.cases.filter(responsible_place=before).update(responsible_place=now, version=F("version") + 1)
