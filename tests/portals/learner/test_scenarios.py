"""Scenarios in three modes over HTTP: the page of the modes, scenes without JavaScript, turns for
devices, the debrief.
"""

import copy
import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.learning.progress.actions import sync_batch
from lms.learning.progress.models import Answer, Attempt, LessonProgress
from tests.factories import content, learning

FORM = {"field-ngay": "12/08/2026", "field-ten": "Lý Thị Mẩy"}


@pytest.fixture
def school(cast):
    return learning.case_school(cast)


@pytest.fixture
def base(school):
    return f"/hoc/{school.scenario.slug}/"


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def play(cast, school, mode, *steps):
    """A phone that answers the given steps; it is returned."""
    device = learning.device(cast.lan, school.scenario, mode=mode)
    events = [device.event(kind, scene, **payload) for kind, scene, payload in steps]
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*events))
    return device


GOOD = (
    ("choice", "don", {"choice": "ghi"}),
    ("answer", "so", {"response": learning.RIGHT_FORM}),
    ("choice", "loi", {"choice": "hai"}),
)
BAD = (
    ("choice", "don", {"choice": "hen"}),
    ("answer", "so", {"response": {"fields": {"ngay": "2026-08-13"}}}),
    ("choice", "loi", {"choice": "im"}),
)
WATCHED = ("finish", "", {})


# --- the ways


def test_the_ways_open_one_after_the_other(lan, cast, school, base):
    page = text(lan.get(base))
    assert "no-store" in lan.get(base)["Cache-Control"]
    assert page.count("Mở sau khi xong") == 2 and "xem-mau/" in page and "lam-cung/" not in page
    play(cast, school, "watch", WATCHED)
    page = text(lan.get(base))
    assert "Mở sau khi xong “Làm cùng”" in page and "lam-cung/" in page and "tu-lam/" not in page
    play(cast, school, "guided", *GOOD[:1])
    assert "Đang làm" in text(lan.get(base))
    play(cast, school, "guided", *GOOD)
    play(cast, school, "solo", *BAD)
    page = text(lan.get(base))
    assert page.count("Xong") == 3 and "chưa đạt, bạn làm lại" in page
    play(cast, school, "solo", *GOOD)
    assert "Trường yêu cầu 50: đạt" in text(lan.get(base))


def test_a_case_with_one_way_opens_at_once(lan, cast):
    alone = learning.school(cast)
    assert lan.get(f"/hoc/{alone.scenario.slug}/").url.endswith(f"/v/{alone.scenario.hash}/")


def test_staff_look_at_every_way(client, cast, school, base):
    client.force_login(cast.minh)
    page = text(client.get(base))
    assert page.count("Xem thử") == 3 and "Mở sau khi" not in page
    assert client.post(base + "bat-dau/", {"mode": "xem-mau"}).status_code == 404
    assert not Attempt.objects.exists()


def test_a_way_that_is_not_open_says_why_and_writes_nothing(lan, base):
    refused = lan.post(base + "bat-dau/", {"mode": "tu-lam"})
    assert refused.status_code == 422 and "Bạn làm xong “Xem mẫu” trước đã." in text(refused)
    assert lan.post(base + "bat-dau/", {"mode": "khac"}).status_code == 422
    assert lan.get(base + "canh/?che-do=tu-lam").url == base
    assert lan.get(base + "canh/").url == base
    assert lan.get(base + "canh/don/?che-do=khac").status_code == 404
    assert not Attempt.objects.exists()


def test_the_masters_way_is_a_document_for_everybody(lan, cast, school, base):
    url = f"{base}v/{school.scenario.hash}/xem-mau/"
    page = text(lan.get(url))
    for words in (
        "Ghi sổ, hỏi chuyện.",
        "Ghi để khỏi quên.",
        "12/08/2026",
        "Bảy ngày làm việc.",
        "Nhắc lại hai mốc",
        "Bà xuống bậc thềm.",
    ):
        assert words in page
    assert "Hẹn tuần sau." not in page and "csrf" not in page and "Lan" not in page
    assert page.index("Ghi sổ, hỏi chuyện.") < page.index("Nhắc lại hai mốc")
    assert "immutable" in lan.get(url)["Cache-Control"]
    asked = lan.get(base + "da-doc/")
    assert "xem hết" in text(asked)
    assert lan.post(base + "da-doc/").url == base
    assert LessonProgress.objects.get().finished_modes == ["watch"]


