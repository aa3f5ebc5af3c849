"""Programmes, and the target board of one: how it stands on a day."""

from datetime import date

from django import forms
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import periods, values
from indicators.judging import judged_for
from indicators.withholding import Withheld
from places.form_fields import VietnameseDateField
from programs.views.programmes import reachable
from reporting import downloads, goal_tables, goals
from reporting.figure_words import Figure
from reporting.overview import HEADLINES
from reporting.pickers import refused


class DayForm(forms.Form):
    on = VietnameseDateField(label=_("Xem tại ngày"), required=False)


def first_error(form):
    """The sentence beside the first field that cannot be read: a file has no fields to show it at."""
    return next(iter(form.errors.values()))[0]


@require_permission(P.PROGRAM_VIEW)
def programmes(request):
    rows = reachable(request.user, P.PROGRAM_VIEW).select_related("place", "document", "parent")
    rows = rows.annotate(target_count=Count("targets")).order_by("-starts_on", "place__sort_key", "code")
    today = timezone.localdate()
    context = {
        "running": [row for row in rows if row.ends_on >= today],
        "ended": [row for row in rows if row.ends_on < today],
    }
    return render(request, "reporting/programmes.html", context)


@require_permission(P.PROGRAM_VIEW)
def board(request, code, extension=None):
    """Every target judged in words, trouble first."""
    rows = reachable(request.user, P.PROGRAM_VIEW).select_related("place__province", "document", "parent")
    programme = get_object_or_404(rows, code=code)
    form = DayForm(request.GET)
    if extension and form.errors:
        return refused(request, first_error(form))
    on = (form.cleaned_data["on"] if form.is_valid() else None) or _last_day(programme)
    targets = _targets(request.user, programme)
    judgements = goals.board(request.user, targets, on)
    if extension:
        return downloads.answer(extension, goal_tables.as_table(programme, judgements, on))
    context = {
        "programme": programme,
        "form": form if request.GET else DayForm(initial={"on": on}),
        "on": on,
        "summary": goals.summary(judgements),
        "goals": [goals.card(judged) for judged in judgements],
        "results": _results(request.user, programme, on) if not targets else [],
    }
    return render(request, "reporting/board.html", context)


@require_permission(P.PROGRAM_VIEW)
def term(request, code):
    """What became of every target once its milestone has passed: one page to print."""
    rows = reachable(request.user, P.PROGRAM_VIEW).select_related("place__province", "document", "parent")
    programme = get_object_or_404(rows, code=code)
    on = _last_day(programme)
    judgements = judged_for(request.user, _targets(request.user, programme), on)
    context = {
        "programme": programme,
        "on": on,
        "is_over": on >= programme.ends_on,
        "summary": goals.summary(judgements),
        "verdicts": [goals.verdict(judged) for judged in judgements],
        "printed_at": timezone.now(),
    }
    return render(request, "reporting/term.html", context)


def _last_day(programme):
    """Today, or the end of a programme that is over."""
    return min(timezone.localdate(), programme.ends_on)


def _targets(user, programme):
    """The targets whose figures the person may see; those of the nation, whose text is public, are shown to all."""
    paths = tuple(user.territory(P.INDICATOR_VIEW))
    rows = programme.targets.select_related("programme", "place", "document", "parent__place").order_by("order")
    return [target for target in rows if target.place is None or target.place.path.startswith(paths)]


def _results(user, programme, on: date):
    """The latest figures of a programme that names no targets: of results alone nobody says reached or not."""
    if programme.place is None or not programme.place.path.startswith(tuple(user.territory(P.INDICATOR_VIEW))):
        return []
    years = [periods.year(y) for y in range(programme.starts_on.year, min(on, programme.ends_on).year + 1)]
    found = Withheld(user).shown(values.grid(HEADLINES, [programme.place], years)) if years else []
    known = [value.period for value in found if value.is_known or value.reported]
    latest = max(known, default=years[-1] if years else None)
    return [Figure(value) for value in found if value.period == latest]
