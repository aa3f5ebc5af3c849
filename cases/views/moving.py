"""A child moves to another commune, or a reform divides its own; a move recorded by mistake is taken back."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from cases import actions
from cases.forms.child import MoveForm, MoveUndoForm, SettleForm
from cases.models import Child
from cases.views.child import PAGE, what_is_true, whose
from cases.views.pages import entry
from cases.views.reach import child_for, moved_child_for


def _in_reach(user, child):
    return Child.objects.reachable_by(user, P.CHILD_VIEW).filter(pk=child.pk).exists()


def _page_of(user, child, otherwise):
    """The child's page as long as it is in reach."""
    return child.get_absolute_url() if _in_reach(user, child) else otherwise


def _where_it_went(user, child):
    """Where a child lives that left the reach: its page cannot say so any more. Empty of one in reach."""
    if _in_reach(user, child):
        return ""
    words = _("Đã lưu. Trẻ nay thuộc %(place)s, ngoài địa bàn của bạn nên bạn không mở được trang của trẻ nữa.")
    return words % {"place": child.responsible_place.full_name}


@require_permission(P.CHILD_EDIT)
def move(request, uid):
    """Of a child that moves out of reach the way leads to where a mistake can be taken back."""
    undo = reverse("cases:move_undo", args=[uid])
    to = lambda home: _page_of(request.user, home.child, undo)  # noqa: E731
    return what_is_true(request, uid, MoveForm, actions.move_child, _("Chuyển nơi ở"), to=to)


@require_permission(P.CHILD_EDIT)
def settle(request, uid):
    """In which part of a divided commune the child lives: for those of all parts, until it is said."""
    row = child_for(request, uid, P.CHILD_EDIT)
    found = actions.divided_home(row)
    if found is None:
        raise Http404
    home, since, parts = found
    again = actions.part_was_said(since)
    form = SettleForm(request.POST or None, parts=parts, again=again, initial={"version": row.version})
    day = {"place": home.place.name, "day": f"{home.ends_on:%d/%m/%Y}"}
    return entry(
        request,
        form,
        lambda: actions.settle_child(child=row, by=request.user, **form.cleaned_data),
        to=lambda child: _page_of(request.user, child, reverse("cases:children")),
        saved=lambda child: _where_it_went(request.user, child),
        title=_("Xác định nơi ở sau sắp xếp"),
        template=PAGE,
        back=row.get_absolute_url(),
        about=_("%(place)s bị tách, hiệu lực đến hết ngày %(day)s. Nơi ở được ghi từ ngày tiếp theo.") % day,
        **whose(row),
    )


@require_permission(P.CHILD_EDIT)
def move_undo(request, uid):
    """For those whom the move took the child away from, too."""
    children = reverse("cases:children")
    words = _(
        "Nếu đã ghi nhầm: nơi ở trước đó tiếp tục; nơi ở mới nhất không còn được tính, vẫn giữ lại cùng lý do rút."
    )
    return what_is_true(
        request,
        uid,
        MoveUndoForm,
        actions.take_move_back,
        _("Rút việc chuyển nơi ở"),
        reach=moved_child_for,
        to=lambda child: _page_of(request.user, child, children),
        saved=lambda child: _where_it_went(request.user, child),
        back=children,
        about=words,
        danger=True,
    )
