"""Where and when the records are declared complete, so that a count may be shown (ruling 7)."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import CompletenessFamily as Family
from indicators.models import Records
from places.models import Level
from programs.models import Activity, FundSupport, SupportModel

# Families whose facts all sit in communes: they are complete where each commune says so. A fund, a class or an activity
# may be the province's own, of which its communes know nothing.
OF_COMMUNES = frozenset({Family.REGISTER, Family.CASES, Family.ASSISTANCE, Family.RECOGNITION, Family.WORKFORCE})


def _models(*counts_as):
    return lambda: dict(SupportModel.objects.filter(counts_as__in=counts_as).values_list("code", "name"))


# What is recorded in one book, yet not by the same hands: whoever writes down every talk may write down no forum. Of
# these a declaration speaks of one kind, or of every kind.
KINDS = {
    Family.MODELS: _models(SupportModel.CountsAs.COMMUNE, SupportModel.CountsAs.POINT),
    Family.MODEL_STARTS: _models(SupportModel.CountsAs.COMMUNE),
    Family.ACTIVITY: lambda: dict(Activity.Kind.choices) | {"gift_amount": _("kinh phí thăm, tặng quà")},
    Family.FUND: lambda: {"raised": _("số tiền vận động"), "support": _("lượt hỗ trợ")},
    Family.TRAINING: lambda: {"class": _("lớp đã mở"), "trainee": _("số học viên của từng lớp")},
}


def choices():
    """[(value, words)] of what can be declared, the kinds of a family under its name; a value is read by `records`."""
    found = []
    for family in Family:
        if family not in KINDS:
            found.append((family.value, family.label))
            continue
        kinds = [(f"{family}:{kind}", name) for kind, name in KINDS[family]().items()]
        found.append((family.label, [(family.value, _("mọi loại, kể cả loại không có bản ghi nào")), *kinds]))
    return found


def records(value) -> Records:
    """What one of the choices stands for."""
    family, _colon, kind = value.partition(":")
    return Records(family, kind)


def names():
    """{Records: words} of all that can be declared."""
    told = {Records(family.value): family.label for family in Family}
    for family, kinds in KINDS.items():
        told[Records(family.value)] = _("%(family)s: mọi loại") % {"family": family.label}
        told |= {Records(family.value, kind): f"{family.label}: {name}" for kind, name in kinds().items()}
    return told


def words(row, named=None):
    """What a declaration speaks of; of a kind that is no more, its code. `named` where names() is known already."""
    told = (names() if named is None else named).get(Records(row.family, row.kind))
    return str(told or f"{row.get_family_display()}: {row.kind}")


def turns_against(row):
    """How many turns of the Fund belie a declaration that each names its child: entered since without a name."""
    if row.family != Family.FUND_CHILD:
        return 0
    return turns_without_child([row.place.path], row.starts_on, row.ends_on).count()


def turns_without_child(paths, first: date, last: date | None = None):
    """The turns of the Fund on these days (without a last one: ever after) in the places that name no child."""
    rows = FundSupport.objects.unnamed().filter(voided_at=None, on_date__gte=first)
    rows = rows.filter(on_date__lte=last) if last else rows
    within = Q()
    for path in paths:
        within |= Q(place__path__startswith=path)
    return rows.filter(within) if paths else rows.none()


class Declared:
    """The declarations that bear on a territory; asked as often as needed without another query.

    `spells`: (family, kind, path of the place, from, to or None). `communes`: those of the territory, each with its
    path and is_in_force(). `nameless`: (path, day, how many) of the turns of the Fund that name no child: whatever was
    declared, not each names its child.
    """

    def __init__(self, spells, communes, nameless=()):
        self._spells = defaultdict(list)  # {(family, path): [(from, to, kind)]}
        self._with_spells = set()  # (family, path) of whatever has a declaration in it
        for family, kind, path, starts_on, ends_on in spells:
            self._spells[family, path].append((starts_on, ends_on or date.max, kind))
            self._with_spells.update((family, above) for above in _line(path))
        self._communes = defaultdict(list)  # {path: the communes in it}
        for commune in communes:
            for above in _line(commune.path):
                self._communes[above].append(commune)
        self._nameless = list(nameless)
        self._known = {}

    @classmethod
    def within(cls, territory, families):
        """Declarations for the places of a territory (indicators/reading.py) and for what lies above them."""
        places = {int(part) for place in territory.below.values() for part in place.path.split(".")[:-1]}
        with connection.cursor() as cursor:
            cursor.execute(
                """select c.family, c.kind, p.path, c.starts_on, c.ends_on
                from indicators_completeness c join places_place p on p.id = c.place_id
                where c.place_id = any (%s) and c.family = any (%s)""",
                [sorted(places), sorted(families)],
            )
            spells = cursor.fetchall()
        naming = [(path, starts_on) for family, _kind, path, starts_on, _end in spells if family == Family.FUND_CHILD]
        nameless = ()
        if naming:
            paths, first = [path for path, _start in naming], min(start for _path, start in naming)
            turns = turns_without_child(paths, first)
            nameless = turns.order_by().values_list("place__path", "on_date").annotate(Count("pk"))
        return cls(spells, territory.at(Level.COMMUNE), nameless)

    def covers(self, path, asked, first: date, last: date):
        """All of these Records are complete for the path on all days, by declarations for it or above it; those of
        which all facts sit in communes also by declarations for each of the communes in force in it on the last day.

        Which children the Fund reached is told by the province alone: its turns reach children of any commune.
        """
        if not any(each.family == Family.FUND_CHILD for each in asked):
            return all(self._covers(path, each, first, last) for each in asked)
        province = _line(path)[0]
        return not self.nameless(path, first, last) and all(self._covers(province, each, first, last) for each in asked)

    def nameless(self, path, first: date, last: date):
        """How many turns of the Fund name no child on these days: in the place, and above it, where the child may be
        one of the place."""
        near = (
            n for at, day, n in self._nameless if first <= day <= last and (at.startswith(path) or path.startswith(at))
        )
        return sum(near)

    def _covers(self, *asked):
        if asked not in self._known:
            self._known[asked] = self._declared_above(*asked) or self._declared_below(*asked)
        return self._known[asked]

    def _declared_below(self, path, asked, first, last):
        if asked.family not in OF_COMMUNES or (asked.family, path) not in self._with_spells:
            return False
        communes = [commune for commune in self._communes[path] if commune.is_in_force(last)]
        return bool(communes) and all(self._declared_above(c.path, asked, first, last) for c in communes)

    def _declared_above(self, path, asked, first, last):
        day = first
        spells = (spell for above in _line(path) for spell in self._spells.get((asked.family, above), ()))
        for starts, ends, _kind in sorted(spell for spell in spells if spell[2] in ("", asked.kind)):
            if starts > day:
                return False
            if ends >= last:
                return True
            day = max(day, ends + timedelta(days=1))
        return False


def _line(path):
    """The paths of the place and of those above it: 54. and 54.601. for 54.601."""
    parts = path.split(".")[:-1]
    return [".".join(parts[:n]) + "." for n in range(1, len(parts) + 1)]
