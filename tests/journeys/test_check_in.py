"""Điểm danh by code: the instructor projects it, the learner scans or types it, the register
knows at once.
"""

import re

import pytest
from playwright.sync_api import expect

from lms.portals.console.demo.facts import RUNNING
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
REGISTER = f"/lop/{RUNNING}/so/5/"
MAI = "Lò Thị Mai"


def test_a_code_on_the_wall_a_phone_in_the_hall(open_device):
    minh, mai = open_device(**DESK).come("minh"), open_device(**PHONE).come("mai")
    minh.go(REGISTER)
    minh.station("33-register-code-1280")
    at_desk = minh.page
    minh.follow("Chiếu toàn màn hình")
    at_desk.wait_for_url("**/ma-qr/")
    minh.station("34-code-wall-1280")

    on_phone = mai.go("/diem-danh/")
    on_phone.get_by_label("Mã điểm danh").fill("12345")
    mai.press("Điểm danh")
    mai.sees("Mã có 6 chữ số")
    mai.station("35-code-refused-360")
    at_desk.reload()
    digits = at_desk.locator("#code-now .pin span").first.inner_text()
    on_phone.get_by_label("Mã điểm danh").fill(digits)
    mai.press("Điểm danh")
    on_phone.wait_for_url("**/diem-danh/5/")
    expect(
        on_phone.get_by_role("heading", name=re.compile(r"Đã điểm danh lúc \d\d:\d\d"))
    ).to_be_visible()
    mai.sees(MAI)
    mai.station("36-checked-in-360")
    # the wall says so by itself
    expect(at_desk.locator("#arrivals")).to_contain_text(MAI, timeout=15_000)
    row = minh.go(REGISTER).locator("table.register tbody tr", has_text=MAI)
    expect(row).to_contain_text("đề xuất")


def test_without_scripts_the_code_and_the_button_are_there(open_device):
    minh = open_device(**DESK, java_script_enabled=False).come("minh")
    page = minh.go(REGISTER)
    expect(page.locator("#code-now svg").first).to_be_visible()
    expect(page.get_by_role("link", name="Tải lại mã")).to_be_visible()
    page = minh.go(f"{REGISTER}ma-qr/")
    expect(page.get_by_role("link", name="Tải lại mã")).to_be_visible()
