"""The lock on each view: it names the permission that opens it, and the table of addresses is tested for it."""

from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from accounts.once import answered_once
from accounts.permissions import Permission

# For what could take over an account or carry data away: the password or a code, typed within the last minutes.
confirm_identity = reauthentication_required()


def names(permission):
    """Mark a view that checks by other means (log-in pages, third-party views): the URL table stays complete."""

    def decorator(view):
        view.required_permission = permission
        return view

    return decorator


def require_permission(permission):
    """The view opens only to users who hold the permission somewhere; which rows they reach is reachable_by's task.

    A form with a one-time key acts once (accounts/once.py).
    """

    def decorator(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            if permission is Permission.PUBLIC:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return _to_login(request)
            if not request.user.may(permission):
                raise PermissionDenied
            return answered_once(request, lambda: view(request, *args, **kwargs))

        wrapper.required_permission = permission
        return wrapper

    return decorator


def _to_login(request):
    """Back to the same page afterwards; a fragment asked for by htmx takes the whole page there."""
    if not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path())
    page = request.htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
    return HttpResponseClientRedirect(redirect_to_login(page).url)
