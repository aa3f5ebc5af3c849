"""What counts in each fact table, and how far a fact reaches: the triggers are made from this (triggers.py).

A mark says: cells of this place that depend on this family may be wrong in every period whose count day lies in
from..to. A family is the kind of fact that changed. A change of the child or of its residence marks in the name of each
family of which the child has facts, so that the birth of a child does not recount what it has no part in.

Reach of a fact, in count days:
- a stretch of days counts on the days that it lasts;
- a flow (something that happened on a day, or went on over days) counts in every period that holds it, hence from its
  first day to the end of the longest kept period that contains its last day.
Where a child's fact counts: on each count day at the residence of that day or the last one before it; the first
residence stands for the days before it too, so that nothing known is counted nowhere (ruling 8).
"""

from dataclasses import dataclass

EVERY_FAMILY = "*"  # the calendar's own mark, and a recount of everything
LIVE = "voided_at is null"


@dataclass(frozen=True)
class ChildFact:
    """A table whose rows belong to a child. Expressions speak of a row `f` of the table."""

    family: str
    table: str
    starts: str
    ends: str  # NULL: not ended
    key: tuple[str, ...] = ()  # what else counts: an edit of it is as good as another row
    flow: bool = False
    live: str = f"f.{LIVE}"
    child: str = "f.child_id"
    joins: str = ""  # what the expressions need beside `f`
    lock: str = ""  # rows of other tables that these joins rely on, as `table: column of f`


@dataclass(frozen=True)
class PlaceFact:
    """A table whose rows belong to a place of any level."""

    family: str
    table: str
    starts: str
    ends: str
    key: tuple[str, ...] = ()
    flow: bool = False
    live: str = f"f.{LIVE}"
    with_district: bool = False  # a commune's row also moves a figure of its district
    lock: str = ""


def vietnamese_day(column: str) -> str:
    return f"indicators_day({column})"


def step_day(step: str) -> str:
    """The day on which a term of the law has run: its last day where it was met, the day after where not."""
    return f"{vietnamese_day(f'{step}.due_at')} + ({step}.done_at is null)::int"


def term_of(step: str) -> str:
    """A step has a term, and was not called off before it ran out."""
    return f"{step}.due_at is not null and ({step}.cancelled_at is null or {step}.cancelled_at > {step}.due_at)"


CHILD_FACTS = (
    ChildFact("circumstance", "cases_specialcircumstance", "f.starts_on", "f.ends_on", ('f."group"',)),
    ChildFact("risk", "cases_riskspell", "f.starts_on", "f.ends_on"),
    ChildFact("assistance", "programs_assistancegrant", "f.starts_on", "f.ends_on", ("f.in_community",)),
    ChildFact("service", "cases_service", "f.on_date", "f.on_date", flow=True),
    ChildFact(
        "case",
        "cases_case",
        vietnamese_day("f.received_at"),
        vietnamese_day("f.closed_at"),
        ("f.category", "f.abuse_type", "f.outcome"),
        flow=True,
    ),
    ChildFact(  # an approved plan counts where and when its case was received
        "plan",
        "cases_caseplan",
        vietnamese_day("c.received_at"),
        vietnamese_day("c.received_at"),
        ("f.case_id",),
        flow=True,
        live=f"f.{LIVE} and f.status = 'approved'",
        child="c.child_id",
        joins="join cases_case c on c.id = f.case_id",
        lock="cases_case: case_id",
    ),
    ChildFact(  # a term of the law that has run: met by its day, or missed on the day after
        "step",
        "cases_casestep",
        step_day("f"),
        step_day("f"),
        ("f.code", "f.done_at <= f.due_at"),
        flow=True,
        live=term_of("f"),
        child="c.child_id",
        joins="join cases_case c on c.id = f.case_id",
        lock="cases_case: case_id",
    ),
    ChildFact(  # voiding a case takes its terms along
        "step",
        "cases_case",
        step_day("s"),
        step_day("s"),
        ("s.id",),
        flow=True,
        live=f"f.{LIVE} and {term_of('s')}",
        joins="join cases_casestep s on s.case_id = f.id",
    ),
    ChildFact(
        "fund_child",
        "programs_fundsupport",
        "f.on_date",
        "f.on_date",
        ("f.kind",),
        flow=True,
        live=f"f.{LIVE} and f.child_id is not null",
    ),
    ChildFact(  # the yearly review of a household counts for all of its children
        "household",
        "cases_householdstatus",
        "make_date(f.year, 1, 1)",
        "make_date(f.year, 12, 31)",
        ("f.status",),
        child="c.id",
        joins="join cases_child c on c.household_id = f.household_id",
        lock="cases_household: household_id",
    ),
)

