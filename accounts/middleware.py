"""What a shared computer must not keep, and sessions that end when no one works."""

from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone


class PrivacyMiddleware:
    """Signed-in pages are never stored by the browser; an idle session is over."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if not request.user.is_active or now - request.session.get("seen_at", now) > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - request.session.get("seen_at", 0) > 30:  # one write in half a minute is enough
                request.session["seen_at"] = now
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
