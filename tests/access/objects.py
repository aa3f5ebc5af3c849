"""Rows to ask for: one of each kind in each world. A new kind is one line in KINDS."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.models import ApiToken
from cases.models import Assessment, CasePlan, DenyEntry, Household
from indicators.models import Completeness, Population, Release, ReleaseDraft, ReportedFigure
from places.models import Place, Reform, ReformLink, ReformUnit
from programs.models import (
    AssistanceGrant,
    FundSupport,
    Programme,
    ProtectionWorker,
    SupportModel,
    SupportModelSite,
    Target,
    TargetLevel,
)
from reporting.models import Job
from tests import factories as make

DAY = date(2026, 3, 2)


@dataclass
class World:
    """A commune and one row of each kind in it. Its `name` stands in every personal row and nowhere else."""

    label: str
    name: str
    place: Place
    made: dict = field(default_factory=dict)

    def row(self, kind, caller=None):
        """The row of a kind; what belongs to a person is made for each caller."""
        key = (kind, caller.label if kind in OF_ONE_PERSON else None)
        if key not in self.made:
            self.made[key] = KINDS[kind](self, caller)
        return self.made[key]

    def place_of(self, kind):
        """The place by which the row is reached."""
        return self.place.province if kind in OF_THE_PROVINCE else self.place


def address_part(row, argument):
    """How the row is written in an address: as the argument says, else by its uid."""
    if isinstance(row, str):
        return row
    return str(getattr(row, argument, None) or row.uid)


def _intake(world, caller):
    return make.IntakeFactory(
        incident_place=world.place,
        child_name=world.name,
        narrative=f"Chuyện giả về {world.name}.",
        code=_code(world, "T"),
    )


def _code(world, letter):
    return f"{letter}-{world.label}"


def _case(world, caller):
    return make.CaseFactory(
        place=world.place,
        intake=world.row("intake", caller),
        child__full_name=world.name,
        child__household=Household.objects.create(place=world.place, head_name=world.name),
        code=_code(world, "H"),
        stage="support",
    )


def _child(world, caller):
    return world.row("case", caller).child


def _plan(world, caller):
    case, author = world.row("case", caller), make.UserFactory()
    return CasePlan.objects.create(
        case=case, status="submitted", created_by=author, submitted_by=author, submitted_at=timezone.now()
    )


def _assessment(world, caller):
    return Assessment.objects.create(
        case=world.row("case", caller), form="02", done_on=DAY, final_level="low", created_by=make.UserFactory()
    )


def _restriction(world, caller):
    """Someone who may not see the world's case."""
    user, by = make.UserFactory(), make.UserFactory()
    return DenyEntry.objects.create(case=world.row("case", caller), user=user, reason="thử", created_by=by)


def _site(world, caller):
    model = SupportModel.objects.get_or_create(code="thu", defaults={"name": "Mô hình thử", "counts_as": "site"})[0]
    return SupportModelSite.objects.create(model=model, place=world.place, name=f"Điểm {world.label}", starts_on=DAY)


def _figure(world, caller):
    return ReportedFigure.objects.create(
        indicator="P01",
        place=world.place,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        value=5,
        unit="child",
        printed_text=f"5 trẻ em ({world.label})",
    )


def _completeness(world, caller):
    return Completeness.objects.create(family="register", place=world.place, starts_on=DAY)


def _population(world, caller):
    told = {"vintage": DAY, "total": 100, "source": f"niên giám {world.label}"}
    return Population.objects.create(place=world.place, year=2000 + Population.objects.count(), **told)


def _worker(world, caller):
    return ProtectionWorker.objects.create(
        kind="worker", full_name=f"Cán bộ {world.label}", place=world.place, starts_on=DAY
    )


def _grant(world, caller):
    child = world.row("child", caller)
    return AssistanceGrant.objects.create(child=child, ground="5.1", coefficient=1, amount=500_000, starts_on=DAY)


def _support(world, caller):
    child = world.row("child", caller)
    return FundSupport.objects.create(place=world.place, child=child, on_date=DAY, kind="gift")


def _programme(world, caller):
    years = {"starts_on": date(2021, 1, 1), "ends_on": date(2030, 12, 31)}
    return Programme.objects.create(code=f"ct-{world.label}", name="Thử", place=world.place.province, **years)


