"""What is sent to the API is JSON; what cannot be read is said in the caller's language."""

from json import JSONDecodeError

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonParser(JSONParser):
    def parse(self, stream, media_type=None, parser_context=None):
        """The body as Python reads it; ParseError tells where it stops being JSON."""
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as why:
            raise ParseError(_told(why.__context__)) from why
        except RecursionError as why:
            raise ParseError(_("JSON lồng quá nhiều tầng.")) from why


def _told(fault):
    if isinstance(fault, JSONDecodeError):
        at = {"line": fault.lineno, "column": fault.colno}
        return _("Không đọc được JSON từ dòng %(line)s, cột %(column)s.") % at
    return _("Không đọc được nội dung gửi lên; hãy gửi JSON viết bằng UTF-8.")
