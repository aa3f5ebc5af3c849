"""A form acts once: a second press, or a page sent again, leads to the first result instead of a second row.

The page carries a key ({% form_key %}, library `once`). The first request writes it in its own transaction; the unique
key makes the second wait until the first has ended, however close they are. Without a key nothing is remembered.
"""

import json
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import SentForm

FIELD = "form_key"
_LEFT_OUT = {FIELD, "csrfmiddlewaretoken"}


def answered_once(request, answer):
    """What `answer()` returns; the address that it led to before, where the same form was sent already.

    A form that was refused, or only shown again, may be sent again. Other contents under a key that has acted are not
    acted on: `request.sent_already` then says where the first ones led, and the page keeps what was typed.
    """
    key = _key_of(request)
    if key is None:
        return answer()
    digest = _digest(request)
    sent, is_first = SentForm.objects.get_or_create(by=request.user, key=key, defaults={"digest": digest})
    if is_first:
        response = answer()
        _remember(sent, response)
        return response
    if sent.digest == digest:
        messages.info(request, _("Đã lưu từ lần bấm trước, không ghi thêm lần nữa."))
        return redirect(sent.url)
    request.sent_already = sent.url
    return answer()


def sent_with_other_contents(request, form):
    """Whether this form has acted already and was changed since; then says so above what was typed."""
    sent = getattr(request, "sent_already", None) is not None
    if sent:
        text = _("Mẫu này đã được lưu rồi; điều bạn vừa sửa thì chưa. Muốn ghi thêm một mục nữa, hãy lưu lần nữa.")
        form.add_error(None, text)
    return sent


def _key_of(request):
    """The key of a form that was sent, or None."""
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _digest(request):
    """A keyed digest of where it was sent and what was in it, the sizes of files included."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in _LEFT_OUT)
    files = sorted((name, file.name, file.size) for name, file in request.FILES.items())
    text = json.dumps([request.path, typed, files])
    return salted_hmac("accounts.once", text, algorithm="sha256").hexdigest()


def _remember(sent, response):
    """Only a redirect says that something was done; a page shown again may be sent again."""
    if response.status_code == 302 and response.url.startswith("/"):
        sent.url = response.url
        sent.save(update_fields=["url"])
    else:
        sent.delete()
