"""The register: a list from Excel and back, two communes that will be one, a paper that is
refused and who looked.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, expect

from lms.core import clock
from tests.journeys.conftest import DESK, PHONE, Person
from tests.journeys.lists import MOVED, NEW, REFUSED, TITLE, messy_list

pytestmark = pytest.mark.browser

LIST = "danh-sach-can-bo-na-son.xlsx"
TYPED = "thao suong xuan thi"
# Two communes of Điện Biên that no other journey needs: all journeys share one demo.
ONE, OTHER = ("03208", "Xã Xa Dung"), ("03214", "Xã Mường Luân")
MERGED = ("XDML", "Xã Xa Dung – Mường Luân")
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WHY, PURPOSE = "Bản chụp mờ, không đọc được số hiệu.", "Lập danh sách cử đi học quý I"


# --- a list from Excel


def test_a_list_from_excel_is_tried_out_written_and_undone(open_device):
    pao = open_device(**DESK).come("pao")
    brings_the_list(pao)
    says_what_the_columns_are(pao)
    sees_what_would_change(pao)
    batch_path = pao.page.url.removeprefix(pao.server.url)
    writes_it(pao)
    finds_the_new_one(pao)
    undoes_it(pao, batch_path)


def brings_the_list(pao: Person) -> None:
    page = pao.go("/don-vi/nhan-su/")
    rows = page.locator("tbody tr").all()[:2]
    officials = [
        (row.locator("th").inner_text(), row.locator("td.num").inner_text()) for row in rows
    ]
    pao.follow("Nhập từ Excel")
    pao.press("Đọc tệp")
    expect(page.locator(".errors")).to_contain_text("Tệp Excel")
    body = messy_list(officials)
    page.locator("input[type=file]").set_input_files({"name": LIST, "mimeType": "", "buffer": body})
    pao.station("30-bring-1280")
    pao.press("Đọc tệp")
    page.wait_for_url("**/cot/")


def says_what_the_columns_are(pao: Person) -> None:
    """The columns below the header over three are known; one header is of the commune's own
    making.
    """
    page = pao.page

    def column(words: str) -> Locator:
        return page.locator("tbody tr", has_text=words).locator("select")

    expect(column("ĐH")).to_have_value("professional.university")
    expect(column("Việc đang giữ")).to_have_value("")
    column("Việc đang giữ").select_option("title")
    pao.station("31-columns-1280")
    pao.press("Xem thử thay đổi")
    page.wait_for_url(re.compile(r"/don-vi/nhap/[0-9a-f-]{36}/$"))


def sees_what_would_change(pao: Person) -> None:
    page = pao.page
    expect(page.locator(".counts b")).to_have_text(["1", "1", "1", "3"])
    for name, cell in REFUSED.items():
        expect(page.locator("tbody tr", has_text=name)).to_contain_text(f"Ô {cell}")
    changed = page.locator("tbody tr", has_text="thay đổi").locator("li", has=page.locator("s"))
    expect(changed.filter(has_text=MOVED)).to_be_visible()
    expect(page.locator("tbody tr", has_text=NEW)).to_contain_text("07/03/1994")
    pao.station("32-trial-1280")
    page.locator("a[href='?loc=tu-choi']").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    # Nothing is written yet.
    found(pao, 0)
    page.go_back()
    page.go_back()


def writes_it(pao: Person) -> None:
    pao.press("Ghi vào hồ sơ")
    done(pao)
    pao.station("33-written-1280")


def finds_the_new_one(pao: Person) -> None:
    found(pao, 1)
    pao.follow(NEW)
    pao.sees("07/03/1994")
    pao.sees(f"{TITLE}, Xã Na Son")
    pao.sees("Trình độ chuyên môn: đại học")
    pao.station("34-file-1280")


def undoes_it(pao: Person, batch_path: str) -> None:
    page = pao.go(batch_path)
    page.locator("summary", has_text="Hoàn tác").click()
    pao.station("35-undo-1280")
    pao.press("Hoàn tác tất cả")
    done(pao)
    found(pao, 0)
    pao.go(batch_path).locator(".tag", has_text="đã hoàn tác").wait_for()


def done(pao: Person) -> None:
    pao.page.wait_for_url("**/tac-vu/**")
    pao.waits_for(pao.page.locator("#job .tag.tag--success"))


def found(pao: Person, times: int) -> None:
    """Typed without marks and in another order."""
    page = pao.go("/don-vi/nhan-su/")
    page.locator("input[name=tim]").fill(TYPED)
    page.locator("input[name=tim]").press("Enter")
    page.wait_for_url("**?tim=**")
    expect(page.locator("tbody tr")).to_have_count(times)


# --- two communes that will be one


def test_two_communes_will_be_one_from_a_day_to_come(open_device):
    tu = open_device(**DESK).come("tu")
    first_day = dt.date(clock.today().year + 1, 1, 1)
    before = sum(list_of(tu, code, clock.today()) for code, _name in (ONE, OTHER))
    names_the_units(tu, first_day)
    names_what_follows(tu)
    reads_what_will_happen(tu, before)
    looks_at_the_units(tu, first_day)
    last_day = first_day - dt.timedelta(days=1)
    assert sum(list_of(tu, code, last_day) for code, _name in (ONE, OTHER)) == before
    assert list_of(tu, MERGED[0], first_day) == before
    tu.sees(f"tại ngày {first_day:%d/%m/%Y}")
    expect(tu.page.locator("tbody tr").first).to_contain_text(MERGED[1])
    tu.station("44-list-of-the-merged-1280")


def list_of(tu: Person, code: str, day: dt.date) -> int:
    """How many people the list of a unit counts on a day."""
    page = tu.go(f"/don-vi/nhan-su/?don-vi={code}&ngay={day}")
    return int(page.locator("[role=status].num").inner_text().split()[0])


def names_the_units(tu: Person, first_day: dt.date) -> None:
    page = tu.go(f"/to-chuc/don-vi/{ONE[0]}/")
    tu.follow("Sáp nhập, chia tách hoặc chuyển đổi")
    page.locator("input[name=tim]").fill("muong luan")
    tu.press("Tìm đơn vị")
    page.get_by_label(f"{OTHER[1]} ({OTHER[0]})").check()
    page.locator("input[name=on]").fill(first_day.isoformat())
    tu.press("Đi tiếp")
    # Without the number of its decision it goes no further, and nothing that was typed is lost.
    expect(page.locator(".errors")).to_contain_text("Số quyết định")
    expect(page.get_by_label(f"{OTHER[1]} ({OTHER[0]})")).to_be_checked()
    tu.station("40-units-1280")
    page.locator("input[name=decision]").fill("18/NQ-HĐND")
    tu.press("Đi tiếp")


def names_what_follows(tu: Person) -> None:
    page = tu.page
    page.locator("input[name=s0-code]").fill(MERGED[0])
    page.locator("input[name=s0-name]").fill(MERGED[1])
    tu.station("41-successor-1280")
    tu.press("Đi tiếp")


def reads_what_will_happen(tu: Person, people: int) -> None:
    page = tu.page
    tu.sees("chưa có gì được ghi")
    flows = page.locator("table tbody tr", has_text=MERGED[1])
    expect(flows).to_have_count(2)
    assert sum(int(one) for one in flows.locator("td.cell-number").all_inner_texts()) == people
    tu.station("42-simulator-1280")
    tu.press("Thực hiện")
    expect(page.locator(".errors")).to_be_visible()
    page.locator("input[name=read]").check()
    tu.press("Thực hiện")
    tu.sees("Đã ghi việc sắp xếp")


def looks_at_the_units(tu: Person, first_day: dt.date) -> None:
    """Of the one to come, and of those that go on until the day before."""
    page = tu.page
    expect(page.locator("h1")).to_have_text(MERGED[1])
    tu.sees(f"bắt đầu ngày {first_day:%d/%m/%Y}")
    tu.station("43-unit-to-come-1280")
    for code, name in (ONE, OTHER):
        tu.go(f"/to-chuc/don-vi/{code}/")
        expect(page.locator("h1")).to_have_text(name)
        tu.sees(f"kết thúc ngày {first_day - dt.timedelta(days=1):%d/%m/%Y}")
        expect(page.get_by_role("link", name=MERGED[1])).to_be_visible()


# --- a paper that is refused, and who looked


def test_a_paper_is_refused_with_a_reason_and_one_reads_who_looked(open_device):
    mai, pao = open_device(**PHONE).come("mai"), open_device(**DESK).come("pao")
    declares(mai)
    refuses(pao)
    opens_the_sensitive_data(pao)
    reads_why_and_who(mai)


def declares(mai: Person) -> None:
    page = mai.go("/ho-so/ca-nhan/")
    mai.follow("Khai bổ sung văn bằng, chứng chỉ")
    mai.follow("Quản lý nhà nước")
    page.locator("select[name=level]").select_option(index=1)
    mai.press("Gửi đơn vị")
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("select[name=level]")).not_to_have_value("")
    mai.station("50-declare-360")
    page.locator("input[name=institution]").fill("Trường Chính trị tỉnh Điện Biên")
    page.locator("input[name=held_from]").fill("2024-05-20")
    paper = {"name": "chung-chi.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    page.locator("input[name=evidence]").set_input_files(paper)
    mai.press("Gửi đơn vị")
    declared = page.locator("li.person", has_text="Quản lý nhà nước")
    expect(declared).to_contain_text("chờ đơn vị xác nhận")
    with page.expect_download() as loading:
        declared.get_by_role("link").click()
    assert loading.value.path().read_bytes() == PAPER


def refuses(pao: Person) -> None:
    page = pao.go("/don-vi/nhan-su/?tim=lo+thi+mai")
    pao.follow("Lò Thị Mai")
    pao.station("51-file-of-mai-1280")
    pao.follow(re.compile("Xem xét.*quản lý nhà nước", re.IGNORECASE))
    page.locator("input[name=answer][value=refuse]").check()
    pao.press("Lưu kết luận")
    expect(page.locator(".errors")).to_be_visible()
    page.locator("[name=reason]").fill(WHY)
    pao.station("52-decide-1280")
    pao.press("Lưu kết luận")
    pao.sees(WHY)


def opens_the_sensitive_data(pao: Person) -> None:
    """Nothing of them is on the page before a purpose is written."""
    page = pao.page
    card = page.locator("#sensitive")
    expect(card).not_to_contain_text("Thái")
    card.locator("[name=purpose]").fill(PURPOSE)
    card.get_by_role("button", name="Xem").click()
    expect(card).to_contain_text("Thái")
    pao.station("53-sensitive-1280")


def reads_why_and_who(mai: Person) -> None:
    page = mai.go("/ho-so/ca-nhan/")
    expect(page.locator("li.person", has_text="Quản lý nhà nước")).to_contain_text(WHY)
    mai.station("54-own-file-360")
    mai.follow("Ai đã xem dữ liệu của tôi")
    last = page.locator("li.person").first
    expect(last).to_contain_text("Hờ A Páo")
    expect(last).to_contain_text(PURPOSE)
    mai.station("55-who-looked-360")
