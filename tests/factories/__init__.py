"""The least valid object of each kind; a test states only what matters to it. All persons are invented."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from accounts.models import Assignment, User
from cases.models import (
    Case,
    Category,
    Channel,
    Child,
    Intake,
    Residence,
    RiskSpell,
    Service,
    SpecialCircumstance,
)
from places.models import Level, Place

PASSWORD = "mat-khau-gia-12345"


def _place(level, name, parent, **fields):
    number = Place.objects.count() + 1
    place = Place.objects.create(
        code=fields.pop("code", f"{number:05d}"),
        level=level,
        kind=name.split()[0].lower(),
        name=name,
        parent=parent,
        path=f"new.{number}.",
        import_key=f"test-{number}",
        **fields,
    )
    place.path = f"{parent.path if parent else ''}{place.pk}."
    place.province = parent.province if parent else place
    place.save()
    return place


def province(name="Tỉnh Giả", **fields):
    return _place(Level.PROVINCE, name, None, **fields)


def district(name="Huyện Giả", parent=None, **fields):
    return _place(Level.DISTRICT, name, parent or province(), **fields)


def commune(name="Xã Giả", parent=None, **fields):
    return _place(Level.COMMUNE, name, parent or province(), **fields)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = Sequence(lambda n: f"nguoi{n}")
    full_name = Sequence(lambda n: f"Người Dùng {n}")
    email = LazyAttribute(lambda o: f"{o.username}@example.org")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    user = SubFactory(UserFactory)
    place = LazyFunction(commune)
    role = "commune_officer"
    valid_from = date(2020, 1, 1)


class ChildFactory(DjangoModelFactory):
    """A child with a residence in `place` since birth."""

    class Meta:
        model = Child
        skip_postgeneration_save = True

    class Params:
        place = None

    full_name = Sequence(lambda n: f"Trẻ Giả {n}")
    sex = "F"
    birth_date = date(2016, 5, 3)
    responsible_place = LazyAttribute(lambda o: o.place or commune())

    @factory.post_generation
    def residence(self, create, extracted, **fields):
        if create and extracted is not False:
            ResidenceFactory(child=self, place=self.responsible_place, starts_on=self.birth_date)


class ResidenceFactory(DjangoModelFactory):
    class Meta:
        model = Residence

    child = SubFactory(ChildFactory, residence=False)
    place = LazyFunction(commune)
    starts_on = date(2016, 5, 3)


class CircumstanceFactory(DjangoModelFactory):
    class Meta:
        model = SpecialCircumstance

    child = SubFactory(ChildFactory)
    group = "DB01"
    starts_on = date(2020, 1, 1)
    recorded_place = LazyAttribute(lambda o: o.child.responsible_place)


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = RiskSpell

    child = SubFactory(ChildFactory)
    criteria = ["other"]
    starts_on = date(2020, 1, 1)
    recorded_place = LazyAttribute(lambda o: o.child.responsible_place)


class IntakeFactory(DjangoModelFactory):
    class Meta:
        model = Intake

    code = Sequence(lambda n: f"TN-{n:06d}")
    received_at = LazyFunction(lambda: timezone.now() - timedelta(days=3))
    channel = Channel.PHONE
    category = Category.AT_RISK
    incident_place = LazyFunction(commune)
    responsible_place = LazyAttribute(lambda o: o.incident_place)
    narrative = "Nội dung giả để thử."
    received_by = SubFactory(UserFactory)


class CaseFactory(DjangoModelFactory):
    """An open case in `place`, at its first stage, without steps (actions make those)."""

    class Meta:
        model = Case

    class Params:
        place = LazyFunction(commune)

    code = Sequence(lambda n: f"HS-{n:06d}")
    intake = SubFactory(IntakeFactory, incident_place=factory.SelfAttribute("..place"))
    child = SubFactory(ChildFactory, place=factory.SelfAttribute("..place"))
    category = LazyAttribute(lambda o: o.intake.category)
    received_at = LazyAttribute(lambda o: o.intake.received_at)
    opened_at = LazyAttribute(lambda o: o.intake.received_at)
    last_activity_at = LazyAttribute(lambda o: o.intake.received_at)
    incident_place = LazyAttribute(lambda o: o.place)
    residence_place = LazyAttribute(lambda o: o.place)
    responsible_place = LazyAttribute(lambda o: o.place)


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    child = SubFactory(ChildFactory)
    kind = "health"
    on_date = date(2026, 3, 10)
    provider = "Trạm y tế giả"
    recorded_place = LazyAttribute(lambda o: o.child.responsible_place)
