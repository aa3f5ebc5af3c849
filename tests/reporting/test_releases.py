"""Releases are open to everyone, the same in every format, and keep their secrets in each."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cases.models import DenyEntry
from indicators.actions import releasing
from indicators.api_releases import PublicUse
from indicators.models import ReleaseDraft
from indicators.releases.content import content_of
from indicators.unchanged import program
from tests.factories import AssignmentFactory, CaseFactory, UserFactory
from tests.indicators.changes import VIETNAM
from tests.indicators.conftest import kept  # noqa: F401 - a fixture
from tests.indicators.test_releases import drafted, leader, published, replaced, three_communes  # noqa: F401 - fixtures


@pytest.fixture
def release(three_communes, here, lan, leader):  # noqa: F811
    return published(here.parent, lan, leader)


def test_anyone_reads_the_list_and_the_page_and_gets_no_cookie(client, release, here):
    for url in ("/cong-bo/", f"/cong-bo/{release.number}/"):
        response = client.get(url)
        page = response.content.decode()
        assert response.status_code == 200
        assert release.number in page
        assert not response.cookies
        assert response.headers["Cache-Control"].startswith("public")
    assert here.name in page
    assert "•" in page


def test_every_format_says_the_same(client, release):
    url = f"/cong-bo/{release.number}"
    told = json.loads(client.get(f"{url}.json").content)["results"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{url}.csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(f"{url}.xlsx").content), read_only=True).worksheets[0]
    api = client.get(f"/api/v1/releases/{release.number}").json()["values"]
    in_sheet = [row[10] for row in sheet.iter_rows(min_row=2, values_only=True)]
    numerators = [row["numerator"] for row in told]
    assert [row["numerator"] for row in api] == numerators == in_sheet
    assert [row["Tử số"] for row in rows] == ["" if n is None else str(n) for n in numerators]
    assert not {1, 2, 3, 4} & set(numerators)
    assert any(row["hidden"] for row in told)


def test_the_chart_draws_hidden_numbers_as_unknown(client, release):
    drawn = client.get(f"/cong-bo/{release.number}.svg")
    assert drawn.headers["Content-Type"].startswith("image/svg+xml")
    assert "Xã Hai Giả" in drawn.content.decode()


def test_no_public_format_tells_why_a_number_is_hidden(client, release):
    for path in (f"/cong-bo/{release.number}/", f"/cong-bo/{release.number}.json", f"/cong-bo/{release.number}.csv"):
        page = client.get(path).content.decode()
        assert "primary" not in page
        assert "complementary" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/cong-bo/{}/",
        "/cong-bo/{}.csv",
        "/cong-bo/{}.xlsx",
        "/cong-bo/{}.json",
        "/cong-bo/{}.svg",
        "/api/v1/releases/{}",
        "/api/v1/releases/{}?format=csv",
    ],
)
def test_nothing_public_is_made_of_the_counts_behind_it(client, release, address):
    """What is hidden cannot stand in a file's margins, lengths or order where it was never read."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address.format(release.number)).status_code == 200
    tables = {word for query in asked for word in query["sql"].split('"') if word.startswith("indicators_")}
    assert tables <= {"indicators_release", "indicators_releasevalue"}
    hidden = release.values.exclude(suppressed="")
    assert not hidden.filter(value__isnull=False).exists()
    assert not hidden.filter(numerator__isnull=False, denominator__isnull=False).exists()


