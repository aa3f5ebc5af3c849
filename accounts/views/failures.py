"""Pages of failure, and the same for programs. They say nothing of what is behind the address."""

from django.views import defaults

from accounts.api_errors import is_api, problem


def bad_request(request, exception):
    return problem(400, "") if is_api(request) else defaults.bad_request(request, exception)


def permission_denied(request, exception):
    return problem(403) if is_api(request) else defaults.permission_denied(request, exception)


def page_not_found(request, exception):
    return problem(404) if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request):
    return problem(500) if is_api(request) else defaults.server_error(request)
