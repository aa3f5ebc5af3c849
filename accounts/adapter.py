"""What django-allauth asks of us: no signing up, Vietnamese words, limits, sealed secrets, an audit row."""

import time
from datetime import datetime
from io import BytesIO

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts import audit
from accounts.models import User
from accounts.sealing import seal, unseal

SEALED_AS = "mfa.authenticator.data:secret"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang bị khóa."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
        "incorrect_code": _("Mã không đúng hoặc đã dùng rồi."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "rate_limited": _("Quá nhiều lần thử. Hãy đợi vài phút rồi thử lại."),
        "too_many_login_attempts": _("Sai quá nhiều lần. Hãy đợi 5 phút rồi thử lại, hoặc nhờ người quản trị."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has typed the password or a code within the last minutes is not asked for it again."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def login(self, request, user):
        before = user.last_login
        super().login(request, user)
        request.session["signed_in_at"] = request.session["seen_at"] = time.time()
        request.session["last_login_before"] = before.isoformat() if before else ""
        audit.record("account.signed_in", user, by=user, ip=self.get_client_ip(request))

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)
        if before := last_login_before(request):
            messages.info(
                request, gettext("Lần đăng nhập trước: %(at)s.") % {"at": f"{localtime(before):%H:%M %d/%m/%Y}"}
            )
        return response

    def logout(self, request):
        audit.record("account.signed_out", request.user, by=request.user)
        super().logout(request)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Five mistakes lock the account for the address that made them: a stranger elsewhere locks nobody out."""
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"

    def pre_authenticate(self, request, **credentials):
        super().pre_authenticate(request, **credentials)
        if not self._guess(request, credentials, dry_run=True):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        self._guess(request, credentials)
        # What was typed is not kept: people type passwords in the wrong box.
        known = User.objects.filter(username__iexact=credentials.get("username", "")).first()
        audit.record("account.sign_in_failed", known, by=None, ip=self.get_client_ip(request))

    def _guess(self, request, credentials, **options):
        """Count a wrong guess at the account from anywhere; many addresses together get a hundred an hour."""
        key = credentials.get("username", "").lower()
        return ratelimit.consume(request, action="login_failed_anywhere", key=key, **options)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã không đúng hoặc đã dùng rồi."),
        "cannot_delete_authenticator": _(
            "Hệ thống này bắt buộc xác thực hai bước. Đổi điện thoại thì nhờ người quản trị đặt lại."
        ),
        "cannot_generate_recovery_codes": _("Hãy bật ứng dụng xác thực trước khi tạo mã dự phòng."),
    }

    def get_totp_label(self, user):
        return user.username

    def encrypt(self, text):
        return seal(text, SEALED_AS)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text, SEALED_AS)

    def can_delete_authenticator(self, authenticator):
        return not settings.SECOND_FACTOR_REQUIRED

    def build_totp_svg(self, url):
        """Drawn into the page itself, black on white in dark mode too: the policy allows no data: addresses."""
        drawing = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, border=2).save(drawing)
        return drawing.getvalue().decode().partition("?>")[2].strip()


def remember_language(response, language):
    """The choice lives in a cookie, so that the log-in page speaks it too."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def last_login_before(request):
    """When this user signed in before the present session; None the first time."""
    text = request.session.get("last_login_before")
    return datetime.fromisoformat(text) if text else None
