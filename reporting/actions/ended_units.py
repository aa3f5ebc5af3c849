"""Units that ended without a reform entered here: by a file of data/places, or on a day that such a file named before.

What hangs on them follows by the actions that carry out a reform (reporting/actions/reforms.py), one unit at a time.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, Subquery
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Assignment
from cases import actions as cases
from cases.models import Case, Intake, IntakeStatus, Residence
from places.actions.units import MapConflict, load_places
from places.models import Place, PlaceLink, ReformLink, ReformStatus
from places.through_time import heir_of
from programs import actions as programs
from programs.models import ProtectionWorker, SupportModelSite

DAY = timedelta(days=1)
LATELY = timedelta(days=7)  # what the tick looks at; all ended units take seconds and are asked at night
NAMED = 5
HOLDINGS = {
    "homes": "nơi ở",
    "cases": "hồ sơ đang mở",
    "intakes": "thông tin tiếp nhận chờ xử lý",
    "roles": "phân công",
    "sites": "điểm mô hình",
    "workers": "người làm công tác",
}
_END = OuterRef("valid_to")


@transaction.atomic
def load_units(folder):
    """load_places, all or nothing. MapConflict also where the files end a unit in which children live or people
    work without saying what became of it, let one begin after children came to live there, or end one whose end a
    reform entered here is to bring: nobody may be lost between the two.
    """
    before = {pk: days for pk, *days in Place.objects.values_list("pk", "valid_from", "valid_to")}
    done = load_places(folder)
    after = Place.objects.values_list("pk", "valid_from", "valid_to")
    changed = Q(pk__in=[pk for pk, *days in after if before.get(pk, days) != days])
    ahead = Q(valid_to__gte=timezone.localdate())  # their lineage may be taken back while their days stay
    places = Place.objects.order_by("path").with_names()
    _refuse_told_twice()
    _refuse_lost(places.filter(changed | ahead, valid_to__isnull=False))
    _refuse_too_early(places.filter(changed))
    return done


def _refuse_told_twice():
    scheduled = ReformLink.objects.filter(from_place__valid_to__isnull=False, reform__status=ReformStatus.SCHEDULED)
    told = [f"{link.from_place.name} ({link.reform})" for link in scheduled.select_related("from_place", "reform")]
    if told:
        raise MapConflict(
            f"các đơn vị này có ngày cuối trong tệp và cũng nằm trong đợt sắp xếp đang chờ đến ngày: {_named(told)}. "
            "Bỏ đợt ấy trên màn hình Sắp xếp rồi nạp lại."
        )


def _refuse_lost(ended):
    """What is in a unit of unknown fate; of children only those who are still here."""
    rows = _outlasting()
    rows["homes"] = rows["homes"].filter(child__died_on=None, child__departed_on=None, child__voided_at=None)
    counts = {what: _count(each) for what, each in rows.items()}
    holds_any = Q(*((f"{what}__gt", 0) for what in counts), _connector=Q.OR)
    lost = [place for place in ended.annotate(**counts).filter(holds_any) if not place.as_of(place.valid_to + DAY)]
    if lost:
        told = [f"{place.full_name}, hết ngày {place.valid_to:%d/%m/%Y}: {_holdings(place)}" for place in lost]
        raise MapConflict(
            f"tệp không cho biết các đơn vị này đã thành đơn vị nào, mà ở đó còn người hoặc việc: {_named(told)}. "
            "Bổ sung lineage.csv, hoặc nhập đợt sắp xếp trên màn hình."
        )


def _holdings(place):
    return ", ".join(f"{n} {words}" for what, words in HOLDINGS.items() if (n := getattr(place, what)))


def _refuse_too_early(begun):
    lived = _homes(begun, Q(starts_on__lt=OuterRef("valid_from")))
    if lived:
        told = [f"{place.full_name}, từ {place.valid_from:%d/%m/%Y}: {n} nơi ở" for place, n in lived.items()]
        raise MapConflict(
            f"tệp dời ngày bắt đầu của các đơn vị này về sau, khi trẻ em đã ở đó trước ngày ấy: {_named(told)}. "
            "Giữ ngày cũ trong tệp, hoặc sửa nơi ở của các em trước."
        )


def _homes(places, when):
    """{unit: number of residences} where there are any such."""
    count = _count(Residence.objects.filter(when, place=OuterRef("pk")))
    return {place: place.homes for place in places.annotate(homes=count).filter(homes__gt=0)}


def _count(rows):
    return Subquery(rows.order_by().annotate(n=Func("pk", function="count")).values("n"), IntegerField())


def _named(told):
    rest = f" và {len(told) - NAMED} đơn vị khác" if len(told) > NAMED else ""
    return "; ".join(told[:NAMED]) + rest


def follow_ended_units(since=None) -> Counter:
    """Whoever and whatever is still in a unit after its last day goes where the unit went (ruling 3), the earlier ends
    first; of units that ended from the day `since` on, or of all. May be repeated, interrupted and run by two at once.

    Returns how many "units" were left, children "moved" to a unit that took theirs whole or "waiting" above the parts,
    "entries" (sites, workers) that went on, "roles" that went on and roles "ended" in the old units.
    """
    done: Counter[str] = Counter()
    seen: set[int] = set()
    while found := _ended_before(timezone.localdate(), since, seen):
        for pk in found:  # a unit that takes people over may have ended too
            done += _follow(pk)
        seen.update(found)
    return done


def heirs_told():
    """{(unit, what took it, whether a part)} of the units that have ended."""
    ended = PlaceLink.objects.filter(from_place__valid_to__lt=timezone.localdate())
    return set(ended.values_list("from_place", "to_place", "partial"))


def gone_by(before):
    """Units whose children have gone where heirs_told() `before` said, which it does no more. They stay there."""
    corrected = {pk for pk, *_heir in before - heirs_told()}
    gone = Residence.objects.filter(place=OuterRef("pk"), ends_on=_END)
    return Place.objects.filter(Exists(gone), pk__in=corrected).with_names().order_by("path")


def _ended_before(today, since, seen):
    ended = Place.objects.filter(valid_to__lt=today, **({"valid_to__gte": since} if since else {}))
    return list(_left_in(ended).exclude(pk__in=seen).order_by("valid_to", "pk").values_list("pk", flat=True))


def _beyond(name="ends_on"):
    """It lasts longer than its unit did."""
    return Q(**{name: None}) | Q(**{f"{name}__gt": _END})


def _outlasting():
    """{what: its rows} that last longer than the unit (OuterRef) that they are in."""
    here, in_charge = {"place": OuterRef("pk")}, {"responsible_place": OuterRef("pk")}
    return {
        "homes": Residence.objects.filter(_beyond(), **here),
        "cases": Case.objects.active().filter(**in_charge),
        "intakes": Intake.objects.filter(status=IntakeStatus.NEW, voided_at=None, **in_charge),
        "roles": Assignment.objects.filter(_beyond("valid_to"), **here),
        "sites": SupportModelSite.objects.filter(_beyond(), voided_at=None, **here),
        "workers": ProtectionWorker.objects.filter(_beyond(), voided_at=None, **here),
    }


def _left_in(ended):
    """Those of the units that still hold what a reform would have moved. A reform being carried out moves its own.

    Cases and sites of divided units stay: whoever has a part reaches them, and they are on their lists.
    """
    rows = {what: Exists(each) for what, each in _outlasting().items()}
    whole = PlaceLink.objects.filter(
        from_place=OuterRef("pk"), partial=False, on_date__gt=_END, to_place__level=OuterRef("level")
    )
    goes_on = rows["cases"] | rows["intakes"] | rows["sites"] | rows["workers"]
    applying = ReformLink.objects.filter(done_at=None, reform__status=ReformStatus.APPLYING)
    left = ended.filter(rows["homes"] | rows["roles"] | Exists(whole) & goes_on)
    return left.exclude(pk__in=applying.values("from_place"))


@transaction.atomic
def _follow(pk):
    """One unit with all that is left in it; the lock on the unit is the turn."""
    Place.objects.select_for_update(no_key=True).get(pk=pk)
    place = _left_in(Place.objects.filter(pk=pk)).first()
    if place is None:
        return Counter()  # another worker had just finished with it
    day = place.valid_to + DAY
    heir = heir_of(place, day)
    if heir.place is None:
        return Counter()  # nobody knows what became of it or of what it lay in: they stay where they are
    held = Assignment.objects.not_ended(day).filter(place=place).count()
    homes = Residence.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), place=place)
    if not (heir.is_whole or held or homes.exists()):
        return Counter()  # two took it "whole": nobody can say for the files which of them has its cases and sites
    moved = cases.follow_reform(place=place, on_date=day)
    alike = heir.place.level == place.level  # what a district held does not become its province's by its end
    entries = programs.follow_reform(place=place, on_date=day) if alike else 0
    roles = accounts.follow_reform(place=place, successor=_office(place, heir, day), on_date=day)
    told = {"moved" if heir.is_whole else "waiting": moved, "entries": entries, "roles": roles, "ended": held}
    return Counter({"units": 1} | told)


def _office(place, heir, day):
    """Where its roles go on: the unit of the same level that it became, or the part that keeps its code."""
    units = [unit for unit, _partial in place.as_of(day) if unit.level == place.level]
    return next((unit for unit in units if heir.is_whole or unit.code == place.code), None)
