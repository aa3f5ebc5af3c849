"""/chi-so/, /chuong-trinh/, /don-vi/, /lich/: figures, targets, units, working days. A file has its page's address."""

from django.urls import path, re_path

from reporting.views import board, dashboard, drill, indicator, places

app_name = "reporting"
urlpatterns = [
    path("chi-so/", dashboard.dashboard, name="dashboard"),
    re_path(r"^chi-so\.(?P<extension>csv|xlsx|json)$", dashboard.dashboard, name="dashboard_file"),
    path("chi-so/<slug:code>/", indicator.indicator, name="indicator"),
    re_path(r"^chi-so/(?P<code>[\w-]+)\.(?P<extension>csv|xlsx|json|svg)$", indicator.indicator, name="indicator_file"),
    path("chi-so/<slug:code>/dong/", drill.rows, name="drill"),
    path("chuong-trinh/", board.programmes, name="programmes"),
    path("chuong-trinh/<slug:code>/", board.board, name="board"),
    re_path(r"^chuong-trinh/(?P<code>[\w-]+)\.(?P<extension>csv|xlsx|json)$", board.board, name="board_file"),
    path("don-vi/", places.places, name="places"),
    path("don-vi/<str:reference>/", places.place, name="place"),
    path("lich/<int:year>/", places.calendar, name="calendar"),
]
