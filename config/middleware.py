"""After a change, say "look" to the workers. Losing the hint costs a second: the sweeper polls behind it."""

from indicators.tasks import hint_sweep

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class RecountHintMiddleware:
    """The request's transaction is committed when its response comes back here (ATOMIC_REQUESTS)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in SAFE and response.status_code < 400:
            hint_sweep()
        return response
