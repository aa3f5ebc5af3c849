"""What the page of an indicator offers to copy runs as it is, against the server that offers it."""

import csv
import html
import io
import re
import urllib.request

import pytest

from accounts.actions import create_token
from indicators.actions import calendar
from tests.factories import AssignmentFactory, ChildFactory, CircumstanceFactory, UserFactory, commune
from tests.indicators.conftest import declare, sweep_all

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def offered(client, live_server, monkeypatch):
    """{tool: text} of the page, and a token in the environment."""
    here = commune("Xã Vĩnh Giả")
    lan = UserFactory()
    AssignmentFactory(user=lan, place=here.parent, role="province_staff")
    calendar.tick()
    declare(here)
    children = [ChildFactory(place=here, sex=sex) for sex in "FMM"]
    CircumstanceFactory(child=children[0])
    sweep_all()
    monkeypatch.setenv("MAIAM_TOKEN", create_token(user=lan, name="thử", kind="indicator", days=1)[1])
    client.force_login(lan)
    asked = {"place": here.reference, "period": "2024", "by": "sex"}
    server = live_server.url.removeprefix("http://")
    page = client.get("/chi-so/H01/", asked, headers={"host": server}).content.decode()
    texts = re.findall(r'<summary>([^<]+)</summary><pre class="snip"[^>]*>(.*?)</pre>', page, re.DOTALL)
    return {tool: html.unescape(text) for tool, text in texts}


def test_the_pandas_text_runs_and_reads_numbers(offered):
    names = {}
    exec(offered["Python (pandas)"], names)
    frame = names["values"]
    whole = frame[frame["part"].isna()].iloc[0]
    assert (whole["numerator"], whole["denominator"]) == (1, 3)
    assert whole["value"] == pytest.approx(100 / 3)
    assert frame.set_index("part").loc["F", "value"] == 100


def address_of(text):
    return re.search(r'"(http[^"]+)"', text)[1]


def as_r_reads(text):
    """As read.csv does: the first line names the columns, every line has as many fields, "" is NA, a column of numbers
    becomes numbers."""
    names, *rows = csv.reader(io.StringIO(text), strict=True)
    assert all(len(row) == len(names) for row in rows)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", name) for name in names), "R would rename a column"
    columns = {name: [row[n] or None for row in rows] for n, name in enumerate(names)}
    for name in ("value", "numerator", "denominator"):
        columns[name] = [None if cell is None else float(cell) for cell in columns[name]]
    return columns


def test_the_address_for_r_is_read_as_r_reads(offered, monkeypatch):
    import os

    text = offered["R"]
    assert "read.csv" in text
    request = urllib.request.Request(address_of(text), headers={"Authorization": f"Token {os.environ['MAIAM_TOKEN']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("text/csv")
        columns = as_r_reads(answer.read().decode())
    assert columns["part"] == [None, "M", "F", "U"]
    assert columns["numerator"] == [1, 0, 1, 0]
    assert columns["value"][3] is None


def test_every_tool_asks_the_same_question_and_none_holds_a_token(offered):
    assert list(offered) == ["curl", "Python (pandas)", "R", "Excel (Power Query)"]
    questions = {address_of(text).removesuffix("&format=csv") for text in offered.values()}
    assert len(questions) == 1
    assert "by=sex" in questions.pop()
    assert not any("maiam_" in text for text in offered.values())
