"""How every list and every entry page of programmes is answered."""

from django.core.paginator import Paginator
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from cases.views.child import PAGE, whose
from cases.views.pages import entry as answer_entry

PER_PAGE = 40
HOME = ("programs:index", gettext_lazy("Hoạt động"))  # where an entry page leads back to


def listing(request, rows, *, template, form=None, **context):
    """One page of rows, with its filter form in the address."""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "filter": form, "may_edit": request.user.may(Permission.PROGRAM_EDIT), "may_export": True}
    return render(request, template, {**shown, **context})


def entry(request, form, act, *, to, title, home=HOME, **context):
    """As entries of cases are answered, on the page of programmes: given up, it leads back to the list it came from."""
    shown = {"template": "programs/entry.html", "home": home, "back": resolve_url(to), **context}
    return answer_entry(request, form, act, to=to, title=title, **shown)


def entry_of_child(request, child, form, act, *, title, **context):
    """An entry about one child, whose name stands above it: whoever answers has written the audit row first."""
    home = child.get_absolute_url()
    return answer_entry(request, form, act, to=home, title=title, template=PAGE, back=home, **whose(child), **context)
