"""API tokens act for their user; an indicator token reaches aggregates only (ruling 19)."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken

NOTE_USE_EVERY = timedelta(minutes=1)


class TokenAuthentication(KnoxTokenAuthentication):
    """`Authorization: Token maiam_…`; request.auth is the ApiToken."""

    def authenticate(self, request):
        try:
            found = super().authenticate(request)
        except (AuthenticationFailed, UnicodeDecodeError) as error:
            # One sentence for all that can be wrong with it: a stranger learns nothing about tokens or users.
            raise AuthenticationFailed(
                _("Mã truy cập sai, đã hết hạn hoặc đã bị thu hồi; hoặc người dùng của mã đã bị khóa.")
            ) from error
        if found:
            now = timezone.now()
            unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTE_USE_EVERY)
            ApiToken.objects.filter(unnoted, pk=found[1].pk).update(last_used_at=now)
        return found
