"""The room without script: its page, its forms, its refusals; and what a ticket and the limits
let through.
"""

import time
import uuid

import brotli
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.portals.live_room import tickets
from lms.portals.live_room.limits import count_event
from lms.teaching.live import actions, queries
from lms.teaching.live.models import Presence, Room, RoomEvent
from tests.factories import teaching
from tests.served import served_weight


@pytest.fixture
def meeting(cast):
    cache.clear()
    return teaching.running_class(cast).meetings.get(number=2)


@pytest.fixture
def address(meeting):
    return f"/lop/{meeting.group.code}/phong/{meeting.number}/"


def signed_in(client, user):
    client.force_login(user)
    return client


def form_data(kind, **data):
    return {"type": kind, "cid": str(uuid.uuid4()), **data}


def test_a_whole_session_without_script(client, cast, meeting, address):
    assert "Mở buổi học" in signed_in(client, cast.minh).get(address).content.decode()
    assert client.post(address, form_data("session.open")).status_code == 302
    lan = signed_in(client, cast.lan)
    assert (
        lan.post(address, form_data("chat.post", text="Em chào thầy <b>ạ</b>")).status_code == 302
    )
    assert lan.post(address, form_data("hand.raise")).status_code == 302
    page = lan.get(address).content.decode()
    assert "Em chào thầy &lt;b&gt;ạ&lt;/b&gt;" in page
    assert "Bỏ tay xuống" in page
    assert "Kết thúc buổi học" not in page
    minh = signed_in(client, cast.minh)
    assert minh.post(address, form_data("hand.call", user=cast.lan.pk)).status_code == 302
    assert minh.post(address, form_data("session.end")).status_code == 302
    page = minh.get(address).content.decode()
    assert f'href="/lop/{meeting.group.code}/so/2/"' in page
    kinds = list(RoomEvent.objects.order_by("seq").values_list("type", flat=True))
    assert kinds == ["session.open", "chat.post", "hand.raise", "hand.call", "session.end"]


def test_a_double_click_is_one_line(client, cast, meeting, address):
    actions.open_room(actor=cast.actor(cast.minh), meeting=meeting)
    body = form_data("chat.post", text="một lần")
    for _ in range(3):
        assert signed_in(client, cast.lan).post(address, body).status_code == 302
    assert RoomEvent.objects.filter(type="chat.post").count() == 1


def test_a_refusal_keeps_what_was_typed(client, cast, meeting, address):
    answer = signed_in(client, cast.lan).post(address, form_data("chat.post", text="Em đến rồi ạ"))
    assert answer.status_code == 409
    assert "Buổi học chưa bắt đầu. Bạn chờ giảng viên mở phòng nhé." in answer.content.decode()
    assert "Em đến rồi ạ" in answer.content.decode()
    assert client.post(address, form_data("session.open")).status_code == 403
    assert client.post(address, {"type": "presence.beat"}).status_code == 422
    assert client.post(address, form_data("chat.post", text=" ")).status_code == 422
    assert client.post(address, form_data("nonsense")).status_code == 422
    assert not RoomEvent.objects.exists()


@pytest.mark.parametrize("visitor", ["stranger", "hoa", "other_hoa", "pao", "son", "tu"])
def test_strangers_get_404_and_leave_no_trace(client, cast, address, visitor):
    signed_in(client, getattr(cast, visitor))
    for path in (address, f"{address}su-kien/", f"{address}ve/"):
        assert client.get(path).status_code == 404
    for path in (address, f"{address}su-kien/"):
        assert client.post(path, form_data("chat.post", text="x")).status_code == 404
    assert not Room.objects.exists()
    assert not Presence.objects.exists()


def test_nobody_is_sent_to_sign_in_first(client, address):
    assert client.get(address)["Location"].startswith("/tai-khoan/dang-nhap/")
    assert not Room.objects.exists()


def test_the_page_costs_the_same_with_one_and_with_many(client, cast, meeting, address):
    signed_in(client, cast.minh)
    room = actions.open_room(actor=cast.actor(cast.minh), meeting=meeting).room
    client.get(address)

    def speak(user, times):
        for number in range(times):
            for kind, data in (("chat.post", {"text": f"câu {number}"}), ("hand.raise", {})):
                actions.post_event(
                    actor=cast.actor(user), room=room, cid=uuid.uuid4(), kind=kind, data=data
                )

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    speak(cast.lan, 1)
    few = cost()
    for enrolment in teaching.learners(meeting.group, 3, accounts=True):
        user = enrolment.official.user
        actions.join_room(actor=cast.actor(user), meeting=meeting, device=uuid.uuid4())
        speak(user, 10)
    assert cost() == few
    # sessions, account, membership twice, presence and snapshot
    assert few <= 24, few


def test_the_page_weighs_little(client, cast, meeting, address):
    room = actions.open_room(actor=cast.actor(cast.minh), meeting=meeting).room
    for number in range(100):
        actions.post_event(
            actor=cast.actor(cast.lan),
            room=room,
            cid=uuid.uuid4(),
            kind="chat.post",
            data={"text": f"Câu hỏi số {number} về hồ sơ khai sinh"},
        )
    page = signed_in(client, cast.minh).get(address).content
    assert len(brotli.compress(page)) <= 8 * 1024
    for name, most in (("js/live.js", 20), ("css/live.css", 2)):
        assert served_weight(name) <= most * 1024


def test_polls_count_as_presence_of_one_device(client, cast, meeting, address):
    signed_in(client, cast.lan)
    for _ in range(3):
        assert client.get(f"{address}su-kien/?after=0").json()["presence"]["n"] == 1
    assert Presence.objects.count() == 1
    assert queries.people_present(Room.objects.get().pk)[0].name == "Lò Thị Lan"


def test_a_ticket_is_for_one_minute_one_session_one_room(cast, monkeypatch):
    ticket = tickets.LiveTicket(cast.lan.pk, "lop-1", 2, "vi")
    text = tickets.issue_ticket(ticket, "session-a")
    assert tickets.read_ticket(text, "session-a") == ticket
    assert tickets.read_ticket(text, "session-b") is None
    assert tickets.read_ticket(text + "x", "session-a") is None
    assert tickets.read_ticket("", "session-a") is None
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert tickets.read_ticket(text, "session-a") is None


def test_limits_are_for_a_person_and_for_a_room(monkeypatch):
    cache.clear()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    assert [count_event(1, 1, "chat.post") for _ in range(7)] == [True] * 5 + [False] * 2
    assert count_event(1, 2, "chat.post")
    assert count_event(2, 1, "chat.post")
    now += 10.1
    assert count_event(1, 1, "chat.post")
    assert sum(count_event(user, 3, "chat.post") for user in range(100)) == 50
