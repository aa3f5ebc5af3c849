"""The target board of all provinces, and one target with its path, its forecast and its history."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators.judging import judged_for
from places.form_fields import VietnameseDateField
from programs.models import Programme
from reporting import downloads, goal_charts, goal_tables, goal_words, goals
from reporting.pickers import refused
from reporting.target_board import Board
from reporting.views.board import DayForm, first_error


class BoardForm(forms.Form):
    """Which term of the nation, on which day, in which order."""

    term = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("Giai đoạn"), to_field_name="code", required=False
    )
    on = VietnameseDateField(label=gettext_lazy("Xem tại ngày khác"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Xếp theo"),
        required=False,
        choices=[("", gettext_lazy("vấn đề trước")), ("name", gettext_lazy("tên tỉnh"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = Programme.objects.filter(place=None).order_by("-starts_on")
        self.fields["term"].empty_label = None
        self.fields["term"].error_messages["invalid_choice"] = gettext_lazy("Không có giai đoạn này.")


@require_permission(P.INDICATOR_VIEW)
def provinces(request, extension=None):
    """Every province of one's territory against the targets of a term, trouble first."""
    terms = Programme.objects.filter(place=None).order_by("-starts_on")
    form = BoardForm(request.GET or None)
    if extension and form.errors:
        return refused(request, first_error(form))
    given = form.cleaned_data if form.is_valid() else {}
    programme = given.get("term") or terms.first()
    if programme is None:
        if extension:
            raise Http404
        return render(request, "reporting/target_board.html", {"form": form, "board": None})
    on = given.get("on") or min(timezone.localdate(), programme.ends_on)
    board = Board.of(request.user, programme, on, by_name=given.get("order") == "name")
    if extension:
        return downloads.answer(extension, goal_tables.of_provinces(programme, board.judgements, on))
    context = {  # the day stays empty until one is asked for: another term has another last day
        "form": form if request.GET else BoardForm(initial={"term": programme.code}),
        "board": board,
        "on": on,
        "summary": goals.summary([judged for judged in board.judgements if judged.target.place]),
    }
    return render(request, "reporting/target_board.html", context)


@require_permission(P.INDICATOR_VIEW)
def target(request, uid, extension=None):
    """One target: what is asked, what is known, where the trend leads, what it said before."""
    rows = goals.reachable(request.user).select_related(
        "programme__place", "place__province", "document", "parent__programme", "parent__place"
    )
    row = get_object_or_404(rows, uid=uid)
    form = DayForm(request.GET)
    if extension and form.errors:
        return refused(request, first_error(form))
    given = form.cleaned_data["on"] if form.is_valid() else None
    on = given or min(timezone.localdate(), max(row.due_on, row.programme.starts_on))
    (judged,) = judged_for(request.user, [row], on)
    table = goal_tables.of_target(judged)
    if extension:
        chart = goal_charts.large(judged, downloads.SVG_WIDTH) if extension == "svg" else None
        return downloads.answer(extension, table, chart)
    form = form if request.GET else DayForm(initial={"on": on})
    context = {"judged": judged, "row": row, "form": form, "on": on, **_told(judged, row, table)}
    return render(request, "reporting/target.html", context)


def _told(judged, row, table):
    """What the page of a target says in words and drawings."""
    return {
        "place_name": goal_words.place_name(row),
        "card": goals.card(judged),
        "indicator_url": goals.indicator_url(judged),
        "chart": goal_charts.large(judged) if judged.points or judged.path else "",
        "legend": goal_charts.legend(judged),
        "columns": [{"label": heading, "num": number > 2} for number, (_key, heading) in enumerate(table.columns)],
        "rows": [goals.twin_row(judged, cells) for cells in table.rows],
        "verdict": goal_words.verdict_words(judged) if judged.is_final else "",
        "basis": list(goal_words.basis_words(judged)),
        "stones": [goals.stone_row(judged, stone) for stone in judged.milestones],
        "readings": [goal_words.reading_words(judged, reading) for reading in judged.readings],
        "comparison": goal_words.comparison_words(judged),
        "forecast": _forecast(judged),
        "revisions": list(goal_words.history_words(judged)),
        "unit": goal_words.unit_words(row),
    }


def _forecast(judged):
    """The forecast in words, or why there is none."""
    if judged.is_final:
        return _("Mốc đã qua nên không dự báo.")
    return goal_words.forecast_words(judged) or _("Chưa dự báo: cần ít nhất ba năm có số cùng nguồn, cùng định nghĩa.")
