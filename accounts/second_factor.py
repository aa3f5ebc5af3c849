"""Whether the present session has shown a second factor, and whether a code has been shown before."""

from allauth.mfa import app_settings
from django.core.cache import cache

KEY = "second_factor_of"  # in the session: uid of the user who showed it


def mark(request, user):
    request.session[KEY] = str(user.uid)


def was_shown(request):
    return request.session.get(KEY) == str(request.user.uid)


def is_first_use(user, code):
    """A code is good once for as long as it is good at all; allauth forgets it after one of its periods."""
    lifetime = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
    return cache.add(f"second_factor.used:{user.pk}:{''.join(filter(str.isalnum, code))}", True, timeout=lifetime)
