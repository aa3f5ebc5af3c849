"""Reported figures from a file: read as written, checked whole, kept beside what contradicts them, never doubled."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEvent
from indicators import periods, resources
from indicators.actions.reported import NewDocument, report_figure
from indicators.models import Qualifier, ReportedFigure
from programs.actions import void_entry
from programs.models import Document
from reporting import actions, tasks
from reporting.actions import figures_file
from reporting.models import Job, JobKind, JobStatus
from tests.factories import AssignmentFactory, UserFactory, commune, province

HEADING = [
    "Mã chỉ số", "Nhóm, mô hình", "Mã địa bàn", "Kỳ", "Từ ngày", "Đến hết ngày", "Mức chính xác", "Con số", "Đơn vị",
    "Tử số", "Mẫu số", "Nguyên văn", "Số văn bản", "Cơ quan ban hành", "Ngày ban hành", "Ghi chú",
]  # fmt: skip
GOOD = dict.fromkeys(HEADING, "") | {
    "Mã chỉ số": "H01", "Kỳ": "2020", "Con số": "4,5", "Đơn vị": "%", "Nguyên văn": "tỷ lệ là 4,5%",
}  # fmt: skip


@pytest.fixture
def here(db):
    return province("Tỉnh Giả")


@pytest.fixture
def staff(here):
    return AssignmentFactory(place=here, role="province_staff").user


@pytest.fixture
def row(here):
    def build(**changes):
        cells = GOOD | {"Mã địa bàn": here.code} | {name.replace("_", " "): text for name, text in changes.items()}
        assert list(cells) == HEADING
        return list(cells.values())

    return build


def as_csv(*rows, heading=HEADING):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([heading, *rows])
    return text.getvalue().encode("utf-8-sig")


def checked(user, *rows, content=None):
    file = SimpleUploadedFile("so.csv", content or as_csv(*rows))
    return actions.check_file(job=actions.send_file(file=file, by=user, kind=JobKind.IMPORT_FIGURES))


def entered(user, *rows, content=None):
    job = checked(user, *rows, content=content)
    assert job.status == JobStatus.READY, (job.why, job.errors)
    actions.confirm(job=job, by=user)
    return actions.run_import(job=job)


def told(job):
    return [line["doubts"] for line in job.shown["lines"]]


class TestReading:
    def test_a_row_is_kept_as_printed_with_its_author_and_its_source(self, here, staff, row):
        cells = row(Mức_chính_xác="hơn", Con_số="2.500", Đơn_vị="trẻ em", Nguyên_văn="trên 2.500 em", Ghi_chú="suy ra")
        assert entered(staff, cells).added == 1
        figure = ReportedFigure.objects.get()
        assert (figure.indicator, figure.place, figure.value, figure.unit) == ("H01", here, 2500, "child")
        assert (figure.starts_on, figure.ends_on) == (date(2020, 1, 1), date(2020, 12, 31))
        assert (figure.qualifier, figure.printed_text, figure.note) == ("more", "trên 2.500 em", "suy ra")
        assert figure.created_by == staff

    @pytest.mark.parametrize(
        ("written", "unit", "value"),
        [
            ("1.234,5", "trẻ em", "1234.5"),
            ("1234,5", "child", "1234.5"),
            ("1234.5", "trẻ em", "1234.5"),
            ("1.234", "lượt", "1234"),
            ("1234", "lượt", "1234"),
            ("70.5", "%", "70.5"),
            ("70,5%", "phần trăm", "70.5"),
            ("4,19 tỷ", "đồng", "4190000000"),
            ("4190000000", "VNĐ", "4190000000"),
            ("12,5", "trên 100.000", "12.5"),
        ],
    )
    def test_a_number_is_read_as_it_is_written_here_or_plainly(self, staff, row, written, unit, value):
        entered(staff, row(Mã_chỉ_số="Q01", Con_số=written, Đơn_vị=unit))
        assert ReportedFigure.objects.get().value == Decimal(value)

    @pytest.mark.parametrize(
        ("written", "qualifier"),
        [("", "exact"), ("=", "exact"), ("khoảng", "about"), ("≈", "about"), ("HƠN", "more"), ("trên", "more"),
         ("dưới", "less"), ("gần", "less")],
    )  # fmt: skip
    def test_a_qualifier_is_read_in_the_words_of_documents(self, staff, row, written, qualifier):
        entered(staff, row(Mức_chính_xác=written))
        assert ReportedFigure.objects.get().qualifier == qualifier

    def test_a_remark_in_words_has_no_number(self, staff, row):
        entered(staff, row(Mã_chỉ_số="Q01", Mức_chính_xác="bằng lời", Con_số="", Đơn_vị="khác"))
        assert (ReportedFigure.objects.get().value, ReportedFigure.objects.get().qualifier) == (None, "words")

    def test_any_two_days_make_a_period(self, staff, row):
        entered(staff, row(Kỳ="", Từ_ngày="01/01/2011", Đến_hết_ngày="30/09/2013"))
        figure = ReportedFigure.objects.get()
        assert (figure.starts_on, figure.ends_on) == (date(2011, 1, 1), date(2013, 9, 30))

    def test_a_period_told_twice_alike_is_one(self, staff, row):
        entered(staff, row(Kỳ="2020-Q1", Từ_ngày="01/01/2020", Đến_hết_ngày="31/03/2020"))
        assert ReportedFigure.objects.get().ends_on == date(2020, 3, 31)

    def test_a_unit_that_has_ended_is_named_with_a_day(self, here, staff, row):
        gone = commune("Xã Cũ", here, valid_from=date(2000, 1, 1), valid_to=date(2020, 12, 31))
        entered(staff, row(Mã_địa_bàn=f"{gone.code}@2020-12-31"))
        assert ReportedFigure.objects.get().place == gone

    def test_a_group_is_told_by_its_name_too(self, staff, row):
        group = {"Nhóm, mô hình": "Xâm hại tình dục"}
        entered(staff, row(Mã_chỉ_số="a01", Đơn_vị="trẻ em", **group))
        assert (ReportedFigure.objects.get().indicator, ReportedFigure.objects.get().breakdown) == ("A01", "sexual")

    def test_a_spreadsheet_is_read_as_it_looks(self, staff, row):
        book = openpyxl.Workbook()
        book.active.append(HEADING)
        book.active.append(row())
        book.active.append(row(Kỳ="2019"))
        at = HEADING.index("Con số") + 1
        book.active.cell(2, at, 0.045).number_format = "0.0%"
        book.active.cell(3, at, 4.25).number_format = '0.00"%"'
        out = io.BytesIO()
        book.save(out)
        entered(staff, content=out.getvalue())
        values = dict(ReportedFigure.objects.values_list("starts_on__year", "value"))
        assert values == {2020: Decimal("4.5"), 2019: Decimal("4.25")}

    def test_a_column_that_is_none_of_ours_is_told_and_not_read(self, staff, row):
        job = checked(staff, content=as_csv([*row(), "x"], heading=[*HEADING, "Liên kết"]))
        assert job.status == JobStatus.READY
        assert job.shown["notes"] == ["Cột không có trong mẫu nên không được đọc: Liên kết."]


class TestFaults:
    @pytest.mark.parametrize(
        ("changes", "column", "words"),
        [
            ({"Mã chỉ số": "X99"}, "Mã chỉ số", "không có chỉ số “X99”"),
            ({"Mã chỉ số": ""}, "Mã chỉ số", "để trống"),
            ({"Nhóm, mô hình": "khong-co"}, "Nhóm, mô hình", "không có nhóm đó"),
            ({"Kỳ": "quý một"}, "Kỳ", "Không đọc được kỳ “quý một”"),
            ({"Kỳ": ""}, "Kỳ", "thiếu năm"),
            ({"Kỳ": "", "Từ ngày": "01/01/2020"}, "Đến hết ngày", "thiếu năm"),
            ({"Kỳ": "2020", "Đến hết ngày": "31/12/2020"}, "Từ ngày", "thiếu năm"),
            ({"Kỳ": "", "Từ ngày": "31/02/2020", "Đến hết ngày": "01/03/2020"}, "Từ ngày", "Không có ngày 31/02/2020"),
            ({"Kỳ": "", "Từ ngày": "02/03/2020", "Đến hết ngày": "01/03/2020"}, "Đến hết ngày", "trước ngày bắt đầu"),
            ({"Từ ngày": "01/01/2020", "Đến hết ngày": "01/03/2020"}, "Kỳ", "từ 01/01/2020 đến hết 31/12/2020"),
            ({"Kỳ": "2199"}, "Kỳ", "chưa bắt đầu"),
            ({"Mã địa bàn": ""}, "Mã địa bàn", "để trống"),
            ({"Mã địa bàn": "00"}, "Mã địa bàn", "Không có đơn vị “00”"),
            ({"Con số": ""}, "Con số", "Ghi con số"),
            ({"Con số": "104,5"}, "Con số", "quá 100%"),
            ({"Con số": "-4,5"}, "Con số", "không được âm"),
            ({"Con số": "bốn"}, "Con số", "không phải là số"),
            ({"Con số": "1,234.5"}, "Con số", "Không rõ “1,234.5”"),
            ({"Con số": "4,12345"}, "Con số", "4"),
            ({"Con số": "123456789012345", "Mã chỉ số": "F01", "Đơn vị": "đồng"}, "Con số", "14"),
            ({"Mức chính xác": "đâu đó"}, "Mức chính xác", "không hiểu “đâu đó”"),
            ({"Mức chính xác": "bằng lời"}, "Con số", "để trống con số"),
            ({"Đơn vị": "quả"}, "Đơn vị", "không hiểu “quả”"),
            ({"Đơn vị": ""}, "Đơn vị", "để trống"),
            ({"Tử số": "1,5", "Mẫu số": "2"}, "Tử số", "số nguyên"),
            ({"Tử số": "45"}, "Mẫu số", "cả tử số và mẫu số"),
            ({"Tử số": "1", "Mẫu số": "2"}, "Con số", "không bằng tử số chia mẫu số"),
            ({"Nguyên văn": ""}, "Nguyên văn", "để trống"),
            ({"Cơ quan ban hành": "UBND"}, "Số văn bản", "ghi số, ký hiệu"),
            ({"Số văn bản": "1/BC"}, "Cơ quan ban hành", "chưa có văn bản “1/BC”"),
            (
                {"Số văn bản": "1/BC", "Cơ quan ban hành": "Sở", "Ngày ban hành": "01/01/2099"},
                "Ngày ban hành",
                "chưa đến",
            ),
            ({"Số văn bản": "1" * 81, "Cơ quan ban hành": "Sở"}, "Số văn bản", "80"),
        ],
    )
    def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_is_kept(self, staff, row, changes, column, words):
        job = checked(staff, row(), row(**changes))
        assert job.status == JobStatus.REFUSED
        assert [(number, where) for number, where, _why in job.errors] == [(3, column)]
        assert words in job.errors[0][2]
        actions.confirm(job=job, by=staff)
        assert actions.run_import(job=job) is None
        assert not ReportedFigure.objects.exists()

    def test_a_unit_of_elsewhere_is_refused_by_name(self, staff, row):
        other = province("Tỉnh Khác")
        assert "Tỉnh Khác nằm ngoài địa bàn của bạn" in checked(staff, row(Mã_địa_bàn=other.code)).errors[0][2]

    def test_a_unit_outside_of_its_dates_is_refused_and_the_one_that_bore_its_code_is_told(self, staff, row, here):
        commune("Xã Trước", here, code="900", valid_from=date(2000, 1, 1), valid_to=date(2024, 12, 31))
        commune("Xã Sau", here, code="900", valid_from=date(2025, 1, 1))
        job = checked(staff, row(Mã_địa_bàn="900"))
        assert [(number, where) for number, where, _why in job.errors] == [(2, "Mã địa bàn")]
        assert "Xã Sau, tỉnh Giả (từ 01/01/2025) không tồn tại vào ngày cuối của kỳ, 31/12/2020" in job.errors[0][2]
        assert "ghi 900@2020-12-31 nếu đúng là đơn vị đó" in job.errors[0][2]
        new = commune("Xã Mới", here, valid_from=date(2025, 1, 1))
        assert checked(staff, row(Mã_địa_bàn=new.code)).errors[0][2].endswith("31/12/2020")

    def test_where_dots_are_decimals_a_number_that_may_mean_two_is_refused(self, staff, row):
        turns = {"Mã chỉ số": "F02", "Đơn vị": "lượt"}
        job = checked(staff, row(**{**turns, "Con số": "1.234"}), row(**{"Con số": "70.5"}))
        assert [(number, where) for number, where, _why in job.errors] == [(2, "Con số")]
        assert "dòng 3 viết số lẻ bằng dấu chấm" in job.errors[0][2]

    def test_a_heading_without_a_needed_column_says_which(self, staff):
        job = checked(staff, content="Mã chỉ số;Con số\nH01;4,5\n".encode())
        assert (job.status, "Mã địa bàn; Đơn vị; Nguyên văn" in job.why) == (JobStatus.FAILED, True)


class TestSameAgain:
    def test_a_figure_that_is_there_is_not_doubled_and_said_so(self, staff, row, client):
        entered(staff, row())
        job = checked(staff, row(Con_số="4,50", Nguyên_văn="Tỷ lệ là  4,5%"), row(Kỳ="2019"))
        assert (job.status, job.known, len(job.shown["lines"])) == (JobStatus.READY, [2], 1)
        client.force_login(staff)
        assert "1 dòng đã có đúng như vậy" in client.get(reverse("exchange:job", args=[job.uid])).content.decode()
        job = entered(staff, row(), row(Kỳ="2019"))
        assert (job.added, job.skipped, ReportedFigure.objects.count()) == (1, 1, 2)

    def test_a_file_of_which_all_is_there_writes_nothing(self, staff, row):
        entered(staff, row())
        job = entered(staff, row())
        assert (job.status, job.added, job.skipped) == (JobStatus.DONE, 0, 1)
        assert AuditEvent.objects.filter(verb="figure.reported").count() == 1

    def test_a_row_twice_in_a_file_is_kept_once(self, staff, row):
        job = checked(staff, row(), row(Kỳ="2019"), row())
        assert (job.repeated, len(job.shown["lines"])) == ([[4, 2]], 2)
        assert entered(staff, row(), row(Kỳ="2019"), row()).added == 2

    def test_a_voided_figure_is_not_there(self, staff, row):
        entered(staff, row())
        void_entry(row=ReportedFigure.objects.get(), reason="Chép nhầm.", by=staff)
        assert entered(staff, row()).added == 1

    def test_the_same_number_of_another_document_is_another_figure(self, staff, row):
        entered(staff, row())
        source = {"Số văn bản": "1/BC", "Cơ quan ban hành": "Sở"}
        assert entered(staff, row(**source)).added == 1

    def test_what_was_entered_since_the_check_is_left_out_too(self, here, staff, row):
        job = checked(staff, row())
        actions.confirm(job=job, by=staff)
        typed(here, staff, printed_text="tỷ lệ là 4,5%")
        job = actions.run_import(job=job)
        assert (job.status, job.added, ReportedFigure.objects.count()) == (JobStatus.DONE, 0, 1)


def typed(place, by, **fields):
    """The figure of the good row, entered by the form."""
    told = {"indicator": "H01", "place": place, "period": periods.parse("2020"), "unit": "percent"}
    return report_figure(**told, qualifier="exact", value=Decimal("4.5"), by=by, **fields)


class TestWhatSpeaksAgainst:
    def test_a_contradiction_is_shown_before_and_kept_beside(self, staff, row):
        entered(staff, row())
        job = checked(staff, row(Con_số="3,9"))
        assert told(job) == [["nguồn khác ghi 4,5 cho cùng kỳ."]]
        assert entered(staff, row(Con_số="3,9")).added == 1
        assert set(ReportedFigure.objects.values_list("value", flat=True)) == {Decimal("4.5"), Decimal("3.9")}

    def test_two_rows_of_one_file_contradict_each_other_in_the_preview(self, staff, row):
        job = checked(staff, row(), row(Con_số="3,9"), row(Kỳ="2018"))
        assert told(job) == [["nguồn khác ghi 3,9 cho cùng kỳ."], ["nguồn khác ghi 4,5 cho cùng kỳ."], []]
        assert job.shown["doubtful"] == 2

    def test_a_quarter_is_not_held_against_the_year_before_it_but_a_year_is(self, staff, row):
        entered(staff, row(Kỳ="2019", Con_số="45"))
        assert told(checked(staff, row(Kỳ="2020-Q1"))) == [[]]
        assert told(checked(staff, row())) == [["Chênh 10,0 lần so với số của năm trước (45)."]]

    def test_of_a_long_file_the_first_rows_are_shown_and_the_rest_is_counted(self, staff, row, monkeypatch):
        monkeypatch.setattr(figures_file, "MOST_SHOWN", 1)
        job = checked(staff, row(), row(Kỳ="2019"))
        assert ([line["row"] for line in job.shown["lines"]], job.shown["more"]) == ([2], 1)
        assert entered(staff, row(), row(Kỳ="2019")).added == 2


class TestDocuments:
    def test_a_known_document_is_found_by_its_number(self, staff, row):
        known = Document.objects.create(number="55/KH-UBND", kind="kế hoạch", issuer="UBND tỉnh Giả")
        entered(staff, row(**{"Số văn bản": "55/kh-ubnd"}))
        assert ReportedFigure.objects.get().document == known
        assert Document.objects.count() == 1

    def test_of_two_documents_of_one_number_none_is_guessed(self, staff, row):
        for issuer in ("UBND tỉnh Giả", "UBND tỉnh Khác"):
            Document.objects.create(number="55/KH-UBND", kind="kế hoạch", issuer=issuer)
        job = checked(staff, row(**{"Số văn bản": "55/KH-UBND"}))
        assert (job.errors[0][1], "có nhiều văn bản số “55/KH-UBND”" in job.errors[0][2]) == ("Cơ quan ban hành", True)
        entered(staff, row(**{"Số văn bản": "55/KH-UBND", "Cơ quan ban hành": "UBND tỉnh Khác"}))
        assert ReportedFigure.objects.get().document.issuer == "UBND tỉnh Khác"

    def test_a_date_that_is_not_the_documents_is_refused(self, staff, row):
        told = {"number": "55/KH-UBND", "issuer": "UBND tỉnh Giả", "issued_on": date(2016, 4, 5)}
        Document.objects.create(kind="kế hoạch", **told)
        assert checked(staff, row(**{"Số văn bản": "55/KH-UBND", "Ngày ban hành": "05/04/2016"})).status == "ready"
        job = checked(staff, row(**{"Số văn bản": "55/KH-UBND", "Ngày ban hành": "06/04/2016"}))
        assert (job.errors[0][1], "05/04/2016" in job.errors[0][2]) == ("Ngày ban hành", True)

    def test_an_unknown_document_is_shown_as_new_and_added_once(self, staff, row):
        source = {"Số văn bản": "12/BC-SYT", "Cơ quan ban hành": "Sở Y tế tỉnh Giả", "Ngày ban hành": "15/01/2021"}
        job = checked(staff, row(**source), row(Kỳ="2019", **source))
        assert {line["new_document"] for line in job.shown["lines"]} == {"12/BC-SYT, Sở Y tế tỉnh Giả"}
        assert not Document.objects.exists()
        entered(staff, row(**source), row(Kỳ="2019", **source))
        document = Document.objects.get()
        assert (document.kind, document.issued_on, document.verified) == ("văn bản", date(2021, 1, 15), False)
        assert set(ReportedFigure.objects.values_list("document", flat=True)) == {document.pk}
        assert AuditEvent.objects.filter(verb="document.added").count() == 1

    def test_a_document_added_by_someone_else_in_the_meantime_is_taken(self, staff, here):
        known = Document.objects.create(number="12/BC-SYT", issuer="Sở Y tế", kind="báo cáo")
        new = NewDocument("12/BC-SYT", "Sở Y tế", "báo cáo")
        assert typed(here, staff, printed_text="4,5%", document=new).document == known
        assert not AuditEvent.objects.filter(verb="document.added").exists()


class TestWhoMay:
    def test_it_writes_where_the_sender_may_enter_figures_and_not_where_he_may_only_look(self, here, row):
        elsewhere, user = province("Tỉnh Khác"), UserFactory()
        AssignmentFactory(user=user, place=here, role="province_staff")
        AssignmentFactory(user=user, place=elsewhere, role="auditor")
        assert checked(user, row()).status == JobStatus.READY
        assert checked(user, row(Mã_địa_bàn=elsewhere.code)).status == JobStatus.REFUSED

    def test_a_right_that_has_ended_since_is_asked_again_when_writing(self, staff, row):
        job = checked(staff, row())
        actions.confirm(job=job, by=staff)
        staff.assignments.update(valid_to=date(2025, 6, 30))
        assert actions.run_import(job=Job.objects.get(pk=job.pk)).status == JobStatus.REFUSED
        assert not ReportedFigure.objects.exists()

    def test_a_register_is_not_confirmed_as_figures_nor_figures_as_a_register(self, staff, row, client):
        job = checked(staff, row())
        client.force_login(staff)
        assert client.post(reverse("exchange:confirm", args=[job.uid])).status_code == 404
        Job.objects.filter(pk=job.pk).update(kind=JobKind.IMPORT_CHILDREN)
        assert client.post(reverse("exchange:confirm_figures", args=[job.uid])).status_code == 404


class TestPages:
    def test_a_file_is_sent_looked_at_confirmed_and_found_in_the_list(self, staff, row, client):
        client.force_login(staff)
        new = reverse("exchange:import_figures")
        assert new in client.get(reverse("reporting:reported")).content.decode()
        page = client.post(new, {"file": SimpleUploadedFile("so.csv", as_csv(row(), row(Con_số="3,9")))}).url
        tasks.run_job(pk=Job.objects.get().pk)
        html = client.get(page).content.decode()
        assert "2 dòng không khớp với số khác" in html
        assert "ghi 3,9 cho cùng kỳ" in html
        assert not ReportedFigure.objects.exists()
        assert client.post(reverse("exchange:confirm_figures", args=[Job.objects.get().uid])).url == page
        tasks.run_job(pk=Job.objects.get().pk)
        html = client.get(page).content.decode()
        assert "Đã ghi 2 số liệu báo cáo" in html
        assert "ghi 3,9 cho cùng kỳ" not in html
        assert "tỷ lệ là 4,5%" in client.get(reverse("reporting:reported")).content.decode()

    def test_what_was_done_is_told_by_steps_and_ids(self, staff, row):
        entered(staff, row(), row(Kỳ="2019"))
        verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
        assert verbs == ["import.sent", "import.confirmed", "figure.reported", "import.done"]
        ids = AuditEvent.objects.get(verb="figure.reported").ids
        assert set(ids) == set(ReportedFigure.objects.values_list("pk", flat=True))

    def test_what_was_shown_is_forgotten_when_the_job_is_called_off_or_confirmed(self, staff, row):
        off, on = checked(staff, row()), checked(staff, row())
        assert actions.cancel(job=off, by=staff).shown == {}
        assert actions.confirm(job=on, by=staff).shown == {}

    @pytest.mark.parametrize("extension", ["csv", "xlsx"])
    def test_the_template_is_read_by_the_import_and_its_example_is_never_entered(self, staff, client, extension):
        client.force_login(staff)
        content = client.get(reverse("exchange:figures_template", args=[extension])).content
        job = checked(staff, content=content)
        assert job.status == JobStatus.FAILED
        assert job.why == "Tệp không có dòng nào để ghi. Dòng 2 là dòng ví dụ của tệp mẫu, không được ghi."

    def test_a_figure_below_the_example_is_entered_and_the_example_left_out_with_a_sentence(self, staff, row, client):
        example = row(Mã_chỉ_số="X99", Ghi_chú="DÒNG VÍ DỤ: xoá")
        job = checked(staff, example, row())
        assert job.shown["notes"] == ["Dòng 2 là dòng ví dụ của tệp mẫu, không được ghi."]
        client.force_login(staff)
        assert "Dòng 2 là dòng ví dụ" in client.get(reverse("exchange:job", args=[job.uid])).content.decode()
        assert entered(staff, example, row()).added == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_label_that_a_template_offers_is_understood_whatever_the_workers_language(language):
    for choices, read in ((Qualifier, resources.read_qualifier), (ReportedFigure.Unit, resources.read_unit)):
        with translation.override(language):
            offered = {choice: str(choice.label) for choice in choices}
        assert {choice: read(label) for choice, label in offered.items()} == {choice: choice for choice in choices}
