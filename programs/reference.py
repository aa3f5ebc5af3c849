"""Public reference data: the documents, programmes, projects, models and targets that the five source articles name.

Every figure is as printed; what was inferred or is unclear stands beside it (rulings 11–16b). `verified` stays False
until someone has compared a row with the original document.
"""

from dataclasses import dataclass
from datetime import date

from programs.models import PRESS

AN_GIANG, HUNG_YEN, KON_TUM = ("89", date(2020, 12, 31)), ("33", date(2020, 12, 31)), ("62", date(2022, 12, 31))


@dataclass(frozen=True)
class DocumentRow:
    key: str
    number: str
    kind: str
    issuer: str
    issued_on: date | None
    title: str
    place: tuple[str, date] | None = None
    note: str = ""


DOCUMENTS = (
    DocumentRow("qd267", "267/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", date(2011, 2, 22),
                "Chương trình quốc gia bảo vệ trẻ em giai đoạn 2011–2015"),
    DocumentRow("qd2361", "2361/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", date(2015, 12, 22),
                "Chương trình bảo vệ trẻ em giai đoạn 2016–2020"),
    DocumentRow("qd23", "23/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", date(2021, 1, 7),
                "Chương trình hành động quốc gia vì trẻ em giai đoạn 2021–2030"),
    DocumentRow("kh55", "55/KH-UBND", "kế hoạch", "UBND tỉnh Hưng Yên", date(2016, 4, 5),
                "Thực hiện Chương trình bảo vệ trẻ em tỉnh Hưng Yên giai đoạn 2016–2020", HUNG_YEN,
                "Bài báo chỉ ghi ngày 5/4; năm 2016 được suy ra."),
    DocumentRow("ct14", "14-CT/TU", "chỉ thị", "Tỉnh ủy An Giang", date(2012, 5, 29),
                "Tiếp tục tăng cường sự lãnh đạo của cấp ủy đối với công tác bảo vệ, chăm sóc và giáo dục trẻ em", AN_GIANG),
    DocumentRow("kh529", "529/KH-UBND", "kế hoạch", "UBND tỉnh An Giang", date(2019, 8, 30),
                "Hỗ trợ trẻ em khuyết tật tiếp cận các dịch vụ tại cộng đồng giai đoạn 2019–2025", AN_GIANG),
    DocumentRow("kh530", "530/KH-UBND", "kế hoạch", "UBND tỉnh An Giang", date(2019, 8, 30),
                "Chăm sóc vì sự phát triển toàn diện trẻ em những năm đầu đời giai đoạn 2018–2025", AN_GIANG),
    DocumentRow("000", "Bài 000", PRESS, "Báo An Giang", date(2016, 4, 26),
                "Tổng kết Chương trình bảo vệ trẻ em giai đoạn 2011-2015", AN_GIANG,
                "Bài báo chỉ ghi ngày 26-4; năm 2016 được suy ra."),
    DocumentRow("001", "Bài 001", PRESS, "Trang tin An Giang", None,
                "Năm 2021, phấn đấu 100% trẻ em bị xâm hại khi phát hiện được lập hồ sơ quản lý và hỗ trợ", AN_GIANG),
    DocumentRow("002", "Bài 002", PRESS, "Trang tin Kon Tum", date(2023, 2, 17), "Triển khai công tác trẻ em năm 2023", KON_TUM),
    DocumentRow("003", "Bài 003", PRESS, "Tuyên giáo Hưng Yên", None,
                "Hưng Yên: triển khai Chương trình bảo vệ trẻ em giai đoạn 2016-2020", HUNG_YEN),
    DocumentRow("004", "Bài 004", PRESS, "Đài Phát thanh – Truyền hình Kon Tum", None,
                "Hội nghị tổng kết, đánh giá các mô hình bảo vệ trẻ em năm 2013", KON_TUM),
)  # fmt: skip


@dataclass(frozen=True)
class ProgrammeRow:
    code: str
    name: str
    first_year: int
    last_year: int
    place: tuple[str, date] | None = None
    parent: str | None = None
    document: str | None = None
    objective: str = ""


