"""Every change to accounts: who works here, in which role, with which keys. Each leaves an audit row."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override

from accounts import audit
from accounts.models import ApiToken, Assignment, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from places.numerals import write_date

MAX_LIVE_TOKENS = 10


class LockReason(TextChoices):
    LEFT = "left", _lazy("nghỉ việc")
    MOVED = "moved", _lazy("chuyển công tác")
    LEAKED = "leaked", _lazy("nghi lộ mật khẩu hoặc mất điện thoại")
    MISUSE = "misuse", _lazy("dùng sai quyền, chờ xem xét")


class Refused(Exception):
    """The change is not made; `words` say why, `field` names the entry that is wrong ("" if none is)."""

    def __init__(self, words, field=""):
        super().__init__(words)
        self.words, self.field = words, field


class Clash(Refused):
    """Someone saved the same account after the page was opened; `current` is the account as it now stands."""

    def __init__(self, current):
        super().__init__(
            _(
                "Chưa lưu: có người vừa lưu thay đổi sau khi bạn mở trang này. "
                "Điều bạn gõ vẫn ở dưới; xem lại rồi lưu lần nữa."
            )
        )
        self.current = current


@transaction.atomic
def create_user(*, username, full_name, role, place, valid_from, valid_to=None, by, **fields):
    """A user with a first assignment and no password yet (issue_password_link gives one). Refuses like assign()."""
    user = User(username=username, full_name=full_name, **fields)
    user.set_unusable_password()
    user.save()
    audit.record("user.created", user, by=by)
    assign(user=user, role=role, place=place, valid_from=valid_from, valid_to=valid_to, by=by)
    return user


@transaction.atomic
def edit_user(*, user, version: int, by, **fields):
    """Change what is known of a user; the audit row says which fields, not their contents.

    Raises Clash when someone saved since the `version` that was seen.
    """
    user = _managed(user, by)
    if user.version != version:
        raise Clash(user)
    changed = sorted(name for name, value in fields.items() if getattr(user, name) != value)
    if "is_superuser" in changed and not by.is_superuser:
        raise Refused(_("Chỉ người đang có quyền này mới trao hoặc rút được."), "is_superuser")
    for name in changed:
        setattr(user, name, fields[name])
    if changed:
        user.version += 1
        user.save(update_fields=[*changed, "version"])
        audit.record("user.edited", user, by=by, fields=changed)
    return user


@transaction.atomic
def disable_user(*, user, reason, by):
    """Lock the account: sessions and tokens die at once. Refuses on one's own account."""
    user = _managed(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    tokens = list(user.auth_token_set.values_list("token_key", flat=True))
    user.auth_token_set.all().delete()
    end_sessions(user=user)
    audit.record("user.disabled", user, by=by, reason=reason, tokens=tokens)
    return user


@transaction.atomic
def enable_user(*, user, by):
    """Unlock the account; assignments that have not ended hold again, tokens stay dead."""
    user = _managed(user, by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("user.enabled", user, by=by)
    return user


@transaction.atomic
def assign(*, user, role, place, valid_from, valid_to=None, by):
    """Give a role in a place from one day to another (last day included). `by` None: the command line.

    Refuses outside the giver's territory, to oneself, a level that the role is not held at, days on which the place
    was not in force, a time that outlives a place which has ended, one that the same role there covers already.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _refuse_beyond_powers(user, place, by)
    _refuse_what_does_not_fit(role, place, valid_from, valid_to)
    same = Assignment.objects.not_ended(valid_from).filter(user=user, role=role, place=place)
    if valid_to:
        same = same.filter(valid_from__lte=valid_to)
    if other := same.first():
        raise Refused(
            _("Người này đã giữ vai trò đó ở đây %(period)s.") % {"period": period_in_words(other)}, "valid_from"
        )
    assignment = Assignment.objects.create(user=user, role=role, place=place, valid_from=valid_from, valid_to=valid_to)
    audit.record("assignment.added", user, by=by, role=role, place=place.reference, **_days(assignment))
    return assignment


@transaction.atomic
def end_assignment(*, assignment, last_day, reason, by):
    """End a role after `last_day`, or at once (None). One that has not counted before today is taken back whole."""
    assignment = Assignment.objects.select_for_update().select_related("user", "place").get(pk=assignment.pk)
    _refuse_beyond_powers(assignment.user, assignment.place, by)
    today = timezone.localdate()
    if assignment.valid_to and assignment.valid_to < today:
        raise Refused(_("Phân công này đã kết thúc."))
    if last_day and last_day < assignment.valid_from:
        raise Refused(
            _("Phân công bắt đầu %(day)s: ngày cuối không thể sớm hơn.") % {"day": write_date(assignment.valid_from)},
            "last_day",
        )
    if last_day and assignment.valid_to and last_day > assignment.valid_to:
        raise Refused(
            _("Phân công chỉ kéo dài đến hết %(day)s: ngày cuối không thể muộn hơn. Muốn kéo dài, thêm phân công mới.")
            % {"day": write_date(assignment.valid_to)},
            "last_day",
        )
    taken_back = last_day is None and assignment.valid_from >= today
    if taken_back:
        assignment.delete()
    else:
        assignment.valid_to, assignment.reason = last_day or today - timedelta(days=1), reason
        assignment.save(update_fields=["valid_to", "reason"])
    verb = "assignment.taken_back" if taken_back else "assignment.ended"
    place = assignment.place.reference
    audit.record(verb, assignment.user, by=by, role=assignment.role, place=place, **_days(assignment))


@transaction.atomic
def follow_reform(*, place, successor, on_date):
    """Roles held in a unit that ended go on in the one that it became whole, for as long as they were given; without a
    successor, or at a level where they cannot be held, they end. The audit rows name no one: the reform does it.

    May be repeated: what has ended before the day is left alone.
    """
    last, moved = on_date - timedelta(days=1), 0
    held = Assignment.objects.select_for_update().filter(place=place).not_ended(on_date)
    for old in held.select_related("user").order_by("pk"):
        until = old.valid_to
        if old.valid_from >= on_date:
            old.delete()
        else:
            old.valid_to, old.reason = last, _("do sắp xếp đơn vị hành chính")
            old.save(update_fields=["valid_to", "reason"])
        audit.record("assignment.ended", old.user, by=None, role=old.role, place=place.reference, valid_to=str(last))
        if successor is None or successor.level not in ROLES[old.role].levels:
            continue
        since = max(old.valid_from, on_date)
        held_there = Assignment.objects.not_ended(since).filter(user=old.user, role=old.role, place=successor)
        if not held_there.exists():  # of two units that became one
            new = Assignment.objects.create(
                user=old.user, role=old.role, place=successor, valid_from=since, valid_to=until
            )
            audit.record("assignment.added", old.user, by=None, role=old.role, place=successor.reference, **_days(new))
            moved += 1
    return moved


@transaction.atomic
def issue_password_link(*, user, by):
    """A link with which the user sets a password: once, within settings.PASSWORD_RESET_TIMEOUT. Mailed where possible.

    The old password stays good until then; whoever fears its misuse locks the account.
    """
    user = _managed(user, by) if by else user
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    link = settings.SITE_URL + reverse("accounts:set_password", kwargs={"uidb64": uid, "token": token})
    audit.record("user.password_link_issued", user, by=by, mailed=bool(settings.EMAIL_HOST and user.email))
    if settings.EMAIL_HOST and user.email:
        transaction.on_commit(lambda: _mail_link(user, link), robust=True)
    return link


@transaction.atomic
def change_password(*, user, password, keep_session=None, by_link=False):
    """Set a checked password; every session of the user ends but the one with the key `keep_session`."""
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user=user, but=keep_session)
    audit.record("account.password_changed", user, by=None if by_link else user, by_link=by_link)


@transaction.atomic
def reset_second_factor(*, user, by):
    """The phone is lost: authenticators and sessions are removed, the next sign-in starts with enrolment."""
    user = _managed(user, by)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    audit.record("user.second_factor_reset", user, by=by)


@transaction.atomic
def create_token(*, user, name, kind, days):
    """A token that dies after `days` (at most 90); gives (token, its text, kept nowhere). Refuses an eleventh."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.auth_token_set.alive().count() >= MAX_LIVE_TOKENS:
        raise Refused(_("Mỗi người giữ nhiều nhất %(n)s mã: hãy thu hồi bớt.") % {"n": MAX_LIVE_TOKENS})
    if kind == ApiToken.Kind.CASE and not user.may(Permission.CASE_VIEW):
        raise Refused(_("Vai trò của bạn không mở hồ sơ nào, nên không có mã loại này."), "kind")
    token, text = ApiToken.objects.create(user, expiry=timedelta(days=days), name=name, kind=kind)
    audit.record("token.created", user, by=user, token=token.token_key, kind=kind, days=days)
    return token, text


@transaction.atomic
def revoke_token(*, token, by):
    """The token is refused from the next call on."""
    audit.record("token.revoked", token.user, by=by, token=token.token_key)
    token.delete()


@transaction.atomic
def choose_language(*, user, language):
    user.language = language
    user.save(update_fields=["language"])


def end_sessions(*, user, but=None):
    """End the user's sessions, all or all but the one with the key `but`; gives their number."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    ended = [session.end() for session in sessions]
    return len(ended)


@transaction.atomic
def end_own_sessions(*, user, sessions):
    """A user ends sessions of his own on other computers; gives their number."""
    ended = [session.end() for session in sessions]
    audit.record("account.other_sessions_ended", user, by=user, count=len(ended))
    return len(ended)


def period_in_words(assignment):
    """từ 01/07/2025; từ 01/07/2025 đến hết 31/12/2026."""
    since = write_date(assignment.valid_from)
    if assignment.valid_to is None:
        return _("từ %(since)s") % {"since": since}
    return _("từ %(since)s đến hết %(until)s") % {"since": since, "until": write_date(assignment.valid_to)}


def _managed(user, by):
    """The user, locked; refused where the account is not the administrator's to change."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not User.objects.managed_by(by).filter(pk=user.pk).exists():
        raise Refused(
            _("Bạn không đổi được tài khoản của chính mình.")
            if user.pk == by.pk
            else _("Người này còn giữ vai trò ngoài địa bàn của bạn: tài khoản do người quản trị ở đó đổi.")
        )
    return locked


def _refuse_beyond_powers(user, place, by):
    if by is None:
        return
    if user.pk == by.pk:
        raise Refused(_("Không ai tự phân công cho chính mình: hãy nhờ một người quản trị khác."))
    if not any(place.path.startswith(path) for path in by.territory(Permission.USER_MANAGE)):
        raise Refused(_("Nơi này nằm ngoài địa bàn bạn quản trị."), "place")


def _refuse_what_does_not_fit(role, place, valid_from, valid_to):
    if place.level not in ROLES[role].levels:
        levels = ", ".join(str(level.label) for level in ROLES[role].levels)
        raise Refused(_("Vai trò này giữ ở %(levels)s.") % {"levels": levels}, "place")
    if valid_to and valid_to < valid_from:
        raise Refused(_("Ngày cuối sớm hơn ngày bắt đầu."), "valid_to")
    if not place.is_in_force(valid_from):
        raise Refused(_("Đơn vị này có hiệu lực %(period)s.") % {"period": place.validity_in_words}, "valid_from")
    last = place.valid_to  # a role that outlives it would be carried into the unit that it became, as one held there
    if last and last < timezone.localdate() and (valid_to is None or valid_to > last):
        raise Refused(
            _(
                "Đơn vị này đã hết hiệu lực sau ngày %(day)s: ghi ngày cuối của phân công muộn nhất là ngày đó, "
                "hoặc phân công ở đơn vị kế tiếp."
            )
            % {"day": write_date(last)},
            "valid_to",
        )


def _days(assignment):
    until = assignment.valid_to.isoformat() if assignment.valid_to else None
    return {"valid_from": assignment.valid_from.isoformat(), "valid_to": until}


def _mail_link(user, link):
    with override(user.language):
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        words = _("Mở đường dẫn sau trong %(hours)s giờ để đặt mật khẩu. Đường dẫn dùng được một lần.")
        send_mail(_("Mái Ấm: đặt mật khẩu"), f"{words % {'hours': hours}}\n\n{link}\n", None, [user.email])
