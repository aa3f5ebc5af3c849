"""What an indicator is: a card that a domain officer can read and check. The cards are definitions/*.py."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.counting.statement import NO_GROUP_TOLD
from indicators.measures.shapes import Measure, ReportedOnly, YearOnYear
from indicators.models import CompletenessFamily, Records
from indicators.periods import PeriodKind


class Per(StrEnum):
    """What one reads as 100 in a share."""

    PERCENT = "percent"
    THOUSAND = "per_1000"
    HUNDRED_THOUSAND = "per_100000"
    DAY = "per_day"  # an average over days, not a share
    CHANGE = "change"  # percent of the period before; no share


FACTORS = {Per.PERCENT: 100, Per.THOUSAND: 1_000, Per.HUNDRED_THOUSAND: 100_000, Per.DAY: 1}


class By(StrEnum):
    SEX = "sex"
    AGE = "age"
    GROUP = "group"
    ETHNIC = "ethnic"  # Kinh, other
    ETHNIC_GROUP = "ethnic_group"  # each of the national list
    HOUSEHOLD = "household"  # poor, near-poor, neither, in the year of the count day
    DISABILITY = "disability"  # by degree
    AREA = "area"  # urban, rural, by the kind of the commune; read, not counted


OF_THE_CHILD = (By.SEX, By.AGE, By.ETHNIC, By.ETHNIC_GROUP, By.HOUSEHOLD)
EVERY_SIDE = (*OF_THE_CHILD, By.DISABILITY, By.AREA)


@dataclass(frozen=True)
class PlaceCount:
    """Denominator: units of a level in force in the place on the count day."""

    level: str


@dataclass(frozen=True)
class PopulationCount:
    """Denominator: the population as a census or yearbook says (Population), never counted from the register."""

    children: bool = False  # only those under 16


@dataclass(frozen=True)
class Groups:
    """The groups of a breakdown: {code: name} in order, and those that stand on a day even without anyone in them."""

    names: Callable[[], dict[str, str]]
    on: Callable[[date], Collection[str]] | None = None  # None: all of them, always

    def shown(self, day, found, names=None):
        """{code: name} to show for a day when these codes were found in the figures; `names` where already known."""
        names = self.names() if names is None else names
        standing = names if self.on is None else self.on(day)
        unknown = {code: _("chưa rõ") for code in found if code not in names}
        return {code: str(name) for code, name in names.items() if code in standing or code in found} | unknown


EACH_GROUP = "*"  # kind of records of an indicator whose groups are the kinds: of one group its own, else all of them


@dataclass(frozen=True)
class Version:
    """A definition holds from a day on; a change of law makes another and breaks the series."""

    number: str
    valid_from: date
    note: str | Promise = ""
    valid_to: date | None = None


@dataclass(frozen=True, eq=False)  # one object for each code: itself is its key
class Indicator:
    code: str
    name: str | Promise
    name_en: str
    why: str | Promise
    numerator: Measure | ReportedOnly | YearOnYear
    denominator: Measure | PlaceCount | PopulationCount | ReportedOnly | None
    unit: str  # Per.… if the value is a share; else a Unit: the value is the numerator
    direction: str  # "up", "down", or "" where neither is better
    completeness: tuple[CompletenessFamily | Records, ...]  # what must be declared complete before a value is shown
    source: str | Promise
    by: tuple[By, ...] = ()
    groups: Groups | None = None  # what By.GROUP breaks down by
    legal_code: str = ""
    kinds: tuple[PeriodKind, ...] = ()  # periods for which it has a meaning; empty: all
    versions: tuple[Version, ...] = (Version("1", date(2011, 1, 1)),)
    checked_by: str | Promise = field(default=_("chưa có cán bộ chuyên môn đối chiếu"))
    verified: bool = False
    notes: tuple[str | Promise, ...] = ()

    def __str__(self):
        return self.code

    @property
    def is_counted(self):
        """Whether records here tell it; else it is only what others report."""
        return isinstance(self.numerator, Measure | YearOnYear)

    @property
    def is_share(self):
        return self.unit in FACTORS

    @property
    def factor(self):
        return FACTORS.get(self.unit, 1)

    def why_not_in(self, span):
        """Why it has no meaning for periods of this kind; '' where it has one."""
        if not self.kinds or span.kind in self.kinds:
            return ""
        kinds = ", ".join(str(PeriodKind(kind).label) for kind in self.kinds)
        return gettext("Chỉ số này chỉ tính theo: %(kinds)s.") % {"kinds": kinds}

    def offers(self, group):
        """Whether the figure of this group alone can be asked for; '' is the whole, NO_GROUP_TOLD those of none."""
        return not group or (By.GROUP in self.by and group in (NO_GROUP_TOLD, *self.groups.names()))

    @property
    def measures(self):
        return tuple(m for m in (self.numerator, self.denominator) if isinstance(m, Measure))

    @property
    def families(self):
        """The marks that make its value stale."""
        return frozenset().union(*(measure.families for measure in self.measures))

    @property
    def declared_families(self):
        """The families of records that must be declared complete."""
        return frozenset(each.family for each in self._declared)

    @property
    def is_declared_by_group(self):
        return any(each.kind == EACH_GROUP for each in self._declared)

    @property
    def _declared(self):
        return tuple(each if isinstance(each, Records) else Records(each) for each in self.completeness)

    def records_of(self, group, groups):
        """The Records that must be declared complete before the value of a group is shown, or of the whole (''), which
        is made of all of its `groups`; where there are none yet, every kind at once."""
        kinds = [group] if group else list(groups) or [""]
        return frozenset(
            Records(each.family, kind)
            for each in self._declared
            for kind in (kinds if each.kind == EACH_GROUP else [each.kind])
        )

    def breaks_in(self, first, last):
        """Whether a new version begins on a day of the period, so that it does not compare with the one before."""
        return any(first <= version.valid_from <= last for version in self.versions[1:])

    def version_on(self, day):
        return next((v for v in reversed(self.versions) if v.valid_from <= day), self.versions[0])
