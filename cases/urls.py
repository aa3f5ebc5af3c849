"""/ho-so/, /tre-em/, /tiep-nhan/: the work of an officer."""

from django.urls import path

from cases.views import home, lists

app_name = "cases"
urlpatterns = [
    path("viec/", home.work, name="work"),
    path("ho-so/", lists.cases, name="list"),
    path("tre-em/", lists.children, name="children"),
    path("tiep-nhan/", lists.intakes, name="intakes"),
    path("tim/", lists.search, name="search"),
    path("quy-dinh/", lists.rules, name="rules"),
]
