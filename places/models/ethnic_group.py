"""The national list of ethnic groups."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.fields import NFCCharField
from places.models.place import Certainty
from places.text import fold


class EthnicGroupQuerySet(models.QuerySet):
    def named(self, text):
        """The group of a code, name or alias as people write it (Mông, H'mông, 08). Raises EthnicGroup.DoesNotExist."""
        wanted = _letters(text)
        for group in self:
            if wanted and wanted in {group.code, *(_letters(name) for name in (group.name, *group.aliases))}:
                return group
        raise EthnicGroup.DoesNotExist(text)


def _letters(name):
    return fold(name).replace(" ", "")  # Gia-rai, Gia Rai and Giarai are one group


class EthnicGroup(models.Model):
    """EthnicGroup — dân tộc: code 01–54 of the national list, 55 for foreigners."""

    code = models.TextField(_("mã"), unique=True, validators=[RegexValidator(r"^(0[1-9]|[1-4]\d|5[0-5])$")])
    name = NFCCharField(_("tên"), unique=True)
    aliases = ArrayField(NFCCharField(), default=list, blank=True, verbose_name=_("tên gọi khác"))
    certainty = models.TextField(_("độ chắc chắn"), choices=Certainty)
    source = NFCCharField(_("nguồn"), blank=True)

    objects = EthnicGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("dân tộc")
        verbose_name_plural = _("dân tộc")
        ordering = ["code"]

    def __str__(self):
        return self.name
