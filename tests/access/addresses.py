"""Every address that the site answers, read from the resolver."""

from dataclasses import dataclass

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    name: str  # with its namespaces; the route where it has no name
    route: str
    view: object

    def permission_for(self, method):
        """What the view says of itself; DRF says it on the class, where it may name another for a method."""
        for holder in (self.view, getattr(self.view, "cls", None), getattr(self.view, "view_class", None)):
            permission = getattr(holder, "required_permission", None)
            if permission is not None:
                return getattr(holder, "permission_of", {}).get(method, permission)
        return None

    @property
    def api_class(self):
        return getattr(self.view, "cls", None)


def addresses():
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver, namespace, route):
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, here)
        else:
            yield Address(f"{namespace}{pattern.name}" if pattern.name else here, here, pattern.callback)
