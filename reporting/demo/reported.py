"""What the articles report, beside what the records give; what lies between the printed years is invented and marked."""

from datetime import date
from decimal import Decimal

from indicators.models import Completeness, Population, ReportedFigure
from places.models import Level, Place
from programs.models import Document
from reporting.demo import kon_tum_2022

# An Giang's share of children in special circumstances: 4.5 % is printed; the rest is invented (ruling 14).
INVENTED_SHARES = {2016: "4.31", 2017: "4.12", 2018: "3.93", 2019: "3.71", 2020: "3.58"}
INFERRED = "Bài báo không ghi ngày; cuối năm 2015 được suy ra."
# (article, province code, year, indicator, breakdown, value, qualifier, unit, numerator, denominator, printed words)
PRINTED = (
    ("001", "89", 2020, "K01", "", "70.5128", "exact", "percent", 110, 156,
     "110 xã, phường, thị trấn đạt tiêu chuẩn phù hợp với trẻ em"),
    ("001", "89", 2020, "M01", "safe_house", "35.8974", "exact", "percent", 56, 156,
     "56/156 xã, phường, thị được lồng ghép triển khai thí điểm mô hình Ngôi nhà an toàn"),
    ("001", "89", 2020, "M01", "community_system", "39.1026", "exact", "percent", 61, 156,
     "61/156 xã, phường, thị trấn được triển khai mô hình hệ thống bảo vệ trẻ em dựa vào cộng đồng"),
    ("001", "89", 2020, "M02", "community_system", "100", "exact", "percent", 11, 11, "11/11 huyện, thị thành"),
    ("001", "89", 2020, "M04", "child_club", "76", "exact", "model", None, None, "76 Câu lạc bộ trẻ em"),
    ("001", "89", 2020, "M04", "school_counselling", "10", "exact", "model", None, None, "10 điểm tư vấn tại trường học"),
    ("001", "89", 2020, "F01", "", "4190000000", "exact", "vnd", None, None,
     "Quỹ Bảo trợ trẻ em đã vận động trực tiếp và gián tiếp với số tiền 4,19 tỷ đồng"),
    ("001", "89", 2020, "F02", "", "2469", "exact", "turn", None, None, "đã hỗ trợ cho 2.469 lượt trẻ em"),
    ("002", "62", 2022, "P01", "", "200000", "more", "child", None, None, "toàn tỉnh có trên 200.000 trẻ em"),
    ("002", "62", 2022, "P02", "", "35", "less", "percent", None, None, "chiếm gần 35% so với tổng dân số toàn tỉnh"),
    ("002", "62", 2022, "P03", "", "27678", "exact", "child", None, None, "trẻ em trong các hộ gia đình nghèo là 27.678 em"),
    ("002", "62", 2022, "P04", "", "46177", "exact", "child", None, None, "cận nghèo là 46.177 em"),
    ("002", "62", 2022, "H04", "", "1865", "exact", "child", None, None,
     "1.865 trẻ em có hoàn cảnh đặc biệt được hưởng chế độ bảo trợ xã hội thường xuyên hàng tháng"),
)  # fmt: skip
# What the demonstration declares complete: (family, province code, from, to). Elsewhere a figure is unknown, not 0.
COMPLETE = (
    ("register", "62", date(2022, 1, 1), date(2022, 12, 31)),
    ("assistance", "62", date(2022, 1, 1), date(2022, 12, 31)),
    ("models", "89", date(2020, 1, 1), date(2020, 12, 31)),
    ("fund", "89", date(2020, 1, 1), date(2020, 12, 31)),
    ("recognition", "89", date(2018, 1, 1), date(2020, 12, 31)),
    ("training", "89", date(2011, 1, 1), date(2015, 12, 31)),
)
LIVE = ("register", "cases", "assistance")


def load(live_communes, today):
    """Reported figures, population, declarations; `live_communes` keep complete registers from this year's start on."""
    articles = {row.number.removeprefix("Bài "): row for row in Document.objects.filter(kind="bài báo")}
    for article, code, year, indicator, breakdown, value, qualifier, unit, numerator, denominator, words in PRINTED:
        _reported(
            _province(code, year), year, indicator, value, unit, words, document=articles[article],
            breakdown=breakdown, qualifier=qualifier, numerator=numerator, denominator=denominator,
        )  # fmt: skip
    an_giang = _province("89", 2020)
    words = "giảm tỷ lệ trẻ em có hoàn cảnh đặc biệt … từ 4,5% xuống còn 3,5%"
    _reported(an_giang, 2015, "H01", "4.5", "percent", words, document=articles["000"], note=INFERRED)
    for year, share in INVENTED_SHARES.items():
        _reported(an_giang, year, "H01", share, "percent", "Số liệu giả để trình diễn", is_synthetic=True)
    Population.objects.create(
        place=_province("62", 2022), year=2022, total=kon_tum_2022.POPULATION, source="Số liệu giả để trình diễn",
        vintage=date(2023, 2, 17), is_synthetic=True,
    )  # fmt: skip
    for family, code, first, last in COMPLETE:
        Completeness.objects.create(
            family=family, place=_province(code, last.year), starts_on=first, ends_on=last, note="Dữ liệu giả"
        )
    for place in live_communes:
        for family in LIVE:
            Completeness.objects.create(
                family=family, place=place, starts_on=today.replace(month=1, day=1), note="Dữ liệu giả"
            )


def _province(code, year):
    return Place.objects.by_code(code, date(year, 12, 31), Level.PROVINCE)


def _reported(place, year, indicator, value, unit, printed_text, **fields):
    ReportedFigure.objects.create(
        place=place,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        indicator=indicator,
        value=Decimal(value),
        unit=unit,
        printed_text=printed_text,
        **fields,
    )
