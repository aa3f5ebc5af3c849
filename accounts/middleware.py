"""What a shared computer must not keep, sessions that end, the second factor, and the language of a person's choice."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit, idle, second_factor
from accounts.api_errors import is_api, problem
from accounts.views.failures import method_not_allowed

CLEAR = '"cache", "storage"'
WRITE_EVERY = 60  # seconds between two notes of a session's last use


class LanguageMiddleware(LocaleMiddleware):
    """Vietnamese until someone chooses otherwise: an office computer's browser says nothing about the officer.

    Programs choose by Accept-Language.
    """

    def process_request(self, request):
        if is_api(request):
            super().process_request(request)
            return
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class PrivacyMiddleware:
    """Signed-in pages are never stored by the browser; idle and old sessions are over; refusals are noted."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.ended_for = user if user.is_authenticated and _end_if_over(request) else None
        response = self.get_response(request)
        if request.ended_for:
            response.headers["Clear-Site-Data"] = CLEAR
        if request.user.is_authenticated:  # a token's user too: the API has set it meanwhile
            response.headers.setdefault("Cache-Control", "no-store")
            if response.status_code == 403:
                match = request.resolver_match
                audit.record("access.refused", by=request.user, view=match.view_name if match else "")
        return response


def _end_if_over(request):
    now, session = time.time(), request.session
    session.setdefault("signed_in_at", now)
    if idle.seconds_left(session) < 0:
        audit.record("account.session_ended", request.user, by=request.user)
        logout(request)
        messages.warning(request, _("Phiên làm việc đã tự kết thúc để giữ kín dữ liệu. Mời đăng nhập lại."))
        return True
    if now - session.get("seen_at", 0) > WRITE_EVERY:
        session["seen_at"] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
    return False


class SecondFactorMiddleware:
    """Where it is required, a session without a second factor opens nothing but the page that asks for it."""

    ALLOWED = frozenset(
        {
            "account_login",
            "account_logout",
            "account_inactive",
            "account_reauthenticate",
            "mfa_activate_totp",
            "mfa_reauthenticate",
            "set_language",
        }
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if request.resolver_match.url_name in self.ALLOWED or second_factor.was_shown(request):
            return None
        if is_api(request):
            return problem(403, detail=_("Phiên này chưa xác thực hai bước."))
        enrolled = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        return HttpResponseRedirect(reverse("mfa_reauthenticate" if enrolled else "mfa_activate_totp"))


class UnsentMiddleware:
    """What reaches a session that is just over is not lost. Last: after the CSRF check and the second factor.

    A button's own address, to which a sign-in in between leads as to a page, says so: Django answers with nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not is_api(request):
            return method_not_allowed(request, response.headers["Allow"])
        return response

    def process_view(self, request, view, args, kwargs):
        if request.ended_for:
            idle.keep_typed(request, request.ended_for)
        elif request.user.is_authenticated:
            idle.show_typed(request)
