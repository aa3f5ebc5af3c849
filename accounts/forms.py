"""What sign-in and account pages ask."""

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import actions, audit, second_factor
from accounts.audit_words import TARGETS, VERBS
from accounts.models import MAX_TOKEN_DAYS, ApiToken, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.scoping import inside
from places.form_fields import PlaceField, VietnameseDateField, VietnameseDecimalField
from places.models import Place

_ROLES = [(role.code, role.label) for role in ROLES.values()]
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}


def _plain(field, label, help_text="", **attrs):
    """Our words on a field of someone else's form, and no text inside the box."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("Tên đăng nhập"), autocapitalize="none", spellcheck="false", autofocus=True)
        _plain(self.fields["password"], _("Mật khẩu"))


class ConfirmPasswordForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Mật khẩu"), autofocus=True)


class _CodeForm:
    """A code from the app or a recovery code; a wrong one leaves an audit row, a right one marks the session. One that
    was not heard is refused, and nothing is said against the person."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hint = _("6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.")
        _plain(self.fields["code"], _("Mã xác thực"), hint, **_CODE)

    def clean_code(self):
        try:
            with second_factor.hearing():
                code = super().clean_code()
                if not second_factor.is_first_use(self.user, code):
                    raise get_adapter().validation_error("incorrect_code")
            return code
        except second_factor.Unheard:
            raise
        except ValidationError:
            audit.record("account.second_factor_failed", self.user, by=None)
            raise

    def save(self):
        super().save()
        second_factor.mark(context.request, self.user)


class SignInCodeForm(_CodeForm, mfa_forms.AuthenticateForm):
    pass


class ConfirmCodeForm(_CodeForm, mfa_forms.ReauthenticateForm):
    pass


class EnrolForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Mã trong ứng dụng"), _("6 chữ số, đổi mỗi 30 giây."), **_CODE)

    def clean_code(self):
        with second_factor.hearing():
            code = super().clean_code()
            if not second_factor.is_first_use(self.user, code):  # whoever reads it over a shoulder is not let in by it
                raise get_adapter().validation_error("incorrect_code")
        return code


class ChangePasswordForm(auth_forms.PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["old_password"], _("Mật khẩu hiện tại"))
        _new_password(self)


class SetPasswordForm(auth_forms.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _new_password(self)

    def save(self, commit=True):
        actions.change_password(user=self.user, password=self.cleaned_data["new_password1"], by_link=True)
        return self.user


def _new_password(form):
    hint = _("Ít nhất 12 ký tự, không dùng tên của bạn hay mật khẩu hay gặp. Một câu ngắn là dễ nhớ nhất.")
    _plain(form.fields["new_password1"], _("Mật khẩu mới"), hint)
    _plain(form.fields["new_password2"], _("Nhập lại mật khẩu mới"))


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Tên mã"), max_length=80, help_text=_("Dùng vào việc gì, ở đâu."))
    kind = forms.ChoiceField(label=_("Mở được gì"), widget=forms.RadioSelect, initial=ApiToken.Kind.INDICATOR)
    days = VietnameseDecimalField(
        label=_("Số ngày dùng được"), digits=0, min_value=1, max_value=MAX_TOKEN_DAYS, initial=30
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = {ApiToken.Kind.INDICATOR: _("Chỉ số liệu tổng hợp, không có tên trẻ em")}
        if user.may(Permission.CASE_VIEW):
            kinds[ApiToken.Kind.CASE] = _("Hồ sơ, thay mặt tôi và trong quyền của tôi")
        self.fields["kind"].choices = list(kinds.items())
        self.fields["days"].help_text = _("Nhiều nhất %(days)s ngày.") % {"days": MAX_TOKEN_DAYS}


class AssignmentForm(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", _("– chọn –")), *_ROLES])
    place = PlaceField(label=_("Địa bàn"))
    valid_from = VietnameseDateField(label=_("Từ ngày"), initial=timezone.localdate)
    valid_to = VietnameseDateField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Bỏ trống nếu chưa biết. Máy khách API: ngày hết thỏa thuận."),
    )

    def __init__(self, *args, administrator, **kwargs):
        super().__init__(*args, **kwargs)
        paths = administrator.territory(Permission.USER_MANAGE)
        today = timezone.localdate()
        self.fields["place"].queryset = Place.objects.in_force(today).filter(inside(paths)).with_names()


class NewUserForm(AssignmentForm):
    field_order = ["full_name", "username", "position", "email", "role", "place", "valid_from", "valid_to"]

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Chữ thường không dấu, ví dụ hoa.vo; sau này không đổi.")
    )
    position = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Thư điện tử"), required=False, help_text=_("Để nhận đường dẫn đặt mật khẩu và nhắc việc.")
    )

    def clean_username(self):
        username = self.cleaned_data["username"].strip().lower()
        field = User._meta.get_field("username")
        field.run_validators(username)
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(field.error_messages["unique"])
        return username


