"""Checking in by code, as the learner does it: the scanned address, the six digits, the page
afterwards.
"""

import re

import pytest
from django.core.cache import cache

from lms.core import clock
from lms.teaching.attendance import queries
from lms.teaching.attendance.models import CheckIn
from lms.teaching.classes.models import Meeting
from tests.factories import teaching

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast):
    cache.clear()
    return teaching.running_class(cast)


@pytest.fixture(autouse=True)
def _in_the_morning():
    with clock.at(teaching.at_day(0, 7, 52)):
        yield


def shown(group):
    return queries.shown_code(group.meetings.select_related("group__school").get(number=2))


def words(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_scanned_pressed_and_done(lan, group):
    path = f"/d/{shown(group).token}/"
    page = words(lan.get(path))
    assert "Điểm danh buổi 2" in page and group.title in page and "data-press" in page
    assert not CheckIn.objects.exists()  # looking is not coming
    pressed = lan.post(path)
    assert pressed["Location"] == f"/lop/{group.code}/diem-danh/2/"
    page = words(lan.get(pressed["Location"]))
    for word in (
        "Đã điểm danh lúc 07:52",
        "Lò Thị Lan",
        group.title,
        "Xong – cất máy được rồi",
        "Không phải tôi?",
    ):
        assert word in page
    assert lan.get(path)["Location"] == pressed["Location"]  # scanned again
    assert lan.post(path)["Location"] == pressed["Location"]
    assert CheckIn.objects.count() == 1


def test_an_old_token_is_not_pressed_and_says_what_to_do(lan, group):
    path = f"/d/{shown(group).token}/"
    with clock.at(teaching.at_day(0, 7, 53)):
        page = words(lan.get(path))
        assert "Mã đã đổi" in page and 'href="/diem-danh/"' in page
        assert "data-press" not in page
        refused = lan.post(path)
    assert refused.status_code == 422
    assert "quét lại" in words(refused) and "data-press" not in words(refused)
    assert not CheckIn.objects.exists()


def test_the_digits_typed(lan, group):
    assert group.title in words(lan.get("/diem-danh/"))
    digits = shown(group).digits
    page = lan.post("/diem-danh/", {"code": f"{digits[:3]} {digits[3:]}"})
    assert page["Location"] == f"/lop/{group.code}/diem-danh/2/"
    assert CheckIn.objects.get().source == "code"


def test_wrong_digits_are_kept_and_explained_and_end_after_five(lan, group):
    digits = shown(group).digits
    bad = "000000" if digits != "000000" else "000001"
    for _ in range(5):
        answer = lan.post("/diem-danh/", {"code": bad})
        assert answer.status_code == 422
        assert "Mã không đúng hoặc đã đổi" in words(answer)
        assert f'value="{bad}"' in words(answer)
    refused = lan.post("/diem-danh/", {"code": digits})
    assert refused.status_code == 422
    assert "chờ một phút" in words(refused)
    assert not CheckIn.objects.exists()


def test_without_a_meeting_the_page_says_so(lan, group):
    Meeting.objects.filter(group=group, number=2).update(state="closed")
    assert "Hiện không có buổi học nào" in words(lan.get("/diem-danh/"))
    assert lan.get(f"/lop/{group.code}/diem-danh/2/")["Location"] == "/diem-danh/"


@pytest.mark.parametrize("visitor", ["stranger", "minh", "hoa", "other_hoa", "pao", "tu"])
def test_strangers_find_nothing(client, cast, group, visitor):
    client.force_login(getattr(cast, visitor))
    path = f"/d/{shown(group).token}/"
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert client.get(f"/lop/{group.code}/diem-danh/2/").status_code == 404
    assert client.post("/diem-danh/", {"code": shown(group).digits}).status_code == 422
    assert not CheckIn.objects.exists()


def test_a_forged_token_is_not_found(lan, group):
    token = shown(group).token
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert lan.get(f"/d/{forged}/").status_code == lan.post(f"/d/{forged}/").status_code == 404


def test_who_is_not_signed_in_comes_back_after_it(client, group):
    path = f"/d/{shown(group).token}/"
    assert client.get(path)["Location"] == f"/tai-khoan/dang-nhap/?next={path}"


def test_home_offers_the_code_until_it_was_used(lan, group):
    assert "Quét hoặc nhập mã" in words(lan.get("/hom-nay/"))
    lan.post(f"/d/{shown(group).token}/")
    page = words(lan.get("/hom-nay/"))
    assert "Quét hoặc nhập mã" not in page
    assert "điểm danh 07:52" in page


def test_home_offers_no_code_where_everybody_is_online(lan, group):
    Meeting.objects.filter(group=group, number=2).update(is_online=True, place="")
    assert "Quét hoặc nhập mã" not in words(lan.get("/hom-nay/"))