PROGRAMMES = (
    ProgrammeRow("quoc-gia-2011-2015", "Chương trình quốc gia bảo vệ trẻ em 2011–2015", 2011, 2015, document="qd267"),
    ProgrammeRow("quoc-gia-2016-2020", "Chương trình bảo vệ trẻ em 2016–2020", 2016, 2020, document="qd2361"),
    ProgrammeRow("quoc-gia-2021-2030", "Chương trình hành động quốc gia vì trẻ em 2021–2030", 2021, 2030, document="qd23"),
    ProgrammeRow("an-giang-2011-2015", "Chương trình bảo vệ trẻ em tỉnh An Giang 2011–2015", 2011, 2015, AN_GIANG,
                 "quoc-gia-2011-2015", "000"),
    ProgrammeRow("an-giang-2016-2020", "Chương trình bảo vệ trẻ em tỉnh An Giang 2016–2020", 2016, 2020, AN_GIANG,
                 "quoc-gia-2016-2020", "000",
                 "Tạo môi trường sống an toàn, lành mạnh cho trẻ em."),
    ProgrammeRow("an-giang-2021", "Kế hoạch công tác trẻ em tỉnh An Giang năm 2021", 2021, 2021, AN_GIANG,
                 "quoc-gia-2021-2030", "001"),
    ProgrammeRow("hung-yen-2016-2020", "Chương trình bảo vệ trẻ em tỉnh Hưng Yên 2016–2020", 2016, 2020, HUNG_YEN,
                 "quoc-gia-2016-2020", "kh55",
                 "Mọi trẻ em đều được bảo vệ, được sống trong môi trường an toàn, lành mạnh; trẻ em có hoàn cảnh đặc biệt "
                 "được trợ giúp, chăm sóc để phục hồi, hòa nhập cộng đồng và có cơ hội phát triển."),
    ProgrammeRow("kon-tum-2021-2030", "Chương trình hành động vì trẻ em tỉnh Kon Tum 2021–2030", 2021, 2030, KON_TUM,
                 "quoc-gia-2021-2030", "qd23"),
)  # fmt: skip

# (programme, kind, number, name, note)
_STATE = "Nâng cao hiệu quả quản lý nhà nước về bảo vệ, chăm sóc trẻ em"
PROJECTS = tuple(
    (programme, "project", number, name, note)
    for programme in ("quoc-gia-2011-2015", "an-giang-2011-2015")
    for number, (name, note) in enumerate((
        ("Truyền thông, vận động xã hội", ""),
        ("Nâng cao năng lực cho đội ngũ cán bộ, cộng tác viên, tình nguyện viên", ""),
        ("Xây dựng và phát triển hệ thống cung cấp dịch vụ bảo vệ trẻ em", ""),
        ("Xây dựng và nhân rộng các mô hình trợ giúp trẻ em có hoàn cảnh đặc biệt dựa vào cộng đồng", ""),
        (_STATE, "Bài báo ghi 5 dự án nhưng chỉ kể 4; dự án này theo Quyết định 267/QĐ-TTg (nguồn thứ cấp)."),
    ), 1)
) + tuple(
    ("hung-yen-2016-2020", "solution", number, name, "")
    for number, name in enumerate((
        "Tăng cường sự lãnh đạo, chỉ đạo của các cấp ủy đảng, chính quyền, sự phối hợp giữa các cấp, các ngành",
        "Đẩy mạnh các hoạt động thông tin, truyền thông, giáo dục, vận động xã hội",
        "Tăng cường công tác thanh tra, kiểm tra, đánh giá kết quả hàng năm, giữa kỳ, cuối kỳ",
        "Đẩy mạnh việc huy động các nguồn lực của xã hội, cộng đồng và doanh nghiệp",
    ), 1)
)  # fmt: skip

