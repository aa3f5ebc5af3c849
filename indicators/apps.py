from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Chỉ số")

    def ready(self):
        from indicators import checks  # noqa: F401 (registers itself)
