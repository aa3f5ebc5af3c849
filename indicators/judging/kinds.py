"""What a judgement is made of."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from indicators.models import Qualifier
from indicators.value import Value
from programs.models import Target, TargetRevision
from programs.rules.targets import Against, Promise


class Status(StrEnum):
    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"
    NO_TARGET = "no_target"


SIGNS = {  # the tint and sign of a tag: never colour alone
    Status.REACHED: "ok",
    Status.ON_TRACK: "ok",
    Status.BEHIND: "warn",
    Status.NOT_REACHED: "bad",
    Status.UNKNOWN: "none",
    Status.NO_TARGET: "none",
}
TROUBLE_FIRST = (
    Status.NOT_REACHED,
    Status.BEHIND,
    Status.ON_TRACK,
    Status.REACHED,
    Status.UNKNOWN,
    Status.NO_TARGET,
)


@dataclass(frozen=True)
class Point:
    """What is known at a day, in the unit in which the target is judged."""

    day: date
    amount: Decimal
    label: str  # "năm 2018"
    is_reported: bool = False
    is_synthetic: bool = False  # made up for the demonstration
    qualifier: str = Qualifier.EXACT
    version: str = ""  # of the definition by which it was made
    value: Value | None = None  # where it is computed
    others: tuple["Point", ...] = ()  # what other sources report of the same, where they say something else

    @property
    def is_exact(self):
        """It is one number: neither "more than" nor "about", and nobody contradicts it."""
        return self.qualifier == Qualifier.EXACT and not self.others


@dataclass(frozen=True)
class Milestone:
    """A level to be reached on a day, and whether it was. The last one is the target itself."""

    on: date
    amount: Decimal | None  # in the unit in which the target is judged; None where its base year is not known
    kind: str
    is_last: bool = False
    status: Status | None = None  # None: its day has not come
    point: Point | None = None  # the figure that judged it
    ends: tuple[Decimal, ...] = ()  # between which the amount lies, where its base year is not told exactly

    @property
    def amounts(self):
        return self.ends or (self.amount,)

    @property
    def words(self):
        if self.status is None:
            return _("Chưa đến mốc")
        return {
            Status.REACHED: _("Đạt"),
            Status.NOT_REACHED: _("Chưa đạt"),
        }.get(self.status, _("Chưa đủ số liệu"))

    @property
    def sign(self):
        return SIGNS[self.status] if self.status else "none"


class Outlook(StrEnum):
    """What the forecast says of the milestone."""

    REACH = "reach"  # the whole interval meets it
    MISS = "miss"  # none of it does
    OPEN = "open"


@dataclass(frozen=True)
class Forecast:
    """Where the trend of the last years leads: not what will be. `track` is its way, year by year, for charts."""

    on: date
    value: Decimal
    low: Decimal
    high: Decimal
    years: int  # on how many years it rests
    outlook: Outlook
    track: list[tuple[date, Decimal, Decimal, Decimal]] = field(default_factory=list)  # (day, low, value, high)

    @property
    def method(self):
        return _("xu hướng tuyến tính trên %(years)d năm, khoảng tin cậy 80%%") % {"years": self.years}

    @property
    def words(self):
        return {
            Outlook.REACH: _("theo xu hướng sẽ đạt"),
            Outlook.MISS: _("theo xu hướng sẽ không đạt"),
            Outlook.OPEN: _("theo xu hướng chưa rõ đạt hay không"),
        }[self.outlook]


@dataclass(frozen=True)
class Reading:
    """One way to read an ambiguous text, and what follows from it."""

    kind: str
    is_chosen: bool
    goal: Decimal | None
    status: Status
    words: str


@dataclass(frozen=True)
class Comparison:
    """How the target stands against the one above it, each at the milestone named in its promise."""

    parent: Target
    against: Against
    own: Promise
    above: Promise
    apart: Decimal | None  # own less above, in the target's unit


@dataclass(frozen=True)
class Judgement:
    target: Target  # as it was in force on the day
    on: date
    status: Status
    goal: Decimal | None = None  # the level to reach; of a relative target from its base year
    baseline: Point | None = None
    latest: Point | None = None
    expected: Decimal | None = None  # on the path, on the day of the latest figure
    expected_now: Decimal | None = None  # on the path, on the day of the judgement
    gap: Decimal | None = None  # latest less expected, or less the goal once the milestone has passed
    needed: str = ""  # what would reach the next milestone: "thêm 14 xã, phường, thị trấn đến 12/2020"
    missing: list[str] = field(default_factory=list)
    contradictory: bool = False  # kind, direction and unit do not go together: any verdict would be false
    caveats: list[str] = field(default_factory=list)  # what limits the comparison: another definition, made-up figures
    points: list[Point] = field(default_factory=list)
    path: list[tuple[date, Decimal]] = field(default_factory=list)  # from the baseline over the milestones
    milestones: list[Milestone] = field(default_factory=list)
    forecast: Forecast | None = None
    readings: list[Reading] = field(default_factory=list)  # of an ambiguous text: two; else none
    revision: TargetRevision | None = None  # which made it say what it says on the day; None: as it was set
    version: str = ""  # of the definition under which the target was set
    comparison: Comparison | None = None
    stale: bool = False

    @property
    def sign(self):
        return SIGNS[self.status]

    @property
    def is_final(self):
        """The last milestone has passed."""
        return self.on >= self.target.due_on

    @property
    def words(self):
        return _("Chỉ tiêu tự mâu thuẫn") if self.contradictory else status_words(self.status, self.is_final)

    @property
    def by_report(self):
        """The figure that judges is what others reported."""
        return self.latest is not None and self.latest.is_reported

    @property
    def is_synthetic(self):
        """The figure that judges is made up for the demonstration."""
        return self.latest is not None and self.latest.is_synthetic


def status_words(status, is_final):
    if status is Status.REACHED and not is_final:
        return _("Đã đạt, cần duy trì")
    return {
        Status.REACHED: _("Đạt"),
        Status.ON_TRACK: _("Đúng lộ trình"),
        Status.BEHIND: _("Chậm so với lộ trình"),
        Status.NOT_REACHED: _("Chưa đạt"),
        Status.UNKNOWN: _("Chưa đủ số liệu"),
        Status.NO_TARGET: _("Không có chỉ tiêu"),
    }[status]
