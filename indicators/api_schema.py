"""Tells drf-spectacular how the API is entered, and how it refuses."""

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


PROBLEM = "application/problem+json"
ALWAYS = ("400", "401", "403", "404", "406", "429")
WITH_A_BODY = ("415",)
METHODS = ("get", "post", "put", "patch", "delete")


def refusals_are_problems(result, generator, request, public):
    """Every operation may refuse, and refuses in one shape (RFC 9457), whatever format was asked for."""
    problem = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}, "description": ""}
    for operations in result["paths"].values():
        for method in METHODS:
            if method not in operations:
                continue
            told = operations[method]["responses"]
            wanted = ALWAYS + (WITH_A_BODY if "requestBody" in operations[method] else ())
            refused = [status for status in told if status >= "400"]
            told.update(dict.fromkeys((*wanted, *refused), problem))
            operations[method]["responses"] = dict(sorted(told.items()))
    return result
