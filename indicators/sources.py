"""Every figure of the five source articles, as printed: what is held of it, what is computed beside it.

The rows are numbered as in the dossier of the articles: "001-13" is the thirteenth of article 001. Figures are kept as
ReportedFigure, targets as Target, the rest as the records that they speak of. Public totals only.
"""

from dataclasses import dataclass
from datetime import date

from programs.reference import AN_GIANG, KON_TUM

_KON_TUM_2013 = ("62", date(2013, 12, 31))
INFERRED_2015 = "Bài báo không ghi ngày; cuối năm 2015 được suy ra."


@dataclass(frozen=True)
class FigureRow:
    """A printed figure. Money in đồng, shares in percent; `value` None where the article tells it in words only."""

    id: str
    place: tuple[str, date]
    years: tuple[int, int]  # first and last year of the period
    indicator: str
    value: str | None
    unit: str
    words: str
    breakdown: str = ""
    together: tuple[str, ...] = ()  # the groups that the number holds, where it is of several and not of all
    qualifier: str = "exact"
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    flag: str = ""

    @property
    def article(self):
        return self.id[:3]


def _row(id, place, years, indicator, value, unit, words, **fields):
    years = years if isinstance(years, tuple) else (years, years)
    return FigureRow(id, place, years, indicator, value, unit, words, **fields)


