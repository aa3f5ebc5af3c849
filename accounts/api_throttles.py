"""How often the API may be called: by user, and by address for those who are nobody yet."""

import logging

from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from redis.exceptions import RedisError
from rest_framework.throttling import UserRateThrottle

log = logging.getLogger(__name__)


class FairUse(UserRateThrottle):
    """settings API_RATE. Without Redis nobody can be counted, and nobody is turned away for it."""

    cache = ConnectionProxy(caches, "redis")

    def allow_request(self, request, view):
        try:
            return super().allow_request(request, view)
        except RedisError:
            log.warning("Calls cannot be counted: Redis does not answer.")
            return True