_DOLISA, _EDUCATION, _YOUTH, _CENTRE = (
    "Sở Lao động – Thương binh và Xã hội", "Sở Giáo dục và Đào tạo", "Đoàn Thanh niên", "Trung tâm Công tác xã hội",
)  # fmt: skip
SUPPORT_MODELS = (  # code, name, counted as, owner agency, article
    ("safe_house", "Ngôi nhà an toàn, phòng tránh tai nạn thương tích trẻ em", "commune", _DOLISA, "001"),
    ("community_system", "Hệ thống bảo vệ trẻ em dựa vào cộng đồng", "commune", _DOLISA, "001, 004"),
    ("special_support", "Mô hình bảo vệ, trợ giúp trẻ em có hoàn cảnh đặc biệt dựa vào cộng đồng", "commune", _DOLISA, "000, 003"),
    ("child_club", "Câu lạc bộ trẻ em", "point", _DOLISA, "001, 004"),
    ("school_counselling", "Điểm tư vấn tại trường học", "point", _EDUCATION, "001"),
    ("community_counselling", "Điểm tham vấn bảo vệ trẻ em ở cộng đồng", "point", _DOLISA, "004"),
    ("school_social_work", "Công tác xã hội học đường", "point", _EDUCATION, "000"),
    ("peer_help", "Bạn giúp bạn", "point", _YOUTH, "000"),
    ("study_group", "Nhóm học tập", "point", _YOUTH, "000"),
    ("study_club", "Câu lạc bộ học tập", "point", _YOUTH, "000"),
    ("skills_club", "Câu lạc bộ múa dân vũ, sinh hoạt kỹ năng, lửa trại, trò chơi dân gian", "point", _YOUTH, "000"),
    ("swimming", "Phổ cập bơi", "point", _YOUTH, "000"),
    ("life_values", "Lớp “Học làm người có ích”", "point", _YOUTH, "000"),
    ("army_semester", "Học kỳ quân đội", "point", _YOUTH, "000"),
    ("young_collaborator", "Cộng tác viên trẻ ở tổ dân phố", "point", _DOLISA, "004"),
    ("disability_day_care", "Chăm sóc bán trú trẻ khuyết tật", "centre", "Trung tâm Bảo trợ xã hội", "004"),
    ("flood_care", "Điểm giữ trẻ mùa lũ", "point", _DOLISA, "001"),
    ("hotline", "Đường dây nóng 18008077", "centre", _CENTRE, "000, 001"),
    ("hotline_111", "Tổng đài điện thoại quốc gia bảo vệ trẻ em 111", "centre", "Cơ quan trung ương", "001"),
)  # fmt: skip


@dataclass(frozen=True)
class TargetRow:
    programme: str
    place: tuple[str, date] | None  # None: the nation
    indicator: str
    kind: str
    direction: str
    unit: str
    due_on: date
    printed_text: str
    document: str
    value: str | None = None
    baseline: tuple[str, date] | None = None
    breakdown: str = ""
    reads_numerator: bool = False
    ambiguity: str = ""
    inferred: str = ""
    other_kind: str = ""  # another reading of an ambiguous text
    levels: tuple[tuple[date, str, str], ...] = ()  # earlier milestones: (day, value, kind where it is another)


def _of_nation(programme, document, indicator, kind, direction, text, value, *levels, unit="percent", **said):
    """A target of a national programme, at the end of its term, with its earlier milestones."""
    last = date({"quoc-gia-2011-2015": 2015, "quoc-gia-2016-2020": 2020, "quoc-gia-2021-2030": 2030}[programme], 12, 31)
    inferred = " ".join(filter(None, (_SECOND_HAND, said.pop("inferred", ""))))
    return TargetRow(
        programme, None, indicator, kind, direction, unit, last, text, document, value, inferred=inferred,
        levels=tuple((date(2025, 12, 31), level, other) for level, other in levels), **said,
    )  # fmt: skip


def _of_23(indicator, kind, direction, text, value, in_2025=None, kind_2025="", **said):
    """A target of Decision 23: at the end of 2030, and of 2025 where the decision names it."""
    levels = () if in_2025 is None else ((in_2025, kind_2025),)
    return _of_nation("quoc-gia-2021-2030", "qd23", indicator, kind, direction, text, value, *levels, **said)


