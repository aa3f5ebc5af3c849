"""Who a child is, where it lives, and when it left."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions.locks import locked_valid
from cases.actions.numbers import known_numbers
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.actions.residences import commune_problems, in_charge, residences_since, withdraw
from cases.models import Child, Residence, ResidenceBasis
from cases.rules import ages, personal_id
from cases.rules import entry as rules
from cases.rules.problem import Problem

EDITABLE = frozenset(
    {
        "full_name",
        "given_name",
        "sex",
        "birth_date",
        "birth_precision",
        "ethnic_group",
        "personal_id",
        "birth_registered",
        "phone",
    }
)

BY_REFORM = (ResidenceBasis.REFORM, ResidenceBasis.UNSETTLED)


@transaction.atomic
def edit_child(*, child, version: int, by, **fields) -> Child:
    """Change who the child is (names, sex, birth, ethnic group, personal ID, birth registration, phone).

    Raises Clash when someone saved in between. A residence since birth follows the birth date. A correction may show
    that someone is of age: only new records are refused for that.
    """
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"edit_child() does not change {sorted(unknown)}")
    child = locked_valid(child, version)
    old_birth = child.birth_date
    changed = sorted(name for name, value in fields.items() if getattr(child, name) != value)
    if not changed:
        return child
    for name, value in fields.items():
        setattr(child, name, value)
    today = timezone.localdate()
    known = known_numbers([child.personal_id], by) if "personal_id" in changed else {}
    refuse_if(
        column_problems(child),
        rules.who_problems(**{name: fields[name] for name in ("full_name", "phone") if name in changed}),
        personal_id.problems(child.personal_id),
        list(known.values()),
        _birth_problems(child, old_birth, today),
    )
    child.residences.filter(starts_on=old_birth).update(starts_on=child.birth_date)
    child.version += 1
    child.save()
    audit.record("child.edited", child, by=by, fields=changed)
    return child


def _birth_problems(child, old_birth, today) -> list[Problem]:
    """A corrected birth date must leave what is on record possible."""
    birth = child.birth_date
    if birth == old_birth:
        return []
    if birth > today:
        return rules.birth_problems(birth, today)
    since_birth = child.residences.filter(starts_on=old_birth)
    lived = child.residences.exclude(starts_on=old_birth).filter(starts_on__lt=birth)
    spells = [
        kind.filter(voided_at=None).exclude(starts_on__gte=birth, starts_on__lt=ages.birthday(birth, ages.CHILD_UNTIL))
        for kind in (child.circumstances, child.risk_spells)
    ]
    died_before = child.died_on is not None and child.died_on < birth
    if died_before or any(rows.exists() for rows in (since_birth.filter(ends_on__lt=birth), lived, *spells)):
        text = _("Ngày sinh %(day)s không hợp với nơi ở, hoàn cảnh, nguy cơ hoặc ngày mất đã ghi.")
        return [Problem("birth_and_facts", text, "birth_date", params={"day": birth})]
    return []


@transaction.atomic
def move_child(*, child, place, moved_on, by, basis=ResidenceBasis.PERMANENT, address="", version=None) -> Residence:
    """The child lives in another commune from `moved_on`: the open residence ends the day before, the next opens,
    and responsible_place follows. Open cases stay where they are until transfer_case. Returns the residence of today.
    Raises Clash like record_death.
    """
    child = locked_valid(child, version)
    today = timezone.localdate()
    refuse_if(rules.day_problems(moved_on, child.life(today), "moved_on"), commune_problems(place, moved_on))
    last = child.residences.last()
    _end_residence(last, moved_on, "moved_on", place)
    rows = residences_since(child, place, moved_on, today, basis=basis, address=address)
    Residence.objects.bulk_create(rows)
    child.responsible_place, child.departed_on = in_charge(rows), None
    child.version += 1
    child.save(update_fields=["responsible_place", "departed_on", "version"])
    audit.record("child.moved", child, by=by, place=place.pk)
    return rows[-1]


def _end_residence(last, day, field, place=None):
    """End the last residence on the day before; refused for what lies before it or changes nothing."""
    if last is None:
        return
    if day == last.starts_on and last.basis == ResidenceBasis.UNSETTLED:
        last.delete()  # since that day nobody knew where it lives: now it is known
        return
    if day <= max(last.starts_on, last.ends_on or last.starts_on):
        text = _("Ngày %(day)s không sau nơi ở gần nhất đã ghi (từ %(since)s).")
        raise Refused(Problem("before_residence", text, field, params={"day": day, "since": last.starts_on}))
    if last.ends_on is not None:
        return
    if last.place == place:
        text = _("Trẻ đang ở %(place)s rồi.")
        raise Refused(Problem("same_place", text, "place", params={"place": place.name}))
    last.ends_on = day - timedelta(days=1)
    last.save(update_fields=["ends_on"])


@transaction.atomic
def take_move_back(*, child, reason, by, version=None) -> Child:
    """A move recorded by mistake: the last residence is withdrawn with a reason, the one before runs on, through any
    reform since, and responsible_place returns with it. A child that had left without a word before has left again.

    Refused without a reason, where there is no such move, for a residence that a reform opened, and once something was
    recorded there. Raises Clash like record_death.
    """
    child = locked_valid(child, version)
    homes = list(child.residences.all())
    refuse_if(_standing_move(child, homes))
    before, last = homes[-2:]
    withdraw([last], reason=reason, by=by)
    after = before.ends_on + timedelta(days=1)
    had_left = after != last.starts_on and before.ends_on != before.place.valid_to
    child.departed_on = after if had_left else None
    child.responsible_place = in_charge([*homes[:-1], *([] if had_left else _run_on(before))])
    child.version += 1
    child.save(update_fields=["responsible_place", "departed_on", "version"])
    undone = {"before": last.place_id, "since": f"{last.starts_on:%Y-%m-%d}", "after": child.responsible_place_id}
    audit.record("child.move_taken_back", child, by=by, **undone)
    return child


def _run_on(residence):
    """The residence was never left: it is open again, or ends with its commune and runs on in the successor. What
    follows it."""
    today, address = timezone.localdate(), residence.address
    rows = residences_since(
        residence.child, residence.place, residence.starts_on, today, basis=residence.basis, address=address
    )
    residence.ends_on = rows[0].ends_on
    residence.save(update_fields=["ends_on"])
    Residence.objects.bulk_create(rows[1:])
    return rows[1:]


def _standing_move(child, homes) -> list[Problem]:
    """Why the last residence stays: it came of no move, or what is on record rests on it."""
    if len(homes) < 2 or homes[-1].basis in BY_REFORM:
        return [Problem("no_move", _("Không có việc chuyển nơi ở nào để rút."))]
    last = homes[-1]
    facts = [child.circumstances, child.risk_spells, child.services]
    there = [rows.filter(voided_at=None, recorded_place=last.place_id) for rows in facts]
    since = {"starts_on__gte": last.starts_on}
    written = [there[0].filter(**since), there[1].filter(**since), there[2].filter(on_date__gte=last.starts_on)]
    opened = child.cases.filter(voided_at=None, residence_place=last.place_id, opened_at__date__gte=last.starts_on)
    gone = child.died_on or child.departed_on
    if gone or any(rows.exists() for rows in (*written, opened)):
        text = _("Đã có mục ghi sau khi trẻ đến %(place)s; không rút được việc chuyển nơi ở này.")
        return [Problem("rests_on_it", text, params={"place": last.place.name})]
    return []


@transaction.atomic
def record_death(*, child, died_on, by, version=None) -> Child:
    """The child died: it counts in no stock from that day on. None takes a mistaken entry back. Raises Clash if someone
    saved since the `version` that the page showed."""
    child = locked_valid(child, version)
    if died_on is not None:
        child.died_on = None
        refuse_if(rules.day_problems(died_on, child.life(timezone.localdate()), "died_on"))
    child.died_on = died_on
    child.version += 1
    child.save(update_fields=["died_on", "version"])
    audit.record("child.death_recorded" if died_on else "child.death_taken_back", child, by=by)
    return child


@transaction.atomic
def record_departure(*, child, departed_on, by, version=None) -> Child:
    """The child left and no one knows where to: its residence ends the day before; move_child brings it back. Raises
    Clash like record_death."""
    child = locked_valid(child, version)
    refuse_if(rules.day_problems(departed_on, child.life(timezone.localdate()), "departed_on"))
    _end_residence(child.residences.last(), departed_on, "departed_on")
    child.departed_on = departed_on
    child.version += 1
    child.save(update_fields=["departed_on", "version"])
    audit.record("child.departed", child, by=by)
    return child
