"""The worlds and the callers, made once for all addresses; every request is undone."""

import re
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate as today

from accounts import actions
from accounts.roles import ROLES
from places import working_days
from places.actions.calendar import freeze_year
from places.models import Level
from places.text import fold
from tests.access import callers
from tests.access.matrix import AN_INDICATOR_TOKEN_REACHES, SHOWING_NAMES, Plain
from tests.access.objects import KINDS, OF_A_CASE, OF_ONE_PERSON, World, address_part, deny
from tests.factories import UserFactory, commune, district, province


class Worlds:
    def __init__(self):
        for year in (today().year - 1, today().year, today().year + 1):
            freeze_year(year)
        working_days.forget()
        top = province("Tỉnh Nhà")
        middle = district("Huyện Nhà", parent=top)
        here = commune("Xã Nhà", parent=middle)
        beside = commune("Xã Bên", parent=district("Huyện Bên", parent=top))
        away = commune("Xã Xa", parent=district("Huyện Xa", parent=province("Tỉnh Xa")))
        self.own = World("own", "Ngô Thị Trong Nhà", here)
        self.beside = World("beside", "Hứa Văn Bên Cạnh", beside)
        self.away = World("away", "Mạc Thị Phương Xa", away)
        self.denied = World("denied", "Phí Thị Bị Chặn", here)
        self.all = [self.own, self.beside, self.away, self.denied]
        self._make_callers({Level.COMMUNE: here, Level.DISTRICT: middle, Level.PROVINCE: top})
        self._make_rows()

    def _make_callers(self, places):
        self.of_role = {code: callers.of_role(code, places) for code in ROLES}
        self.technical = callers.of_role("system_administrator", places, "technical administrator", is_superuser=True)
        officer, staff = self.of_role["commune_officer"], self.of_role["province_staff"]
        self.people = [*self.of_role.values(), self.technical]
        self.strangers = [callers.anonymous(), callers.disabled(officer)]
        self.tokens = [
            callers.with_token(staff, _token(staff, "indicator"), "indicator", AN_INDICATOR_TOKEN_REACHES),
            callers.with_token(staff, _token(staff, "case"), "case"),
        ]
        self.everyone = [*self.people, *self.strangers, *self.tokens]

    def _make_rows(self):
        """All beforehand: what is made during a request would be undone with it."""
        by = UserFactory()
        for world in self.all:
            for kind in KINDS.keys() - OF_ONE_PERSON:
                world.row(kind)
            for caller in self.everyone:
                for kind in OF_ONE_PERSON:
                    world.row(kind, caller)
        for caller in self.people:
            deny(self.denied, caller, by)

    def kinds(self, rule):
        return [value for value in (*rule.rows.values(), *rule.query.values()) if _is_kind(value)]

    def asked(self, rule):
        """The worlds in which it makes a difference to ask."""
        kinds = set(self.kinds(rule))
        if not kinds or not rule.scoped:
            return [self.own]
        return self.all if kinds & OF_A_CASE else [self.own, self.beside, self.away]

    def url(self, address, rule, world, caller):
        values = {}
        for argument in re.findall(r"<(?:\w+:)?(\w+)>", address.route):
            values[argument] = self._part(rule.rows[argument], argument, world, caller)
        query = {name: self._part(value, name, world, caller) for name, value in rule.query.items()}
        asked = f"?{urlencode(query)}" if query else ""
        if address.name == address.route:  # without a name it cannot be reversed
            return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], address.route)
        return reverse(address.name, kwargs=values) + asked

    def _part(self, value, argument, world, caller):
        return address_part(world.row(value, caller) if _is_kind(value) else str(value), argument)

    def reaches(self, caller, rule, world):
        """Whether the rows of the address lie in the caller's hands: by path, by ownership, and not barred."""
        kinds = set(self.kinds(rule))
        if not kinds or not rule.scoped:
            return True
        if kinds <= OF_ONE_PERSON:
            return world is self.own
        barred = world is self.denied and kinds & OF_A_CASE
        return not barred and all(self._is_near(caller, rule, world.place_of(kind)) for kind in kinds)

    @staticmethod
    def _is_near(caller, rule, place):
        """Rows of the caller's territory; to read, also those of the units that his lies in, where the rule says so."""
        return caller.reaches(place) or (rule.from_below and caller.place.path.startswith(place.path))

    def hidden_names(self, caller):
        """Names that must not stand in any answer to this caller: of all whom no right of his shows him there."""
        sees = caller.signed_in and any(caller.may(permission) for permission in SHOWING_NAMES)
        seen = [world for world in self.all if sees and caller.reaches(world.place)]
        return [world.name for world in self.all if world not in seen or world is self.denied]


def typed(body, world):
    """What is sent to look for the world's name: without tone marks, so that what was typed is not what was found."""
    told = {"name": fold(world.name), "place": world.place.pk}
    return {field: text.format(**told) for field, text in body.items()}


def _is_kind(value):
    return value in KINDS and not isinstance(value, Plain)


def ask(caller, method, url, **typed):
    """One request, undone."""
    with transaction.atomic():
        response = caller.ask(method, url, typed)
        transaction.set_rollback(True)
    return response


def _token(caller, kind):
    return actions.create_token(user=caller.user, name="Thử", kind=kind, days=1)[1]
