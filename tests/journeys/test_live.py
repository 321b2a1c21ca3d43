"""The live room of today's meeting in two browsers: the instructor at a desk, a learner on a
phone.
"""

import pytest
from playwright.sync_api import expect

from lms.portals.console.demo.facts import RUNNING
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
ROOM = f"/lop/{RUNNING}/phong/5/"
MAI, MINH = "Lò Thị Mai", "Hoàng Văn Minh"


def test_a_session_is_held_and_the_register_gets_its_proposals(open_device):
    minh, mai = open_device(**DESK).come("minh"), open_device(**PHONE).come("mai")
    at_desk, on_phone = minh.go(ROOM), mai.go(ROOM)
    for page in (at_desk, on_phone):
        for name in (MAI, MINH):
            expect(page.locator("[data-people] li", has_text=name)).to_be_visible(timeout=15_000)

    on_phone.get_by_label("Tin nhắn của bạn").fill(
        "Thưa thầy, trễ hẹn vì chờ xã bên thì ai ký phiếu?"
    )
    on_phone.get_by_role("button", name="Gửi").tap()
    message = at_desk.locator("[data-log] li", has_text="chờ xã bên")
    expect(message).to_contain_text(MAI)
    expect(on_phone.locator("[data-log] li", has_text="chờ xã bên")).to_have_count(1)

    on_phone.get_by_role("button", name="Giơ tay").tap()
    at_desk.get_by_role("button", name=f"Mời phát biểu {MAI}").click()
    expect(on_phone.locator("[data-hands] li", has_text=MAI)).to_contain_text("được mời phát biểu")
    minh.station("30-live-room-1280")
    mai.station("31-live-room-360")

    minh.press("Kết thúc buổi học")
    expect(on_phone.get_by_text("Buổi học đã kết thúc").first).to_be_visible()
    minh.follow("Đến sổ điểm danh")
    rows = at_desk.locator("table.register tbody tr")
    expect(rows.filter(has_text=MAI)).to_contain_text("đề xuất")
    expect(at_desk.locator("[data-count=unknown]")).to_have_text("42")
    present = rows.filter(has=at_desk.locator("input[value=present]:checked"))
    absent = rows.filter(has=at_desk.locator("input[value=unexcused]:checked"))
    expect(present.first).to_contain_text("đề xuất")
    expect(absent.first).to_contain_text("không vào phòng")
    minh.station("32-proposed-1280")
