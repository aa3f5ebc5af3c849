"""What a reform would do on its day, before it does: who keeps and who loses access, which people and cases move, what
stays with the old unit, which series lack afterwards. Numbers only; whoever plans a reform need not see any child."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.models import Assignment
from accounts.roles import ROLES
from cases.models import Case, Intake, Residence
from indicators.models import Completeness
from indicators.withholding import Withheld
from places.models import Level, successor_of_office, successor_of_people
from programs.models import ProtectionWorker, SupportModelSite, Target


@dataclass
class OldUnit:
    """An ending unit with what hangs on it."""

    place: object
    links: list = field(default_factory=list)
    residents: int = 0
    cases: int = 0
    intakes: int = 0
    sites: int = 0
    workers: int = 0
    is_withheld: bool = False  # the person may see no live figures of it (ruling 17)

    @property
    def successor(self):
        """The one unit that it becomes whole; None where it is divided."""
        return successor_of_people(self.links)


@dataclass(frozen=True)
class Role:
    assignment: object
    successor: object  # ReformUnit, or None: access ends


@dataclass(frozen=True)
class Effects:
    units: list
    roles: list
    targets: list
    declarations: list

    @property
    def keep(self):
        return [role for role in self.roles if role.successor]

    @property
    def lose(self):
        return [role for role in self.roles if not role.successor]

    @property
    def divided(self):
        return [unit for unit in self.units if unit.successor is None]

    @property
    def is_withheld(self):
        return any(unit.is_withheld for unit in self.units)

    @property
    def moving(self):
        return _sum("residents", [unit for unit in self.units if unit.successor])

    @property
    def waiting(self):
        return _sum("residents", self.divided)

    @property
    def cases(self):
        return _sum("cases", self.units)

    @property
    def intakes(self):
        return _sum("intakes", self.units)

    @property
    def sites_moving(self):
        return sum(unit.sites for unit in self.units if unit.successor)

    @property
    def sites_waiting(self):
        return sum(unit.sites for unit in self.divided)

    @property
    def workers_waiting(self):
        return sum(unit.workers for unit in self.divided)


def _sum(name, units):
    """None where a part of it is not the person's to see."""
    return None if any(unit.is_withheld for unit in units) else sum(getattr(unit, name) for unit in units)


def effects(reform, user):
    """Effects, as of now, in a handful of queries; of units whose live figures the user may not see, without counts."""
    units = {}
    for link in reform.links.select_related("from_place__parent", "from_place__province", "unit"):
        units.setdefault(link.from_place_id, OldUnit(link.from_place)).links.append(link)
    ending = list(units)
    open_ended = Q(ends_on=None) | Q(ends_on__gte=reform.on_date)
    for name, rows in {
        "residents": Residence.objects.filter(open_ended, place__in=ending, child__voided_at=None).values("place"),
        "cases": Case.objects.active().filter(responsible_place__in=ending).values("responsible_place"),
        "intakes": Intake.objects.filter(responsible_place__in=ending, status="new", voided_at=None).values(
            "responsible_place"
        ),
        "sites": SupportModelSite.objects.filter(open_ended, place__in=ending, voided_at=None).values("place"),
        "workers": ProtectionWorker.objects.filter(open_ended, place__in=ending, voided_at=None).values("place"),
    }.items():
        for row in rows.order_by().annotate(n=Count("pk")):
            setattr(units[row.get("place") or row["responsible_place"]], name, row["n"])
    _withhold(units.values(), user)
    held = Assignment.objects.not_ended(reform.on_date).filter(place__in=ending).select_related("user", "place")
    roles = [Role(each, _follows(reform, each, units)) for each in held.order_by("place__sort_key", "user__full_name")]
    targets = Target.objects.filter(place__in=ending, due_on__gte=reform.on_date).select_related("place", "programme")
    declared = Completeness.objects.filter(open_ended, place__in=ending).select_related("place")
    return Effects(list(units.values()), roles, list(targets), list(declared.order_by("place__sort_key", "family")))


def _withhold(units, user):
    withheld = Withheld(user)
    for unit in units:
        if withheld.covers(unit.place):
            unit.is_withheld, unit.residents, unit.cases, unit.intakes = True, None, None, None


def _follows(reform, assignment, units):
    """The new unit in which the role goes on."""
    successor = successor_of_office(units[assignment.place_id].links)
    fits = successor is not None and successor.level in ROLES[assignment.role].levels
    return successor if fits and reform.carries_roles else None


def levels(units):
    """[(level, its ending units)] from the top."""
    return [(level, [unit for unit in units if unit.place.level == level]) for level in Level]
