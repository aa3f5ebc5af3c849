"""What one may do. Who may do it is the table in roles.py; in which places, the assignment."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    CHILD_VIEW = "child_view", _("xem trẻ em trong sổ")
    CHILD_EDIT = "child_edit", _("ghi sổ trẻ em, hoàn cảnh, nơi ở")
    INTAKE_CREATE = "intake_create", _("tiếp nhận thông tin")
    CASE_VIEW = "case_view", _("xem hồ sơ")
    CASE_WORK = "case_work", _("làm hồ sơ: đánh giá, kế hoạch, dịch vụ, rà soát")
    CASE_APPROVE = "case_approve", _("phê duyệt kế hoạch")
    CASE_CLOSE = "case_close", _("kết thúc hồ sơ")
    CASE_RESTRICT = "case_restrict", _("đặt danh sách người không được xem hồ sơ")
    REGISTER_IMPORT = "register_import", _("nhập sổ trẻ em từ tệp")
    REGISTER_EXPORT = "register_export", _("xuất danh sách có tên trẻ em")
    PROGRAM_VIEW = "program_view", _("xem chương trình, mô hình, quỹ")
    PROGRAM_EDIT = "program_edit", _("ghi chương trình, mô hình, quỹ, lớp tập huấn")
    TARGET_EDIT = "target_edit", _("đặt và sửa chỉ tiêu")
    INDICATOR_VIEW = "indicator_view", _("xem chỉ số của địa bàn")
    INDICATOR_DRILL = "indicator_drill", _("mở các dòng làm nên con số")
    REPORTED_EDIT = "reported_edit", _("ghi số liệu báo cáo, khai báo đủ số liệu")
    RELEASE_PUBLISH = "release_publish", _("lập dự thảo, công bố số liệu")
    AUDIT_VIEW = "audit_view", _("xem nhật ký truy cập")
    USER_MANAGE = "user_manage", _("quản lý người dùng và phân công")
    REFERENCE_EDIT = "reference_edit", _("sửa danh mục dùng chung")
    SIGNED_IN = "signed_in", _("mọi người đã đăng nhập")
    PUBLIC = "public", _("ai cũng xem được")

    def __new__(cls, value, label):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
