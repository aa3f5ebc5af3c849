"""/trao-doi/: files in and out."""

from django.urls import path, re_path

from reporting.views import exchange, reported_import

app_name = "exchange"
urlpatterns = [
    path("nhap/", exchange.import_new, name="import_new"),
    path("nhap/tep-mau.csv", exchange.template_file, name="template_file"),
    path("nhap/so-bao-cao/", reported_import.import_figures, name="import_figures"),
    re_path(r"^nhap/so-bao-cao/mau\.(?P<extension>csv|xlsx)$", reported_import.template_file, name="figures_template"),
    path("xuat/<slug:name>/", exchange.export, name="export"),
    path("<uuid:uid>/", exchange.job, name="job"),
    path("<uuid:uid>/dong-sai.csv", exchange.job_errors, name="job_errors"),
    path("<uuid:uid>/xac-nhan/", exchange.confirm, name="confirm"),
    path("<uuid:uid>/xac-nhan-so-bao-cao/", exchange.confirm_figures, name="confirm_figures"),
    path("<uuid:uid>/thoi/", exchange.cancel, name="cancel"),
    path("<uuid:uid>/tep/", exchange.download, name="download"),
]
