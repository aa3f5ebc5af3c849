"""People who can sign in, and what the second factor needs."""

import secrets
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from tests.factories import PASSWORD


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def address():
    """Limits count by address; no test stands in the way of another."""
    return f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"


@pytest.fixture
def client(address):
    return Client(REMOTE_ADDR=address)


@pytest.fixture
def hoa(hoa, quick_passwords):
    return with_password(hoa)


@pytest.fixture
def an(an, quick_passwords):
    return with_password(an)


@pytest.fixture
def office(client, an):
    """An at her computer, having just typed her password."""
    client.force_login(an)
    confirm(client)
    return client


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": user.username, "password": password, **extra})


def enrol(user):
    """Give the user an app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def confirm(client):
    """As if the password had just been typed."""
    session = client.session
    user_id = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = user_id
    session.save()


def verbs(user=None):
    events = AuditEvent.objects.order_by("pk")
    return list((events.filter(by=user) if user else events).values_list("verb", flat=True))


def has_app(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def new_user(where, **changes):
    """What the form for a new user is sent."""
    return {
        "full_name": "Nguyễn Văn Mới",
        "username": "moi.nv",
        "position": "",
        "email": "",
        "role": "commune_officer",
        "place": where.pk,
        "valid_from": f"{timezone.localdate():%d/%m/%Y}",
        "valid_to": "",
        **changes,
    }
