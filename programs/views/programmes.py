"""Programmes with their documents, projects and targets."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from accounts.scoping import inside
from programs import actions, forms
from programs.models import Programme, Target, TargetLevel
from programs.views.pages import entry


def reachable(user, permission):
    """To read: the nation's programmes, those of one's territory and those of the units above it, whose targets one
    works for. To change: one's territory only."""
    paths = user.territory(permission)
    found = Programme.objects.filter(inside(paths, "place"))
    if permission != P.PROGRAM_VIEW:
        return found
    return found | Programme.objects.filter(Q(place=None) | Q(place__path__in=_above(paths)))


def _above(paths):
    """The paths of all units that hold one of these: `1.`, `1.5.` of `1.5.9.`"""
    steps = (path.split(".")[:-1] for path in paths)
    return {f"{'.'.join(step[:n])}." for step in steps for n in range(1, len(step))}


@require_permission(P.PROGRAM_VIEW)
def programmes(request):
    rows = reachable(request.user, P.PROGRAM_VIEW).select_related("place", "document").order_by("-starts_on", "code")
    return render(request, "programs/programmes.html", {"rows": rows})


@require_permission(P.PROGRAM_VIEW)
def programme(request, code):
    row = get_object_or_404(
        reachable(request.user, P.PROGRAM_VIEW).select_related("place", "document", "parent"), code=code
    )
    targets = row.targets.select_related("place", "document", "parent__programme")
    targets = targets.prefetch_related("revisions__document", "levels__document")
    may_set = reachable(request.user, P.TARGET_EDIT).filter(pk=row.pk).exists()
    return render(request, "programs/programme.html", {"programme": row, "targets": targets, "may_set": may_set})


@require_permission(P.TARGET_EDIT)
def target_new(request, code):
    row = get_object_or_404(reachable(request.user, P.TARGET_EDIT), code=code)
    form = forms.TargetForm(
        request.POST or None, instance=Target(programme=row), user=request.user, permission=P.TARGET_EDIT
    )
    return entry(
        request,
        form,
        lambda: actions.set_target(target=form.instance, by=request.user),
        to=reverse("programs:programme", args=[code]),
        title=_("Đặt chỉ tiêu"),
        about=row,
    )


@require_permission(P.TARGET_EDIT)
def target_revise(request, uid):
    target = get_object_or_404(Target.objects.filter(programme__in=reachable(request.user, P.TARGET_EDIT)), uid=uid)
    form = forms.RevisionForm(
        request.POST or None, initial={name: getattr(target, name) for name in ("value", "due_on", "version")}
    )
    return entry(
        request,
        form,
        lambda: actions.revise_target(target=target, by=request.user, **form.cleaned_data),
        to=reverse("programs:programme", args=[target.programme.code]),
        title=_("Điều chỉnh chỉ tiêu"),
        about=target,
    )


@require_permission(P.TARGET_EDIT)
def level_new(request, uid):
    target = get_object_or_404(Target.objects.filter(programme__in=reachable(request.user, P.TARGET_EDIT)), uid=uid)
    form = forms.LevelForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.set_level(target=target, level=TargetLevel(**form.cleaned_data), by=request.user),
        to=reverse("programs:programme", args=[target.programme.code]),
        title=_("Thêm mức giữa kỳ"),
        about=target,
    )


@require_permission(P.TARGET_EDIT)
def level_end(request, pk):
    rows = TargetLevel.objects.filter(target__programme__in=reachable(request.user, P.TARGET_EDIT))
    level = get_object_or_404(rows.select_related("target__programme"), pk=pk)
    form = forms.LevelEndForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.drop_level(level=level, by=request.user, **form.cleaned_data),
        to=reverse("programs:programme", args=[level.target.programme.code]),
        title=_("Bỏ mức giữa kỳ"),
        about=level.target,
    )
