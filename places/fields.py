"""Text columns that hold composed Vietnamese (NFC), whatever the keyboard or the file sent."""

from django.db import models

from places.text import nfc, nfc_lines


class _Composed(models.Field):
    compose = staticmethod(nfc)

    def to_python(self, value):
        value = super().to_python(value)
        return self.compose(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        """What is saved is what the object shows afterwards."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.compose(value)
            setattr(model_instance, self.attname, value)
        return value


class NFCCharField(_Composed, models.CharField):
    """One line: composed, outer spaces cut, inner ones single. Lookups compare with the same form."""


class NFCTextField(_Composed, models.TextField):
    """Several lines: composed, line breaks kept, spaces at the ends of lines cut."""

    compose = staticmethod(nfc_lines)
