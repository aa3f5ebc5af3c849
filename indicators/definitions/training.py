"""T01 — Lớp tập huấn."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import Indicator
from indicators.measures.programmes import CLASSES
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete

INDICATORS = [
    Indicator(
        code="T01",
        name=_("Số lớp tập huấn"),
        name_en="Training classes",
        why=_("Người làm công tác trẻ em phải được trang bị kiến thức, kỹ năng."),
        numerator=CLASSES,
        denominator=None,
        unit=Unit.CLASS,
        direction="up",
        completeness=(Complete.TRAINING.of("class"),),
        source=_("Chương trình bảo vệ trẻ em 2011–2015, dự án nâng cao năng lực"),
    ),
]
