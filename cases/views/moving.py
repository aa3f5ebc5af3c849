"""A child moves to another commune; a move recorded by mistake is taken back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from cases import actions
from cases.forms.child import MoveForm, SeenForm
from cases.models import Child
from cases.views.child import what_is_true
from cases.views.reach import moved_child_for


def _page_of(user, child, otherwise):
    """The child's page as long as it is in reach."""
    in_reach = Child.objects.reachable_by(user, P.CHILD_VIEW).filter(pk=child.pk).exists()
    return child.get_absolute_url() if in_reach else otherwise


@require_permission(P.CHILD_EDIT)
def move(request, uid):
    """Of a child that moves out of reach the way leads to where a mistake can be taken back."""
    undo = reverse("cases:move_undo", args=[uid])
    to = lambda home: _page_of(request.user, home.child, undo)  # noqa: E731
    return what_is_true(request, uid, MoveForm, actions.move_child, _("Chuyển nơi ở"), to=to)


@require_permission(P.CHILD_EDIT)
def move_undo(request, uid):
    """For those whom the move took the child away from, too."""
    children = reverse("cases:children")
    words = _("Nếu đã ghi nhầm: nơi ở mới nhất được bỏ, nơi ở trước đó tiếp tục; việc rút được ghi vào nhật ký.")
    return what_is_true(
        request,
        uid,
        SeenForm,
        actions.take_move_back,
        _("Rút việc chuyển nơi ở"),
        reach=moved_child_for,
        to=lambda child: _page_of(request.user, child, children),
        back=children,
        about=words,
        danger=True,
    )
