"""Two people in two browsers: talking, hands, the end; the connection that breaks; axe; 320 px;
without script.
"""

import os
import signal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from lms.teaching.live.models import Room, RoomEvent
from tests.parts import chromium

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
pytestmark = pytest.mark.browser
CHROMIUM = chromium()
SHOTS = os.environ.get("LIVE_SHOTS", "")


@pytest.fixture(scope="module")
def browser(world):
    with sync_playwright() as playwright:
        chromium_browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--headless=new",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
            ],
        )
        yield chromium_browser
        chromium_browser.close()


@pytest.fixture
def come_in(world, browser):
    """`come_in(user, meeting, width)` → the page of the room in a browser of its own."""
    contexts, problems = [], []

    def enter(user, meeting, width=360, port=0, dark=False, **options):
        context = browser.new_context(
            viewport={"width": width, "height": 780},
            color_scheme="dark" if dark else "light",
            **options,
        )
        contexts.append(context)
        client = Client()
        client.force_login(user)
        origin = f"http://127.0.0.1:{port or world.port}"
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                problems.append(message.text) if "Content Security" in message.text else None
            ),
        )
        page.goto(f"{origin}/lop/{meeting.group.code}/phong/{meeting.number}/")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not problems, problems


def take_screenshot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def check_accessibility(page):
    report = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    )
    assert report.violations_count == 0, report.generate_report()


def check_no_overflow(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_session_in_two_browsers(world, come_in):
    meeting, cast = world.room(opened=False), world.cast
    minh, lan = come_in(cast.minh, meeting, 1280), come_in(cast.lan, meeting, 360)
    expect(lan.get_by_text("Buổi học chưa bắt đầu.")).to_be_visible()
    check_accessibility(lan)
    minh.get_by_role("button", name="Mở buổi học").click()
    expect(lan.get_by_label("Tin nhắn của bạn")).to_be_visible()
    lan.get_by_label("Tin nhắn của bạn").fill("Em chào thầy <b>ạ</b>\ndòng hai")
    lan.keyboard.press("Enter")
    expect(minh.locator("[data-log] .said")).to_have_text("Em chào thầy <b>ạ</b>\ndòng hai")
    expect(lan.locator("[data-log] li")).to_have_count(1)
    expect(minh.locator("[data-announce]")).to_contain_text(
        "Lò Thị Lan: Em chào thầy", timeout=8000
    )
    lan.get_by_role("button", name="Giơ tay").click()
    minh.get_by_role("button", name="Mời phát biểu Lò Thị Lan").focus()
    minh.keyboard.press("Enter")
    expect(lan.get_by_text("được mời phát biểu")).to_be_visible()
    expect(minh.locator("[data-people] li")).to_have_count(2)
    minh.get_by_label("Tin nhắn của bạn").fill(
        "Mời em phát biểu về ba bước tiếp nhận hồ sơ khai sinh ở bộ phận một cửa."
    )
    minh.get_by_role("button", name="Gửi").click()
    expect(lan.locator("[data-log] li")).to_have_count(2)
    for page, name in ((minh, "room-1280"), (lan, "room-360")):
        check_accessibility(page)
        check_no_overflow(page)
        take_screenshot(page, name)
    minh.get_by_role("button", name="Gỡ Lò Thị Lan").click()
    expect(lan.get_by_text("Tin nhắn này đã được gỡ.").first).to_be_visible()
    expect(lan.locator(".said").first).to_be_hidden()
    minh.get_by_role("button", name="Kết thúc buổi học").click()
    expect(minh.get_by_role("link", name="Đến sổ điểm danh")).to_be_visible()
    expect(lan.get_by_text("Việc có mặt của bạn đã được ghi nhận")).to_be_visible()
    expect(lan.get_by_label("Tin nhắn của bạn")).to_be_hidden()
    check_accessibility(minh)
    minh.get_by_role("button", name="Mở lại buổi học").click()
    expect(minh.get_by_role("button", name="Kết thúc buổi học")).to_be_visible()


def test_the_connection_breaks_and_what_was_sent_is_kept(world, come_in):
    meeting, cast = world.room(), world.cast
    port, process = world.start_other()
    lan = come_in(cast.lan, meeting, 360, port=port)
    expect(lan.locator("[data-people] li")).to_have_count(1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    lan.get_by_label("Tin nhắn của bạn").fill("Gửi lúc mất mạng")
    lan.keyboard.press("Enter")
    expect(lan.get_by_text("đang chờ gửi")).to_be_visible()
    expect(
        lan.get_by_text("Mất kết nối – đang nối lại; nội dung bạn gửi được giữ lại.")
    ).to_be_visible(timeout=8000)
    check_accessibility(lan)
    take_screenshot(lan, "room-360-offline")
    assert not RoomEvent.objects.filter(room__meeting=meeting, type="chat.post").exists()
    world.start_other(port)
    expect(lan.get_by_text("đang chờ gửi")).to_have_count(0, timeout=30000)
    expect(lan.get_by_text("Mất kết nối")).to_be_hidden()
    expect(lan.locator("[data-log] li")).to_have_count(1)
    assert RoomEvent.objects.filter(room__meeting=meeting, type="chat.post").count() == 1


def test_where_sockets_are_blocked_the_room_works_over_http(world, come_in):
    meeting, cast = world.room(), world.cast
    minh = come_in(cast.minh, meeting, 1280)
    lan = come_in(cast.stranger, meeting)  # a stranger sees nothing of it
    assert lan.locator("[data-live]").count() == 0
    context = lan.context
    context.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose({ code: 1006 }),"
        " 10) } close() {} }"
    )
    client = Client()
    client.force_login(cast.lan)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": world.origin}]
    )
    lan.reload()
    lan.get_by_label("Tin nhắn của bạn").fill("Em vào bằng HTTP")
    lan.keyboard.press("Enter")
    expect(minh.get_by_text("Em vào bằng HTTP")).to_be_visible(timeout=15000)
    minh.get_by_label("Tin nhắn của bạn").fill("Thầy thấy rồi")
    minh.keyboard.press("Enter")
    expect(lan.get_by_text("Thầy thấy rồi")).to_be_visible(timeout=8000)
    expect(lan.get_by_text("Mất kết nối")).to_be_hidden()


@pytest.mark.parametrize("dark", [False, True])
def test_narrow_and_dark(world, come_in, dark):
    meeting, cast = world.room(), world.cast
    for user, width in ((cast.minh, 320), (cast.lan, 320), (cast.minh, 1280)):
        page = come_in(user, meeting, width, dark=dark)
        expect(page.locator("[data-people] li").first).to_be_visible()
        check_accessibility(page)
        check_no_overflow(page)
        role = "staff" if user == cast.minh else "learner"
        take_screenshot(page, f"room-{width}-{role}-{'dark' if dark else 'light'}")


def test_without_script(world, come_in):
    meeting, cast = world.room(), world.cast
    lan = come_in(cast.lan, meeting, 360, java_script_enabled=False)
    lan.get_by_label("Tin nhắn của bạn").fill("Không có JavaScript")
    lan.get_by_role("button", name="Gửi").click()
    lan.get_by_role("button", name="Giơ tay").click()
    expect(lan.get_by_text("Không có JavaScript")).to_be_visible()
    expect(lan.get_by_role("button", name="Bỏ tay xuống")).to_be_visible()
    expect(lan.get_by_role("link", name="Tải lại")).to_be_visible()
    take_screenshot(lan, "room-360-no-script")
    assert Room.objects.get(meeting=meeting).last_seq == 3