_SECOND_HAND = "Mức theo nguồn thứ cấp, chưa đối chiếu nguyên văn; mốc là cuối năm."
_SURVEYED = "Tỷ lệ theo điều tra; không so với số vụ được báo (A02), vốn chỉ vài phần vạn số trẻ em."
NATIONAL_TARGETS = (
    _of_nation("quoc-gia-2011-2015", "qd267", "H01", "below", "down",
               "Tỷ lệ trẻ em có hoàn cảnh đặc biệt dưới 5,5% trên tổng số trẻ em", "5.5"),
    _of_nation("quoc-gia-2011-2015", "qd267", "H03", "at_least", "up",
               "80% trẻ em có hoàn cảnh đặc biệt được trợ giúp", "80"),
    _of_nation("quoc-gia-2011-2015", "qd267", "R02B", "at_least", "up",
               "70% trẻ em có nguy cơ được phát hiện và can thiệp sớm", "70",
               ambiguity="“Phát hiện, can thiệp sớm” được đọc là được quản lý và trợ giúp (R02B); cần đối chiếu."),
    _of_nation("quoc-gia-2016-2020", "qd2361", "H01", "at_most", "down",
               "Giảm tỷ lệ trẻ em có hoàn cảnh đặc biệt xuống 5% trên tổng số trẻ em", "5"),
    _of_nation("quoc-gia-2016-2020", "qd2361", "H03", "at_least", "up",
               "90% trẻ em có hoàn cảnh đặc biệt được trợ giúp", "90"),
    _of_nation("quoc-gia-2016-2020", "qd2361", "R02B", "direction", "up",
               "Trẻ em có nguy cơ được quản lý và trợ giúp kịp thời", None,
               ambiguity="Văn bản không nêu mức."),
    _of_23("K01", "at_least", "up", "Tỷ lệ xã, phường, thị trấn phù hợp với trẻ em", "75", "65"),
    _of_23("QD23-02", "at_least", "up", "Trẻ em đến 8 tuổi được tiếp cận dịch vụ phát triển toàn diện", "95", "90"),
    _of_23("QD23-03a", "below", "down", "Tỷ suất tử vong trẻ sơ sinh, phần nghìn", "9", "9.5", unit="per_1000"),
    _of_23("QD23-03b", "at_most", "down", "Tỷ suất tử vong trẻ em dưới 1 tuổi, phần nghìn", "10", "12.5", unit="per_1000"),
    _of_23("QD23-03c", "below", "down", "Tỷ suất tử vong trẻ em dưới 5 tuổi, phần nghìn", "15", "18.5", unit="per_1000"),
    _of_23("QD23-04a", "below", "down", "Suy dinh dưỡng nhẹ cân ở trẻ em dưới 5 tuổi", "6", "9"),
    _of_23("QD23-04b", "below", "down", "Suy dinh dưỡng thấp còi ở trẻ em dưới 5 tuổi", "15", "17", "at_most"),
    _of_23("QD23-04d", "below", "down", "Béo phì ở trẻ em dưới 5 tuổi, nông thôn", "5", "5"),
    _of_23("QD23-04e", "below", "down", "Béo phì ở trẻ em dưới 5 tuổi, thành thị", "10", "10"),
    _of_23("QD23-05", "at_least", "up", "Tiêm chủng đầy đủ cho trẻ em dưới 1 tuổi", "98", "97"),
    _of_23("QD23-05b", "at_least", "up", "Tiêm chủng đầy đủ cho trẻ em dưới 5 tuổi", "98"),
    _of_23("QD23-06", "at_most", "down", "Lây truyền HIV từ mẹ sang con", "2"),
    _of_23("QD23-07", "at_least", "up", "Cơ sở giáo dục có công trình vệ sinh", "100", "100"),
    _of_23("H01", "at_most", "down", "Tỷ lệ trẻ em có hoàn cảnh đặc biệt trên tổng số trẻ em", "6", "6.5", "below"),
    _of_23("H03", "at_least", "up", "Trẻ em có hoàn cảnh đặc biệt được chăm sóc, trợ giúp", "95", "90"),
    _of_23("QD23-XH", "below", "down", "Tỷ lệ trẻ em bị xâm hại trên tổng số trẻ em", "4", "4.5", ambiguity=_SURVEYED),
    _of_23("QD23-LD", "at_most", "down", "Lao động trẻ em và người chưa thành niên 5–17 tuổi", "4.5", "4.9"),
    _of_23("QD23-TN1", "at_most", "down", "Trẻ em bị tai nạn, thương tích, trên 100.000 trẻ em", "500", "550",
           unit="per_100000"),
    _of_23("QD23-TN2", "at_most", "down", "Trẻ em tử vong do tai nạn, thương tích, trên 100.000 trẻ em", "15", "16",
           unit="per_100000"),
    _of_23("QD23-MG", "at_least", "up", "Trẻ em 5 tuổi học mẫu giáo", "99.3", "99.1"),
    _of_23("QD23-TH", "at_least", "up", "Hoàn thành cấp tiểu học", "99", "97"),
    _of_23("QD23-VC", "at_least", "up", "Xã, phường, thị trấn có điểm văn hóa, vui chơi cho trẻ em", "45", "40"),
)  # fmt: skip