def test_watching_is_asked_only_where_the_case_asks_for_it(lan, cast):
    alone = learning.school(cast)
    assert lan.get(f"/hoc/{alone.scenario.slug}/da-doc/").status_code == 404
    assert (
        lan.get(f"/hoc/{alone.scenario.slug}/v/{alone.scenario.hash}/xem-mau/").status_code == 404
    )


# --- scenes without JavaScript


class Reader:
    """A browser without JavaScript, with its token."""

    def __init__(self, user, base):
        self.client, self.base = Client(enforce_csrf_checks=True), base
        self.client.force_login(user)
        self.page = None

    def get(self, path=""):
        self.page = self.client.get(path if path.startswith("/") else self.base + path, follow=True)
        return text(self.page)

    @property
    def here(self):
        chain = self.page.redirect_chain
        return (
            chain[-1][0]
            if chain
            else self.page.request["PATH_INFO"] + "?" + self.page.request["QUERY_STRING"]
        )

    def post(self, data, path=""):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text(self.page))[1]
        self.page = self.client.post(
            path or self.here, data | {"csrfmiddlewaretoken": token}, follow=True
        )
        return text(self.page)

    def begin(self, word):
        self.get()
        return self.post({"mode": word}, self.base + "bat-dau/")


@pytest.fixture
def reader(cast, base):
    return Reader(cast.lan, base)


def on(reader):
    """“Đi tiếp”."""
    link = re.search(r'<a class="btn btn--wide" href="([^"]+)"', text(reader.page))[1]
    return reader.get(html.unescape(link))


def test_lam_cung_gives_hints_and_corrects_each_step(cast, school, reader):
    play(cast, school, "watch", WATCHED)
    page = reader.begin("lam-cung")
    assert "Ghi lại đã." in page and "Bà quay về tay không." not in page
    page = reader.post({"choice": "hen"})
    for words in (
        "Bà quay về tay không.",
        "Có cách tốt hơn",
        "Mời ngồi",
        "Luật Hộ tịch 2014, Điều 5",
        "+60.000",
    ):
        assert words in page
    page = on(reader)
    assert "Điền sổ." in page
    page = reader.post({"field-ngay": "13/8/2026", "field-ten": "lý thị mẩy"})
    assert "Đếm lại bảy ngày làm việc." in page and "12/08/2026" in page
    assert "Bà nhận giấy hẹn sai ngày." in page
    again = re.search(r'<a class="btn btn--ghost btn--wide" href="([^"]+)"', page)[1]
    assert "lần này là luyện tập" in reader.get(html.unescape(again))
    page = reader.post(FORM)
    assert "Giấy hẹn đúng ngày." in page
    page = on(reader)
    assert (
        "Chào và đưa giấy hẹn." in page and "Nhắc lại hai mốc" not in page
    )  # the audit log was not written
    reader.post({"choice": "mot"})
    assert "Bà xuống bậc thềm." in on(reader)
    assert LessonProgress.objects.get().finished_modes == ["guided", "watch"]


def test_tu_lam_tells_nothing_of_right_or_wrong_before_the_end(cast, school, base, reader):
    play(cast, school, "watch", WATCHED)
    play(cast, school, "guided", *GOOD)
    page = reader.begin("tu-lam")
    secrets = (
        "Ghi lại đã.",
        "Mời ngồi",
        "Luật Hộ tịch 2014",
        "Có cách tốt hơn",
        "Cách làm đúng",
        "Đếm từ ngày hôm sau",
        "12/08/2026",
        "tag ma",
        "poor",
    )
    for answer in ({"choice": "hen"}, {"field-ngay": "13/8/2026", "field-ten": "Sai"}):
        assert not [words for words in secrets if words in page]
        page = reader.post(answer)
        assert "Điều xảy ra" in page and not [words for words in secrets if words in page]
        assert "Làm lại cảnh này" not in page
        page = on(reader)
    reader.get("canh/don/?che-do=tu-lam")
    assert "/canh/loi/" in reader.here  # no way back
    assert "Bạn chưa xong" in reader.get("ket-qua/") or "Làm cùng" in text(reader.page)
    reader.get("canh/?che-do=tu-lam")
    reader.post({"choice": "im"})
    on(reader)
    assert "Có cách tốt hơn" not in text(reader.page)
    page = reader.get("ket-qua/")
    assert "Ngã rẽ" in page and "Đếm lại bảy ngày làm việc." in page


