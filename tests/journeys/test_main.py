"""The main job, as its people do it: a lesson on a phone becomes a certificate that a stranger
can check.
"""

import io
import re
from dataclasses import dataclass

import pypdf
import pytest
from playwright.sync_api import expect

from cms import api
from cms.content import StepAnswer
from lms.portals.console.demo.facts import MAIL, PILOT, PILOT_CASE
from lms.portals.console.demo.texts import load_json
from tests.journeys.conftest import DESK, PHONE, Person
from tests.journeys.playing import demo_case, played, put

pytestmark = pytest.mark.browser

ESSAY = next(one for one in load_json("demo_texts")["essays"] if 250 <= len(one.split()) <= 500)
MAI, BORN = "Lò Thị Mai", "17/05/1992"


@dataclass
class Paper:
    """What stands on the certificate."""

    serial: str
    code: str


def test_from_a_lesson_on_the_phone_to_a_certificate_that_a_stranger_checks(open_device):
    mai, minh, hoa, son = (open_device(**size) for size in (PHONE, DESK, DESK, DESK))
    mistypes_the_password(mai)
    plays_the_case(mai)
    hands_in(mai)
    keeps_the_register(minh.come("minh"))
    marks(minh)
    approves(hoa.come("hoa"))
    confirms(mai)
    signs(son.come("son"))
    paper = shows_the_certificate(mai)
    stranger, clerk = open_device(**PHONE), open_device(**DESK)
    checks_by_code(stranger, paper)
    checks_by_number(clerk, paper)
    revokes(son, paper)
    sees_it_revoked(stranger, mai, paper)


def mistypes_the_password(mai: Person) -> None:
    page, name = mai.go("/tai-khoan/dang-nhap/"), f"mai@{MAIL}"
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("khong-nho-mat-khau")
    page.locator("input[name=password]").press("Enter")
    expect(page.locator(".errors")).to_contain_text("mật khẩu")
    expect(page.locator("input[name=login]")).to_have_value(name)
    mai.station("01-wrong-password-360")
    mai.come("mai").station("02-home-360")


def plays_the_case(mai: Person) -> None:
    """Together first, then alone: there with a wrong turn at the beginning, then the right way."""
    scenario = demo_case("h8")
    page = mai.go("/hoc/")
    page.locator(f"a[href='/hoc/{PILOT_CASE}/']").tap()
    mai.station("03-start-360")
    page.locator("a[href$='/lam-cung/']").first.tap()
    played(page, scenario, api.begin_play(scenario))
    expect(page.get_by_role("heading", name="Kết quả tốt cho người dân")).to_be_visible()
    page.get_by_role("link", name="Xem kết quả").tap()
    page.wait_for_url("**/ket-qua/")
    mai.go(f"/hoc/{PILOT_CASE}/").locator("a[href$='/tu-lam/']").first.tap()
    first, wrong = scenario.scenes[0], scenario.scenes[0].choices[1]
    put(page, first, {"choice": wrong.key})
    expect(page.get_by_role("heading", name="Điều xảy ra")).to_be_focused()
    mai.sees(wrong.consequence)
    mai.station("04-consequence-360")
    page.get_by_role("button", name="Đi tiếp").tap()
    astray = api.take_step(scenario, api.begin_play(scenario), StepAnswer(first.key, wrong.key))
    played(page, scenario, astray[0])
    page.get_by_role("link", name="Xem kết quả").tap()
    page.wait_for_url("**/ket-qua/")
    mai.sees(wrong.text)
    mai.station("05-result-360")
    line = mai.go("/hoc/").locator("li", has=page.locator(f"a[href='/hoc/{PILOT_CASE}/']"))
    expect(line).to_contain_text("đã xong")
    mai.station("06-courses-360")


def hands_in(mai: Person) -> None:
    page = mai.go("/hom-nay/")
    mai.follow("Nộp bài: Bài thu hoạch: Ghi lại một lời phản ánh")
    page.locator("textarea[name=text]").fill("Bà con nói nước khô hai mươi ngày.")
    mai.press("Nộp bài")
    expect(page.locator(".errors")).to_contain_text("8 chữ")
    expect(page.locator("textarea[name=text]")).to_have_value("Bà con nói nước khô hai mươi ngày.")
    mai.station("07-essay-too-short-360")
    page.locator("textarea[name=text]").fill(ESSAY)
    mai.press("Nộp bài")
    page.wait_for_url("**/bai-nop/**")
    mai.sees("Bạn đã nộp bài")
    mai.station("08-essay-handed-in-360")


def keeps_the_register(minh: Person) -> None:
    page = minh.page
    minh.station("09-home-instructor-1280")
    minh.follow("Sổ điểm danh buổi 2 chưa chốt")
    rows = page.locator("table.register tbody tr")
    for number in range(rows.count()):
        rows.nth(number).locator("label", has_text="Muộn" if number == 1 else "Có mặt").click()
    expect(page.locator("[data-count=unknown]")).to_have_text("0")
    expect(page.locator("[data-count=late]")).to_have_text("1")
    minh.station("10-register-1280")
    minh.press("Chốt sổ buổi 2")
    minh.station("11-register-close-1280")
    minh.press("Chốt sổ")
    minh.sees("Đã chốt sổ buổi 2")
    expect(page.locator("table.register input[type=radio]")).to_have_count(0)