FIGURES = (
    _row("000-2", AN_GIANG, (2011, 2015), "T01", "101", "class", "tổ chức 101 lớp hướng dẫn nghiệp vụ công tác trẻ em"),
    _row("000-5", AN_GIANG, 2015, "H01", "4.5", "percent",
         "giảm tỷ lệ trẻ em có hoàn cảnh đặc biệt trên tổng số trẻ em từ 4,5% xuống còn 3,5%", note=INFERRED_2015),
    _row("000-12", AN_GIANG, (2011, 2015), "Q01", None, "other",
         "góp phần hoàn thành cơ bản các chỉ tiêu của Chương trình", qualifier="words"),
    _row("001-6", AN_GIANG, 2020, "G01", "3105", "child", "cho khoảng 3.105 trẻ em", qualifier="about"),
    _row("001-7", AN_GIANG, 2020, "G02", "570000000", "vnd", "với tổng kinh phí khoản 570.000.000 đồng",
         qualifier="about", note="Bài báo in “khoản”, được hiểu là “khoảng”."),
    _row("001-8", AN_GIANG, 2020, "M01", "35.8974", "percent",
         "56/156 xã, phường, thị được lồng ghép triển khai thí điểm mô hình Ngôi nhà an toàn", breakdown="safe_house",
         numerator=56, denominator=156),
    _row("001-9", AN_GIANG, 2020, "M02", "100", "percent", "11/11 huyện, thị thành", breakdown="community_system",
         numerator=11, denominator=11),
    _row("001-10", AN_GIANG, 2020, "M01", "39.1026", "percent",
         "61/156 xã, phường, thị trấn được triển khai mô hình hệ thống bảo vệ trẻ em dựa vào cộng đồng",
         breakdown="community_system", numerator=61, denominator=156),
    _row("001-11", AN_GIANG, 2020, "M04", "76", "model", "76 Câu lạc bộ trẻ em", breakdown="child_club"),
    _row("001-12", AN_GIANG, 2020, "M04", "10", "model", "10 điểm tư vấn tại trường học",
         breakdown="school_counselling"),
    _row("001-13", AN_GIANG, 2020, "K01", "70.5128", "percent",
         "110 xã, phường, thị trấn đạt tiêu chuẩn phù hợp với trẻ em", numerator=110, denominator=156,
         note="Bài báo in số 110; tỷ lệ tính trên 156 xã của năm 2020 và khớp với 70,5% của chỉ tiêu 2021."),
    _row("001-14", AN_GIANG, 2020, "F01", "4190000000", "vnd",
         "Quỹ Bảo trợ trẻ em đã vận động trực tiếp và gián tiếp với số tiền 4,19 tỷ đồng",
         note="Không so với mục tiêu 5 tỷ đồng: đó là mục tiêu của năm 2021."),
    _row("001-15", AN_GIANG, 2020, "F02", "2469", "turn", "đã hỗ trợ cho 2.469 lượt trẻ em"),
    _row("001-16", AN_GIANG, 2020, "T04", "151", "turn", "151 lượt tư vấn về các vấn đề trẻ em"),
    _row("002-1", KON_TUM, 2022, "P01", "200000", "child", "toàn tỉnh có trên 200.000 trẻ em", qualifier="more"),
    _row("002-2", KON_TUM, 2022, "P02", "35", "percent", "chiếm gần 35% so với tổng dân số toàn tỉnh",
         qualifier="less"),
    _row("002-3", KON_TUM, 2022, "P03", "27678", "child", "trẻ em trong các hộ gia đình nghèo là 27.678 em"),
    _row("002-4", KON_TUM, 2022, "P04", "46177", "child", "cận nghèo là 46.177 em"),
    _row("002-5", KON_TUM, 2022, "H01", "2500", "child",
         "trẻ em có hoàn cảnh đặc biệt trên 2.500 em", qualifier="more"),
    _row("002-6", KON_TUM, 2022, "R01", "44000", "child",
         "có trên 44.000 trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt", qualifier="more"),
    _row("002-7", KON_TUM, 2022, "H04", "1865", "child",
         "1.865 trẻ em có hoàn cảnh đặc biệt được hưởng chế độ bảo trợ xã hội thường xuyên hàng tháng"),
    _row("002-9", KON_TUM, 2022, "Q01", None, "other",
         "các mục tiêu, chỉ tiêu vì trẻ em trong năm qua cơ bản đạt kế hoạch đề ra",
         qualifier="words",
         note="Hội nghị còn bàn nguyên nhân các chỉ tiêu chưa đạt; bài báo không nêu chỉ tiêu nào."),
    _row("004-1", _KON_TUM_2013, 2013, "M03", "15", "model",
         "xây dựng mới mô hình hệ thống bảo vệ trẻ em dựa vào cộng đồng tại 15 xã, phường",
         breakdown="community_system"),
    _row("004-2", _KON_TUM_2013, 2013, "M01", "27", "model",
         "nâng lên 27 mô hình hệ thống bảo vệ trẻ em dựa vào cộng đồng", breakdown="community_system",
         note="Lũy kế đến cuối năm 2013: 12 mô hình của các năm trước và 15 mô hình mới."),
    _row("004-3", _KON_TUM_2013, 2013, "M02", "77.7778", "percent", "tại 7/9 huyện, thành phố",
         breakdown="community_system", numerator=7, denominator=9),
    _row("004-4", _KON_TUM_2013, 2013, "C01", "570", "child",
         "đưa vào quản lý trường hợp hơn 570 em có hoàn cảnh đặc biệt và trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt",
         qualifier="more"),
    _row("004-5", _KON_TUM_2013, 2013, "C02", "37", "percent", "kết quả thành công hơn 37%", qualifier="more"),
    _row("004-6", _KON_TUM_2013, 2013, "M04", "30", "model",
         "hoạt động của 30 mô hình Câu lạc bộ, cộng tác viên trẻ ở tổ dân phố, các điểm tham vấn bảo vệ trẻ em ở "
         "cộng đồng",
         together=("child_club", "young_collaborator", "community_counselling"),
         note="Gồm câu lạc bộ, cộng tác viên trẻ và điểm tham vấn; bài báo không tách riêng."),
    _row("004-7", _KON_TUM_2013, 2013, "T03", "16500", "turn", "thu hút gần 16.500 lượt người tham gia",
         qualifier="less"),
    _row("004-8", _KON_TUM_2013, 2013, "D01", "15", "per_day",
         "hằng ngày có hơn 15 em khuyết tật được gia đình đưa đến luyện tập", qualifier="more",
         note="Bình quân một ngày, không cộng dồn."),
    _row("004-9", _KON_TUM_2013, 2013, "S01", "100", "percent",
         "thu thập thông tin tình hình trẻ em ở tất cả các xã, phường, thị trấn",
         note="Bài báo viết “tất cả”, được ghi là 100%."),
)  # fmt: skip

# Targets: (row, programme, indicator, breakdown, kind, value). What they say is in programs/reference.py.
_AG, _AG21, _HY = "an-giang-2016-2020", "an-giang-2021", "hung-yen-2016-2020"
TARGETS = (
    ("000-6", _AG, "H01", "", "from_to", "3.5"),
    ("000-7", _AG, "A02", "", "direction", None),
    ("000-8", _AG, "R02", "", "at_least", "75"),
    ("000-9", _AG, "H03", "", "at_least", "90"),
    ("001-1", _AG21, "A04", "", "at_least", "100"),
    ("001-2", _AG21, "K01", "", "maintain", "70.5"),
    ("001-3", _AG21, "F01", "", "money", "5000000000"),
    ("001-4", _AG21, "A02", "", "reduce_relative", "15"),
    ("001-5", _AG21, "H03", "", "at_least", "85"),
    ("003-1", _HY, "H01", "", "below", "0.4"),
    ("003-2", _HY, "R01", "", "below", "3"),
    ("003-3", _HY, "H03B", "", "at_least", "90"),
    ("003-4", _HY, "R02B", "", "at_least", "75"),
    ("003-5", _HY, "M01", "special_support", "count", "30"),
)


