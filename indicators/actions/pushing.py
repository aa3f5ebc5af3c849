"""Sends figures to a DHIS2: what is published, or with DHIS2_LIVE what is complete, final and not being counted again.

The same twice changes nothing. What is told no more is deleted there first (sent_before.py).

The address and the token come from the settings alone (DHIS2_URL, DHIS2_TOKEN): nobody who asks can send figures
elsewhere. Redirections are not followed.
"""

import hashlib
import http.client
import json
import logging
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from indicators import asking, values
from indicators.actions import sent_before
from indicators.answering import units_below
from indicators.definition import By
from indicators.dhis2_names import Names
from indicators.formats.dhis2 import data_values
from indicators.formats.elements import data_elements, why_not_final
from indicators.formats.observations import answer
from indicators.models import Push, PushedValue
from indicators.releases.published import newest_values
from indicators.withholding import withheld

log = logging.getLogger(__name__)
SECONDS, MOST_READ, MOST_TOLD = 60, 1_000_000, 20
MOST_COUNTED = 2**31 - 1  # what a column holds
COUNTED = ("imported", "updated", "ignored", "deleted")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotSent(ValueError):
    """Nothing was sent; the message says why."""


@dataclass(frozen=True)
class Prepared:
    """What would be sent: `body` as it goes out, `left_out` how many figures do not, by reason; `sent` what the other
    side will hold then, `withdrawn` what it holds and must delete."""

    asked: dict
    body: dict
    left_out: dict
    scheme: str
    sent: list[PushedValue] = field(default_factory=list)
    withdrawn: list[PushedValue] = field(default_factory=list)

    @property
    def digest(self):
        return hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()

    @property
    def deletions(self):
        """[(scheme, body)] of the requests that delete what is withdrawn; no number goes out with them."""
        schemes = sorted({row.scheme for row in self.withdrawn})
        return [
            (scheme, {"dataValues": [row.names | {"deleted": True} for row in self.withdrawn if row.scheme == scheme]})
            for scheme in schemes
        ]


def prepare(asked):
    """The figures of {"indicator", "place", "period": [text], "below": level, "by": [text]} under DHIS2's names.

    Raises Unreadable, OutOfReach, PeriodUnreadable, UnknownIndicator, NotOffered, NoSuchPeriod, MappingUnusable.
    """
    indicators = [asking.indicator(code) for code in dict.fromkeys(asked["indicator"])]
    spans = list(dict.fromkeys(span for text in asked["period"] for span in asking.spans(text)))
    places = _places(asked, spans)
    names = Names.read(settings.DHIS2_MAPPING)
    told = answer([(by, _open(values.grid(indicators, places, spans, by))) for by in _breakdowns(asked)])
    reasons = Counter(filter(None, map(_why_not, told.values)))
    final = replace(told, values=[value for value in told.values if not _why_not(value)])
    body = {"dataValues": names.translated(data_values(final))}
    elements = [(each, element) for each, element, _number in data_elements(final)]
    sent = sent_before.told_rows(elements, body["dataValues"], names.scheme)
    gone = sent_before.withdrawn(_name_of_server(), sent, told.values, told.bys)
    return Prepared(asked, body, dict(reasons), names.scheme, sent, gone)


def _open(found):
    """The values as the newest releases tell them; live ones, small numbers and all, only where the settings say that
    the other side is trusted with them."""
    if settings.DHIS2_LIVE:
        return found
    published = newest_values(found)
    return [withheld(value, published) for value in found]


def _breakdowns(asked):
    return list(dict.fromkeys(By(by) for by in asked.get("by", ()))) or [None]


def _places(asked, spans):
    found = list(dict.fromkeys(asking.unit(text) for text in asked["place"]))
    if not (level := asked.get("below")):
        return found
    return units_below(found, level, {span.count_day(timezone.localdate()) for span in spans})


def _why_not(value):
    """Why a figure is not sent; '' for one that is final."""
    why = why_not_final(value) if value.is_known else "partial"
    if why == "partial":
        return "unknown" if settings.DHIS2_LIVE else "unpublished"
    return why


def send(prepared, by=None):
    """Send it, with a row that is there before anything leaves; `by` is None for the nightly run and the shell.

    First what is withdrawn is deleted. Returns the Push; raises NotSent where it cannot be tried at all.
    """
    server = _server()
    if not (prepared.body["dataValues"] or prepared.withdrawn):
        raise NotSent(_("Không có trị số nào đủ điều kiện để gửi."))
    push = _noted_before(server, prepared, by)
    answers = [_asked(server, "DELETE", scheme, body) for scheme, body in prepared.deletions]
    if all(answer.outcome == Push.Outcome.SENT for answer in answers):
        sent_before.forget(prepared.withdrawn)
    if prepared.body["dataValues"]:
        answers.append(_asked(server, "CREATE_AND_UPDATE", prepared.scheme, prepared.body))
    for name in COUNTED:
        setattr(push, name, sum(answer.counts.get(name, 0) for answer in answers))
    push.outcome = next((a.outcome for a in answers if a.outcome != Push.Outcome.SENT), Push.Outcome.SENT)
    push.detail = [text for answer in answers for text in answer.detail][:MOST_TOLD]
    if push.outcome in (Push.Outcome.FAILED, Push.Outcome.UNCLEAR):
        log.warning("The push to DHIS2 is %s: %s", push.outcome, ", ".join(push.detail))
    push.save()
    return push


