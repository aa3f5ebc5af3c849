"""Errors of the API: one shape for all, in the caller's language (application/problem+json, RFC 9457)."""

from django.http import JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.views import exception_handler

TITLES = {
    400: _("Yêu cầu chưa đúng"),
    401: _("Chưa đăng nhập, hoặc mã truy cập không dùng được"),
    403: _("Không có quyền"),
    404: _("Không tìm thấy"),
    405: _("Địa chỉ này không nhận cách gọi đó"),
    406: _("Không có định dạng được yêu cầu"),
    409: _("Dữ liệu đã thay đổi"),
    415: _("Không đọc được định dạng gửi lên"),
    429: _("Gọi quá nhiều lần"),
    500: _("Lỗi của hệ thống"),
    503: _("Hệ thống tạm gián đoạn"),
}
DETAILS = {
    401: _("Gửi mã truy cập còn hạn trong tiêu đề “Authorization: Token …”."),
    403: _("Vai trò hoặc loại mã truy cập của bạn không mở địa chỉ này."),
    404: _("Không có dữ liệu này, hoặc nó nằm ngoài phạm vi của bạn."),
    429: _("Hãy đợi rồi gọi lại; tiêu đề Retry-After cho biết bao nhiêu giây."),
    500: _("Lỗi đã được ghi lại. Hãy thử lại sau."),
    503: _("Cơ sở dữ liệu đang bận hoặc tạm ngắt; tiêu đề Retry-After cho biết sau bao nhiêu giây thì gọi lại."),
}


def is_api(request):
    return request.path_info.startswith("/api/")


def problem(status, detail=None, errors=None, headers=None):
    """{"title", "status", "detail", "errors"}; `errors` maps a parameter or field to its sentences."""
    body = {
        "title": gettext(TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": str(DETAILS.get(status, "") if detail is None else detail),
        "errors": errors or {},
    }
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
        headers=headers,
    )


def handle(exception, context):
    """DRF's exception handler. What it does not know goes on to Django's page of failure."""
    response = exception_handler(exception, context)
    if response is None:
        return None
    headers = {name: response[name] for name in ("WWW-Authenticate", "Retry-After") if name in response}
    detail, errors = None, {}
    if isinstance(exception, ValidationError):
        detail, errors = _told(exception.detail)
    elif isinstance(exception, APIException) and exception.status_code not in (404, 429):
        # Its own words, unless they are DRF's general ones where we have better.
        told = exception.detail != exception.default_detail or exception.status_code not in DETAILS
        detail = exception.detail if told else None
    return problem(response.status_code, detail, errors, headers)


def _told(detail):
    """(sentences about the whole, {field: sentences}) of a validation error."""
    if isinstance(detail, list):
        return " ".join(map(str, detail)), {}
    errors = {field: list(map(str, told)) if isinstance(told, list) else told for field, told in detail.items()}
    return " ".join(map(str, errors.pop("non_field_errors", []))), errors
