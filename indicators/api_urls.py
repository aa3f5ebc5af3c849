"""/api/v1/: figures for programs."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from accounts.access import names
from accounts.permissions import Permission
from indicators import api, api_releases, api_values

app_name = "api"
urlpatterns = [
    path("places", api.Places.as_view(), name="places"),
    path("places/<str:reference>", api.OnePlace.as_view(), name="place"),
    path("indicators", api.Indicators.as_view(), name="indicators"),
    path("indicators/<str:code>", api.OneIndicator.as_view(), name="indicator"),
    path("values", api_values.Values.as_view(), name="values"),
    path("structure", api_values.Structure.as_view(), name="structure"),
    path("releases", api_releases.Releases.as_view(), name="releases"),
    path("releases/<str:number>", api_releases.OneRelease.as_view(), name="release"),
    path("targets", api.Targets.as_view(), name="targets"),
    path("openapi.json", names(Permission.SIGNED_IN)(SpectacularJSONAPIView.as_view()), name="openapi"),
]
