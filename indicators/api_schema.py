"""Tells drf-spectacular how the API is entered."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Authorization: Token maiam_… (mã truy cập tạo ở trang Tài khoản, loại “số liệu tổng hợp”).",
        }