def marks(minh: Person) -> None:
    page = minh.go("/cham/")
    minh.station("12-piles-1280")
    page.locator(f"a[href^='/cham/{PILOT}/']").first.click()
    minh.follow(MAI)
    minh.press("Lưu và sang bài tiếp")
    expect(page.locator(".errors")).to_be_visible()
    for number, criterion in enumerate(page.locator(".criterion").all()):
        criterion.locator("label").nth(3 if number % 2 else 2).click()
    expect(page.locator("#score")).to_contain_text(",")
    page.locator("textarea[name=remark]").fill(
        "Ghi đúng lời bà con, chỉ đường rõ. Nhớ nêu hạn trả lời."
    )
    minh.station("13-grading-1280")
    minh.press("Lưu và sang bài tiếp")
    expect(page.locator(".note.note--success").first).to_be_visible()


def approves(hoa: Person) -> None:
    page = hoa.go(f"/truong/lop/{PILOT}/ket-qua/")
    hoa.press("Tính kết quả")
    row = page.locator("tbody tr", has_text=MAI)
    expect(row).to_contain_text("Đạt")
    expect(row).to_contain_text("16/16")
    hoa.station("14-results-1280")
    day = page.locator("input[name=decided_on]").input_value()
    hoa.press("Duyệt và kết thúc lớp")
    expect(page.locator(".errors")).to_contain_text("Số quyết định")
    expect(page.locator("input[name=decided_on]")).to_have_value(day)
    hoa.station("15-results-without-decision-1280")
    page.locator("input[name=decision]").fill("112/QĐ-TCT")
    hoa.press("Duyệt và kết thúc lớp")
    hoa.sees("112/QĐ-TCT")
    hoa.station("16-results-approved-1280")


def confirms(mai: Person) -> None:
    page = mai.go("/ho-so/")
    mai.waits_for(page.get_by_role("link", name="Kiểm tra và xác nhận"))
    mai.station("17-record-360")
    mai.follow("Kiểm tra và xác nhận")
    mai.sees(MAI)
    mai.sees(BORN)
    mai.station("18-confirm-360")
    mai.press("Đúng, tất cả thông tin này đều đúng")
    mai.sees("chờ thủ trưởng nhà trường ký")


def signs(son: Person) -> None:
    page = son.page
    son.follow("Kỹ năng tiếp công dân ở xã – lớp thí điểm")
    # The others have not confirmed yet and are left for later.
    expect(page.locator(".counts b").first).to_have_text("1")
    expect(page.locator(".counts b").nth(1)).not_to_have_text("0")
    page.locator("input[name=sure]").check()
    son.station("19-sign-1280")
    son.press("Ký và cấp cả lớp")
    page.wait_for_url("**/tac-vu/**")
    expect(page.locator("#job .tag.tag--success")).to_be_visible(timeout=60_000)
    son.station("20-issued-1280")
    son.go(f"/lop/{PILOT}/cap-chung-chi/")
    expect(page.locator(".counts b").nth(2)).to_have_text("1")


def shows_the_certificate(mai: Person) -> Paper:
    page = mai.go("/ho-so/")
    mai.follow("Mở mã xác thực chứng chỉ Kỹ năng tiếp công dân ở xã")
    mai.station("21-certificate-360")
    paper = Paper(
        serial=page.locator("section.card p b.num").last.inner_text(),
        code=page.locator(".qr b").inner_text(),
    )
    with page.expect_download() as loading:
        mai.follow("Tải bản PDF")
    pdf = loading.value.path().read_bytes()
    assert pdf.startswith(b"%PDF")
    words = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert paper.serial in words
    return paper


def checks_by_code(stranger: Person, paper: Paper) -> None:
    stranger.go(f"/xac-thuc/{paper.code.replace(' ', '').replace('-', '')}/")
    stranger.sees("Chứng chỉ này còn giá trị")
    stranger.sees(paper.serial)
    knows_initials_only(stranger)
    stranger.station("22-verify-360")


def checks_by_number(clerk: Person, paper: Paper) -> None:
    page = clerk.go("/xac-thuc/")
    clerk.station("23-verify-form-1280")
    for name, answer in (("Lò Thị May", "Không tìm thấy"), (MAI, "Còn giá trị")):
        page.locator("input[name=serial]").fill(paper.serial)
        page.locator("input[name=full_name]").fill(name)
        page.locator("input[name=full_name]").press("Enter")
        expect(page.locator("section[role=status]")).to_contain_text(answer)
    knows_initials_only(clerk, ".pairs")


def knows_initials_only(stranger: Person, where: str = "main") -> None:
    shown = stranger.page.locator(where).first.inner_text()
    assert "L.T.M" in shown.replace(" ", "")
    assert MAI not in shown
    assert BORN not in shown
    assert "1992" not in stranger.page.content()


def revokes(son: Person, paper: Paper) -> None:
    page = son.go("/truong/so-goc/")
    page.locator("tbody tr", has_text=paper.serial).get_by_role("link").click()
    page.locator("summary", has_text="Thu hồi").click()
    form = page.locator("form[action$='/thu-hoi/']")
    form.get_by_role("button").click()
    expect(page.locator(".errors")).to_contain_text("Số quyết định")
    form.locator("select").select_option(index=1)
    form.locator("input[name$=decision]").fill("130/QĐ-TCT")
    son.station("24-revoke-1280")
    form.get_by_role("button").click()
    son.sees("Đã thu hồi")


def sees_it_revoked(stranger: Person, mai: Person, paper: Paper) -> None:
    stranger.page.reload()
    stranger.sees("Chứng chỉ này đã bị thu hồi")
    stranger.sees(paper.serial)
    knows_initials_only(stranger)
    stranger.station("25-verify-revoked-360")
    mai.go("/ho-so/")
    revoked = mai.page.locator("li.certificate", has_text=paper.serial)
    expect(revoked).to_contain_text(re.compile("thu hồi"))
