"""All indicators: every file in definitions/ declares one or more as INDICATORS."""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from django.utils.translation import gettext as _

from indicators import definitions
from programs.catalogue import Known


class UnknownIndicator(LookupError):
    """No indicator bears this code; the message says so in Vietnamese."""


@lru_cache(maxsize=1)
def _declared():
    names = sorted(module.name for module in iter_modules(definitions.__path__))
    return [i for name in names for i in import_module(f"{definitions.__name__}.{name}").INDICATORS]


def all():
    """Every indicator, in order of code."""
    return sorted(_declared(), key=lambda indicator: indicator.code)


def known_to_targets():
    """The catalogue as programs.catalogue asks for it."""
    for indicator in all():
        yield as_known(indicator, indicator.groups.names() if indicator.groups else {})


def as_known(indicator, groups):
    return Known(indicator.code, str(indicator.name), groups, indicator.unit, indicator.numerator.unit)


def get(code):
    """The indicator with this code (an Indicator is returned as it is). Raises UnknownIndicator."""
    for indicator in _declared():
        if indicator.code == str(code):
            return indicator
    raise UnknownIndicator(_("Không có chỉ số “%(code)s”.") % {"code": str(code)[:40]})
