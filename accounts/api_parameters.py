"""A misspelt filter must not quietly answer with everything, nor one given twice with its last: both are refused."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings


class KnownParametersOnly:
    """Mixin of every API view: `parameters` names what it reads itself, `several` those of them that may be given more
    than once; paging and format are added."""

    parameters: tuple[str, ...] = ()
    several: tuple[str, ...] = ()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)  # who may not enter is not told what could be asked
        known = self.known_parameters()
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            allowed = ", ".join(sorted(known)) or _("không có")
            words = _("Không có tham số này. Được dùng: %(allowed)s.") % {"allowed": allowed}
            raise ValidationError({name: [words] for name in unknown})
        broken = [name for name, given in request.query_params.lists() if any("\0" in text for text in given)]
        if broken:  # PostgreSQL takes no such text
            raise ValidationError({name: [_("Không được có ký tự NUL.")] for name in broken})
        twice = [name for name, given in request.query_params.lists() if len(given) > 1 and name not in self.several]
        if twice:
            raise ValidationError({name: [_("Tham số này chỉ nhận một giá trị.")] for name in twice})

    def known_parameters(self):
        known = {*self.parameters, *_of_paging(getattr(self, "pagination_class", None))}
        if api_settings.URL_FORMAT_OVERRIDE and len(self.get_renderers()) > 1:
            known.add(api_settings.URL_FORMAT_OVERRIDE)
        return known


def _of_paging(pages):
    kinds = ("page", "page_size", "cursor", "limit", "offset")
    return filter(None, (getattr(pages, f"{kind}_query_param", None) for kind in kinds))
