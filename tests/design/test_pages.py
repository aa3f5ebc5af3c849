"""The look in a real browser: every component and chart, and the pages of failure."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.views.defaults import server_error

pytestmark = pytest.mark.browser

PAGES = [
    "/thiet-ke/",
    *(f"/trang/{code}.html" for code in ("400", "403", "403_csrf", "404", "405", "429", "500", "503")),
]
KILOBYTE = 1024


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 390, 768, 1240])
def test_no_page_scrolls_sideways(visit, address, width):
    page = visit(address, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 390, 900, 1240])
def test_the_menu_opens_without_script_and_stays_inside(visit, width):
    page = visit("/trang/404.html", width, java_script_enabled=False)

    page.click(".menu > summary")

    menu = page.locator(".menu > div").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= width
    assert page.get_by_role("button", name="Đăng xuất").is_visible()
    assert page.get_by_role("link", name="Chương trình").is_visible()


@pytest.mark.parametrize("width", [320, 390, 1240])
def test_the_top_bar_is_one_row_at_every_width(visit, width):
    page = visit("/trang/404.html", width)

    assert page.locator(".top").bounding_box()["height"] <= 56


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1240])
@pytest.mark.parametrize("address", ["/thiet-ke/", "/trang/404.html", "/trang/500.html"])
def test_axe_finds_nothing(visit, address, width, scheme):
    page = visit(address, width, color_scheme=scheme)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_the_browser_has_nothing_to_complain_of_under_the_strict_policy(visit):
    page = visit("/thiet-ke/")

    assert page.said == []
    policy = page.request.get("/thiet-ke/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_cold_page_stays_inside_its_budget_and_asks_nobody_else(visit, site):
    page = visit("/trang/404.html")

    assert all(url.startswith(site.url) for url in page.fetched), page.fetched
    assert len(page.fetched) <= 6
    assert sum(page.fetched.values()) <= 60 * KILOBYTE, page.fetched
    assert next(size for url, size in page.fetched.items() if "app.css" in url) <= 12 * KILOBYTE


def test_nothing_stays_in_the_browser(visit):
    page = visit("/thiet-ke/")
    page.goto("/trang/404.html")
    page.go_back()

    page.wait_for_function("window.htmx && htmx.config.history === 'reload'")  # Back asks the server again
    page.wait_for_function("localStorage.length + sessionStorage.length === 0")


def test_the_keyboard_begins_with_a_way_to_the_content(visit):
    page = visit("/trang/404.html")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0


def test_a_link_of_the_error_summary_leads_into_its_field(visit):
    page = visit("/thiet-ke/", java_script_enabled=False)

    page.click(".errs a:has-text('Mục tiêu')")

    page.keyboard.type("Đi học đều")
    assert page.locator("#id_goal").input_value() == "Đi học đều"


def test_what_was_typed_is_still_there_beside_the_error(visit):
    page = visit("/thiet-ke/")

    assert page.locator("#id_visited").input_value() == "10/13/2026"
    assert page.locator("#id_born_2").input_value() == "2023"
    assert page.locator("#id_visited").get_attribute("aria-describedby") == "id_visited_error"


def test_letters_of_charts_keep_their_size_on_the_phone(visit):
    heights = []
    for width in (390, 1240):
        page = visit("/thiet-ke/", width)
        heights.append(page.locator("figure.ch text:has-text('mục tiêu 3,5')").first.bounding_box()["height"])

    assert heights[0] == pytest.approx(heights[1], abs=1)


def test_printing_opens_the_tables_of_charts_and_drops_the_buttons(visit):
    page = visit("/thiet-ke/")

    page.emulate_media(media="print")

    assert page.locator("details.twin td").first.is_visible()
    assert not page.locator(".top").is_visible()
    assert not page.locator(".btn.primary").first.is_visible()


def test_the_style_page_is_not_served_outside_the_demo(client, shell, settings):
    settings.DEMO = settings.DEBUG = False

    assert client.get("/thiet-ke/").status_code == 404


def test_the_page_of_a_broken_server_needs_no_database(rf):
    response = server_error(rf.get("/"))  # this test has no database: a query would fail it

    assert response.status_code == 500
    assert "111" in response.content.decode()