def test_where_tu_lam_alone_was_begun_the_debrief_keeps_silent(cast, school, lan, base):
    play(cast, school, "solo", *BAD[:2])
    page = text(lan.get(base + "ket-qua/"))
    assert "chưa học xong" in page and "Ngã rẽ" not in page and "Ghi sổ" not in page


def test_an_ending_can_be_done_again(cast, school, base, reader):
    play(cast, school, "watch", WATCHED)
    play(cast, school, "guided", *BAD)
    reader.get("canh/?che-do=lam-cung")
    page = reader.post({"mode": "lam-cung"}, base + "bat-dau/")
    assert "Tôi đến nộp đơn." in page and Attempt.objects.filter(mode="guided").count() == 2


# --- turns for devices


def test_a_device_is_told_what_its_answer_came_to(lan, cast, school, base):
    solo = play(cast, school, "solo", *BAD[:1])
    answer = lan.get(f"{base}luot/{solo.attempt}/don/")
    body = answer.json()
    assert "no-store" in answer["Cache-Control"]
    assert "Bà quay về tay không." in body["html"] and "Mời ngồi" not in body["html"]
    assert (body["scene"], body["done"], body["offered"]) == ("so", False, [])
    assert body["impact"] == {"trips": 2, "minutes": 90, "money": 60000, "trust": -3}
    assert body["values"] == {"da_ghi": False}
    play(cast, school, "solo")
    sync_batch(
        actor=cast.actor(cast.lan),
        body=learning.batch(solo.event("answer", "so", response={"fields": {}})),
    )
    body = lan.get(f"{base}luot/{solo.attempt}/so/").json()
    assert "Đếm lại" not in body["html"] and sorted(body["offered"]) == ["im", "mot"]
    guided = play(cast, school, "guided", *GOOD[:1])
    assert "Mời ngồi" in lan.get(f"{base}luot/{guided.attempt}/don/").json()["html"]


def test_turns_are_the_learners_own(client, cast, school, base):
    solo = play(cast, school, "solo", *BAD[:1])
    url = f"{base}luot/{solo.attempt}/don/"
    assert client.get(url).status_code == 401
    for user in (cast.minh, cast.stranger, cast.hoa, cast.other_hoa):
        client.force_login(user)
        assert client.get(url).status_code == 404
    client.force_login(cast.lan)
    assert (
        client.get(f"{base}luot/{solo.attempt}/so/").status_code == 404
    )  # nothing was answered there
    assert client.get(f"/hoc/{school.reading.slug}/luot/{solo.attempt}/don/").status_code == 404


def test_where_one_stands_is_told_by_way(lan, cast, school, base):
    guided = play(cast, school, "guided", *BAD[:2])
    solo = play(cast, school, "solo", *GOOD[:1])
    body = lan.get(base + "tien-do/?che-do=lam-cung").json()
    assert (body["attempt"], body["mode"], body["scene"]) == (str(guided.attempt), "guided", "loi")
    assert body["path"][1]["response"] == {"fields": {"ngay": "2026-08-13"}}
    assert body["values"] == {"da_ghi": False} and body["impact"]["minutes"] == 150
    assert lan.get(base + "tien-do/").json()["attempt"] == str(solo.attempt)
    assert "attempt" not in lan.get(base + "tien-do/?che-do=xem-mau").json()
    assert lan.get(base + "tien-do/?che-do=khac").status_code == 404


# --- the debrief


