"""Sessions that end by themselves, and what was being typed in them.

What was sent just after the end is kept sealed in the browser's new, still nameless session and shown once, in its own
form, when its author has signed in again; nothing is written until the author presses the button again. It is bound to
the author: it opens for nobody else, and the first request of another person drops it.
"""

import json
import time

from django.conf import settings
from django.contrib import messages
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.sealing import SealBroken, seal, unseal

UNSENT = "unsent"
# Their forms post to their own address, act on POST only and ask for no password.
APPS = frozenset({"cases", "programs"})
MOST = 200_000  # characters


def seconds_left(session):
    """Until the session ends by itself: of idleness, or because its day is over. Negative when it should have ended."""
    now = time.time()
    idle_at = session.get("seen_at", now) + settings.SESSION_IDLE_SECONDS
    return min(idle_at, session.get("signed_in_at", now) + settings.SESSION_COOKIE_AGE) - now


def session_clock(request):
    """For the page's warning; a page without a session to end says nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"session_ends_in": max(1, int(seconds_left(request.session)))}


def keep_typed(request, user):
    """Keep what this user has sent to a session that was over, for after the sign-in."""
    if request.method != "POST" or request.resolver_match.app_name not in APPS or getattr(request, "htmx", False):
        return
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    body = json.dumps({"path": request.get_full_path(), "typed": typed.urlencode()})
    if not typed or len(body) > MOST:
        return
    request.session[UNSENT] = {"user": user.pk, "sealed": seal(body, _bound_to(user))}
    messages.info(request, _("Điều bạn vừa nhập chưa được ghi nhưng còn giữ: đăng nhập lại là thấy lại trong mẫu."))


def show_typed(request):
    """Put what was kept back into its form, once. The request stays a GET, so nothing is acted on."""
    kept = request.session.get(UNSENT)
    if kept is None:
        return
    if kept["user"] != request.user.pk:
        del request.session[UNSENT]
        return
    if request.method != "GET" or request.resolver_match.app_name not in APPS:
        return
    body = _opened(kept["sealed"], request.user)
    if body and body["path"] != request.get_full_path():
        return
    del request.session[UNSENT]
    if body:
        request.POST, request._files = QueryDict(body["typed"]), MultiValueDict()
        messages.warning(
            request, _("Đây là điều bạn nhập trước khi phiên kết thúc. Chưa có gì được ghi: xem rồi lưu lại.")
        )


def _opened(sealed, user):
    try:
        return json.loads(unseal(sealed, _bound_to(user)))
    except SealBroken:  # the key has been changed meanwhile
        return None


def _bound_to(user):
    return f"sessions.session.{UNSENT}:{user.pk}"
