"""Django admin, for reference data and system administrators only."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from accounts.access import names, require_permission
from accounts.permissions import Permission


class ReferenceSite(AdminSite):
    """No log-in, log-out or password page of its own: there is one door, with its limits and its second factor."""

    site_header = site_title = _("Danh mục dùng chung")
    index_title = _("Địa bàn, lịch và danh mục")
    enable_nav_sidebar = False  # three lists need none, and a phone has no room
    final_catch_all_view = False
    ours = frozenset({"places", "accounts", "cases", "programs", "indicators", "reporting"})
    closed = frozenset({"login", "logout", "password_change", "password_change_done", "view_on_site"})

    def register(self, model_or_iterable, admin_class=None, **options):
        """Libraries bring pages that would change sessions and second factors behind our backs: they stay out."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([model for model in models if model._meta.app_label in self.ours], admin_class, **options)

    def has_permission(self, request):
        user = request.user
        return user.is_authenticated and user.is_staff and user.may(Permission.REFERENCE_EDIT)

    def admin_view(self, view, cacheable=False):
        @require_permission(Permission.REFERENCE_EDIT)
        def inner(request, *args, **kwargs):
            if not self.has_permission(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return csrf_protect(inner if cacheable else never_cache(inner))

    def get_urls(self):
        kept = [url for url in super().get_urls() if getattr(url, "name", None) not in self.closed]
        _name_permission(kept)
        return kept


def _name_permission(patterns):
    """Django wraps each view anew; what the table of addresses reads is written on the outermost wrapper."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            _name_permission(pattern.url_patterns)
        else:
            names(Permission.REFERENCE_EDIT)(pattern.callback)