def test_the_debrief_shows_every_turning_point_and_keeps_law_and_advice_apart(
    lan, cast, school, base
):
    play(cast, school, "watch", WATCHED)
    play(cast, school, "guided", *GOOD)
    play(cast, school, "solo", *BAD)
    page = text(lan.get(base + "ket-qua/"))
    assert "3 ngã rẽ" in page and "Tự làm" in page
    assert (
        "Ghi sổ, hỏi chuyện." in page and "Bà ngồi xuống kể." in page
    )  # the better branch, and what it does
    assert "13/08/2026" in page and "12/08/2026" in page  # what was filled in, beside the model
    law, internal, advice = (
        page.index(words)
        for words in ("Pháp luật quy định", "Quy định của cơ quan", "Cách làm tốt (lời khuyên")
    )
    assert law < page.index("Luật Hộ tịch 2014, Điều 5") < internal
    assert internal < page.index("Quy chế tiếp dân của xã") < advice
    assert advice < page.index("Đọc lại cho người dân nghe")
    assert "có hiệu lực từ 01/01/2016" in page and "chưa đối chiếu văn bản gốc" in page
    assert "60.000" in page and "điểm tin cậy bị mất" in page
    assert "chưa đạt, bạn làm lại" in page


def test_a_case_that_counts_neither_money_nor_trust_does_not_speak_of_them(lan, cast):
    alone = learning.school(cast)
    device = learning.device(cast.lan, alone.scenario)
    events = device.choices(("canh-1", "b"), ("canh-2", "a"))
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*events))
    page = text(lan.get(f"/hoc/{alone.scenario.slug}/ket-qua/"))
    assert "phút chờ" in page and "tin cậy" not in page and "đồng phải chi" not in page
    assert "không rời cách tốt nhất" in page


# --- editions


def test_a_new_edition_changes_nothing_for_who_is_in_the_middle(cast, school, base, reader):
    play(cast, school, "watch", WATCHED)
    reader.begin("lam-cung")
    reader.post({"choice": "ghi"})
    case = copy.deepcopy(learning.CASE)
    for scene in case["scenes"]:
        scene["title"] += " (mới)"
    case["scenes"][1]["fields"][1] = {"key": "ten", "label": "Tên (ô mới)", "model": "X"}
    # the class is moved to the new edition, in which the lesson keeps its address
    data = content.course_data(school.outline.slug)
    data["modules"][0]["lessons"][1]["scenario"] = case
    again = content.edition(**data)
    school.group.edition_id = again.edition_id
    school.group.save()
    page = on(reader)
    assert "Người nộp" in page and "(mới)" not in page and "ô mới" not in page
    reader.post(FORM)
    on(reader)
    reader.post({"choice": "hai"})
    assert LessonProgress.objects.get().finished_modes == ["guided", "watch"]
    result = reader.get("ket-qua/")
    assert "Bài đã có bản mới" in result and "(mới)" not in result
    # who begins now, gets the new one
    page = reader.begin("tu-lam")
    assert "Lá đơn (mới)" in page
    assert Attempt.objects.get(mode="solo").lesson_hash == again.lesson(school.scenario.slug).hash


def test_every_page_costs_the_same_for_one_answer_and_for_many(lan, cast, school, base):
    play(cast, school, "watch", WATCHED)
    first = play(cast, school, "guided", *GOOD)
    solo = play(cast, school, "solo", *GOOD)
    pages = {
        "": 10,
        "ket-qua/": 14,
        "canh/het/?che-do=tu-lam": 8,
        "canh/don/?che-do=lam-cung": 8,
        "tien-do/": 8,
        f"luot/{solo.attempt}/so/": 8,
        f"luot/{first.attempt}/so/": 8,
    }

    def costs():
        counts = {}
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert lan.get(base + page).status_code in {200, 302}, page
            counts[page] = len(queries)
        return counts

    costs()
    costs_of_one = costs()
    for _ in range(4):
        for mode in ("guided", "solo"):
            play(cast, school, mode, *BAD)
            play(cast, school, mode, *GOOD)
    assert costs() == costs_of_one
    assert {page: costs_of_one[page] for page in pages if costs_of_one[page] > pages[page]} == {}
    assert Answer.objects.count() > 50
