"""API tokens act for their user; an indicator token reaches aggregates only (ruling 19)."""

from django.utils import timezone
from knox.auth import TokenAuthentication as KnoxTokenAuthentication

from accounts.models import ApiToken


class TokenAuthentication(KnoxTokenAuthentication):
    """`Authorization: Token maiam_…`; request.auth is the ApiToken."""

    def authenticate(self, request):
        found = super().authenticate(request)
        if found:
            ApiToken.objects.filter(pk=found[1].pk).update(last_used_at=timezone.now())
        return found
