"""The tables that can be published: a fixed set, so that what the public can put together is known beforehand."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.definition import By
from places.models import Level

BELOW = (Level.DISTRICT, Level.COMMUNE)


@dataclass(frozen=True)
class ReleaseTable:
    """Indicators of a place and of the units below it, year by year, with their parts."""

    code: str
    title: str | Promise
    indicators: tuple[str, ...]
    by: tuple[By, ...] = ()
    levels: tuple[Level, ...] = BELOW


TABLES = {
    table.code: table
    for table in (
        ReleaseTable(
            "tre-em",
            _("Trẻ em và trẻ em có hoàn cảnh đặc biệt"),
            ("P01", "H01"),
            (By.SEX, By.AGE),
        ),
        ReleaseTable("nhom-hoan-canh", _("Trẻ em có hoàn cảnh đặc biệt theo nhóm"), ("H02",), (By.GROUP,)),
        ReleaseTable("nguy-co", _("Trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt"), ("R01",), (By.SEX, By.AGE)),
        ReleaseTable("ho-ngheo", _("Trẻ em thuộc hộ nghèo, hộ cận nghèo"), ("P03", "P04"), (By.SEX, By.AGE)),
        ReleaseTable("tro-giup", _("Trẻ em được trợ giúp, được quản lý"), ("H03", "H03M", "H04"), (By.SEX,)),
        ReleaseTable("xam-hai", _("Trẻ em bị xâm hại"), ("A01",), (By.SEX, By.AGE, By.GROUP), levels=()),
        ReleaseTable("mo-hinh", _("Mô hình bảo vệ, trợ giúp trẻ em"), ("M01", "M04"), (By.GROUP,), (Level.DISTRICT,)),
        ReleaseTable("quy", _("Quỹ Bảo trợ trẻ em"), ("F01", "F02"), (By.GROUP,), levels=()),
    )
}
