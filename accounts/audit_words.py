"""The audit trail in words. A test finds every verb in the code that has none here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "access.refused": _("bị từ chối vì không có quyền"),
    "account.other_sessions_ended": _("kết thúc các phiên khác của mình"),
    "account.password_changed": _("đổi mật khẩu"),
    "account.recovery_codes_made": _("tạo mã dự phòng"),
    "account.second_factor_enrolled": _("bật xác thực hai bước"),
    "account.second_factor_failed": _("nhập sai mã xác thực"),
    "account.second_factor_removed": _("tắt xác thực hai bước"),
    "account.session_ended": _("phiên tự kết thúc"),
    "account.sign_in_failed": _("đăng nhập sai"),
    "account.signed_in": _("đăng nhập"),
    "account.signed_out": _("đăng xuất"),
    "assignment.added": _("phân công"),
    "assignment.ended": _("kết thúc phân công"),
    "assignment.taken_back": _("rút phân công chưa dùng"),
    "audit.viewed": _("xem nhật ký"),
    "keys.resealed": _("niêm phong lại bằng khóa mới"),
    "token.created": _("tạo mã truy cập API"),
    "token.revoked": _("thu hồi mã truy cập API"),
    "user.created": _("tạo người dùng"),
    "user.disabled": _("khóa tài khoản"),
    "user.edited": _("sửa thông tin người dùng"),
    "user.enabled": _("mở khóa tài khoản"),
    "user.password_link_issued": _("cấp đường dẫn đặt mật khẩu"),
    "user.second_factor_reset": _("đặt lại xác thực hai bước"),
}

TARGETS = {
    "accounts.user": _("người dùng"),
    "cases.case": _("hồ sơ"),
    "cases.child": _("trẻ em"),
    "cases.household": _("hộ gia đình"),
    "cases.intake": _("thông tin tiếp nhận"),
}

DETAILS = {
    "by_link": _("bằng đường dẫn"),
    "count": _("số lượng"),
    "days": _("số ngày"),
    "fields": _("mục đã đổi"),
    "ip": _("địa chỉ mạng"),
    "kind": _("loại"),
    "mailed": _("gửi thư"),
    "place": _("nơi"),
    "reason": _("lý do"),
    "role": _("vai trò"),
    "token": _("mã"),
    "tokens": _("các mã"),
    "valid_from": _("từ ngày"),
    "valid_to": _("đến hết ngày"),
    "view": _("trang"),
}
