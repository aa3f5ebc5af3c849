"""Sends figures to a DHIS2: only what is complete, final and not being counted again; the same twice changes nothing.

The address and the token come from the settings alone (DHIS2_URL, DHIS2_TOKEN): nobody who asks can send figures
elsewhere. Redirections are not followed.
"""

import hashlib
import json
import logging
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import asking, values
from indicators.answering import units_below
from indicators.definition import By
from indicators.dhis2_names import Names
from indicators.formats.dhis2 import data_values
from indicators.formats.observations import answer
from indicators.models import Push

log = logging.getLogger(__name__)
SECONDS, MOST_READ, MOST_TOLD = 60, 1_000_000, 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotSent(ValueError):
    """Nothing was sent; the message says why."""


@dataclass(frozen=True)
class Prepared:
    """What would be sent: `body` as it goes out, `left_out` how many figures do not, by reason."""

    asked: dict
    body: dict
    left_out: dict
    scheme: str

    @property
    def digest(self):
        return hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()


def prepare(asked):
    """The figures of {"indicator", "place", "period": [text], "below": level, "by": [text]} under DHIS2's names.

    Raises Unreadable, OutOfReach, PeriodUnreadable, UnknownIndicator, NotOffered, NoSuchPeriod, MappingUnusable.
    """
    indicators = [asking.indicator(code) for code in asked["indicator"]]
    spans = list(dict.fromkeys(span for text in asked["period"] for span in asking.spans(text)))
    places = _places(asked, spans)
    names = Names.read(settings.DHIS2_MAPPING)
    told = answer([(by, values.grid(indicators, places, spans, by)) for by in _breakdowns(asked)])
    reasons = Counter(filter(None, map(_why_not, told.values)))
    final = replace(told, values=[value for value in told.values if not _why_not(value)])
    body = {"dataValues": names.translated(data_values(final))}
    return Prepared(asked, body, dict(reasons), names.scheme)


def _breakdowns(asked):
    return [By(by) for by in asked.get("by", ())] or [None]


def _places(asked, spans):
    found = [asking.unit(text) for text in asked["place"]]
    if not (level := asked.get("below")):
        return found
    return units_below(found, level, {span.count_day(timezone.localdate()) for span in spans})


def _why_not(value):
    """Why a figure is not sent; '' for one that is final."""
    if not value.is_known or value.partial:
        return "unknown"
    if value.stale:
        return "stale"
    return "running" if value.running else ""


def send(prepared, by=None):
    """Send it and keep a row of it. Returns the Push; raises NotSent where it cannot be tried at all."""
    server = _server()
    if not prepared.body["dataValues"]:
        raise NotSent(_("Không có trị số nào đủ điều kiện để gửi."))
    push = Push(
        by=by,
        server=server,
        asked=prepared.asked,
        values=len(prepared.body["dataValues"]),
        left_out=prepared.left_out,
        digest=prepared.digest,
    )
    try:
        status, told = _post(server, prepared)
    except (OSError, ValueError) as why:  # no connection, time is up, a redirection, an answer that is no JSON
        push.outcome, push.detail = Push.Outcome.FAILED, [type(why).__name__]
        log.warning("The push to DHIS2 failed: %s", type(why).__name__)
    else:
        _note(push, status, told)
    push.save()
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
    return settings.DHIS2_URL.rstrip("/")


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """A redirection would carry figures and the token to an address that nobody has set."""

    def redirect_request(self, *_args):
        return None


def _post(server, prepared):
    """(HTTP status, what DHIS2 answers)."""
    schemes = ("dataElementIdScheme", "orgUnitIdScheme", "categoryOptionComboIdScheme")
    query = urlencode({"importStrategy": "CREATE_AND_UPDATE", **dict.fromkeys(schemes, prepared.scheme)})
    request = urllib.request.Request(  # noqa: S310 - _server() lets through https and this machine
        f"{server}/api/dataValueSets?{query}",
        data=json.dumps(prepared.body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"ApiToken {settings.DHIS2_TOKEN}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirection)
    try:
        with opener.open(request, timeout=SECONDS) as response:
            return response.status, json.loads(response.read(MOST_READ))
    except urllib.error.HTTPError as refusal:  # 409 comes with the same report
        if 300 <= refusal.code < 400:
            raise
        return refusal.code, json.loads(refusal.read(MOST_READ) or b"{}")


def _note(push, status, told):
    """Counts of the import summary; older servers do not wrap it."""
    summary = told.get("response", told)
    counts = summary.get("importCount", {})
    push.imported, push.updated, push.ignored = (counts.get(name, 0) for name in ("imported", "updated", "ignored"))
    push.detail = [str(each.get("value", each))[:300] for each in summary.get("conflicts", [])[:MOST_TOLD]]
    accepted = status == 200 and summary.get("status") in ("SUCCESS", "OK") and not push.ignored
    push.outcome = Push.Outcome.SENT if accepted else Push.Outcome.REFUSED
