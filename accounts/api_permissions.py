"""Every API view names its permission in `required_permission`; a view that does not is closed."""

from rest_framework.permissions import BasePermission

from accounts.models import ApiToken
from accounts.permissions import Permission

AGGREGATES = {Permission.INDICATOR_VIEW, Permission.PROGRAM_VIEW, Permission.SIGNED_IN, Permission.PUBLIC}


class NamesItsPermission(BasePermission):
    def has_permission(self, request, view):
        permission = getattr(view, "required_permission", None)
        if permission is Permission.PUBLIC:
            return True
        if permission is None or not request.user.is_authenticated:
            return False
        token = request.auth
        if isinstance(token, ApiToken) and token.kind == ApiToken.Kind.INDICATOR and permission not in AGGREGATES:
            return False
        return request.user.may(permission)


class AnySignedIn(NamesItsPermission):
    def has_permission(self, request, view):
        return request.user.is_authenticated
