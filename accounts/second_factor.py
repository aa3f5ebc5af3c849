"""Whether the present session has shown a second factor, and whether a code has been shown before."""

from contextlib import contextmanager

from allauth.mfa import app_settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

KEY = "second_factor_of"  # in the session: uid of the user who showed it


def mark(request, user):
    request.session[KEY] = str(user.uid)


def was_shown(request):
    return request.session.get(KEY) == str(request.user.uid)


class Unheard(ValidationError):
    """Whether the code is right, or was shown before, is not known yet: another request about it has not ended."""


@contextmanager
def hearing():
    """Around the look at a code. A refusal that only says "not answered in time" becomes Unheard, and leaves nothing
    behind: the code is not used up by it, nor is it a wrong one."""
    cache.is_unanswered = False
    before = transaction.savepoint()
    try:
        yield
    except ValidationError as refusal:
        if not cache.is_unanswered:
            raise
        transaction.savepoint_rollback(before)
        raise Unheard(_("Máy chủ đang bận, chưa xét được mã này. Hãy thử lại sau giây lát.")) from refusal


def is_first_use(user, code):
    """A code is good once for as long as it is good at all; allauth forgets it after one of its periods."""
    lifetime = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
    return cache.add(f"second_factor.used:{user.pk}:{''.join(filter(str.isalnum, code))}", True, timeout=lifetime)
