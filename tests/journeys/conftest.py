"""A real server with the demo's data, as the README starts it, and a real browser in front of
it.
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from lms.portals.console.demo.facts import MAIL, PASSWORD
from tests import parts
from tests.architecture.source import ROOT
from tests.journeys.looks import check, check_narrow
from tests.server import Server, serve

ARTEFACTS = ROOT / "artefacts"
CHROMIUM = parts.chromium()
PHONE = {
    "viewport": {"width": 360, "height": 760},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 900}}
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """One demo for all journeys; its logs are kept."""
    var = tmp_path_factory.mktemp("var")
    try:
        base = tmp_path_factory.getbasetemp()
        run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
        with serve(var, run / "demo") as running:
            yield running
    finally:
        ARTEFACTS.mkdir(exist_ok=True)
        for log in var.glob("*.log"):
            shutil.copy(log, ARTEFACTS / log.name)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: other files start their own Playwright, and two at once do not bear
    each other.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@dataclass
class Person:
    """Somebody at a device."""

    page: Page
    context: BrowserContext
    server: Server

    def go(self, path: str) -> Page:
        response = self.page.goto(self.server.url + path)
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"
        return self.page

    def sign_in(self, name: str) -> "Person":
        """By e-mail or staff code, with the demo's password."""
        self.go("/tai-khoan/dang-nhap/")
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url("**/hom-nay/")
        return self

    def come(self, key: str) -> "Person":
        """Sign in as one of the demo's cast."""
        return self.sign_in(f"{key}@{MAIL}")

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def waits_for(self, locator: Locator, seconds: float = 30) -> None:
        """What follows in the background has no moment of its own: look again until it is there."""
        end = time.monotonic() + seconds
        while not locator.count() and time.monotonic() < end:
            self.page.wait_for_timeout(300)
            self.page.reload()
        expect(locator.first).to_be_visible()

    def station(self, name: str) -> None:
        """Keep the picture; the page must bear axe, the dark and 320 px."""
        self.shot(name)
        check(self.page)
        check_narrow(self.page)

    def shot(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


@pytest.fixture
def open_device(browser, server):
    """`open_device(**PHONE)`: a fresh device; page errors and console errors of ours fail the test.

    `loses_network`: what a browser says of a server that is out of reach is expected.
    """
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def make(*, loses_network: bool = False, **options) -> Person:
        given = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}
        context = browser.new_context(**given | options)
        context.set_default_timeout(15_000)
        page = context.new_page()
        pages: set[str] = set()
        page.on(
            "request",
            lambda one: pages.add(urldefrag(one.url).url) if one.is_navigation_request() else None,
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))

        def listen(message) -> None:
            # A page may well say 422 or 404; what it loads may not.
            is_page = (
                urldefrag(message.location.get("url", "")).url in pages
                and "status of 4" in message.text
            )
            is_page |= loses_network and "net::ERR_" in message.text
            if message.type == "error" and not is_page:
                troubles.append(message.text)

        page.on("console", listen)
        opened.append(context)
        return Person(page, context, server)

    yield make
    for context in opened:
        context.close()
    assert not troubles
