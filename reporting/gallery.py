"""The style page: every component and chart with synthetic samples, for those who build screens and for the tests."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import require_permission
from accounts.permissions import Permission
from places.form_fields import MoneyField, PartialDateField, VietnameseDateField, VietnameseDecimalField
from reporting import charts

MONDAY = date(2026, 11, 23)
PATH = [(2015, 4.5), (2020, 3.5)]
VALUES = [(2015, None), (2016, 4.34), (2017, 4.21), (2018, 4.02), (2019, None), (2020, None)]
PERCENT_2 = charts.Unit("%", 2)
GRID = {
    **{"An Phú": (1, 0), "Tân Châu": (2, 0), "Châu Đốc": (1, 1), "Phú Tân": (2, 1), "Tịnh Biên": (0, 2)},
    **{"Châu Phú": (1, 2), "Chợ Mới": (2, 2), "Tri Tôn": (0, 3), "Châu Thành": (1, 3), "Long Xuyên": (2, 3)},
    "Thoại Sơn": (1, 4),
}
SHARES = {
    **{"Long Xuyên": 96.4, "Chợ Mới": 95.1, "Châu Phú": 93.2, "Phú Tân": 91.8, "Tân Châu": 90.5, "An Phú": 86.0},
    **{"Tịnh Biên": 85.1, "Tri Tôn": 83.3, "Châu Đốc": None, "Châu Thành": None, "Thoại Sơn": None},
}
HIDDEN = {"Châu Đốc": "ẩn (số nhỏ)", "Thoại Sơn": "ẩn kèm theo", "Châu Thành": "chưa khoá sổ"}
CUTS = (85, 90, 92.5, 95)


class SampleForm(forms.Form):
    """One field of each kind, filled in wrongly where that shows something."""

    goal = forms.CharField(
        label="Mục tiêu", widget=forms.Textarea(attrs={"rows": 2}), help_text="Điều gì sẽ khác đi với trẻ khi xong?"
    )
    born = PartialDateField(label="Ngày sinh", help_text="Chỉ biết năm thì ghi riêng năm.", past=True)
    visited = VietnameseDateField(label="Ngày thăm", past=True)
    cost = MoneyField(label="Dự toán", required=False)
    share = VietnameseDecimalField(label="Tỷ lệ (%)", max_value=100, required=False)
    sex = forms.ChoiceField(
        label="Giới tính", choices=[("f", "Nữ"), ("m", "Nam"), ("u", "Chưa rõ")], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label="Nhu cầu",
        choices=[("a", "Tham vấn tâm lý"), ("b", "Hỗ trợ giáo dục"), ("c", "Trợ giúp pháp lý")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stage = forms.ChoiceField(label="Giai đoạn", choices=[("", "– chọn –"), ("1", "Lập kế hoạch"), ("2", "Rà soát")])
    heard = forms.BooleanField(label="Trẻ đã được hỏi ý kiến", required=False)


class SampleFilter(forms.Form):
    term = forms.ChoiceField(label="Giai đoạn", choices=[("2016/2020", "2016–2020"), ("2011/2015", "2011–2015")])
    place = forms.ChoiceField(label="Nơi", choices=[("", "Toàn tỉnh"), ("1", "Huyện An Phú")])
    on = VietnameseDateField(label="Xem tại ngày", initial="30/06/2019")


@require_safe
@require_permission(Permission.PUBLIC)
def gallery(request):
    """Every component and chart; served in the demo and while developing only."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    parts = (_home_parts, _page_parts, _case_parts, _case_history, _forms, _goals, _trends, _bars)
    context = {name: sample for part in parts for name, sample in part().items()}
    return render(request, "reporting/gallery.html", context)


def _home_parts():
    """Samples of the first page of an officer."""
    return {
        "counts": [
            {"n": 2, "label": "Quá hạn", "url": "#work", "kind": "late"},
            {"n": 3, "label": "Hôm nay", "url": "#work", "kind": "now"},
            {"n": 3, "label": "Chờ tôi xử lý", "short": "Chờ tôi", "url": "#work"},
            {"n": 1, "label": "Mới từ Tổng đài 111", "short": "111", "url": "#work"},
            {"n": 18, "label": "Hồ sơ của tôi", "short": "Hồ sơ", "url": "#work"},
        ],
        "work": [
            _work(
                "bad",
                "trễ 2 ngày làm việc",
                "Gửi báo cáo theo dõi chăm sóc thay thế, mốc 3 tháng (Mẫu 13)",
                "hạn T5 19/11",
            ),
            _work("warn", "trong ngày", "Thăm gia đình lần 2", "ấp Vĩnh Quới"),
            _work("info", "bị trả lại", "Bổ sung ý kiến của trẻ vào Mẫu 03", "chờ từ 20/11"),
        ],
        "stages": [
            {"label": label, "n": n, "share": n * 10, "url": "#stages"}
            for label, n in (("Đánh giá nguy cơ", 3), ("Lập kế hoạch", 4), ("Đang hỗ trợ, can thiệp", 9))
        ],
        "week": [
            {"date": MONDAY + timedelta(n), "words": words, "today": n == 0, "off": n == 1}
            for n, words in enumerate(("3 việc", "nghỉ lễ", "2 việc", "1 hạn", "2 việc"))
        ],
    }


