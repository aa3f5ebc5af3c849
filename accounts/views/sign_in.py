"""Entering and leaving: django-allauth's pages with our audit rows and our limits."""

from allauth.account.views import LogoutView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.i18n import set_language as django_set_language

from accounts import actions, audit, second_factor
from accounts.access import require_permission
from accounts.forms import SetPasswordForm
from accounts.middleware import CLEAR
from accounts.permissions import Permission


class SignOutView(LogoutView):
    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = CLEAR  # a shared computer keeps nothing behind
        return response


class EnrolView(ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        second_factor.mark(self.request, self.request.user)
        audit.record("account.second_factor_enrolled", self.request.user, by=self.request.user)
        return response


class RemoveSecondFactorView(DeactivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        audit.record("account.second_factor_removed", self.request.user, by=self.request.user)
        return response


class RecoveryCodesView(GenerateRecoveryCodesView):
    def form_valid(self, form):
        response = super().form_valid(form)
        audit.record("account.recovery_codes_made", self.request.user, by=self.request.user)
        return response


class SetPasswordView(PasswordResetConfirmView):
    """The link given by an administrator. Django takes its secret out of the address before the page is shown."""

    form_class = SetPasswordForm
    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("account_login")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form):
        messages.success(self.request, _("Đã đặt mật khẩu. Mời đăng nhập."))
        return super().form_valid(form)


@require_permission(Permission.PUBLIC)
def set_language(request):
    """POST language=vi|en&next=…; remembered for the user on every computer, for anyone in a cookie."""
    response = django_set_language(request)
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        actions.choose_language(user=request.user, language=language)
    return response
