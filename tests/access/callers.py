"""Who calls: one of each role, and those who should not come far."""

import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.test import Client

from accounts.models import User
from accounts.permissions import Permission as P
from accounts.roles import ROLES
from places.models import Level, Place
from tests.factories import AssignmentFactory, UserFactory


@dataclass
class Caller:
    label: str
    client: Client
    user: User | None = None
    place: Place | None = None  # where the role is held
    headers: dict | None = None  # of a token; its session is nobody's
    only: frozenset | None = None  # a token that reaches no more than these permissions
    signed_in: bool = True

    def may(self, permission):
        """Read from the table of roles, not asked of the code under test."""
        if permission is P.PUBLIC:
            return True
        if not self.signed_in or (self.only is not None and permission not in self.only):
            return False
        return permission is P.SIGNED_IN or any(permission in ROLES[role].permissions for role in self.roles())

    def roles(self):
        return list(self.user.assignments.values_list("role", flat=True))

    def reaches(self, place):
        return place.path.startswith(self.place.path)

    def ask(self, method, url, typed):
        """One request; the cookies it changes are put back, so that the next starts from the same session."""
        kept = {name: (cookie.value, dict(cookie)) for name, cookie in self.client.cookies.items()}
        form = {"data": urlencode(typed), "content_type": "application/x-www-form-urlencoded"} if typed else {}
        response = self.client.generic(method, url, headers=self.headers, **form)
        self.client.cookies.clear()
        for name, (value, attributes) in kept.items():
            self.client.cookies[name] = value
            self.client.cookies[name].update(attributes)
        return response


def of_role(code, places, label="", **fields):
    """A user with the role, in the place of its highest level, signed in a moment ago."""
    place = places[max(ROLES[code].levels, key=[Level.COMMUNE, Level.DISTRICT, Level.PROVINCE].index)]
    user = UserFactory(full_name=f"Người giữ {label or code}", **fields)
    AssignmentFactory(user=user, place=place, role=code)
    return Caller(label or code, _client(user), user, place)


def _client(user=None):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def anonymous():
    return Caller("anonymous", _client(), signed_in=False)


def disabled(like):
    user = UserFactory()
    AssignmentFactory(user=user, place=like.place, role=like.label)
    caller = Caller("disabled", _client(user), user, like.place, signed_in=False)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return caller


def with_token(like, text, kind, only=None):
    return Caller(f"{kind} token", _client(), like.user, like.place, {"authorization": f"Token {text}"}, only)