def _work(kind, words, title, note):
    who = ["Danh Thị Mẫu", "nữ, 9 tuổi", "AG-2026-000287"]
    return {"title": title, "url": "#work", "who": who, "kind": kind, "words": words, "note": note}


def _page_parts():
    """Samples of the pages of a list and of a summary."""
    return {
        "page_obj": Paginator(range(213), 25).page(4),
        "about": [
            {"label": "Nơi ở", "value": "Ấp Mẫu, xã Vĩnh Thạnh Trung", "url": "#kv", "action": "Sửa"},
            {"label": "Dân tộc", "value": "Khmer", "url": "#kv", "action": "Sửa"},
            {"label": "Số định danh", "value": "", "unknown": "chưa có", "url": "#kv", "action": "Thêm"},
        ],
    }


def _case_parts():
    """Samples of a case: its steps and a deadline that explains itself."""
    day = date(2026, 11, 19)
    counted = {0: 1, 1: 2, 4: 3, 6: 4, 7: 5}
    why = {2: "nghỉ", 3: "nghỉ", 5: "lễ"}
    return {
        "steps": [
            {"label": "Tiếp nhận", "note": "Mẫu 01 · 11/11", "state": "done", "url": "#steps"},
            {"label": "Đánh giá ban đầu", "note": "Mẫu 02 · 11/11", "state": "done", "url": "#steps"},
            {"label": "Đánh giá cụ thể", "note": "Mẫu 03 · 18/11", "state": "done", "url": "#steps"},
            {"label": "Kế hoạch", "note": "Mẫu 04 · hạn 26/11", "state": "now"},
            {"label": "Phê duyệt", "note": "Mẫu 05 · 2 ngày LV"},
            {"label": "Thực hiện", "note": "theo kế hoạch"},
            {"label": "Rà soát", "note": "Mẫu 06"},
        ],
        "today": MONDAY,
        "days": [
            {"day": day + timedelta(n), "counts": n in counted, "ordinal": counted.get(n), "reason": why.get(n, "")}
            for n in range(8)
        ],
    }


def _case_history():
    """Samples of a timeline and of a lost update."""
    return {
        "timeline": [
            {
                "title": "Thăm gia đình lần 2",
                "meta": ["Võ Thị Mẫu", "19/11/2026 lúc 15:20"],
                "body": "Mẹ đồng ý tham gia nhóm làm cha mẹ.",
                "warm": True,
            },
            {
                "title": "Ghi thêm hoàn cảnh: bỏ học",
                "meta": ["Võ Thị Mẫu", "18/11/2026 lúc 09:05"],
                "body": "Lý do: ghi vào nhầm trẻ.",
                "void": True,
            },
            {
                "title": "Tiếp nhận thông báo qua Tổng đài 111",
                "meta": ["Tổng đài 111", "11/11/2026 lúc 08:30"],
                "body": "Người báo: hàng xóm (ẩn danh).",
                "url": "#timeline",
                "action": "Xem phiếu",
            },
        ],
    }


def _forms():
    """A form with errors, one that is empty, and a filter bar."""
    typed = {"born_day": "29", "born_month": "2", "born_year": "2023", "visited": "10/13/2026", "cost": "4,19 tỷ"}
    return {
        "form": SampleForm({**typed, "share": "1.5,0", "needs": ["a"], "sex": "f"}),
        "blank": SampleForm(prefix="trong"),
        "filter": SampleFilter(),
    }


def _trends():
    """Lines, with what is awkward: a break, reported beside computed, missing years, one point, none."""
    trend = charts.line_with_target(
        VALUES,
        PATH,
        "Tỷ lệ trẻ em có hoàn cảnh đặc biệt, 2015–2020",
        unit=PERCENT_2,
        reported=[(2015, 4.5), (2016, 4.2)],
        forecast=[(2019, 3.78, 3.87, 3.96), (2020, 3.55, 3.71, 3.87)],
        breaks=[(2017, "2017: đổi phân loại theo Luật Trẻ em")],
    )
    long = [(2001 + n, None if n in (6, 7) else 9 - n * 0.31 + (n % 3) * 0.4) for n in range(24)]
    return {
        "trend": trend,
        "trend_long": charts.line_with_target(long, [], "Chuỗi dài, có năm thiếu số"),
        "trend_one": charts.line_with_target([(2018, 68.4)], [], "Chỉ có một điểm"),
        "trend_none": charts.line_with_target([], [], "Chưa có điểm nào"),
        "marks": [
            (charts.mark_swatch("line"), "tính từ hồ sơ"),
            (charts.mark_swatch("reported"), "số công bố"),
            (charts.mark_swatch("path"), "lộ trình"),
            (charts.mark_swatch("forecast"), "dự báo, khoảng 80%"),
        ],
        "twin_columns": [{"label": "Năm"}, {"label": "Tính từ hồ sơ", "num": True}, {"label": "Ghi chú", "pc": True}],
        "twin_rows": [[str(year), charts.PERCENT.full(value), "số giả"] for year, value in VALUES],
    }


