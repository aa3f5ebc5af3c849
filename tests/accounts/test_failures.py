"""What a person is told when the database is away, or when an address is opened that only a button sends to."""

import pytest
from django.db import InterfaceError, OperationalError

from accounts.views.failures import server_error


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_database_that_is_away_or_busy_is_told_as_passing_and_nothing_of_it_is_quoted(
    client, hoa, monkeypatch, fault
):
    def away(_request):
        raise fault("could not connect to Canary")

    client.force_login(hoa)
    client.raise_request_exception = False
    monkeypatch.setattr("accounts.views.me.last_login_before", away)
    response = client.get("/tai-khoan/")
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "tải lại trang này" in page
    assert "111" in page
    assert "Canary" not in page


def test_its_page_needs_no_database_itself(rf):  # this test has none: a query would fail it
    try:
        raise OperationalError
    except OperationalError:
        response = server_error(rf.get("/"))
    assert response.status_code == 503


def test_any_other_fault_is_ours(rf):
    try:
        raise RuntimeError
    except RuntimeError:
        response = server_error(rf.get("/"))
    assert response.status_code == 500


def test_an_address_that_only_a_button_sends_to_says_so_with_a_way_out(client, hoa):
    client.force_login(hoa)
    response = client.get("/tai-khoan/phien/ket-thuc/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    page = response.content.decode()
    assert "chỉ nhận khi bấm nút" in page
    assert 'class="btn primary" href="/"' in page


def test_programs_that_use_a_wrong_method_get_no_page(client, hoa):
    client.force_login(hoa)
    assert client.post("/tai-khoan/").content == b""
