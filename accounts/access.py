"""The lock on each view: it names the permission that opens it, and the table of addresses is tested for it."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from accounts.permissions import Permission


def names(permission):
    """Mark a view that checks by other means (log-in pages, third-party views): the URL table stays complete."""

    def decorator(view):
        view.required_permission = permission
        return view

    return decorator


def require_permission(permission):
    """The view opens only to users who hold the permission somewhere; which rows they reach is reachable_by's task."""

    def decorator(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            if permission is Permission.PUBLIC:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        wrapper.required_permission = permission
        return wrapper

    return decorator
