"""The register of children."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.models import BirthPrecision, Child, Household, Residence, ResidenceBasis
from places.models import EthnicGroup, Place


@dataclass(frozen=True)
class CircumstanceEntry:
    """One membership of a group, entered together with the child."""

    group: str
    starts_on: date
    subgroup: str = ""
    ends_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class ChildEntry:
    """What is asked to register one child. Without `residence_from` the child lives in `place` from today."""

    full_name: str
    sex: str
    birth_date: date
    place: Place
    birth_precision: str = BirthPrecision.DAY
    given_name: str = ""
    ethnic_group: EthnicGroup | None = None
    personal_id: str = ""
    birth_registered: bool | None = None
    phone: str = ""
    household: Household | None = None
    residence_from: date | None = None
    residence_basis: str = ResidenceBasis.PERMANENT
    address: str = ""
    circumstances: tuple[CircumstanceEntry, ...] = field(default=())
    risk_criteria: tuple[str, ...] = ()
    risk_from: date | None = None


def register_child(*, by, **entry) -> Child:
    """Enter a child under 18 with its residence: the fields of ChildEntry as keywords. Refused from the 18th birthday
    on (ruling 20), for a birth in the future, or a place that is no commune in force on the day."""
    raise NotImplementedError


def register_children(*, entries: Sequence[ChildEntry], by) -> list[Child]:
    """The same for many, set-wise, all or nothing: RowsRefused names the wrong rows. One audit event with all ids."""
    raise NotImplementedError


def edit_child(*, child, version: int, by, **fields) -> Child:
    """Change who the child is (names, sex, birth, ethnic group, personal ID, birth registration, phone).

    Raises Clash when someone saved in between. A residence since birth follows the birth date.
    """
    raise NotImplementedError


def move_child(*, child, place, moved_on, by, basis=ResidenceBasis.PERMANENT, address="") -> Residence:
    """The child lives in another commune from `moved_on`: the open residence ends the day before, the next opens,
    and responsible_place follows. Open cases stay where they are until transfer_case."""
    raise NotImplementedError


def record_death(*, child, died_on, by) -> Child:
    """The child died: it counts in no stock from that day on."""
    raise NotImplementedError


def record_departure(*, child, departed_on, by) -> Child:
    """The child left and no one knows where to: its residence ends the day before; move_child brings it back."""
    raise NotImplementedError
