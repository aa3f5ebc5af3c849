"""How forms of cases are answered: refusals stand beside their field, a lost update shows both texts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.once import sent_with_other_contents
from cases.actions import Clash, Refused
from cases.actions.refusals import sentence


def put_refusal(form, refusal):
    """Each problem beside the field it is about."""
    for problem in refusal.problems:
        form.add_error(problem.field if problem.field in form.fields else None, sentence(problem))


def read_anew(form, current):
    """The row as it now stands is on the page, so the next press is about that one."""
    if "version" in form.fields:
        form.data = form.data.copy()
        form.data[form.add_prefix("version")] = current.version


def entry(request, form, act, *, to, title, template="cases/entry.html", saved=None, **context):
    """Show the form, or act and go on. What was typed stays on the page whatever is refused.

    `to`, where to go on, and `saved`, what is said there, may be read from what the action gave.
    """
    clash = None
    if request.method == "POST" and form.is_valid() and not sent_with_other_contents(request, form):
        try:
            done = act()
        except Refused as refusal:
            put_refusal(form, refusal)
        except Clash as lost:
            clash = lost.current
            read_anew(form, clash)
        else:
            messages.success(request, (saved(done) if callable(saved) else saved) or _("Đã lưu."))
            return redirect(to(done) if callable(to) else to)
    return render(request, template, {"form": form, "title": title, "clash": clash, **context})
