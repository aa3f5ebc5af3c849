"""`python3 run.py demo` as a newcomer types it: the first start with all data, then what happens to newcomers.

One data folder for all tests of this file, loaded once (a minute or two). It belongs to an ordinary user, whom root
plays; at the end root himself goes on with it.
"""

import json
import re
import shutil
import socket
from contextlib import closing, suppress

import pytest

from config.embedded.folders import shared_home_of
from config.embedded.ports import is_free
from tests.launcher.browsing import Browser
from tests.launcher.conftest import AS_ROOT, enterable_folder, nobody
from tests.launcher.newcomer import Newcomer

pytestmark = [pytest.mark.services, pytest.mark.faults]
USUAL = 8000
FIGURE = "/api/v1/values?indicator=K01&place=89@2025-06-30&period=2020"


@pytest.fixture(scope="module")
def taken_port():
    """Somebody else listens where the demo would: we, unless it is so already."""
    with suppress(OSError), closing(socket.create_server(("127.0.0.1", USUAL))):
        yield
        return
    yield


@pytest.fixture(scope="module")
def newcomer(taken_port):
    with enterable_folder() as place:
        person = Newcomer(place, nobody() if AS_ROOT else None)
        try:
            yield person
        finally:
            person.leave()


def signed_in(newcomer, name):
    """A browser of one of the people whose log-ins the demo has printed."""
    address, browser = newcomer.serve(), Browser()
    password = re.search(r"Mật khẩu chung: (\S+)", newcomer.said())[1]
    where, _page = browser.send(f"{address}/dang-nhap/", login=name, password=password)
    assert "/dang-nhap/" not in where
    return address, browser


def figure(newcomer):
    """An Giang 2020, communes fit for children."""
    address, browser = signed_in(newcomer, "tung")
    (row,) = json.loads(browser.get(address + FIGURE)[1])["results"]
    return row["numerator"], row["denominator"], row["stale"]


def take_intake(newcomer, child):
    """Path of a new intake."""
    address, browser = signed_in(newcomer, "hoa")
    told = {"channel": "phone", "category": "at_risk", "narrative": "Nội dung giả để thử.", "child_age_estimate": "9"}
    told |= {"incident_place_text": "Xã Vĩnh Thạnh Trung, tỉnh An Giang", "child_name": child}
    where, page = browser.send(f"{address}/tiep-nhan/moi/", **told)
    assert "/moi/" not in where, page
    return where.removeprefix(address)


def look(newcomer, path):
    address, browser = signed_in(newcomer, "hoa")
    return browser.get(address + path)[1]


def assert_nothing_is_left(newcomer):
    assert len(newcomer.pids) > 8  # launcher, postmaster and its children, broker, web, worker, beat
    newcomer.wait_until_nothing_lives(15)
    assert {entry.name for entry in newcomer.home.iterdir()} == {"mai-am", "data"}


def test_it_says_which_port_it_has_taken_when_the_usual_one_is_taken(newcomer):
    address = newcomer.serve()
    port = address.rpartition(":")[2]
    assert int(port) > USUAL
    assert f"Cổng {USUAL} đang có chương trình khác dùng: trang web ở cổng {port}." in newcomer.said()


def test_nobody_can_take_its_port_while_it_loads(newcomer):
    if newcomer.launcher:
        newcomer.press_ctrl_c()
    newcomer.start()
    port = int(newcomer.wait_until_said(r"trang web ở cổng (\d+)")[1])
    assert not is_free(port)
    assert "đang chạy tại" not in newcomer.said()


def test_it_serves_the_sign_in_page_and_the_figures(newcomer):
    page = Browser().get(newcomer.serve())[1]
    assert "Tên đăng nhập" in page
    assert "DỮ LIỆU GIẢ" in page.upper()
    assert figure(newcomer) == (110, 156, False)


def test_a_second_one_says_where_the_first_one_is_and_leaves_it_alone(newcomer):
    address = newcomer.serve()
    code, said = newcomer.carry_out("demo")
    assert (code, said) == (
        1,
        f"Một bản demo đang chạy trên thư mục dữ liệu này, tại {address}. Dừng nó bằng `python3 run.py stop`.\n",
    )
    assert figure(newcomer) == (110, 156, False)


def test_after_kill_9_of_everything_nothing_is_lost(newcomer):
    path = take_intake(newcomer, "Trẻ Giả Không Mất")
    newcomer.kill_everything()
    assert "Trẻ Giả Không Mất" in look(newcomer, path)
    assert "Dữ liệu giả đã có sẵn." in newcomer.said()
    assert figure(newcomer) == (110, 156, False)


def test_ctrl_c_ends_everything_and_leaves_nothing_in_the_home(newcomer):
    newcomer.serve()
    assert newcomer.press_ctrl_c() == 130
    assert newcomer.said().endswith("Đã dừng.\n")
    assert_nothing_is_left(newcomer)


def test_stop_in_another_window_ends_everything(newcomer):
    newcomer.serve()
    newcomer.record()
    code, said = newcomer.carry_out("stop")
    assert (code, said) == (0, f"Đã dừng. Dữ liệu vẫn ở {newcomer.data.resolve()}.\n")
    assert newcomer.launcher.wait(10) == 130
    assert_nothing_is_left(newcomer)


if AS_ROOT:

    @pytest.fixture(scope="module")
    def root(newcomer):
        """Root with the same checkout and data; below a home of mode 0700 they lie as root's first start lays them."""
        newcomer.carry_out("stop")
        shutil.move(newcomer.data, shared_home_of(newcomer.data))
        newcomer.data.symlink_to(shared_home_of(newcomer.data))
        newcomer.data.resolve().chmod(0o711)
        newcomer.own(None)
        return newcomer

    def test_root_loses_nothing_either(root):
        path = take_intake(root, "Trẻ Giả Của Root")
        root.kill_everything()
        assert "Trẻ Giả Của Root" in look(root, path)
        assert figure(root) == (110, 156, False)
        assert root.press_ctrl_c() == 130
        assert_nothing_is_left(root)
