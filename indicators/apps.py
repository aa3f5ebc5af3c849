from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Chỉ số")

    def ready(self):
        from indicators import checks, registry  # noqa: F401 (checks registers itself)
        from programs import catalogue

        catalogue.provide(registry.known_to_targets)