@dataclass(frozen=True)
class RecordRow:
    """A printed fact that is no figure of an indicator: records of ours hold it, and their number is compared."""

    id: str
    words: str
    printed: int
    unit: str
    model: str  # "programs.Document"
    where: dict  # the filter that finds them; `sum` names a column to be added up instead of counting rows
    sum: str = ""
    note: str = ""

    @property
    def article(self):
        return self.id[:3]


RECORDS = (
    RecordRow("000-1", "5 dự án của Chương trình", 5, "dự án", "programs.Project",
              {"programme__code": "an-giang-2011-2015", "kind": "project"},
              note="Bài báo ghi 5 dự án nhưng chỉ kể tên 4; dự án thứ năm theo Quyết định 267/QĐ-TTg."),
    RecordRow("000-3", "diễn đàn trẻ em với các chủ đề (3 chủ đề được nêu)", 3, "chủ đề", "programs.Activity",
              {"kind": "forum", "document__number": "Bài 000", "voided_at": None},
              note="Số diễn đàn không được nêu; chỉ đếm chủ đề."),
    RecordRow("000-4", "đường dây nóng 18008077", 1, "đường dây", "programs.SupportModel",
              {"name__contains": "18008077"}),
    RecordRow("000-10", "bằng khen cho 10 tập thể", 10, "tập thể", "programs.Award",
              {"document__number": "Bài 000", "recipient": "collective", "voided_at": None}, sum="count"),
    RecordRow("000-11", "15 cá nhân", 15, "cá nhân", "programs.Award",
              {"document__number": "Bài 000", "recipient": "individual", "voided_at": None}, sum="count"),
    RecordRow("000-13", "hội nghị tổng kết (26-4)", 1, "hội nghị", "programs.Activity",
              {"kind": "conference", "on_date": date(2016, 4, 26), "document__number": "Bài 000"},
              note="Bài báo chỉ ghi ngày 26-4; năm 2016 được suy ra."),
    RecordRow("001-17", "đường dây nóng 18008077 và Tổng đài 111", 2, "đường dây", "programs.SupportModel",
              {"code__in": ["hotline", "hotline_111"]}),
    RecordRow("001-18", "Chỉ thị 14-CT/TU ngày 29/5/2012", 1, "văn bản", "programs.Document",
              {"number": "14-CT/TU", "issued_on": date(2012, 5, 29)}),
    RecordRow("001-19", "Kế hoạch 529/KH-UBND ngày 30/8/2019", 1, "văn bản", "programs.Document",
              {"number": "529/KH-UBND", "issued_on": date(2019, 8, 30)}),
    RecordRow("001-20", "Kế hoạch 530/KH-UBND ngày 30/8/2019", 1, "văn bản", "programs.Document",
              {"number": "530/KH-UBND", "issued_on": date(2019, 8, 30)},
              note="Giai đoạn 2018–2025 nhưng ban hành năm 2019; giữ như bài báo in."),
    RecordRow("002-8", "Chương trình hành động vì trẻ em 2021–2030; hội nghị 16/02/2023", 1, "chương trình",
              "programs.Programme",
              {"code": "kon-tum-2021-2030", "starts_on": date(2021, 1, 1), "ends_on": date(2030, 12, 31),
               "activities__on_date": date(2023, 2, 16)},
              note="Ngày đầu trang 17/07/2024 là ngày lấy trang, không phải ngày bài."),
    RecordRow("003-6", "4 nhóm giải pháp", 4, "nhóm giải pháp", "programs.Project",
              {"programme__code": "hung-yen-2016-2020", "kind": "solution"}),
    RecordRow("004-10", "Hội nghị Tổng kết, đánh giá các mô hình (25/3)", 1, "hội nghị", "programs.Activity",
              {"kind": "conference", "on_date": date(2014, 3, 25), "document__number": "Bài 004"},
              note="Bài báo chỉ ghi ngày 25/3; năm 2014 được suy ra."),
)  # fmt: skip

# Counters of the web page that carried the article: they say nothing of children and are never taken in.
NOISE = {"000-N": "55 khách trực tuyến; 11222832 lượt xem trang"}
