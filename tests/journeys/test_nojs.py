"""The same work with JavaScript switched off: an old phone in data-saving mode, an office with a strict browser."""

import pytest
from playwright.sync_api import expect

from lms.portals.console.demo.facts import RUNNING
from lms.portals.console.demo.texts import load
from tests.journeys.conftest import DESK, PHONE, Person

pytestmark = pytest.mark.browser
CASE, TASK = "chung-thuc-40-ban-sao", "bai-thu-hoach-ho-so-kho"
ANSWERS = ("phieu-hen", "khong-don", "lam-30", "moi-loai", "xin-ky", "dem-cung")
ESSAY = next(one for one in load("demo_texts")["essays"] if 300 <= len(one.split()) <= 1200)


def test_a_learner_signs_in_plays_a_case_and_hands_in(open_device):
    mai = open_device(**PHONE, java_script_enabled=False).come("mai")
    plays(mai)
    page = mai.go(f"/hoc/{TASK}/nop-bai/")
    page.locator("textarea[name=text]").fill("Quá ngắn.")
    mai.press("Nộp bài")
    expect(page.locator(".errors")).to_contain_text("chữ")
    expect(page.locator("textarea[name=text]")).to_have_value("Quá ngắn.")
    page.locator("textarea[name=text]").fill(ESSAY)
    mai.press("Nộp bài")
    page.wait_for_url("**/bai-nop/**")
    mai.shot("41-no-script-handed-in-360")


def plays(mai: Person) -> None:
    page = mai.go(f"/hoc/{CASE}/")
    mai.follow("Bắt đầu, hoặc học tiếp chỗ đang dở")
    mai.press("Chọn cách này")
    expect(page.get_by_role("alert")).to_be_visible()
    for number, choice in enumerate(ANSWERS):
        page.locator(f"label.opt:has(input[value={choice}])").tap()
        mai.press("Chọn cách này")
        expect(page.get_by_role("heading", name="Điều xảy ra")).to_be_visible()
        if not number:
            mai.shot("40-no-script-360")
        mai.follow("Đi tiếp")
    mai.follow("Xem kết quả")
    mai.sees("100")
    line = mai.go("/hoc/").locator("li", has=page.locator(f"a[href='/hoc/{CASE}/']"))
    expect(line).to_contain_text("đã xong")


def test_the_instructor_marks_the_register(open_device):
    minh = open_device(**DESK, java_script_enabled=False).come("minh")
    page = minh.go(f"/lop/{RUNNING}/so/5/")
    unknown = int(page.locator("[data-count=unknown]").inner_text())
    rows = page.locator("table.register tbody tr")
    for number in (10, 11, 12):
        rows.nth(number).locator("label", has_text="Có mặt").click()
    minh.press("Lưu")
    # What the register proposed and the form showed is confirmed with it.
    assert int(page.locator("[data-count=unknown]").inner_text()) <= unknown - 3
    for number in (10, 11, 12):
        chosen = page.locator("table.register tbody tr").nth(number).locator("input:checked")
        expect(chosen).to_have_value("present")
    minh.shot("42-no-script-register-1280")