_END_2020, _END_2021 = date(2020, 12, 31), date(2021, 12, 31)
_AG, _AG21, _HY = "an-giang-2016-2020", "an-giang-2021", "hung-yen-2016-2020"
_UNDATED = "Bài báo không ghi mốc; cuối năm 2020 (hết giai đoạn) được suy ra."
TARGETS = NATIONAL_TARGETS + (
    TargetRow(_AG, AN_GIANG, "H01", "from_to", "down", "percent", _END_2020,
              "giảm tỷ lệ trẻ em có hoàn cảnh đặc biệt trên tổng số trẻ em từ 4,5% xuống còn 3,5%", "000", "3.5",
              ("4.5", date(2015, 12, 31)), inferred="Bài báo không ghi ngày của 4,5%; cuối năm 2015 được suy ra."),
    TargetRow(_AG, AN_GIANG, "A02", "direction", "down", "percent", _END_2020, "giảm tỷ lệ trẻ bị xâm hại", "000",
              ambiguity="Văn bản không nêu mức giảm và số gốc.", inferred=_UNDATED),
    TargetRow(_AG, AN_GIANG, "R02", "at_least", "up", "percent", _END_2020,
              "75% trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt được quản lý", "000", "75", inferred=_UNDATED),
    TargetRow(_AG, AN_GIANG, "H03", "at_least", "up", "percent", _END_2020,
              "90% trẻ em có hoàn cảnh đặc biệt được trợ giúp, chăm sóc để phục hồi, hòa nhập cộng đồng và có cơ hội phát triển",
              "000", "90", inferred=_UNDATED),
    TargetRow(_AG21, AN_GIANG, "A04", "at_least", "up", "percent", _END_2021,
              "100% trẻ em bị xâm hại khi phát hiện được lập hồ sơ quản lý và hỗ trợ phù hợp kịp thời", "001", "100"),
    TargetRow(_AG21, AN_GIANG, "K01", "maintain", "up", "percent", _END_2021,
              "tiếp tục duy trì 70,5% xã, phường, thị trấn đạt tiêu chuẩn xã, phường phù hợp với trẻ em", "001", "70.5"),
    TargetRow(_AG21, AN_GIANG, "F01", "money", "up", "vnd", _END_2021,
              "Vận động đóng góp Quỹ bảo trợ trẻ em tỉnh 5 tỷ đồng/năm", "001", "5000000000", reads_numerator=True),
    TargetRow(_AG21, AN_GIANG, "A02", "reduce_relative", "down", "percent", _END_2021,
              "Giảm tỷ lệ trẻ em bị xâm hại so với năm 2020 là 15%", "001", "15",
              ambiguity="“Giảm 15%” được hiểu là giảm tương đối so với năm 2020, không phải 15 điểm phần trăm.",
              other_kind="reduce_points"),
    TargetRow(_AG21, AN_GIANG, "H03", "at_least", "up", "percent", _END_2021,
              "85% trẻ em có hoàn cảnh đặc biệt khó khăn được trợ giúp, chăm sóc bằng nhiều hình thức", "001", "85"),
    TargetRow(_HY, HUNG_YEN, "H01", "below", "down", "percent", _END_2020,
              "Giảm tỷ lệ trẻ em có hoàn cảnh đặc biệt xuống dưới 0,4% … trên tổng số trẻ em toàn tỉnh", "003", "0.4",
              ambiguity="0,4% thấp khác thường so với cả nước (5%); giữ đúng nguyên văn, cần đối chiếu bản gốc."),
    TargetRow(_HY, HUNG_YEN, "R01", "below", "down", "percent", _END_2020,
              "trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt xuống dưới 3% trên tổng số trẻ em toàn tỉnh", "003", "3"),
    TargetRow(_HY, HUNG_YEN, "H03B", "at_least", "up", "percent", _END_2020,
              "90% trẻ em có hoàn cảnh đặc biệt … được quản lý và có các biện pháp can thiệp, trợ giúp", "003", "90"),
    TargetRow(_HY, HUNG_YEN, "R02B", "at_least", "up", "percent", _END_2020,
              "75% trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt được quản lý và có các biện pháp can thiệp, trợ giúp", "003", "75"),
    TargetRow(_HY, HUNG_YEN, "M01", "count", "up", "commune", _END_2020,
              "hoàn thiện và nhân rộng mô hình bảo vệ trẻ em có hoàn cảnh đặc biệt tại 30 xã, phường, thị trấn", "003", "30",
              breakdown="special_support", reads_numerator=True),
)  # fmt: skip


