"""A scenario played on a phone in a real browser, while the network comes and goes."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from lms.learning.progress.models import Answer, LessonProgress
from tests.factories import learning
from tests.parts import chromium

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = chromium()
PHONE = {"viewport": {"width": 360, "height": 760}, "locale": "vi-VN"}

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(committed):
    """The class, and a way to open a device of cô Lan.

    Playwright starts after all rows are made.
    """
    school = learning.school(committed)
    session = Client()
    session.force_login(committed.lan)
    cookie = session.cookies["sessionid"].value
    server = LiveServer("127.0.0.1")
    # A started Playwright holds an event loop, in which rows cannot be made: everything is made
    # before.
    yield server.url, f"/hoc/{school.scenario.slug}/", cookie
    server.stop()


def device(browser: Browser, stage: tuple[str, str, str], **options) -> tuple[BrowserContext, Page]:
    url, path, cookie = stage
    context = browser.new_context(**{**PHONE, **options})
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
    page = context.new_page()
    page.goto(url + path)
    return context, page


def launch(playwright) -> Browser:
    args = [
        "--no-sandbox",
        "--headless=new",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]
    return playwright.chromium.launch(executable_path=CHROMIUM, args=args)


def choose(page: Page, key: str) -> None:
    page.check(f"form.question:not([hidden]) input[value={key}]")
    page.click("form.question:not([hidden]) button.btn")
    page.wait_for_selector(".answer-outcome:not([hidden])")


def clean(page: Page) -> list[str]:
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    return [report["id"] for report in axe.Axe().run(page, options=rules).response["violations"]]


def test_answers_wait_on_the_phone_and_go_out_once(stage):
    with sync_playwright() as playwright:
        browser = launch(playwright)
        phone, page = device(browser, stage)
        page.wait_for_selector("#outbox:has-text('Đã lưu')")
        assert clean(page) == []
        phone.route("**/dong-bo/", lambda route: route.abort())
        choose(page, "b")
        assert page.evaluate("document.activeElement.tagName") == "H2"
        page.wait_for_selector("#outbox:has-text('Chờ gửi 1')")
        assert "10 phút" in page.inner_text(".impact")
        assert clean(page) == []
        # The page is opened again before anything was sent: same scene, same answers.
        page.reload()
        page.wait_for_selector("h1:has-text('Lệ phí')")
        page.wait_for_selector("#outbox:has-text('Chờ gửi 1')")
        choose(page, "a")
        phone.unroute("**/dong-bo/")
        page.click("[data-on]")
        page.wait_for_selector(".answer-outcome h2:has-text('Kết quả tốt')")
        page.wait_for_selector("#outbox:has-text('Đã lưu')")
        page.click("text=Xem kết quả")
        page.wait_for_url("**/ket-qua/")
        assert clean(page) == []
        browser.close()
    assert LessonProgress.objects.get().state == "done"
    assert Answer.objects.filter(type="choice").count() == 2


def test_another_device_goes_on_at_the_same_scene_and_practice_does_not_count(stage):
    with sync_playwright() as playwright:
        browser = launch(playwright)
        _phone, page = device(browser, stage)
        page.wait_for_selector("#outbox:has-text('Đã lưu')")
        choose(page, "b")
        page.click("[data-redo]")
        choose(page, "a")
        assert page.is_visible("[data-practice]")
        page.wait_for_selector("#outbox:has-text('Đã lưu')")
        _desk, other = device(browser, stage, color_scheme="dark")
        other.wait_for_selector("h1:has-text('Lệ phí')")
        assert "1 lượt" in other.inner_text(".impact")
        choose(other, "a")
        assert clean(other) == []
        other.click("[data-on]")
        other.wait_for_selector("#outbox:has-text('Đã lưu')")
        other.click("text=Xem kết quả")
        other.wait_for_url("**/ket-qua/")
        assert clean(other) == []
        browser.close()
    row = LessonProgress.objects.get()
    assert (row.state, row.score) == ("done", 100)


def test_signed_out_keeps_the_answers_and_asks_to_sign_in(stage):
    with sync_playwright() as playwright:
        browser = launch(playwright)
        phone, page = device(browser, stage)
        page.wait_for_selector("#outbox:has-text('Đã lưu')")
        stored = phone.cookies()
        phone.clear_cookies(name="sessionid")
        choose(page, "b")
        page.wait_for_selector("#outbox:has-text('Đăng nhập lại để gửi 1 câu')")
        page.click("#outbox")
        page.wait_for_url("**/tai-khoan/**")
        phone.add_cookies([cookie for cookie in stored if cookie["name"] == "sessionid"])
        page.goto(stage[0] + stage[1])
        page.wait_for_selector("h1:has-text('Lệ phí')")
        page.wait_for_selector("#outbox:has-text('Đã lưu')")
        browser.close()
    assert Answer.objects.filter(type="choice").count() == 1


def test_without_javascript_it_is_the_same_case(stage):
    with sync_playwright() as playwright:
        browser = launch(playwright)
        _phone, page = device(browser, stage, java_script_enabled=False)
        page.click("#plain a")
        for key in ("b", "a"):
            page.check(f"form.question input[value={key}]")
            page.click("form.question button.btn")
            page.click("text=Đi tiếp")
        page.click("text=Xem kết quả")
        assert page.url.endswith("/ket-qua/")
        browser.close()
    assert LessonProgress.objects.get().state == "done"
