"""One's own account: sessions, tokens, second factor, password, language."""

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.access import confirm_identity, require_permission
from accounts.adapter import last_login_before
from accounts.forms import ChangePasswordForm, TokenForm
from accounts.idle import seconds_left
from accounts.models import ApiToken
from accounts.permissions import Permission
from accounts.user_agents import in_words


@require_permission(Permission.SIGNED_IN)
@require_http_methods(["GET"])
def me(request):
    user = request.user
    sessions = sorted(UserSession.objects.purge_and_list(user), key=lambda session: session.last_seen_at, reverse=True)
    for session in sessions:
        session.device = in_words(session.user_agent)
        session.here = session.session_key == request.session.session_key
    factors = Authenticator.objects.filter(user=user)
    context = {
        "assignments": sorted(user.current_assignments(), key=lambda held: held.valid_from),
        "last_login_before": last_login_before(request),
        "sessions": sessions,
        "others": [session for session in sessions if not session.here],
        "tokens": user.auth_token_set.order_by("-created"),
        "second_factor": factors.filter(type=Authenticator.Type.TOTP).first(),
        "codes_left": _codes_left(factors),
    }
    return render(request, "accounts/me.html", context)


def _codes_left(factors):
    codes = factors.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


@require_permission(Permission.SIGNED_IN)
@require_POST
def stay(request):
    """Someone is typing, or has asked for more time; answers how many seconds are left now."""
    return JsonResponse({"seconds": int(seconds_left(request.session))})


@sensitive_post_parameters()
@require_permission(Permission.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def change_password(request):
    if not ratelimit.consume(request, action="change_password", user=request.user):
        return ratelimit.respond_429(request)
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = request.session.session_key
        actions.change_password(user=request.user, password=form.cleaned_data["new_password1"], keep_session=key)
        update_session_auth_hash(request, request.user)
        UserSession.objects.create_from_request(request)
        messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc."))
        return redirect("accounts:me")
    return render(request, "accounts/change_password.html", {"form": form})


@require_permission(Permission.SIGNED_IN)
@require_POST
def end_other_sessions(request):
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    return _ended(request, others)


@require_permission(Permission.SIGNED_IN)
@require_POST
def end_session(request, pk):
    session = get_object_or_404(UserSession, user=request.user, pk=pk)
    if session.session_key == request.session.session_key:
        raise Http404  # this one ends by signing out
    return _ended(request, [session])


def _ended(request, sessions):
    count = actions.end_own_sessions(user=request.user, sessions=sessions)
    messages.success(request, ngettext("Đã kết thúc %(n)d phiên.", "Đã kết thúc %(n)d phiên.", count) % {"n": count})
    return redirect("accounts:me")


@require_permission(Permission.SIGNED_IN)
@require_http_methods(["GET", "POST"])
@confirm_identity
def create_token(request):
    """The new token's text is in the answer to the POST and nowhere else."""
    form = TokenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            token, text = actions.create_token(user=request.user, **form.cleaned_data)
        except actions.Refused as refusal:
            form.add_error(refusal.field or None, refusal.words)
        else:
            return render(request, "accounts/token_shown.html", {"token": token, "text": text})
    return render(request, "accounts/create_token.html", {"form": form})


@require_permission(Permission.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def revoke_token(request, uid):
    token = get_object_or_404(ApiToken, user=request.user, uid=uid)
    if request.method == "POST":
        actions.revoke_token(token=token, by=request.user)
        messages.success(request, _("Đã thu hồi mã “%(name)s”.") % {"name": token.name})
        return redirect("accounts:me")
    return render(request, "accounts/revoke_token.html", {"token": token})