@transaction.atomic(durable=True)
def _noted_before(server, prepared, by):
    """The row of the attempt, committed before anything leaves: whatever happens then, it is known that it may have."""
    push = Push.objects.create(
        by=by,
        server=server,
        asked=prepared.asked,
        outcome=Push.Outcome.UNCLEAR,
        values=len(prepared.body["dataValues"]),
        left_out=prepared.left_out,
        withdrawn=len(prepared.withdrawn),
        digest=prepared.digest,
    )
    sent_before.note(server, prepared.sent)
    record("figures.pushed", push, by=by, server=server, live=settings.DHIS2_LIVE, withdrawn=push.withdrawn)
    return push


def _server():
    """The address of the settings: https, or this very machine. Raises NotSent."""
    parts = urlsplit(settings.DHIS2_URL)
    if not parts.hostname or not settings.DHIS2_TOKEN:
        raise NotSent(_("Chưa đặt DHIS2_URL và DHIS2_TOKEN."))
    if parts.username or parts.query or parts.fragment:
        raise NotSent(_("DHIS2_URL chỉ gồm địa chỉ: không có tên người dùng hay tham số."))
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise NotSent(_("DHIS2_URL phải là https."))
    return _name_of_server()


def _name_of_server():
    return settings.DHIS2_URL.rstrip("/")


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """A redirection would carry figures and the token to an address that nobody has set."""

    def redirect_request(self, *_args):
        return None


@dataclass
class Answer:
    """What the other side says it did with one request."""

    outcome: str = Push.Outcome.UNCLEAR
    counts: dict = field(default_factory=dict)
    detail: list = field(default_factory=list)


def _asked(server, strategy, scheme, body):
    try:
        status, told = _post(server, strategy, scheme, body)
    except urllib.error.URLError as why:  # no connection, a redirection: nothing was taken
        return Answer(Push.Outcome.FAILED, detail=[type(why).__name__])
    except (OSError, ValueError, http.client.HTTPException) as why:  # it left, and no answer can be read
        return Answer(detail=[type(why).__name__])
    return _understood(status, told, is_deletion=strategy == "DELETE")


def _post(server, strategy, scheme, body):
    """(HTTP status, what DHIS2 answers)."""
    schemes = ("dataElementIdScheme", "orgUnitIdScheme", "categoryOptionComboIdScheme")
    query = urlencode({"importStrategy": strategy, **dict.fromkeys(schemes, scheme)})
    request = urllib.request.Request(  # noqa: S310 - _server() lets through https and this machine
        f"{server}/api/dataValueSets?{query}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"ApiToken {settings.DHIS2_TOKEN}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirection)
    try:
        with opener.open(request, timeout=SECONDS) as response:
            return response.status, json.loads(response.read(MOST_READ))
    except urllib.error.HTTPError as refusal:  # 409 comes with the same report
        if 300 <= refusal.code < 400:
            raise
        return refusal.code, _read(refusal)


def _read(refusal):
    """What a refusal says of itself; {} where that is no report."""
    try:
        return json.loads(refusal.read(MOST_READ))
    except (OSError, ValueError, http.client.HTTPException):
        return {}


def _understood(status, told, is_deletion):
    """The import summary; older servers do not wrap it. What is no summary leaves open what was taken.

    A value that was never there is ignored when it is to be deleted: that is no refusal.
    """
    summary = _of_kind(dict, _of_kind(dict, told).get("response")) or _of_kind(dict, told)
    told_counts = _of_kind(dict, summary.get("importCount"))
    counts = {name: _count(told_counts.get(name)) for name in COUNTED}
    if is_deletion:
        counts["ignored"] = 0
    conflicts = _of_kind(list, summary.get("conflicts"))[:MOST_TOLD]
    detail = [_text(_of_kind(dict, each).get("value", each)) for each in conflicts]
    outcome = Push.Outcome.UNCLEAR
    if status >= 400 or summary.get("status") in ("WARNING", "ERROR") or counts["ignored"]:
        outcome = Push.Outcome.REFUSED
    elif summary.get("status") in ("SUCCESS", "OK"):
        outcome = Push.Outcome.SENT
    if not detail and outcome != Push.Outcome.SENT:
        detail = [f"HTTP {status}"]
    return Answer(outcome, counts, detail)


def _of_kind(kind, told):
    """What the other side says, where it is of the kind that it should be; else an empty one."""
    return told if isinstance(told, kind) else kind()


def _text(told):
    """As the database takes it: without NUL and halves of characters."""
    return str(told)[:300].encode(errors="replace").decode().replace("\0", "")


def _count(told):
    return told if type(told) is int and 0 <= told <= MOST_COUNTED else 0
