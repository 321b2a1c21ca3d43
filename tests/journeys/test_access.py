"""Every main page of every role at its usual device: axe, light and dark, 320 px, room for
Vietnamese marks.
"""

import pytest
from playwright.sync_api import Page

from lms.portals.console.demo.facts import CASE, PILOT, RUNNING
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.looks import check, check_narrow

pytestmark = [pytest.mark.browser, pytest.mark.once]

HANDS_ON, CONDUCT = "cam-tay-k1", "ung-xu-dot-1"
SCHOOL = "truong-chinh-tri-tinh-dien-bien"
PUBLIC = (
    "/",
    "/khoa-hoc/",
    "/khoa-hoc/tiep-nhan-ho-so-mot-cua/",
    "/xac-thuc/",
    "/xac-thuc/KHONGCO/",
    "/tro-giup/",
    "/tro-nang/",
    "/tai-khoan/dang-nhap/",
    "/tai-khoan/ma-mot-lan/",
    "/tai-khoan/gui-ma/",
    "/tai-khoan/quen-mat-khau/",
    "/khong-co/",
    f"/{SCHOOL}/",
    f"/{SCHOOL}/tin-tuc/",
    f"/{SCHOOL}/tin-tuc/khai-giang-lop-mot-cua-khoa-2/",
)
# Addresses at which nothing is.
NOWHERE = ("/khong-co/", "/xac-thuc/KHONGCO/")
PAGES = {
    "": PUBLIC,
    "mai": (
        "/hom-nay/",
        "/hoc/",
        f"/hoc/{CASE}/",
        f"/hoc/{CASE}/canh/mo-dau/",
        f"/hoc/{CASE}/ket-qua/",
        "/hoc/nhin-dung-nguoi-dung-viec/",
        "/hoc/bai-thu-hoach-ho-so-kho/",
        "/hoc/bai-thu-hoach-ho-so-kho/nop-bai/",
        "/lop/",
        f"/lop/{RUNNING}/",
        f"/lop/{RUNNING}/xin-phep/5/",
        f"/lop/{RUNNING}/phong/5/",
        "/ho-so/",
        "/thong-bao/",
        "/tac-vu/",
        "/diem-danh/",
        "/tai-khoan/",
        "/tai-khoan/thiet-bi/",
        "/tai-khoan/bao-ve/",
        "/tai-khoan/mat-khau/",
        "/hop-thu/",
        "/ho-so/ca-nhan/",
        "/ho-so/ca-nhan/in/",
        "/ho-so/ca-nhan/khai/",
        "/ho-so/ca-nhan/khai/professional/",
        "/ho-so/ai-da-xem/",
        "/ho-so/quyen/",
        "/ho-so/quyen/moi/?muc=posts",
    ),
    "minh": (
        "/hom-nay/",
        "/lop/",
        f"/lop/{RUNNING}/",
        f"/lop/{RUNNING}/so/",
        f"/lop/{RUNNING}/so/4/",
        f"/lop/{RUNNING}/so/5/",
        f"/lop/{RUNNING}/phong/5/",
        "/cham/",
        f"/cham/{RUNNING}/bai-thu-hoach-ho-so-kho/",
    ),
    "hanh": (
        f"/lop/{HANDS_ON}/",
        f"/lop/{HANDS_ON}/tinh-huong/",
        f"/lop/{HANDS_ON}/tinh-huong/cha-mot-xa-me-mot-xa/",
        f"/lop/{HANDS_ON}/ly-do/",
        f"/lop/{CONDUCT}/tu-danh-gia/",
    ),
    "hoa": (
        "/hom-nay/",
        "/truong/",
        "/truong/hoc-vien/?tim=Mai",
        "/truong/lop/",
        "/truong/lop/moi/",
        f"/truong/lop/{RUNNING}/",
        f"/truong/lop/{RUNNING}/buoi/5/",
        "/truong/lop/tiep-cong-dan-k1/ghi-danh/",
        f"/truong/lop/{PILOT}/ket-qua/",
        "/truong/lop/mot-cua-k1/ket-qua/",
        "/truong/so-goc/",
    ),
    "son": ("/hom-nay/", "/truong/", "/lop/mot-cua-k1/cap-chung-chi/", "/truong/so-goc/"),
    "ha": ("/hom-nay/",),
    "pao": (
        "/hom-nay/",
        "/don-vi/",
        "/don-vi/nhan-su/",
        "/don-vi/nhan-su/moi/",
        "/don-vi/nhan-su/trung/",
        "/don-vi/nhan-su/xuat/nhay-cam/",
        "/don-vi/ho-so-don-vi/",
        "/don-vi/tieu-chuan/",
        "/don-vi/nhap/",
        "/don-vi/yeu-cau/",
        "/don-vi/ung-xu/",
    ),
    "tu": (
        "/hom-nay/",
        "/bao-cao/",
        "/bao-cao/don-vi/",
        "/bao-cao/don-vi/03203/",
        "/bao-cao/ung-xu/",
        "/bao-cao/ung-xu/don-vi/03203/",
        "/bao-cao/so-lieu-cu/",
        "/bao-cao/so-lieu-cu/moi/",
        "/to-chuc/",
        "/to-chuc/don-vi/03203/",
        "/to-chuc/sap-xep/",
        "/to-chuc/vai-tro/",
        "/to-chuc/vai-tro/giao/",
        "/to-chuc/quy-dinh/",
        "/to-chuc/tieu-chuan/",
        "/to-chuc/tieu-chuan/moi/",
        "/don-vi/nhan-su/?ngay=2024-06-30",
    ),
    "thu": (
        "/hom-nay/",
        "/bao-cao/",
        "/bao-cao/so-lieu-cu/",
        "/bao-cao/don-vi/DONGKINH/?ngay=2021-04-05",
        "/to-chuc/?tim=bac son",
        "/to-chuc/vai-tro/",
        "/to-chuc/quy-dinh/?ngay=2024-06-30",
        "/to-chuc/tieu-chuan/?ngay=2024-06-30",
        "/don-vi/nhan-su/?ngay=2021-04-05",
        "/don-vi/tieu-chuan/?ngay=2021-04-05",
    ),
}
# Pages behind each of these: the first link that fits, on it the first that fits next. An address
# with an uid goes on with 0.
DEEPER = {
    "/ho-so/": ("^='/ho-so/chung-chi/'",),
    "/ho-so/quyen/": ("^='/ho-so/quyen/0'",),
    "/don-vi/yeu-cau/": ("^='/don-vi/yeu-cau/0'",),
    f"/cham/{RUNNING}/bai-thu-hoach-ho-so-kho/": ("^='/cham/bai/'",),
    f"/lop/{RUNNING}/so/4/": (f"^='/lop/{RUNNING}/so/4/'",),
    "/truong/hoc-vien/": ("^='/truong/hoc-vien/'",),
    "/truong/so-goc/": ("^='/truong/chung-chi/'",),
    "/don-vi/ung-xu/": ("^='/don-vi/ung-xu/mien/'",),
    "/don-vi/nhan-su/": ("^='/don-vi/nhan-su/0'", "$='/bo-nhiem/'"),
    "/don-vi/tieu-chuan/": ("^='/don-vi/tieu-chuan/0'",),
    "/to-chuc/don-vi/03203/": ("$='/doi-ten/'",),
    "/to-chuc/quy-dinh/": ("^='/to-chuc/quy-dinh/'", "$='/dat/'"),
    "/to-chuc/tieu-chuan/": ("^='/to-chuc/tieu-chuan/'",),
    f"/lop/{HANDS_ON}/tinh-huong/cha-mot-xa-me-mot-xa/": (
        f"^='/lop/{HANDS_ON}/tinh-huong/cha-mot-xa-me-mot-xa/'",
    ),
}