def _bars():
    """Bars and tiles, with hidden, unknown and negative numbers."""
    order = sorted(SHARES, key=lambda name: -(SHARES[name] or 0))
    groups = [("Hộ nghèo, bệnh hiểm nghèo, dài ngày", 1.31), ("Khuyết tật", 1.12), ("Mồ côi cả cha và mẹ", 0.52)]
    return {
        "bullet": charts.bullet(
            4_190_000_000, 5_000_000_000, "Vận động", unit=charts.VND, target_words="mức 5 tỷ đồng/năm"
        ),
        "bullet_small": charts.bullet(4, 75, "Mới bắt đầu"),
        "bullet_unknown": charts.bullet(None, 75, "Chưa có số"),
        "ranked": charts.ranked_bars(
            [(n, SHARES[n], HIDDEN.get(n, ""), "#ranked") for n in order], "Xếp theo trị số, năm 2018", target=90
        ),
        "groups": charts.ranked_bars([(n, v, "", "#ranked") for n, v in groups], "Theo nhóm, 2018", unit=PERCENT_2),
        "changes": charts.ranked_bars(
            [("Tri Tôn", -0.4, "", ""), ("An Phú", 0.3, "", ""), ("Phú Tân", 0.1, "", "")], "Thay đổi, điểm %"
        ),
        "tiles": charts.tile_grid(
            GRID, {n: (v, HIDDEN.get(n, ""), "#tiles") for n, v in SHARES.items()}, "Theo huyện, năm 2018", CUTS
        ),
        "classes": charts.class_legend(CUTS),
        "months": charts.month_bars(
            [v * 1_000_000 if v else v for v in (310, 150, 120, 90, 620, 780, 260, 340, 560, 410, None, None)],
            "Vận động theo tháng, năm 2020",
            goal=417_000_000,
            goal_words="417 (5 tỷ : 12)",
        ),
    }


def _goals():
    """A target that lags, and one that cannot be judged."""
    return {"goals": [_lagging_goal(), _goal_without_figures()]}


def _lagging_goal():
    metrics = (
        ("Gốc", "4,5%", "cuối 2015, công bố"),
        ("Mới nhất", "4,02%", "năm 2018"),
        ("Cần đạt đến nay", "3,90%", "theo lộ trình"),
        ("Chênh lệch", "+0,12", "điểm %"),
        ("Dự báo 2020", "3,71%", "3,55–3,87"),
    )
    return {
        "kind": "warn",
        "status": "Chậm so với lộ trình",
        "title": "Giảm tỷ lệ trẻ em có hoàn cảnh đặc biệt trên tổng số trẻ em từ 4,5% xuống còn 3,5%",
        "url": "#goals",
        "source": "Loại: từ A đến B · đến hết năm 2020 · càng thấp càng tốt",
        "metrics": [{"label": label, "value": value, "note": note} for label, value, note in metrics],
        "say": "Đang giảm 0,16 điểm mỗi năm; muốn kịp cần 0,26 điểm mỗi năm trong hai năm còn lại.",
        "chart": charts.sparkline(VALUES, PATH, "Tỷ lệ trẻ em có hoàn cảnh đặc biệt", unit=PERCENT_2, cuts=[2017]),
        "chart_note": "2017: đổi phân loại theo Luật Trẻ em",
    }


def _goal_without_figures():
    points = [(2015, None), (2017, 0.18), (2018, 0.16), (2020, None)]
    return {
        "kind": "none",
        "status": "Chưa đủ số liệu",
        "title": "Giảm tỷ lệ trẻ em bị xâm hại",
        "url": "#goals",
        "source": "Loại: chỉ hướng giảm · văn bản không nêu mức giảm và số gốc",
        "say": "Có số của hai năm nhưng chưa thể nói đạt hay không đạt. Còn thiếu:",
        "missing": [
            {"words": "Số gốc năm 2015", "url": "#goals", "action": "đề nghị Công an tỉnh cung cấp"},
            {"words": "1/11 huyện chưa khoá sổ năm 2018"},
        ],
        "chart": charts.sparkline(points, [], "Trẻ em bị xâm hại", unit=charts.PER_MILLE),
        "chart_note": "chưa có đích nên chưa vẽ lộ trình",
    }
