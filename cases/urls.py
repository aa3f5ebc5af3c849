"""/ho-so/, /tre-em/, /tiep-nhan/: the work of an officer."""

from django.urls import path

from cases.views import casework, child, detail, home, intake, lists, plan

app_name = "cases"
urlpatterns = [
    path("viec/", home.work, name="work"),
    path("tim/", lists.search, name="search"),
    path("quy-dinh/", lists.rules, name="rules"),
    path("tiep-nhan/", lists.intakes, name="intakes"),
    path("tiep-nhan/moi/", intake.intake, name="intake"),
    path("tiep-nhan/<uuid:uid>/", intake.intake_detail, name="intake_detail"),
    path("tiep-nhan/<uuid:uid>/lap-ho-so/", intake.case_open, name="case_open"),
    path("tiep-nhan/<uuid:uid>/khong-lap/", intake.intake_dismiss, name="intake_dismiss"),
    path("ho-so/", lists.cases, name="list"),
    path("ho-so/<uuid:uid>/", detail.detail, name="detail"),
    path("ho-so/<uuid:uid>/lich-su/", detail.access_log, name="access_log"),
    path("ho-so/<uuid:uid>/danh-gia-ban-dau/", casework.assess_initial, name="assess_initial"),
    path("ho-so/<uuid:uid>/danh-gia-cu-the/", casework.assess_detailed, name="assess_detailed"),
    path("ho-so/<uuid:uid>/khan-cap/", casework.emergency, name="emergency"),
    path("ho-so/<uuid:uid>/het-cach-ly/", casework.separation_end, name="separation_end"),
    path("ho-so/<uuid:uid>/ke-hoach/", plan.plan, name="plan"),
    path("ho-so/<uuid:uid>/phe-duyet/", casework.approve, name="approve"),
    path("ho-so/<uuid:uid>/tra-lai/", casework.give_back, name="give_back"),
    path("ho-so/<uuid:uid>/dich-vu/", casework.service, name="service"),
    path("ho-so/<uuid:uid>/tham/", casework.visit, name="visit"),
    path("ho-so/<uuid:uid>/ra-soat/", casework.review, name="review"),
    path("ho-so/<uuid:uid>/ket-thuc/", casework.close, name="close"),
    path("ho-so/<uuid:uid>/phan-cong/", casework.assign, name="assign"),
    path("ho-so/<uuid:uid>/chuyen-giao/", casework.transfer, name="transfer"),
    path("ho-so/<uuid:uid>/han-che/", casework.restrict, name="restrict"),
    path("ho-so/<uuid:uid>/huy/<slug:kind>/<uuid:row_uid>/", casework.void, name="void"),
    path("tre-em/", lists.children, name="children"),
    path("tre-em/moi/", child.child_new, name="child_new"),
    path("tre-em/<uuid:uid>/", child.child, name="child"),
    path("tre-em/<uuid:uid>/sua/", child.child_edit, name="child_edit"),
    path("tre-em/<uuid:uid>/hoan-canh/", child.circumstance_new, name="circumstance_new"),
    path("tre-em/<uuid:uid>/nguy-co/", child.risk_new, name="risk_new"),
    path("tre-em/<uuid:uid>/noi-o/", child.move, name="move"),
    path("tre-em/<uuid:uid>/<slug:kind>/<int:pk>/ket-thuc/", child.spell_end, name="spell_end"),
    path("tre-em/<uuid:uid>/<slug:kind>/<int:pk>/huy/", child.child_void, name="child_void"),
]
