"""Sealed columns: AES-256-GCM in Python, keys outside the database.

A value is `keyid:base64(nonce + ciphertext)`. The model, field and the row's uid are bound into it, so a value copied
to another child's row does not open. A keyed blind index (`keyid:` too) answers "is this very number known?" without
opening any: the column of the same name with `_index` behind it, derived by the model when a row is saved.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import MaxLengthValidator
from django.db import models

from places.text import nfc, nfc_lines

LONGEST_KEY_ID = 20  # before a blind index, in a column of 64 letters


class SealBroken(Exception):
    """The value was altered, moved from another row, or its key is missing."""


@lru_cache(maxsize=4)
def _ring(text: str) -> dict[str, bytes]:
    """{key id: 32 bytes}, the current key first."""
    ring = {}
    for part in text.split(","):
        key_id, _, encoded = part.strip().partition(":")
        key = base64.b64decode(encoded)
        if not 0 < len(key_id) <= LONGEST_KEY_ID or len(key) != 32:
            told = f"`id:base64 of 32 random bytes`, the id of {LONGEST_KEY_ID} letters at most"
            raise ImproperlyConfigured(f"SEALING_KEYS: each part is {told}.")
        ring[key_id] = key
    return ring


def keys() -> dict[str, bytes]:
    return _ring(settings.SEALING_KEYS)


def seal(plain: str, bound_to: str) -> str:
    """Seal with the current key; `bound_to` is "app.model.field:uid"."""
    key_id, key = next(iter(keys().items()))
    nonce = os.urandom(12)
    return (
        f"{key_id}:{base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain.encode(), bound_to.encode())).decode()}"
    )


def unseal(sealed: str, bound_to: str) -> str:
    """Raises SealBroken."""
    key_id, _, encoded = sealed.partition(":")
    key = keys().get(key_id)
    if key is None:
        raise SealBroken(f"Key {key_id!r} is not among SEALING_KEYS.")
    try:
        raw = base64.b64decode(encoded, validate=True)
        return AESGCM(key).decrypt(raw[:12], raw[12:], bound_to.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"A sealed value does not belong to {bound_to}.") from error


def blind_index(plain: str, purpose: str) -> str:
    """What is stored: the same text gives the same index under the current key."""
    return blind_indexes(plain, purpose)[0]


def blind_indexes(plain: str, purpose: str) -> list[str]:
    """What is looked for: the index under every key, the current one first. A rotation leaves rows under older keys."""
    about = f"{purpose}:{plain}".encode()
    return [f"{key_id}:{_digest(key, about)[:40]}" for key_id, key in keys().items()]


def _digest(key, about):
    return hmac.new(hashlib.sha256(b"blind:" + key).digest(), about, hashlib.sha256).hexdigest()


class _Sealed:
    """Opens on reading the attribute, never before: a queryset's values() hands out sealed text only."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:  # deferred
            instance.refresh_from_db(fields=[self.field.attname])
        value = instance.__dict__[self.field.attname]
        if isinstance(value, SealedValue):
            return unseal(value.text, self.field.bound_to(instance))
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = self.field.compose(value) if isinstance(value, str) else value


class SealedValue:
    """Sealed text as it came from the database."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return "•••"


class SealedTextField(models.TextField):
    """Plain in memory, sealed in the database; the model has a `uid`. Empty text stays empty."""

    compose = staticmethod(nfc_lines)

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, self.attname, _Sealed(self))

    def bound_to(self, instance):
        return f"{self.model._meta.label_lower}.{self.attname}:{instance.uid}"

    def from_db_value(self, value, expression, connection):
        return SealedValue(value) if value else value

    def pre_save(self, model_instance, add):
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, SealedValue):
            return held
        plain = getattr(model_instance, self.attname)
        return SealedValue(seal(plain, self.bound_to(model_instance))) if plain else plain

    def get_prep_value(self, value):
        if isinstance(value, SealedValue):
            return value.text
        if value:
            raise TypeError("A sealed column is written by save() or bulk_create(), and never searched.")
        return value


class SealedLineField(SealedTextField):
    """One line of at most `max_length` characters."""

    compose = staticmethod(nfc)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.validators.append(MaxLengthValidator(self.max_length))

    def formfield(self, **kwargs):
        return super().formfield(**{"widget": forms.TextInput, **kwargs})


def sealed_fields() -> dict[type[models.Model], list[SealedTextField]]:
    """Every model that holds sealed columns, with them."""
    found = ((m, [f for f in m._meta.local_fields if isinstance(f, SealedTextField)]) for m in apps.get_models())
    return {model: fields for model, fields in found if fields}


def keyed_columns(model, fields) -> list[str]:
    """The columns of a model that hold `keyid:`: these sealed ones and their blind indexes."""
    sealed = [field.attname for field in fields]
    indexes = {f"{name}_index" for name in sealed}
    return sealed + [field.attname for field in model._meta.local_fields if field.attname in indexes]
