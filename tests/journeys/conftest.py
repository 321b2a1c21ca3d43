"""A real server with the demo's data, as the README starts it, and a real browser in front of it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lms.portals.console.demo.accounts import PASSWORD
from tests.house.source import ROOT
from tests.server import Server, serve

ARTEFACTS = ROOT / "artefacts"
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
PHONE = {
    "viewport": {"width": 360, "height": 760},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 860}}


def pytest_collection_modifyitems(items):
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """One demo for all journeys; its logs are kept."""
    var = tmp_path_factory.mktemp("var")
    try:
        with serve(var) as running:
            yield running
    finally:
        ARTEFACTS.mkdir(exist_ok=True)
        for log in var.glob("*.log"):
            shutil.copy(log, ARTEFACTS / log.name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
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

    def shot(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


@pytest.fixture
def open_device(browser, server):
    """`open_device(**PHONE)`: a fresh device; page errors and console errors of ours fail the test."""
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def make(**options) -> Person:
        context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        opened.append(context)
        return Person(page, context, server)

    yield make
    for context in opened:
        context.close()
    assert not troubles
