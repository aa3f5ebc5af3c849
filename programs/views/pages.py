"""How every list and every entry page of programmes is answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.once import sent_with_other_contents
from accounts.permissions import Permission
from cases.actions.refusals import Refused, sentence

PER_PAGE = 40
HOME = ("programs:index", gettext_lazy("Hoạt động"))  # where an entry page leads back to


def listing(request, rows, *, template, form=None, **context):
    """One page of rows, with its filter form in the address."""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "filter": form, "may_edit": request.user.may(Permission.PROGRAM_EDIT), "may_export": True}
    return render(request, template, {**shown, **context})


def entry(request, form, act, *, to, title, home=HOME, **context):
    """Show the form, or act on it and go on; a refusal stands beside its field and nothing typed is lost."""
    if request.method == "POST" and form.is_valid() and not sent_with_other_contents(request, form):
        try:
            done = act()
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field if problem.field in form.fields else None, sentence(problem))
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(to(done) if callable(to) else to)
    return render(request, "programs/entry.html", {"form": form, "title": title, "home": home, **context})
