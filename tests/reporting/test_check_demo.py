"""The demonstration's check prints the whole catalogue, read over HTTP, and finds what differs from the articles."""

import io
from datetime import date

import pytest

from indicators import registry
from indicators.models import Completeness, ReportedFigure
from programs.models import SupportModel, SupportModelSite
from reporting.management.commands.check_demo import Command
from tests.factories import AssignmentFactory
from tests.indicators.conftest import kept, make_target, sweep_all  # noqa: F401 (a fixture)


@pytest.fixture
def check(kept, client, here):  # noqa: F811
    client.force_login(AssignmentFactory(place=here.parent, role="province_staff").user)
    command = Command(stdout=io.StringIO())
    command.wrong = []
    command.get = lambda path: client.get(f"/api/v1/{path}").json()
    return command


def printed(check, place, said, codes=None):
    """The rows of the table."""
    check.table("Tỉnh", place.reference, "2020", said, codes or [card.code for card in registry.all()])
    return check.stdout.getvalue()


@pytest.fixture
def houses(here):
    for code in ("safe_house", "community_system"):
        SupportModel.objects.create(code=code, name=f"Mô hình {code}", counts_as="commune")
    model = SupportModel.objects.get(code="safe_house")
    SupportModelSite.objects.create(model=model, place=here, starts_on=date(2019, 1, 1))
    Completeness.objects.create(family="models", kind="safe_house", place=here.parent, starts_on=date(2020, 1, 1))
    sweep_all()


def test_it_prints_every_indicator_with_its_number_target_and_status(check, here, houses):
    make_target(here.parent, "M01", breakdown="safe_house", kind="at_least", direction="up", value=40)
    ReportedFigure.objects.create(
        place=here.parent, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), indicator="H01", value="3.58",
        unit="percent", printed_text="thử", is_synthetic=True,
    )  # fmt: skip
    text = printed(check, here.parent, (("M01", "safe_house", (1, 1)), ("M01", "", None)))
    assert [card.code for card in registry.all() if card.code not in text] == []
    (house,) = [line for line in text.splitlines() if "Mô hình safe_house" in line]
    assert "100%" in house
    assert "1/1" in house
    assert "khớp" in house
    assert "thử (mốc 31/12/2020): Đạt" in house
    (whole,) = [line for line in text.splitlines() if line.startswith("  M03")]
    assert "chưa đủ số liệu" in whole
    assert "không có chỉ tiêu" in whole
    assert "báo cáo 3,58% (giả)" in text
    assert "Mô hình community_system" not in text, "of which nothing is known"
    assert check.wrong == []


def test_it_tells_what_differs_from_the_articles(check, here, houses):
    said = (("M01", "safe_house", (2, 2)), ("M01", "community_system", "0"), ("H01", "", None))
    text = printed(check, here.parent, said, ["M01", "H01"])
    assert check.wrong == ["Tỉnh M01 safe_house", "Tỉnh M01 community_system"]
    assert text.count("KHÁC") == 2
