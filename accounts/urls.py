"""Sign-in, one's own account, users and the audit trail.

Of django-allauth's addresses only those in use: signing up, mail addresses and social accounts do not exist here.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as codes_views
from django.urls import include, path

from accounts.access import names
from accounts.permissions import Permission
from accounts.views import audit, me, sign_in, users

anyone, signed_in = names(Permission.PUBLIC), names(Permission.SIGNED_IN)

sign_in_urls = [
    path("dang-nhap/", anyone(account_views.login), name="account_login"),
    path("dang-nhap/ma/", anyone(mfa_views.authenticate), name="mfa_authenticate"),
    path("dang-nhap/bi-khoa/", anyone(account_views.account_inactive), name="account_inactive"),
    path("dang-xuat/", anyone(sign_in.SignOutView.as_view()), name="account_logout"),
    path("ngon-ngu/", sign_in.set_language, name="set_language"),
    path("tai-khoan/xac-nhan/", signed_in(account_views.reauthenticate), name="account_reauthenticate"),
    path("tai-khoan/xac-nhan-ma/", signed_in(mfa_views.reauthenticate), name="mfa_reauthenticate"),
    path("tai-khoan/hai-buoc/", signed_in(mfa_views.index), name="mfa_index"),
    path("tai-khoan/hai-buoc/bat/", signed_in(sign_in.EnrolView.as_view()), name="mfa_activate_totp"),
    path("tai-khoan/hai-buoc/tat/", signed_in(sign_in.RemoveSecondFactorView.as_view()), name="mfa_deactivate_totp"),
    path("tai-khoan/ma-du-phong/", signed_in(codes_views.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "tai-khoan/ma-du-phong/tao/", signed_in(sign_in.RecoveryCodesView.as_view()), name="mfa_generate_recovery_codes"
    ),
]

account_urls = [
    path("dat-mat-khau/<str:uidb64>/<str:token>/", anyone(sign_in.SetPasswordView.as_view()), name="set_password"),
    path("tai-khoan/", me.me, name="me"),
    path("tai-khoan/mat-khau/", me.change_password, name="change_password"),
    path("tai-khoan/phien/tiep-tuc/", me.stay, name="stay"),
    path("tai-khoan/phien/ket-thuc/", me.end_other_sessions, name="end_other_sessions"),
    path("tai-khoan/phien/<int:pk>/ket-thuc/", me.end_session, name="end_session"),
    path("tai-khoan/ma-truy-cap/tao/", me.create_token, name="create_token"),
    path("tai-khoan/ma-truy-cap/<uuid:uid>/thu-hoi/", me.revoke_token, name="revoke_token"),
    path("quan-tri/nguoi-dung/", users.users, name="users"),
    path("quan-tri/nguoi-dung/tao/", users.create_user, name="create_user"),
    path("quan-tri/nguoi-dung/phan-cong/", users.assign_known, name="assign_known"),
    path("quan-tri/nguoi-dung/<uuid:uid>/", users.user, name="user"),
    path("quan-tri/nguoi-dung/<uuid:uid>/sua/", users.edit_user, name="edit_user"),
    path("quan-tri/nguoi-dung/<uuid:uid>/khoa/", users.disable_user, name="disable_user"),
    path("quan-tri/nguoi-dung/<uuid:uid>/mo-khoa/", users.enable_user, name="enable_user"),
    path("quan-tri/nguoi-dung/<uuid:uid>/mat-khau/", users.password_link, name="password_link"),
    path("quan-tri/nguoi-dung/<uuid:uid>/hai-buoc/", users.reset_second_factor, name="reset_second_factor"),
    path("quan-tri/nguoi-dung/<uuid:uid>/phan-cong/", users.assign, name="assign"),
    path("quan-tri/phan-cong/<int:pk>/ket-thuc/", users.end_assignment, name="end_assignment"),
    path("quan-tri/vai-tro/", users.roles, name="roles"),
    path("quan-tri/nhat-ky/", audit.audit_trail, name="audit"),
]

urlpatterns = [*sign_in_urls, path("", include((account_urls, "accounts")))]
