"""Pages of failure, and the same for programs. They say nothing of what is behind the address."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from accounts.api_errors import is_api, problem

RETRY_AFTER = "30"  # seconds


def bad_request(request, exception):
    return problem(400, "") if is_api(request) else defaults.bad_request(request, exception)


def permission_denied(request, exception):
    return problem(403) if is_api(request) else defaults.permission_denied(request, exception)


def page_not_found(request, exception):
    return problem(404) if is_api(request) else defaults.page_not_found(request, exception)


def method_not_allowed(request, allowed):
    """An address that a button sends to, opened as a page: after a sign-in that came between, or typed by hand."""
    response = render(request, "405.html", status=405)
    response.headers["Allow"] = allowed
    return response


def server_error(request):
    """A fault of ours; or a database that does not answer or was busy with another, which passes: 503 and when."""
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        return _unavailable(request)
    return problem(500) if is_api(request) else defaults.server_error(request)


def _unavailable(request):
    headers = {"Retry-After": RETRY_AFTER}
    if is_api(request):
        return problem(503, headers=headers)
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)  # without context: no database
