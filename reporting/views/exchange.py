"""Imports and exports: send, look, confirm, fetch. A job is seen by whoever started it."""

import contextlib
import csv
import io

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import confirm_identity, require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases.resources import ChildRegister
from places.spreadsheets import formula_safe
from reporting import actions, tasks
from reporting.actions.files import path_of
from reporting.jail import Unreadable
from reporting.lists import LISTS
from reporting.models import Job, JobKind, JobStatus

STATES = {JobStatus.DONE: "ok", JobStatus.READY: "wait", JobStatus.REFUSED: "bad", JobStatus.FAILED: "bad"}


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Tệp CSV hoặc XLSX"))


def _look(job):
    """Tell a worker once the row is committed; without a broker the poll finds it."""
    transaction.on_commit(lambda: _say(job.pk))


def _say(pk):
    with contextlib.suppress(Exception):  # a broker that is away loses the message, not the job
        tasks.run_job.delay(pk=pk)


@require_permission(P.REGISTER_IMPORT)
def import_new(request):
    return take_file(request, JobKind.IMPORT_CHILDREN, "exchange/import.html", ChildRegister().fields.values())


def take_file(request, kind, template, columns):
    """The page to which a file of one kind is sent."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = actions.send_file(file=form.cleaned_data["file"], by=request.user, kind=kind)
        except Unreadable as why:
            form.add_error("file", str(why))
        else:
            _look(job)
            return redirect("exchange:job", job.uid)
    recent = Job.objects.of(request.user).filter(kind=kind)[:10]
    return render(request, template, {"form": form, "recent": recent, "columns": columns})


@require_permission(P.REGISTER_IMPORT)
def template_file(request):
    """An empty table with the headings and one invented row, in Vietnamese: that is what is read."""
    rows = [[f.column_name for f in ChildRegister().fields.values()]]
    rows.append(
        [
            "Nguyễn Văn Mẫu",
            "nam",
            "03/05/2015",
            "Kinh",
            "",
            "tên xã hoặc mã xã",
            "01/07/2025",
            "DB04",
            "01/09/2025",
            "",
            "",
        ]
    )
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return csv_answer(text.getvalue(), "mau-so-tre-em.csv")


def csv_answer(text, name):
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_permission(P.SIGNED_IN)
def job(request, uid):
    row = get_object_or_404(Job.objects.of(request.user), uid=uid)
    context = {"job": row, "state": STATES.get(row.status, "run"), "poll": request.path if row.is_open else ""}
    return render(request, "exchange/_job.html" if request.htmx else "exchange/job.html", context)


@require_permission(P.SIGNED_IN)
def job_errors(request, uid):
    row = get_object_or_404(Job.objects.of(request.user), uid=uid)
    text = io.StringIO()
    out = csv.writer(text, delimiter=";")
    out.writerow([_("Dòng"), _("Cột"), _("Lý do")])
    out.writerows([[number, formula_safe(column), formula_safe(why)] for number, column, why in row.errors])
    return csv_answer(text.getvalue(), "dong-sai.csv")


@require_permission(P.REGISTER_IMPORT)
@require_POST
def confirm(request, uid):
    row = get_object_or_404(Job.objects.of(request.user).filter(kind=JobKind.IMPORT_CHILDREN), uid=uid)
    if row.known and "skip_known" not in request.POST:
        messages.error(
            request, _("Có dòng trùng với trẻ đã có trong sổ: chọn bỏ qua các dòng đó, hoặc sửa tệp rồi gửi lại.")
        )
    else:
        skip = {name: name in request.POST for name in ("skip_known", "skip_repeated")}
        _look(actions.confirm(job=row, by=request.user, **skip))
    return redirect("exchange:job", row.uid)


@require_permission(P.REPORTED_EDIT)
@require_POST
def confirm_figures(request, uid):
    """What is there already is the same figure and left out without asking."""
    row = get_object_or_404(Job.objects.of(request.user).filter(kind=JobKind.IMPORT_FIGURES), uid=uid)
    _look(actions.confirm(job=row, by=request.user))
    return redirect("exchange:job", row.uid)


@require_permission(P.SIGNED_IN)
@require_POST
def cancel(request, uid):
    row = actions.cancel(job=get_object_or_404(Job.objects.of(request.user), uid=uid), by=request.user)
    if row.status != JobStatus.CANCELLED:
        messages.error(request, _("Việc này đã kết thúc trước khi bạn thôi; kết quả ở dưới."))
    return redirect("exchange:job", uid)


@require_permission(P.PROGRAM_VIEW)
@require_POST
def export(request, name):
    """Ask for the list's file with the filters of its address, sent along as hidden fields."""
    listed = LISTS.get(name)
    if listed is None or not request.user.may(listed.permission) or _form_of(request) not in {"csv", "xlsx"}:
        raise Http404
    return _with_identity(listed, _ask)(request, listed)


def _with_identity(listed, view):
    """Names of children leave only for someone who has said who he is, within the last minutes."""
    return confirm_identity(view) if listed.names_children else view


def _form_of(request):
    return request.POST.get("form", "xlsx")


def _ask(request, listed):
    filters = {key: value for key, value in request.POST.items() if key not in {"csrfmiddlewaretoken", "form"}}
    row = actions.ask_export(list_name=listed.name, filters=filters, form=_form_of(request), by=request.user)
    _look(row)
    return redirect("exchange:job", row.uid)


@require_permission(P.SIGNED_IN)
def download(request, uid):
    row = get_object_or_404(Job.objects.of(request.user).filter(kind=JobKind.EXPORT, status=JobStatus.DONE), uid=uid)
    listed = LISTS[row.wanted["list"]]
    if not row.stored_as or not path_of(row).exists() or not request.user.may(listed.permission):
        raise Http404
    if not actions.is_still_in_reach(row):  # not a word why: a person who is barred is not told so
        messages.error(request, _("Dữ liệu hoặc phạm vi của bạn đã thay đổi từ khi lập tệp này; hãy xuất lại."))
        return redirect("exchange:job", row.uid)
    return _with_identity(listed, _file)(request, row)


def _file(request, row):
    record("export.fetched", row, by=request.user)
    return FileResponse(path_of(row).open("rb"), as_attachment=True, filename=row.file_name)
