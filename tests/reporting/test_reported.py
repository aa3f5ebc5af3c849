"""Reported figures are kept as printed, beside what speaks against them; completeness is declared by someone."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases.actions.refusals import Refused
from indicators import doubts, periods
from indicators.actions import reported as actions
from indicators.models import Completeness, Records, ReportedFigure
from programs.actions import void_entry
from programs.models import FundSupport, SupportModel
from tests.factories import AssignmentFactory, ChildFactory, commune, province

pytestmark = pytest.mark.django_db
YEAR = periods.parse("2020")


@pytest.fixture
def here():
    return province("Tỉnh Giả")


@pytest.fixture
def staff(here):
    return AssignmentFactory(place=here, role="province_staff").user


def told(here, staff, **changes):
    fields = {
        "indicator": "K01",
        "place": here,
        "period": YEAR,
        "unit": "percent",
        "qualifier": "exact",
        "value": Decimal("70.5"),
        "numerator": 110,
        "denominator": 156,
        "printed_text": "110/156 xã, tức 70,5%",
    }
    return actions.report_figure(by=staff, **{**fields, **changes})


def test_a_figure_is_kept_in_its_own_words_with_its_author(here, staff):
    figure = told(here, staff)
    assert (figure.value, figure.starts_on, figure.ends_on) == (Decimal("70.5"), date(2020, 1, 1), date(2020, 12, 31))
    assert AuditEvent.objects.filter(verb="figure.reported").count() == 1


def test_the_same_figure_of_the_same_document_is_kept_once_until_it_is_voided(here, staff):
    first = told(here, staff)
    with pytest.raises(Refused, match="không ghi hai lần"):
        told(here, staff, printed_text="110/156 xã, tức  70,5%")
    assert ReportedFigure.objects.count() == 1
    told(here, staff, printed_text="Trang khác: 70,5%")
    void_entry(row=first, reason="Nhập nhầm", by=staff)
    assert told(here, staff).pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": Decimal("71.5")}, "không bằng tử số chia mẫu số"),
        ({"value": Decimal("170.5"), "numerator": None, "denominator": None}, "không được quá 100%"),
        ({"denominator": None}, "cả tử số và mẫu số"),
        ({"numerator": 157}, "không được lớn hơn mẫu số"),
        ({"numerator": 0, "denominator": 0}, "Mẫu số phải lớn hơn 0"),
        ({"value": Decimal(-1), "numerator": None, "denominator": None}, "không được âm"),
        ({"value": None}, "Ghi con số"),
        ({"qualifier": "words"}, "để trống con số"),
        ({"indicator": "X99"}, "Không có chỉ số này"),
        ({"breakdown": "khong-co"}, "không có nhóm đó"),
        ({"indicator": "P01"}, "không tính theo phần trăm"),
        ({"period": periods.parse("2199")}, "chưa bắt đầu"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(here, staff, changes, words):
    with pytest.raises(Refused) as refused:
        told(here, staff, **changes)
    assert words in str(refused.value)
    assert not ReportedFigure.objects.exists()


def test_what_is_told_in_words_is_kept_without_a_number(here, staff):
    figure = told(here, staff, qualifier="words", value=None, numerator=None, denominator=None, printed_text="tăng dần")
    assert (figure.value, figure.printed_text) == (None, "tăng dần")


def test_a_unit_that_had_ended_has_no_figure(staff, here):
    gone = commune("Xã Cũ", here, valid_from=date(2000, 1, 1), valid_to=date(2019, 12, 31))
    with pytest.raises(Refused, match="không tồn tại"):
        told(gone, staff)


def test_a_figure_is_voided_with_its_reason_and_once(here, staff):
    figure = told(here, staff)
    with pytest.raises(Refused, match="lý do"):
        void_entry(row=figure, reason=" ", by=staff)
    void_entry(row=figure, reason="Chép nhầm.", by=staff)
    with pytest.raises(Refused, match="đã được huỷ"):
        void_entry(row=figure, reason="Lại.", by=staff)
    assert ReportedFigure.objects.get().void_reason == "Chép nhầm."


def test_the_page_shows_contradictions_jumps_and_keeps_what_is_printed(client, here, staff):
    told(here, staff, period=periods.parse("2019"), value=Decimal(30), numerator=None, denominator=None)
    told(here, staff)
    told(here, staff, value=Decimal(69), numerator=None, denominator=None, printed_text="69%")
    client.force_login(staff)
    page = client.get(reverse("reporting:reported")).content.decode()
    assert "ghi 69 cho cùng kỳ" in page
    assert "ghi 70,5 cho cùng kỳ" in page
    assert "Chênh 2,4 lần so với số của năm trước (30)" in page


def test_a_stale_form_loses_nothing_typed(client, here, staff):
    client.force_login(staff)
    typed = {"indicator": "K01", "place": here.pk, "period": "hai nghìn", "printed_text": "Chép tay", "unit": "percent"}
    page = client.post(reverse("reporting:reported_new"), {**typed, "qualifier": "exact", "value": "70,5"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Không đọc được kỳ" in text
    assert "Chép tay" in text
    assert not ReportedFigure.objects.exists()


def test_completeness_is_declared_and_ended_by_someone(client, here, staff):
    client.force_login(staff)
    new = {"records": "register", "place": here.pk, "starts_on": "01/01/2024"}
    assert client.post(reverse("reporting:completeness_new"), new).status_code == 302
    row = Completeness.objects.get()
    assert (row.family, row.kind, row.declared_by, row.starts_on) == ("register", "", staff, date(2024, 1, 1))
    with pytest.raises(Refused, match="từ ngày bắt đầu"):
        actions.end_completeness(row=row, ends_on=date(2023, 12, 31), by=staff)
    actions.end_completeness(row=row, ends_on=date(2024, 12, 31), by=staff)
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.end_completeness(row=row, ends_on=date(2025, 12, 31), by=staff)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": date(2999, 1, 1)}, "chưa đến"),
        ({"ends_on": date(2023, 12, 31)}, "từ ngày bắt đầu"),
        ({"ends_on": date(2025, 1, 1)}, "không tồn tại"),
    ],
)
def test_completeness_of_days_that_cannot_be_is_refused(here, staff, changes, words):
    here.valid_to = date(2024, 12, 31)
    here.save()
    said = {"records": [Records("register")], "place": here}
    said |= {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    with pytest.raises(Refused, match=words):
        actions.declare_complete(**said | changes, by=staff)
    assert not Completeness.objects.exists()
    assert [row.declared_by for row in actions.declare_complete(**said, by=staff)] == [staff]


def test_several_kinds_are_declared_at_once_and_each_stands_by_itself(client, here, staff):
    SupportModel.objects.create(code="safe_house", name="Ngôi nhà an toàn", counts_as="commune")
    client.force_login(staff)
    form = client.get(reverse("reporting:completeness_new")).content.decode()
    assert 'value="models:safe_house"' in form
    asked = {"records": ["models:safe_house", "activity:talk"], "place": here.pk, "starts_on": "01/01/2024"}
    assert client.post(reverse("reporting:completeness_new"), asked).status_code == 302
    assert set(Completeness.objects.values_list("family", "kind")) == {("models", "safe_house"), ("activity", "talk")}
    listed = client.get(reverse("reporting:completeness")).content.decode()
    assert "Ngôi nhà an toàn" in listed
    assert "truyền thông, nói chuyện chuyên đề" in listed
    end = client.get(reverse("reporting:completeness_end", args=[Completeness.objects.get(kind="safe_house").pk]))
    assert "Ngôi nhà an toàn" in end.content.decode()


def test_beside_every_kind_a_single_one_says_nothing_more(here, staff):
    told = [Records("activity"), Records("activity", "talk"), Records("fund", "raised")]
    rows = actions.declare_complete(records=told, place=here, starts_on=date(2024, 1, 1), by=staff)
    assert [(row.family, row.kind) for row in rows] == [("activity", ""), ("fund", "raised")]


@pytest.mark.parametrize("told", [[], [Records("models", "no_such_model")], [Records("no_such_family")]])
def test_what_is_no_kind_of_record_is_not_declared(here, staff, told):
    with pytest.raises(Refused, match="trong danh sách"):
        actions.declare_complete(records=told, place=here, starts_on=date(2024, 1, 1), by=staff)
    assert not Completeness.objects.exists()


def test_a_kind_that_is_no_more_is_listed_by_its_code(client, here, staff):
    Completeness.objects.create(family="models", kind="gone", place=here, starts_on=date(2024, 1, 1))
    client.force_login(staff)
    assert "điểm mô hình đang hoạt động: gone" in client.get(reverse("reporting:completeness")).content.decode()


class TestTurnsThatNameTheirChild:
    SAID = {"records": [Records("fund_child")], "starts_on": date(2024, 1, 1)}

    def test_it_refuses_the_declaration_while_turns_lack_a_child_and_says_how_many(self, client, here, staff):
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 5, 1)):
            FundSupport.objects.create(place=commune("Xã Một", here), on_date=day, kind="gift")
        with pytest.raises(Refused, match="Còn 2 lượt hỗ trợ .* chưa gắn tên trẻ. Gắn tên từng lượt"):
            actions.declare_complete(**self.SAID, place=here, by=staff)
        assert not Completeness.objects.exists()
        client.force_login(staff)
        asked = {"records": "fund_child", "place": here.pk, "starts_on": "01/01/2024", "ends_on": "31/01/2024"}
        page = client.post(reverse("reporting:completeness_new"), asked).content.decode()
        assert "Còn 1 lượt hỗ trợ" in page

    def test_it_takes_the_declaration_of_days_on_which_every_turn_names_its_child(self, here, staff):
        FundSupport.objects.create(place=here, on_date=date(2024, 1, 1), kind="gift", child=ChildFactory(place=here))
        FundSupport.objects.create(place=here, on_date=date(2023, 12, 31), kind="gift")
        FundSupport.objects.create(place=province("Tỉnh Bên"), on_date=date(2024, 1, 1), kind="gift")
        assert actions.declare_complete(**self.SAID, place=here, by=staff)

    def test_the_list_says_of_a_declaration_that_a_later_turn_belies_it(self, client, here, staff):
        actions.declare_complete(**self.SAID, place=here, by=staff)
        client.force_login(staff)
        assert "chưa đủ căn cứ" not in client.get(reverse("reporting:completeness")).content.decode()
        FundSupport.objects.create(place=here, on_date=date(2024, 3, 1), kind="gift")
        page = client.get(reverse("reporting:completeness")).content.decode()
        assert "chưa đủ căn cứ" in page
        assert "còn 1 lượt hỗ trợ chưa gắn tên trẻ" in page


@pytest.mark.parametrize(
    ("value", "qualifier", "amount", "met"),
    [
        ("4.5", "exact", "4.46", True),
        ("4.5", "exact", "4.56", False),
        ("2500", "more", "2512", True),
        ("2500", "more", "2500", False),
        ("35", "less", "34.8", True),
        ("35", "less", "35", False),
        ("3105", "about", "3000", True),
        ("3105", "about", "2900", False),
    ],
)
def test_a_qualifier_says_what_meets_a_figure(value, qualifier, amount, met):
    assert doubts.meets(Decimal(value), qualifier, Decimal(amount)) is met
