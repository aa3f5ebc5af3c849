"""/api/v1/: the register and cases, for sessions and tokens of the kind "case"."""

from django.urls import path

from cases import api

app_name = "cases_api"
urlpatterns = [
    path("children", api.Children.as_view(), name="children"),
    path("children/<uuid:uid>", api.OneChild.as_view(), name="child"),
    path("children/<uuid:uid>/circumstances", api.Circumstances.as_view(), name="circumstances"),
    path("intakes", api.Intakes.as_view(), name="intakes"),
    path("intakes/<uuid:uid>", api.OneIntake.as_view(), name="intake"),
    path("cases", api.Cases.as_view(), name="cases"),
    path("cases/<uuid:uid>", api.OneCase.as_view(), name="case"),
    path("steps", api.Steps.as_view(), name="steps"),
]