PLACE_FACTS = (
    PlaceFact(
        "site",
        "programs_supportmodelsite",
        "f.starts_on",
        "f.ends_on",
        ("f.model_id",),
        with_district=True,
        lock="programs_supportmodel: model_id",
    ),
    PlaceFact("recognition", "programs_communerecognition", "make_date(f.year, 1, 1)", "make_date(f.year, 12, 31)"),
    PlaceFact("fund", "programs_fundentry", "f.on_date", "f.on_date", ("f.channel", "f.amount"), flow=True),
    PlaceFact("fund_support", "programs_fundsupport", "f.on_date", "f.on_date", ("f.kind",), flow=True),
    PlaceFact(  # a site that begins
        "site_start",
        "programs_supportmodelsite",
        "f.starts_on",
        "f.starts_on",
        ("f.model_id", "f.follows_id"),
        flow=True,
        lock="programs_supportmodel: model_id",
    ),
    PlaceFact("training", "programs_trainingclass", "f.on_date", "f.on_date", ("f.trainees",), flow=True),
    PlaceFact(
        "activity",
        "programs_activity",
        "f.on_date",
        "f.on_date",
        ("f.kind", "f.turns", "f.children", "f.amount"),
        flow=True,
        live=f"f.{LIVE} and f.on_date is not null",
    ),
    PlaceFact("care_day", "programs_careday", "f.on_date", "f.on_date", ("f.children",), flow=True),
    PlaceFact("worker", "programs_protectionworker", "f.starts_on", "f.ends_on", ("f.kind",)),
)

# Which of a child's facts a change of residence moves: (family, table, column, whether it is a flow).
FOLLOWS_RESIDENCE = (
    ("circumstance", "exists (select from cases_specialcircumstance f where f.child_id = ch.child_id)", False),
    ("risk", "exists (select from cases_riskspell f where f.child_id = ch.child_id)", False),
    ("assistance", "exists (select from programs_assistancegrant f where f.child_id = ch.child_id)", False),
    (
        "household",
        "exists (select from cases_child c join cases_householdstatus f on f.household_id = c.household_id"
        " where c.id = ch.child_id)",
        False,
    ),
    ("service", "exists (select from cases_service f where f.child_id = ch.child_id)", True),
    ("case", "exists (select from cases_case f where f.child_id = ch.child_id)", True),
    (
        "step",
        "exists (select from cases_casestep f join cases_case c on c.id = f.case_id where c.child_id = ch.child_id)",
        True,
    ),
    ("fund_child", "exists (select from programs_fundsupport f where f.child_id = ch.child_id)", True),
)

# A change of the child itself marks all of these, seen or not: its row is not locked against facts being written.
CHILD_FAMILIES = ("child", "circumstance", "risk", "assistance", "household", "service", "case", "fund_child")

FAMILIES = frozenset(
    {"child", "residence"} | {fact.family for fact in CHILD_FACTS} | {fact.family for fact in PLACE_FACTS}
)


def days_sql(fact) -> str:
    """The count days that a row of the fact reaches, as a daterange."""
    if fact.flow:
        return f"indicators_flow_days({fact.starts}, {fact.ends})"
    return f"daterange({fact.starts}, {fact.ends}, '[]')"
