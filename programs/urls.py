"""/hoat-dong/: what programmes do."""

from django.urls import path

from programs.views import activities, fund, outreach, programmes

app_name = "programs"
urlpatterns = [
    path("", activities.index, name="index"),
    path("mo-hinh/", activities.sites, name="sites"),
    path("mo-hinh/moi/", activities.site_new, name="site_new"),
    path("mo-hinh/<uuid:uid>/ket-thuc/", activities.site_end, name="site_end"),
    path("mo-hinh/<uuid:uid>/don-vi-moi/", activities.site_settle, name="site_settle"),
    path("cong-nhan/", activities.recognitions, name="recognitions"),
    path("cong-nhan/moi/", activities.recognition_new, name="recognition_new"),
    path("quy/", fund.fund, name="fund"),
    path("quy/van-dong/", fund.fund_entry_new, name="fund_entry_new"),
    path("quy/ho-tro/", fund.fund_supports, name="fund_supports"),
    path("quy/ho-tro/moi/", fund.fund_support_new, name="fund_support_new"),
    path("quy/ho-tro/<uuid:uid>/tre/", fund.fund_support_child, name="fund_support_child"),
    path("tap-huan/", activities.trainings, name="trainings"),
    path("tap-huan/moi/", activities.training_new, name="training_new"),
    path("so/<slug:name>/", outreach.ledger, name="ledger"),
    path("so/<slug:name>/moi/", outreach.ledger_new, name="ledger_new"),
    path("nguoi-lam-cong-tac/<uuid:uid>/thoi/", outreach.worker_end, name="worker_end"),
    path("nguoi-lam-cong-tac/<uuid:uid>/don-vi-moi/", outreach.worker_settle, name="worker_settle"),
    path("tro-cap/<uuid:uid>/moi/", activities.assistance_new, name="assistance_new"),
    path("tro-cap/<uuid:uid>/dung/", activities.assistance_end, name="assistance_end"),
    path("tro-cap/<uuid:uid>/huy/", activities.assistance_void, name="assistance_void"),
    path("chuong-trinh/", programmes.programmes, name="programmes"),
    path("chuong-trinh/<slug:code>/", programmes.programme, name="programme"),
    path("chuong-trinh/<slug:code>/chi-tieu/", programmes.target_new, name="target_new"),
    path("chi-tieu/<uuid:uid>/dieu-chinh/", programmes.target_revise, name="target_revise"),
    path("chi-tieu/<uuid:uid>/moc/", programmes.level_new, name="level_new"),
    path("chi-tieu/moc/<int:pk>/bo/", programmes.level_end, name="level_end"),
    path("huy/<slug:kind>/<uuid:uid>/", activities.void, name="void"),
]