def test_what_has_not_changed_is_not_sent_again(client, release):
    for url in (f"/cong-bo/{release.number}/", f"/api/v1/releases/{release.number}"):
        etag = client.get(url).headers["ETag"]
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_a_page_of_before_an_upgrade_is_sent_again(client, release, monkeypatch):
    page = f"/cong-bo/{release.number}"
    addresses = ("/cong-bo/", f"{page}/", f"{page}.csv", f"/api/v1/releases/{release.number}")
    before = {url: client.get(url).headers["ETag"] for url in addresses}
    for answers in ("reporting.views.releases", "indicators.api_releases"):
        monkeypatch.setattr(f"{answers}.program", lambda: "another version of the program")
    for url, etag in before.items():
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("of_pages", ["reporting/released.py", "templates/reporting/release.html", "static/app.css"])
def test_a_version_of_the_program_is_told_by_what_its_pages_are_made_of(settings, tmp_path, of_pages):
    settings.BASE_DIR, page = tmp_path, tmp_path / of_pages
    page.parent.mkdir(parents=True)
    page.write_text("before")
    before = program.__wrapped__()
    page.write_text("after")
    assert program.__wrapped__() != before


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json", "svg"])
def test_who_has_the_file_costs_no_second_one_and_who_has_not_gets_the_same(client, release, extension):
    url = f"/cong-bo/{release.number}.{extension}"
    first = client.get(url)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        other = client.get(url)
    assert (again.status_code, again.content) == (304, b"")
    assert (other.content, other.headers["Content-Type"]) == (first.content, first.headers["Content-Type"])
    assert not any("releasevalue" in query["sql"] for query in asked)


def test_a_file_says_that_a_correction_has_come_since(client, release, lan, leader):  # noqa: F811
    url = f"/cong-bo/{release.number}.json"
    before = client.get(url)
    new = replaced(release, lan, leader)
    answer = client.get(url, headers={"If-None-Match": before.headers["ETag"]})
    assert answer.status_code == 200
    assert new.number in answer.content.decode()


def test_strangers_are_counted_by_their_address_as_in_the_api(client, release, monkeypatch):
    monkeypatch.setattr(PublicUse, "rate", "4/min")
    pages = ["/cong-bo/", f"/cong-bo/{release.number}/", f"/cong-bo/{release.number}.xlsx"]
    asked = [client.get(page, REMOTE_ADDR="203.0.113.7").status_code for page in [*pages, "/api/v1/releases", *pages]]
    assert asked == [200, 200, 200, 200, 429, 429, 429]
    told = client.get(pages[0], REMOTE_ADDR="203.0.113.7").content.decode()
    assert "Hãy đợi vài phút rồi thử lại" in told  # to readers who have no password, too
    assert 'href="/cong-bo/"' in told.split("<main")[1]
    assert client.get(pages[0], REMOTE_ADDR="203.0.113.8").status_code == 200


def test_a_period_that_it_does_not_hold_is_refused_and_the_others_named(client, release):
    url = f"/cong-bo/{release.number}/"
    answer = client.get(url, {"ky": "2019"})
    assert answer.status_code == 404
    text = answer.content.decode()
    assert all(f'href="{url}?ky={period}"' in text for period in release.periods)
    for period in release.periods:
        assert client.get(url, {"ky": period}).status_code == 200
    assert client.get(f"/cong-bo/{release.number}.csv", {"ky": "2019"}).status_code == 404


def test_an_unknown_release_is_not_there(client, db):
    assert client.get("/cong-bo/XX-2026-99/").status_code == 404
    assert client.get("/api/v1/releases/XX-2026-99").status_code == 404


def test_the_api_lists_releases_and_writes_csv_without_signing_in(client, release):
    (found,) = client.get("/api/v1/releases").json()["results"]
    assert (found["number"], found["replaced_by"]) == (release.number, None)
    answer = client.get(f"/api/v1/releases/{release.number}", {"format": "csv"})
    assert answer.content.decode().startswith("indicator,version,place,")


def test_one_drafts_and_another_publishes(client, three_communes, here, lan, leader):  # noqa: F811
    client.force_login(lan)
    typed = {"table": "tre-em", "place": here.parent.pk, "periods": ["2024"]}
    answer = client.post("/cong-bo/soan/", typed)
    draft = ReleaseDraft.objects.get()
    assert answer.headers["Location"] == f"/cong-bo/soan/{draft.uid}/"
    page = client.get(f"/cong-bo/soan/{draft.uid}/").content.decode()
    assert "cần một người khác" in page
    client.force_login(leader)
    content = content_of(draft.table, draft.place, draft.periods)
    page = client.get(f"/cong-bo/soan/{draft.uid}/").content.decode()
    assert content.fingerprint in page
    done = client.post(f"/cong-bo/soan/{draft.uid}/", {"fingerprint": content.fingerprint})
    assert done.headers["Location"].startswith("/cong-bo/")
    assert client.get(done.headers["Location"]).status_code == 200


