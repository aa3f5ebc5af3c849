"""A real Chromium before the style page and the pages of failure."""

import copy
import gzip

import pytest
from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def shell(settings):
    """The style page's own addresses and shell."""
    settings.ROOT_URLCONF = "tests.design.shell"
    settings.DEMO = True
    templates = copy.deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    processors[processors.index("config.shell.page_shell")] = "tests.design.shell.page_shell"
    settings.TEMPLATES = templates


@pytest.fixture(scope="session")
def site():
    """The application behind a real socket, without a database: these pages must not need one."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def visit(chromium, shell, site):
    """Open a page; it keeps what the browser `said` and what it `fetched` (url: bytes once gzipped)."""
    contexts = []

    def open_page(address, width=1240, **options):
        context = chromium.new_context(
            **{"viewport": {"width": width, "height": 800}, "locale": "vi-VN", **options}, base_url=site.url
        )
        contexts.append(context)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.said, page.fetched = [], {}
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("requestfailed", lambda request: page.said.append(f"failed: {request.url}"))
        responses = []
        page.on("response", lambda response: responses.append(response))
        assert page.goto(address).ok, f"{address} did not open"
        page.fetched = {each.url: len(gzip.compress(each.body(), 6)) for each in responses}
        return page

    yield open_page
    for context in contexts:
        context.close()
