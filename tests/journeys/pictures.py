"""The pictures of README, taken anew from the demo: `.venv/bin/python -m tests.journeys.pictures`.

Changes nothing but docs/pictures/; each picture is reduced to a palette, so that it stays under 150
KB.
"""

import io
import os
import tempfile
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.project.settings.test")
django.setup()

from lms.core import clock
from lms.portals.console.demo.facts import CASE, RUNNING
from tests.architecture.source import ROOT
from tests.journeys.conftest import CHROMIUM, DESK, FLAGS, PHONE, Person
from tests.journeys.lists import messy_list
from tests.server import Server, serve

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 150 * 1024


def keep(somebody: Person, name: str) -> None:
    """What the window shows, as a small PNG."""
    somebody.page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(somebody.page.screenshot())).convert("RGB")
    file = FOLDER / f"{name}.png"
    for colours in (256, 128, 64):
        shot.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size <= LARGEST:
            break
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")


def at_desk(desk: Person) -> None:
    desk.come("mai")
    keep(desk, "home-1280")
    desk.context.clear_cookies()
    desk.come("minh").go(f"/lop/{RUNNING}/so/5/")
    keep(desk, "register-1280")
    desk.go(f"/cham/{RUNNING}/bai-thu-hoach-ho-so-kho/")
    desk.follow("Bắt đầu chấm")
    for number, criterion in enumerate(desk.page.locator(".criterion").all()):
        criterion.locator("label").nth(3 - number % 2).click()
    desk.page.locator("h1").click()
    keep(desk, "grading-1280")
    desk.context.clear_cookies()
    desk.come("hoa").go("/truong/lop/mot-cua-k1/ket-qua/")
    keep(desk, "results-1280")
    desk.context.clear_cookies()
    desk.come("hanh").go("/lop/cam-tay-k1/tinh-huong/cha-mot-xa-me-mot-xa/")
    keep(desk, "ways-1280")
    desk.context.clear_cookies()
    page = desk.come("ha").go("/quan-tri/pages/search/?q=đất đai thiếu một tờ")
    page.set_viewport_size({"width": 1366, "height": 768})
    desk.follow("Hồ sơ đất đai thiếu một tờ")
    desk.follow("Mở Xưởng tình huống")
    page.frame_locator("iframe").first.locator("h1").wait_for()
    keep(desk, "studio-1366")


def at_the_register(desk: Person) -> None:
    """A list from Excel that is tried out, and two communes that are not merged in the end."""
    page = desk.come("pao").go("/don-vi/nhan-su/")
    page.set_viewport_size({"width": 1280, "height": 1080})
    rows = page.locator("tbody tr").all()[:2]
    officials = [
        (row.locator("th").inner_text(), row.locator("td.num").inner_text()) for row in rows
    ]
    desk.follow("Nhập từ Excel")
    file = {"name": "danh-sach-xa-na-son.xlsx", "mimeType": "", "buffer": messy_list(officials)}
    page.locator("input[type=file]").set_input_files(file)
    desk.press("Đọc tệp")
    page.locator("tbody tr", has_text="Việc đang giữ").locator("select").select_option("title")
    desk.press("Xem thử thay đổi")
    page.locator(".counts").evaluate("each => each.scrollIntoView()")
    keep(desk, "import-1280")
    desk.context.clear_cookies()
    page = desk.come("tu").go("/to-chuc/sap-xep/?don-vi=03208")
    page.locator("input[name=tim]").fill("Mường Luân")
    desk.press("Tìm đơn vị")
    page.get_by_label("Xã Mường Luân (03214)").check()
    page.locator("input[name=on]").fill(f"{clock.today().year + 1}-01-01")
    page.locator("input[name=decision]").fill("18/NQ-HĐND")
    desk.press("Đi tiếp")
    page.locator("input[name=s0-name]").fill("Xã Xa Dung – Mường Luân")
    page.locator("input[name=s0-code]").fill("XDML")
    desk.press("Đi tiếp")
    page.locator("summary", has_text="cán bộ chủ chốt").click()
    page.locator("h1 + ol").evaluate("each => each.scrollIntoView()")
    keep(desk, "merger-1280")


def on_phone(phone: Person) -> None:
    phone.come("mai")
    keep(phone, "home-360")
    page = phone.go("/ho-so/")
    page.locator("li.certificate a.btn").first.tap()
    code = page.locator(".qr b").inner_text().replace(" ", "")
    keep(phone, "certificate-360")
    page = phone.go(f"/hoc/{CASE}/")
    page.locator("a[href$='/lam-cung/']").first.tap()
    page.locator("form.question label.option").first.wait_for()
    keep(phone, "scene-360")
    page.locator("form.question label.option").first.tap()
    page.get_by_role("button", name="Chọn cách này").tap()
    page.locator(".answer-outcome h2:visible").first.wait_for()
    keep(phone, "consequence-360")
    phone.go("/hoc/nguoi-dan-lon-tieng/ket-qua/")
    keep(phone, "debrief-360")
    page = phone.go("/ho-so/ca-nhan/")
    page.locator("#qualifications").evaluate("each => each.scrollIntoView()")
    keep(phone, "file-360")
    phone.context.clear_cookies()
    phone.go(f"/xac-thuc/{code}/")
    keep(phone, "verify-360")


def take(browser: Browser, server: Server) -> None:
    """One device after the other."""
    for visit, options in ((at_desk, DESK), (at_the_register, DESK), (on_phone, PHONE)):
        context = browser.new_context(locale="vi-VN", reduced_motion="reduce", **options)
        visit(Person(context.new_page(), context, server))
        context.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var,
        serve(Path(var)) as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser,
    ):
        take(browser, server)


if __name__ == "__main__":
    main()
