"""Breakdowns: which cells hold the parts of a figure, what the parts are called, and what is left of the whole.

A child's ethnic group, household and disability are counted when asked for (ruling 27): cells of them would double
what every change has to recount. They are groups named `dimension:key` (measures/shapes.py) that hold what is told of
a child; the rest is the total less these, counted in the same statement, so that the parts add up.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import HouseholdStatus, Sex
from cases.rules.groups import subgroup_words
from indicators import ages
from indicators.counting.statement import NO_GROUP_TOLD as UNKNOWN
from indicators.definition import By
from places.models import EthnicGroup

TOTAL = "c.grp = ''"
KINH, FOREIGN = "01", "55"

# A ward or a township is urban, a commune rural; a special zone (from 2025) is neither.
AREA_SQL = """coalesce((select case
        when p.level <> 'commune' then null
        when lower(p.kind) in ('phường', 'thị trấn') then 'urban'
        when lower(p.kind) = 'xã' then 'rural'
        when lower(p.kind) = 'đặc khu' then 'zone' end
    from places_place p where p.id = c.place_id), '?')"""


@dataclass(frozen=True)
class Breakdown:
    """How the parts are read from cells `c`."""

    which: str  # SQL: the cells that are summed
    part: str  # SQL: the part to which a cell belongs
    dimension: str = ""  # of the measures that offer it
    rest: str = ""  # the part that holds whoever is told nothing of


def _of(dimension, rest, part="{key}"):
    key = f"substr(c.grp, {len(dimension) + 2})"
    return Breakdown(
        f"({TOTAL} or starts_with(c.grp, '{dimension}:'))",
        f"case when {TOTAL} then '' else {part.format(key=key)} end",
        dimension,
        rest,
    )


BREAKDOWNS = {
    None: Breakdown("c.grp = %(group)s", "''"),
    By.SEX: Breakdown(TOTAL, "c.sex"),
    By.AGE: Breakdown(TOTAL, "c.age_band"),
    By.GROUP: Breakdown("c.grp <> '' and strpos(c.grp, ':') = 0", "c.grp"),
    By.ETHNIC: _of(
        "ethnic", UNKNOWN, f"case {{key}} when '{KINH}' then 'kinh' when '{FOREIGN}' then 'foreign' else 'other' end"
    ),
    By.ETHNIC_GROUP: _of("ethnic", UNKNOWN),
    By.HOUSEHOLD: _of("household", "neither"),
    By.DISABILITY: _of("disability", "none"),
    By.AREA: Breakdown(TOTAL, AREA_SQL),
}


def is_counted_when_asked(by):
    """Whether no cells hold the parts of this breakdown, of whatever period."""
    return bool(BREAKDOWNS[by].dimension)


def with_rest(sums, by):
    """The sums of a reading with the rest of each whole in its own part."""
    breakdown = BREAKDOWNS[by]
    if not breakdown.rest:
        return sums
    left = {(*key[:-1], breakdown.rest): n for key, n in sums.items() if not key[-1]}
    parts = {key: n for key, n in sums.items() if key[-1]}
    for key, n in parts.items():
        left[(*key[:-1], breakdown.rest)] = left.get((*key[:-1], breakdown.rest), 0) - n
    return parts | {key: n for key, n in left.items() if n}


def part_names(by, found):
    """[(part, name)] in order; `found` are the parts that hold anyone. Not for groups, which the card names."""
    names, always = _NAMES[by]()
    return [(part, str(name)) for part, name in names.items() if part in always or part in found]


def _sexes():
    return dict(Sex.choices), Sex.values


def _bands():
    return {band.code: band.name for band in ages.BANDS}, {band.code for band in ages.CHILD_BANDS}


def _ethnic():
    names = {"kinh": _("Kinh"), "other": _("dân tộc khác"), "foreign": _("người nước ngoài"), UNKNOWN: _("chưa rõ")}
    return names, ("kinh", "other")


def _ethnic_groups():
    return dict(EthnicGroup.objects.values_list("code", "name")) | {UNKNOWN: _("chưa rõ")}, ()


def _households():
    names = dict(HouseholdStatus.Status.choices)
    names |= {"neither": _("hộ không nghèo, không cận nghèo"), UNKNOWN: _("chưa rõ hộ")}
    return names, (*HouseholdStatus.Status.values, "neither")


def _degrees():
    degrees = subgroup_words("DB04")
    names = {code: _("khuyết tật %(degree)s") % {"degree": _(words)} for code, words in degrees.items()}
    names |= {UNKNOWN: _("khuyết tật, chưa rõ mức độ"), "none": _("không ghi khuyết tật")}
    return names, (*degrees, "none")


def _areas():
    names = {"urban": _("thành thị"), "rural": _("nông thôn"), "zone": _("đặc khu"), UNKNOWN: _("không ghi theo xã")}
    return names, ("urban", "rural")


_NAMES = {
    By.SEX: _sexes,
    By.AGE: _bands,
    By.ETHNIC: _ethnic,
    By.ETHNIC_GROUP: _ethnic_groups,
    By.HOUSEHOLD: _households,
    By.DISABILITY: _degrees,
    By.AREA: _areas,
}
