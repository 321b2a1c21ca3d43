"""The same work with JavaScript switched off: an old phone in data-saving mode, an office with a
strict browser.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from cms.api import model_response
from cms.content import Scenario, Scene, StepKind
from cms.content.plain import from_plain
from lms.portals.console.demo.facts import RUNNING
from lms.portals.console.demo.texts import load_json
from tests.journeys.conftest import DESK, PHONE, Person

pytestmark = pytest.mark.browser
CASE, TASK = "chung-thuc-40-ban-sao", "bai-thu-hoach-ho-so-kho"
HANDLED = from_plain(Scenario, load_json("cases/h4")["scenario"])
ESSAY = next(one for one in load_json("demo_texts")["essays"] if 300 <= len(one.split()) <= 1200)


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
    """Xem mẫu, Làm cùng, Tự làm: each to its end, page by page."""
    page = mai.go(f"/hoc/{CASE}/")
    mai.shot("40-no-script-ways-360")
    mai.follow("Bắt đầu")
    mai.follow("Đã xem xong")
    mai.press("Đã xem xong")
    for name in ("Làm cùng", "Tự làm"):
        card = page.locator(".modes > li", has=page.get_by_role("heading", name=name))
        card.get_by_role("button").tap()
        page.wait_for_url("**/canh/**")
        steps(mai, name)
        mai.go(f"/hoc/{CASE}/")
    mai.follow("Xem kết quả")
    mai.sees("Không cách nào tốt hơn")
    mai.shot("40-no-script-result-360")
    line = mai.go("/hoc/").locator("li", has=page.locator(f"a[href='/hoc/{CASE}/']"))
    expect(line).to_contain_text("đã xong")


def steps(mai: Person, name: str) -> None:
    page, number = mai.page, 0
    while not (scene := HANDLED.scene(re.search(r"/canh/([^/]+)/", page.url)[1])).is_ending:
        if scene.step == StepKind.CHOOSE and not number:
            mai.press("Chọn cách này")
            expect(page.get_by_role("alert")).to_be_visible()
        fill(page, scene)
        mai.press(re.compile("Chọn cách này|Xong, xem điều xảy ra"))
        expect(page.get_by_role("heading", name="Điều xảy ra")).to_be_visible()
        if scene.step == StepKind.FORM:
            mai.shot(f"40-no-script-form-{'solo' if name == 'Tự làm' else 'guided'}-360")
        mai.follow("Đi tiếp")
        expect(page.get_by_role("heading", name="Điều xảy ra")).to_have_count(0)
        number += 1


def fill(page: Page, scene: Scene) -> None:
    """The right answer, field by field."""
    response = model_response(scene)
    if scene.step == StepKind.CHOOSE:
        right = next(choice.key for choice in scene.choices if choice.is_right)
        page.locator(f"label.option:has(input[value={right}])").tap()
    for key, text in response.get("fields", {}).items():
        field = page.locator(f"[name='field-{key}']")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    for key in response.get("picked", ()):
        page.locator(f"label.option:has(input[value='{key}'])").tap()
    for number, key in enumerate(response.get("order", ()), 1):
        page.locator(f"[name='order-{key}']").select_option(str(number))


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