@dataclass(frozen=True)
class ActivityRow:
    kind: str
    name: str
    place: tuple[str, date]
    document: str
    programme: str | None = None
    on_date: date | None = None
    organiser: str = ""
    note: str = ""


_AG15 = "an-giang-2011-2015"
_NO_DAY = "Bài báo không ghi ngày."
ACTIVITIES = (
    ActivityRow("forum", "Trẻ em với biến đổi khí hậu", AN_GIANG, "000", _AG15, note=_NO_DAY),
    ActivityRow("forum", "Vì một xã hội không bạo lực, không xâm hại trẻ em", AN_GIANG, "000", _AG15, note=_NO_DAY),
    ActivityRow("forum", "Luật bảo vệ, chăm sóc trẻ em với góc nhìn của thanh, thiếu niên", AN_GIANG, "000", _AG15,
                note=_NO_DAY),
    ActivityRow("conference", "Hội nghị tổng kết Chương trình bảo vệ trẻ em giai đoạn 2011–2015", AN_GIANG, "000", _AG15,
                date(2016, 4, 26), "UBND tỉnh An Giang", "Bài báo chỉ ghi ngày 26-4; năm 2016 được suy ra."),
    ActivityRow("conference", "Họp tổng kết công tác năm 2022 và triển khai chương trình công tác trẻ em năm 2023", KON_TUM,
                "002", "kon-tum-2021-2030", date(2023, 2, 16), "Ban Chỉ đạo Chương trình hành động vì trẻ em tỉnh"),
    ActivityRow("conference", "Hội nghị Tổng kết, đánh giá các mô hình bảo vệ trẻ em năm 2013", ("62", date(2013, 12, 31)),
                "004", None, date(2014, 3, 25), _DOLISA, "Bài báo chỉ ghi ngày 25/3; năm 2014 được suy ra."),
)  # fmt: skip
# (place, programme, what for, recipient, how many, document)
AWARDS = (
    (AN_GIANG, _AG15, "Bằng khen của UBND tỉnh", "collective", 10, "000"),
    (AN_GIANG, _AG15, "Bằng khen của UBND tỉnh", "individual", 15, "000"),
)
DAY_CARE = ("disability_day_care", "flood_care")  # models whose sites record a day's attendance