# Who mostly holds a phone; the others sit at a desk.
ON_PHONES = {"", "mai", "pao"}


@pytest.fixture(scope="module")
def signed_in(browser, server):
    """The cookies of each role, so that nobody signs in twice."""
    cookies: dict[str, dict] = {}

    def state(key: str, open_device) -> dict | None:
        if key and key not in cookies:
            cookies[key] = open_device(**DESK).come(key).context.storage_state()
        return cookies.get(key)

    return state


@pytest.mark.parametrize("key", PAGES)
def test_pages_are_for_everybody(open_device, signed_in, key):
    options = PHONE if key in ON_PHONES else DESK
    somebody = open_device(**options, storage_state=signed_in(key, open_device))
    page, troubles = somebody.page, []
    for path in PAGES[key]:
        answer = page.goto(somebody.server.url + path)
        if not answer.ok and path not in NOWHERE:
            troubles.append(f"{path}: {answer.status}")
        looked_at(page, troubles)
        for link in DEEPER.get(path, ()):
            links = page.locator(f"main a[href{link}]:not([href$='{path}'])")
            page.goto(somebody.server.url + links.first.get_attribute("href"))
            looked_at(page, troubles)
    assert not troubles, "\n\n".join(troubles)


def looked_at(page: Page, troubles: list[str]) -> None:
    """All faults of a role's pages come in one report."""
    for look in (check, check_narrow):
        try:
            look(page)
        except AssertionError as fault:
            troubles.append(str(fault))
