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
ALWAYS = ("400", "401", "406", "429", "503")
METHODS = ("get", "post", "put", "patch", "delete")


def refusals_are_problems(result, generator, request, public):
    """Every operation may refuse, and refuses in one shape (RFC 9457), whatever format was asked for."""
    problem = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}, "description": ""}
    for path, operations in result["paths"].items():
        for method in METHODS:
            if method not in operations:
                continue
            told = operations[method]["responses"]
            refused = [status for status in told if status >= "400"]
            told.update(dict.fromkeys((*ALWAYS, *_more_refusals(path, operations[method]), *refused), problem))
            operations[method]["responses"] = dict(sorted(told.items()))
    return result


def _more_refusals(path, operation):
    """To whom a right lacks; of what an address names, or a page that is not there; of a body in another format."""
    if operation.get("security"):
        yield "403"
    if "{" in path or any(parameter["name"] == "page" for parameter in operation.get("parameters", ())):
        yield "404"
    if "requestBody" in operation:
        yield "415"