def _target(world, caller):
    fields = {"kind": "at_most", "direction": "down", "unit": "percent", "value": 3, "due_on": date(2030, 12, 31)}
    programme = world.row("programme", caller)
    return Target.objects.create(
        programme=programme, place=programme.place, indicator="H01", printed_text="3%", **fields
    )


def _target_level(world, caller):
    return TargetLevel.objects.create(target=world.row("target", caller), on=date(2025, 12, 31), value=4)


def _colleague(world, caller):
    """Someone who works in the world's commune and nowhere else."""
    user = make.UserFactory(full_name=f"Đồng nghiệp {world.label}")
    make.AssignmentFactory(user=user, place=world.place, role="commune_chair")
    return user


def _owner(world, caller):
    """In one's own world the caller, elsewhere a stranger."""
    return caller.user if world.label == "own" and caller.user else world.row("user")


def _token(world, caller):
    return ApiToken.objects.create(_owner(world, caller), expiry=timedelta(days=1), name="Thử")[0]


def _release(world, caller):
    people = {"drafted_by": make.UserFactory(), "published_by": make.UserFactory()}
    told = {"title": "Thử", "table": "quy", "periods": ["2025"], "place": world.place.province}
    words = ("name", "numerator", "denominator", "source")
    told["definitions"] = [{"code": "F01", "unit": "vnd", "notes": [], **dict.fromkeys(words, "thử")}]
    now = timezone.now()
    return Release.objects.create(number=f"{world.label}-2026-01", as_of=now, published_at=now, **people, **told)


def _release_draft(world, caller):
    """Of another commune of the province: whoever is barred from a case publishes nothing of where its child is."""
    place = make.commune(f"Xã Nháp {world.label}", parent=world.place.province)
    author = make.UserFactory(full_name=f"Người lập {world.label}")
    return ReleaseDraft.objects.create(table="quy", place=place, periods=["2025"], drafted_by=author)


def _job(world, caller, kind="import_children"):
    file = {"kind": kind, "status": "ready", "stored_as": "khong-co.csv"}
    return Job.objects.create(created_by=_owner(world, caller), **file)


def _session(world, caller):
    key = f"{world.label} {caller.label}"
    return UserSession.objects.create(user=_owner(world, caller), ip="192.0.2.1", session_key=key, user_agent="x")


def _reform(world, caller):
    """One that is to come, of the world's commune alone."""
    told = {"legal_document": f"Nghị quyết {world.label}", "on_date": date(2099, 1, 1), "rows": "thử"}
    reform = Reform.objects.create(**told)
    begins = {"code": f"x{world.label[:4]}", "level": "commune", "kind": "xã", "name": "Xã Sẽ Lập"}
    unit = ReformUnit.objects.create(reform=reform, parent=world.place.province, **begins)
    ReformLink.objects.create(reform=reform, from_place=world.place, unit=unit, kind="rename")
    return reform


KINDS = {
    "assessment": _assessment,
    "assignment": lambda world, caller: world.row("user", caller).assignments.get(),
    "case": _case,
    "child": _child,
    "circumstance": lambda world, caller: make.CircumstanceFactory(child=world.row("child", caller)),
    "completeness": _completeness,
    "figure": _figure,
    "grant": _grant,
    "intake": _intake,
    "figures_job": lambda world, caller: _job(world, caller, "import_figures"),
    "job": _job,
    "plan": _plan,
    "place": lambda world, caller: world.place.reference,
    "population": _population,
    "programme": _programme,
    "restriction": _restriction,
    "reform": _reform,
    "release": _release,
    "release_draft": _release_draft,
    "session": _session,
    "site": _site,
    "support": _support,
    "target": _target,
    "target_level": _target_level,
    "token": _token,
    "user": _colleague,
    "worker": _worker,
}
OF_ONE_PERSON = {"figures_job", "job", "session", "token"}
OF_THE_PROVINCE = {"programme", "target", "target_level"}
# What a deny entry hides.
OF_A_CASE = {"assessment", "case", "child", "circumstance", "grant", "intake", "plan", "restriction"}


def deny(world, caller, by):
    """Bar the caller from the world's one case."""
    DenyEntry.objects.create(case=world.row("case", caller), user=caller.user, reason="thử", created_by=by)