def test_what_a_demonstration_publishes_says_in_every_format_that_it_is_made_up(
    client,
    three_communes,  # noqa: F811
    here,
    lan,
    leader,  # noqa: F811
    settings,
):
    settings.DEMO = True
    draft = drafted(here.parent, lan)
    fingerprint = content_of(draft.table, draft.place, draft.periods).fingerprint
    client.force_login(leader)
    number = client.post(f"/cong-bo/soan/{draft.uid}/", {"fingerprint": fingerprint}).url.split("/")[2]
    client.logout()
    for path in (f"/cong-bo/{number}/", f"/cong-bo/{number}.json"):
        assert "DỮ LIỆU GIẢ" in client.get(path).content.decode(), path


def test_who_is_barred_sees_no_draft_of_there(client, three_communes, here, lan, leader, an):  # noqa: F811
    """A preview is live figures; other territories' drafts stay in the list."""
    draft = releasing.draft_release(table="tre-em", place=here.parent, periods=["2024"], note="", by=lan)
    other = releasing.draft_release(table="tre-em", place=three_communes[1], periods=["2024"], note="", by=lan)
    DenyEntry.objects.create(case=CaseFactory(place=here), user=leader, reason="thử", created_by=an)
    client.force_login(leader)
    address = f"/cong-bo/soan/{draft.uid}/"
    assert [client.get(address).status_code, client.post(address, {"fingerprint": "x"}).status_code] == [404, 404]
    assert client.post(f"{address}bo/").status_code == 404
    page = client.get("/cong-bo/soan/").content.decode()
    assert str(other.uid) in page
    assert str(draft.uid) not in page
    answer = client.post("/cong-bo/soan/", {"table": "tre-em", "place": here.parent.pk, "periods": ["2023"]})
    assert "chưa mở cho tài khoản của bạn" in answer.content.decode()
    assert ReleaseDraft.objects.count() == 2


def test_a_draft_says_what_is_missing(client, here, leader, kept):  # noqa: F811
    draft = ReleaseDraft.objects.create(table="quy", place=here.parent, periods=["2024"], drafted_by=UserFactory())
    client.force_login(leader)
    page = client.get(f"/cong-bo/soan/{draft.uid}/").content.decode()
    assert "chưa khai báo đủ" in page or "Chưa có số liệu" in page
    assert "Công bố</button>" not in page


def test_quarters_that_are_over_are_drafted_of_the_years_that_were_picked(client, here, lan, time_machine):
    time_machine.move_to(datetime(2026, 5, 17, 9, tzinfo=VIETNAM), tick=False)
    client.force_login(lan)
    typed = {"table": "xam-hai", "place": here.parent.pk, "periods": ["2025", "2026"], "kinds": ["quarter", "half"]}
    client.post("/cong-bo/soan/", typed)
    halves = ["2025-H1", "2025-H2"]
    assert ReleaseDraft.objects.get().periods == [*halves, *(f"2025-Q{n}" for n in (1, 2, 3, 4)), "2026-Q1"]
    told = client.post("/cong-bo/soan/", typed | {"periods": ["2026"], "kinds": ["year"]}).content.decode()
    assert "từ 1 đến 20 kỳ đã kết thúc" in told


def test_an_officer_of_a_commune_publishes_nothing(client, here):
    user = UserFactory()
    AssignmentFactory(user=user, place=here, role="commune_officer", valid_from=date(2020, 1, 1))
    client.force_login(user)
    assert client.get("/cong-bo/soan/").status_code == 403
