"""/chi-so/, /chuong-trinh/, /don-vi/, /lich/: figures, targets, units, working days. A file has its page's address."""

from django.urls import path, re_path

from reporting.views import (
    alarms,
    board,
    changes,
    dashboard,
    drill,
    indicator,
    places,
    populations,
    reforms,
    releases,
    reported,
    targets,
)

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

app_name = "reporting"
urlpatterns = [
    path("chi-so/", dashboard.dashboard, name="dashboard"),
    re_path(r"^chi-so\.(?P<extension>csv|xlsx|json|svg)$", dashboard.dashboard, name="dashboard_file"),
    path("chi-so/bao-dong/", alarms.alarms, name="alarms"),  # no indicator bears this code
    path("quan-tri/bao-dong/", alarms.alarms_for_administrators, name="alarms_for_administrators"),
    path("chi-so/<slug:code>/", indicator.indicator, name="indicator"),
    re_path(r"^chi-so/(?P<code>[\w-]+)\.(?P<extension>csv|xlsx|json|svg)$", indicator.indicator, name="indicator_file"),
    path("chi-so/<slug:code>/dong/", drill.rows, name="drill"),
    path("chi-so/<slug:code>/thay-doi/", changes.changes, name="changes"),
    path("chuong-trinh/", board.programmes, name="programmes"),
    path("chuong-trinh/<slug:code>/", board.board, name="board"),
    re_path(r"^chuong-trinh/(?P<code>[\w-]+)\.(?P<extension>csv|xlsx|json)$", board.board, name="board_file"),
    path("chuong-trinh/<slug:code>/tong-ket/", board.term, name="term"),
    path("chi-tieu/", targets.provinces, name="target_board"),
    re_path(r"^chi-tieu\.(?P<extension>csv|xlsx|json)$", targets.provinces, name="target_board_file"),
    path("chi-tieu/<uuid:uid>/", targets.target, name="target"),
    re_path(rf"^chi-tieu/(?P<uid>{UUID})\.(?P<extension>csv|xlsx|json|svg)$", targets.target, name="target_file"),
    path("so-bao-cao/", reported.figures, name="reported"),
    path("so-bao-cao/moi/", reported.figure_new, name="reported_new"),
    path("so-bao-cao/<uuid:uid>/huy/", reported.figure_void, name="reported_void"),
    path("dan-so/", populations.populations, name="populations"),
    path("dan-so/moi/", populations.population_new, name="population_new"),
    path("dan-so/nhap/", populations.population_import, name="population_import"),
    path("dan-so/<int:pk>/huy/", populations.population_void, name="population_void"),
    path("du-so-lieu/", reported.completeness, name="completeness"),
    path("du-so-lieu/moi/", reported.completeness_new, name="completeness_new"),
    path("du-so-lieu/<int:pk>/ket-thuc/", reported.completeness_end, name="completeness_end"),
    path("cong-bo/", releases.releases, name="releases"),
    path("cong-bo/soan/", releases.drafts, name="release_drafts"),
    path("cong-bo/soan/<uuid:uid>/", releases.draft, name="release_draft"),
    path("cong-bo/soan/<uuid:uid>/bo/", releases.discard, name="release_discard"),
    path("cong-bo/<slug:number>/", releases.release, name="release"),
    re_path(r"^cong-bo/(?P<number>[\w-]+)\.(?P<extension>csv|xlsx|json|svg)$", releases.release, name="release_file"),
    path("don-vi/", places.places, name="places"),
    path("don-vi/sap-xep/", reforms.reforms, name="reforms"),
    path("don-vi/sap-xep/moi/", reforms.reform_new, name="reform_new"),
    path("don-vi/sap-xep/<uuid:uid>/", reforms.reform, name="reform"),
    path("don-vi/sap-xep/<uuid:uid>/sua/", reforms.reform_edit, name="reform_edit"),
    path("don-vi/sap-xep/<uuid:uid>/cho/", reforms.reform_schedule, name="reform_schedule"),
    path("don-vi/sap-xep/<uuid:uid>/bo/", reforms.reform_withdraw, name="reform_withdraw"),
    path("don-vi/<str:reference>/", places.place, name="place"),
    path("lich/<int:year>/", places.calendar, name="calendar"),
]