class KnownUserForm(AssignmentForm):
    """A role for someone who has an account elsewhere: the log-in name must be known exactly, it is not searched."""

    field_order = ["username", "role", "place", "valid_from", "valid_to"]

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Hỏi chính người đó; phải ghi đúng từng chữ.")
    )

    def clean_username(self):
        user = User.objects.filter(username__iexact=self.cleaned_data["username"].strip(), is_active=True).first()
        if user is None:
            raise ValidationError(_("Không có tài khoản nào đang dùng tên này."))
        self.user = user
        return user.username


class EditUserForm(forms.ModelForm):
    """With the version of the account that the page showed."""

    version = forms.IntegerField(
        label=_("Bản đã xem"),
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ["required", "invalid"],
            _("Trang gửi lên không cho biết bạn đã xem bản nào; hãy mở lại trang rồi làm lại."),
        ),
    )
    clash = None

    class Meta:
        model = User
        fields = ["full_name", "position", "email", "is_superuser"]
        help_texts = {"is_superuser": _("Trang quản trị của Django: đơn vị hành chính, lịch nghỉ, danh mục dân tộc.")}

    def __init__(self, *args, administrator, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        if not administrator.is_superuser:
            del self.fields["is_superuser"]

    def overtaken_by(self, current):
        """The account as it now stands is on the page, so the next press is about that one."""
        self.clash, self.data = current, self.data.copy()
        self.data["version"] = current.version


class EndAssignmentForm(forms.Form):
    when = forms.ChoiceField(
        label=_("Kết thúc"),
        widget=forms.RadioSelect,
        initial="now",
        choices=[("now", _("Ngay bây giờ")), ("later", _("Sau ngày dưới đây"))],
    )
    last_day = VietnameseDateField(label=_("Ngày cuối còn quyền"), required=False)
    reason = forms.CharField(label=_("Lý do"), max_length=200, help_text=_("Ví dụ: chuyển công tác, hết nhiệm kỳ."))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == "later" and not cleaned.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Ghi ngày cuối còn quyền."))
        return cleaned


class LockForm(forms.Form):
    reason = forms.ChoiceField(label=_("Lý do"), widget=forms.RadioSelect, choices=actions.LockReason.choices)


class UserFilterForm(forms.Form):
    """In the address; names are asked by POST (ruling 18)."""

    role = forms.ChoiceField(
        label=_("Vai trò"),
        required=False,
        choices=[("", _("Mọi vai trò")), *_ROLES],
    )
    status = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("Mọi tình trạng")),
            ("working", _("đang có phân công")),
            ("idle", _("không còn phân công")),
            ("locked", _("bị khóa")),
        ],
    )


class AuditFilterForm(forms.Form):
    who = forms.CharField(label=_("Tên đăng nhập"), max_length=60, required=False)
    verb = forms.ChoiceField(label=_("Việc"), required=False, choices=[("", _("Mọi việc"))] + sorted(VERBS.items()))
    since = VietnameseDateField(label=_("Từ ngày"), required=False)
    until = VietnameseDateField(label=_("Đến ngày"), required=False)
    kind = forms.ChoiceField(label=_("Đối tượng"), required=False, choices=[("", _("Mọi đối tượng")), *TARGETS.items()])
    number = VietnameseDecimalField(label=_("Số trong hệ thống"), digits=0, min_value=1, required=False)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("number") and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Chọn loại đối tượng của số này."))
        return cleaned
