"""User management for system administrators, within their territory."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions, forms
from accounts.access import confirm_identity, require_permission
from accounts.models import Assignment, User
from accounts.permissions import Permission
from accounts.roles import EVERYONE, ROLES

PAGE_SIZE = 50
MANAGE = Permission.USER_MANAGE


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
def users(request):
    """Everyone with a role in the territory. Filters stand in the address, a name is asked by POST (ruling 18)."""
    found = User.objects.within(request.user, MANAGE).prefetch_related(_current_assignments())
    form = forms.UserFilterForm(request.GET)
    if form.is_valid():
        found = _filtered(found, **form.cleaned_data)
    words = request.POST.get("q", "").strip()
    if words:
        found = found.named(words)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "accounts/users.html", {"form": form, "page": page, "words": words})


def _current_assignments():
    held = Assignment.objects.in_force(timezone.localdate()).select_related("place").order_by("place__sort_key")
    return Prefetch("assignments", held, to_attr="held")


def _filtered(found, role, status):
    working = Assignment.objects.in_force(timezone.localdate()).filter(user=OuterRef("pk"))
    if role:
        found = found.filter(Exists(working.filter(role=role)))
    if status == "locked":
        return found.filter(is_active=False)
    if status:
        found = found.filter(Exists(working) if status == "working" else ~Exists(working), is_active=True)
    return found


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
@confirm_identity
def create_user(request):
    form = forms.NewUserForm(request.POST or None, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        user = _try(form, actions.create_user, by=request.user, **form.cleaned_data)
        if user:
            link = actions.issue_password_link(user=user, by=request.user)
            return render(request, "accounts/password_link.html", {"person": user, "link": link, "is_new": True})
    return render(request, "accounts/create_user.html", {"form": form})


def _try(form, action, **arguments):
    """What the action gives; None, and its words on the form, when it refuses."""
    try:
        return action(**arguments)
    except actions.Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.words)
        if isinstance(refusal, actions.Clash):
            form.overtaken_by(refusal.current)
        return None


@require_permission(MANAGE)
@require_http_methods(["GET"])
def user(request, uid):
    person = get_object_or_404(User.objects.within(request.user, MANAGE), uid=uid)
    ours = set(Assignment.objects.in_territory(request.user, MANAGE).filter(user=person).values_list("pk", flat=True))
    today = timezone.localdate()
    held = list(person.assignments.select_related("place", "place__parent", "place__province").order_by("-valid_from"))
    for assignment in held:
        over = assignment.valid_to is not None and assignment.valid_to < today
        assignment.state = "over" if over else "now" if assignment.valid_from <= today else "later"
        assignment.can_end = not over and assignment.pk in ours and person != request.user
    context = {
        "person": person,
        "assignments": held,
        "is_self": person == request.user,
        "is_managed": User.objects.managed_by(request.user).filter(pk=person.pk).exists(),
        "sessions": UserSession.objects.filter(user=person).count(),
        "tokens": person.auth_token_set.alive().count(),
        "second_factor": Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists(),
    }
    return render(request, "accounts/user.html", context)


def _managed_or_404(request, uid):
    return get_object_or_404(User.objects.managed_by(request.user), uid=uid)


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
def edit_user(request, uid):
    person = _managed_or_404(request, uid)
    form = forms.EditUserForm(request.POST or None, instance=person, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        unchanged = User.objects.get(pk=person.pk)  # the form has written its entries into `person`
        if _try(form, actions.edit_user, user=unchanged, by=request.user, **form.cleaned_data):
            messages.success(request, _("Đã lưu."))
            return redirect("accounts:user", uid)
    return render(request, "accounts/edit_user.html", {"form": form, "person": person})


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
def disable_user(request, uid):
    person = _managed_or_404(request, uid)
    form = forms.LockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.disable_user(user=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã khóa tài khoản; mọi phiên và mã truy cập đã hết hiệu lực."))
        return redirect("accounts:user", uid)
    return render(request, "accounts/disable_user.html", {"form": form, "person": person})


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
@confirm_identity
def enable_user(request, uid):
    person = _managed_or_404(request, uid)
    if request.method == "POST":
        actions.enable_user(user=person, by=request.user)
        messages.success(request, _("Đã mở khóa tài khoản."))
        return redirect("accounts:user", uid)
    return render(request, "accounts/enable_user.html", {"person": person})


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
@confirm_identity
def password_link(request, uid):
    person = _managed_or_404(request, uid)
    if request.method == "POST":
        link = actions.issue_password_link(user=person, by=request.user)
        return render(request, "accounts/password_link.html", {"person": person, "link": link})
    return render(request, "accounts/ask_password_link.html", {"person": person})


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
@confirm_identity
def reset_second_factor(request, uid):
    person = _managed_or_404(request, uid)
    if request.method == "POST":
        actions.reset_second_factor(user=person, by=request.user)
        messages.success(request, _("Đã đặt lại xác thực hai bước; lần đăng nhập tới sẽ cài lại."))
        return redirect("accounts:user", uid)
    return render(request, "accounts/reset_second_factor.html", {"person": person})


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
@confirm_identity
def assign(request, uid):
    person = get_object_or_404(User.objects.within(request.user, MANAGE), uid=uid)
    form = forms.AssignmentForm(request.POST or None, administrator=request.user)
    if request.method == "POST" and form.is_valid() and _assigned(request, form, person, form.cleaned_data):
        return redirect("accounts:user", uid)
    return render(request, "accounts/assign.html", {"form": form, "person": person})


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
@confirm_identity
def assign_known(request):
    """A role here for someone whose account was made elsewhere."""
    form = forms.KnownUserForm(request.POST or None, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        entries = {name: value for name, value in form.cleaned_data.items() if name != "username"}
        if _assigned(request, form, form.user, entries):
            return redirect("accounts:user", form.user.uid)
    return render(request, "accounts/assign.html", {"form": form})


def _assigned(request, form, person, entries):
    done = _try(form, actions.assign, user=person, by=request.user, **entries)
    if done:
        messages.success(request, _("Đã phân công."))
    return done


@require_permission(MANAGE)
@require_http_methods(["GET", "POST"])
def end_assignment(request, pk):
    assignments = Assignment.objects.in_territory(request.user, MANAGE).select_related("user", "place")
    assignment = get_object_or_404(assignments, pk=pk)
    form = forms.EndAssignmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entries = form.cleaned_data
        last_day = entries["last_day"] if entries["when"] == "later" else None
        _try(
            form,
            actions.end_assignment,
            assignment=assignment,
            last_day=last_day,
            reason=entries["reason"],
            by=request.user,
        )
        if not form.errors:
            messages.success(request, _("Đã kết thúc phân công."))
            return redirect("accounts:user", assignment.user.uid)
    return render(request, "accounts/end_assignment.html", {"form": form, "assignment": assignment})


@require_permission(Permission.SIGNED_IN)
@require_http_methods(["GET"])
def roles(request):
    """Who may do what: the table that runs (accounts/roles.py), for everyone to read."""
    shown = [permission for permission in Permission if permission not in EVERYONE]
    table = [(permission.label, [permission in role.permissions for role in ROLES.values()]) for permission in shown]
    context = {"roles": ROLES.values(), "table": table, "may_manage": request.user.may(MANAGE)}
    return render(request, "accounts/roles.html", context)
