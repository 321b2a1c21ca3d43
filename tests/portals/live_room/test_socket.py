"""The socket against a real server: talking, dropping, coming back, being refused."""

import asyncio
import os
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lms.teaching.attendance.models import CheckIn, Proposal
from lms.teaching.enrolment import actions as enrolment
from lms.teaching.live import actions, queries
from lms.teaching.live.models import Presence, Room, RoomEvent

# The ORM is called from coroutines of these tests; they run on a database of their own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


REDIS = pytest.param("redis", marks=pytest.mark.redis)
on_both_layers = pytest.mark.parametrize("world", ["memory", REDIS], indirect=True)


def run(coroutine):
    """In a thread of its own: a browser of another test may keep this one's loop."""

    def work():
        try:
            return asyncio.run(asyncio.wait_for(coroutine, 60))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@on_both_layers
def test_two_people_talk(world, guest):
    meeting, cast = world.room(), world.cast

    async def talk():
        lan, minh = await asyncio.gather(
            guest(meeting, cast.lan).dial(), guest(meeting, cast.minh).dial()
        )
        ack = await lan.answer(await lan.say("chat.post", text="Em chào thầy ạ"))
        await minh.upto(ack["seq"])
        event = minh.events[-1]
        assert (event["type"], event["by"], event["name"], event["d"]) == (
            "chat.post",
            cast.lan.pk,
            "Lò Thị Lan",
            {"text": "Em chào thầy ạ"},
        )
        await lan.answer(await lan.say("hand.raise"))
        await minh.answer(await minh.say("hand.call", user=cast.lan.pk))
        await lan.upto(4)
        assert [event["type"] for event in lan.events] == ["chat.post", "hand.raise", "hand.call"]
        refused = await lan.answer(await lan.say("hand.call", user=cast.lan.pk))
        assert (refused["type"], refused["code"]) == ("err", "forbidden")
        while not any(
            frame["type"].startswith("presence") and frame["d"]["n"] == 2 for frame in minh.frames
        ):
            await minh.until(lambda _frame: True)
        await asyncio.gather(lan.socket.close(), minh.socket.close())

    run(talk())
    assert CheckIn.objects.filter(meeting=meeting).count() == 1
    assert queries.log_head(Room.objects.get(meeting=meeting).pk)[1] == 4


@on_both_layers
def test_whoever_drops_comes_back_to_the_exact_log(world, guest):
    meeting, cast = world.room(), world.cast
    room = Room.objects.get(meeting=meeting)

    def speak(number):
        actions.post_event(
            actor=cast.actor(cast.minh),
            room=room,
            cid=uuid.uuid4(),
            kind="chat.post",
            data={"text": f"câu {number}"},
        )

    async def flap():
        lan = await guest(meeting, cast.lan).dial()
        for turn in range(5):
            await asyncio.to_thread(speak, f"{turn}a")
            cid = await lan.say("chat.post", text=f"lời {turn}")
            if turn % 2:
                await lan.answer(cid)
            await lan.drop()
            await asyncio.to_thread(speak, f"{turn}b")
            await lan.dial()
            # not knowing whether the server has it, the outbox sends it again
            answer = await lan.answer(await lan.say("chat.post", cid, text=f"lời {turn}"))
            assert answer["type"] == "ack"
        await lan.upto(queries.log_head(room.pk)[1])
        return lan

    lan = run(flap())
    stored = [
        (row.seq, row.data)
        for row in RoomEvent.objects.filter(room=room, seq__gt=1).order_by("seq")
    ]
    assert [(event["seq"], event["d"]) for event in lan.events] == stored
    assert len(stored) == 15
    texts = [data["text"] for _seq, data in stored]
    assert len(set(texts)) == 15


def test_the_same_id_is_answered_with_the_old_number_and_told_to_nobody(world, guest):
    meeting, cast = world.room(), world.cast

    async def twice():
        lan = await guest(meeting, cast.lan).dial()
        cid = await lan.say("chat.post", text="một lần")
        first = await lan.answer(cid)
        second = await lan.answer(await lan.say("chat.post", cid, text="một lần"))
        assert (second["seq"], first["dup"], second["dup"]) == (first["seq"], False, True)
        await lan.answer(await lan.say("hand.raise"))
        await lan.upto(first["seq"] + 1)
        assert [event["type"] for event in lan.events] == ["chat.post", "hand.raise"]

    run(twice())


def test_strangers_and_forgeries_are_refused(world, guest):
    meeting, other, cast = world.room(), world.room(), world.cast
    before = (RoomEvent.objects.count(), Presence.objects.count())

    async def try_to_connect():
        stranger = guest(meeting, cast.stranger)
        assert await stranger.ticket() == ""
        assert world.get(stranger.path, stranger.cookie)[0] == 404
        assert world.get(f"{stranger.path}su-kien/", stranger.cookie)[0] == 404
        minh, lan = guest(meeting, cast.minh), guest(meeting, cast.lan)
        ticket = await minh.ticket()
        for holder, given in (
            (stranger, ""),
            (stranger, ticket),
            (lan, ticket),
            (lan, "x" + ticket),
            (guest(other, cast.minh, cookie=minh.cookie), ticket),
        ):
            await holder.dial(ticket=given, hello=False)
            assert await holder.code() == 4401
        for origin in ("https://evil.example", "null", world.origin + "0"):
            with pytest.raises(InvalidStatus) as error:
                await minh.dial(origin=origin)
            assert error.value.response.status_code == 403

    run(try_to_connect())
    assert (RoomEvent.objects.count(), Presence.objects.count()) == before


def test_whoever_is_withdrawn_is_disconnected(world, guest):
    meeting, cast = world.room(), world.cast
    lan_enrolment = meeting.group.enrolments.get(official=cast.lan_official)

    async def lose():
        lan, ticket = guest(meeting, cast.lan), None
        ticket = await lan.ticket()
        await lan.dial()
        await lan.answer(await lan.say("chat.post", text="còn đây"))
        await asyncio.to_thread(
            enrolment.withdraw_learner,
            actor=cast.actor(cast.hoa),
            enrolment=lan_enrolment,
            reason="Chuyển công tác",
        )
        await lan.say("chat.post", text="không còn")
        assert await lan.code() == 4403
        late = await guest(meeting, cast.lan, cookie=lan.cookie).dial(ticket=ticket, hello=False)
        await late.say("hello", cid=None)
        assert await late.code() == 4403

    run(lose())
    assert RoomEvent.objects.filter(room__meeting=meeting, type="chat.post").count() == 1


def test_whoever_only_listens_is_disconnected_too(world, guest):
    meeting, cast = world.room(), world.cast
    lan_enrolment = meeting.group.enrolments.get(official=cast.lan_official)

    async def listen():
        lan = await guest(meeting, cast.lan).dial()
        await asyncio.to_thread(
            enrolment.withdraw_learner,
            actor=cast.actor(cast.hoa),
            enrolment=lan_enrolment,
            reason="Chuyển công tác",
        )
        assert await lan.code(timeout=12) == 4403

    run(listen())


def test_signing_out_closes_the_socket(world, guest):
    meeting, cast = world.room(), world.cast
    client = Client()
    client.force_login(cast.lan)
    lan = guest(meeting, cast.lan, cookie=f"sessionid={client.cookies['sessionid'].value}")

    async def leave():
        await lan.dial()
        await asyncio.to_thread(client.logout)
        await lan.say("presence.beat", cid=None)
        assert await lan.code() == 4401

    run(leave())


@pytest.mark.parametrize(
    "text",
    ["x", "[]", '{"v":2}', '{"v":1,"type":"hello","d":{}}', '{"v":1,"type":"chat.post","x":1}'],
)
def test_malformed_frames_close_the_socket(world, guest, text):
    meeting, cast = world.room(), world.cast

    async def send():
        lan = await guest(meeting, cast.lan).dial()
        await lan.socket.send(text)
        assert await lan.code() == 4400

    run(send())


def test_unknown_events_too_long_lines_and_too_many_are_answered(world, guest):
    meeting, cast = world.room(), world.cast

    async def send():
        lan = await guest(meeting, cast.lan).dial()
        assert (await lan.answer(await lan.say("poll.open")))["code"] == "unknown"
        assert (await lan.answer(await lan.say("chat.post", text="x" * 2001)))["code"] == "too_big"
        assert (await lan.answer(await lan.say("chat.post", text="a", by=1)))["code"] == "bad_shape"
        answers = [await lan.answer(await lan.say("chat.post", text=f"{n}")) for n in range(7)]
        assert [answer.get("code", "ok") for answer in answers] == ["ok"] * 5 + ["rate"] * 2
        await lan.socket.send(" " * 65000 + "[" * 600)
        assert await lan.code() in {4413, 1009}

    run(send())
    assert RoomEvent.objects.filter(room__meeting=meeting, type="chat.post").count() == 5


@on_both_layers
def test_an_idle_socket_stays_and_hears_what_comes_from_elsewhere(world, guest):
    """For eight seconds nothing is sent; then another process posts, which notifies nobody here."""
    meeting, cast = world.room(), world.cast
    room = Room.objects.get(meeting=meeting)

    async def wait():
        lan = await guest(meeting, cast.lan).dial()
        await asyncio.sleep(8)
        await asyncio.to_thread(
            actions.post_event,
            actor=cast.actor(cast.minh),
            room=room,
            cid=uuid.uuid4(),
            kind="chat.post",
            data={"text": "Ta bắt đầu"},
        )
        await lan.upto(2)
        assert lan.events[-1]["d"]["text"] == "Ta bắt đầu"
        await lan.answer(await lan.say("chat.post", text="Vâng ạ"))

    run(wait())


def test_a_slow_reader_is_closed_and_the_others_go_on(world, guest):
    meeting, cast = world.room(), world.cast
    room = Room.objects.get(meeting=meeting)

    def flood(first, count):
        """Big lines, stored at once as another process would."""
        RoomEvent.objects.bulk_create(
            RoomEvent(
                room=room,
                seq=first + n,
                actor=cast.minh,
                actor_name="x",
                cid=uuid.uuid4(),
                type="chat.post",
                data={"text": "ộ" * 2000},
                at=timezone.now(),
            )
            for n in range(count)
        )
        Room.objects.filter(pk=room.pk).update(last_seq=first + count - 1)

    async def strain():
        slow_socket = socket.socket()
        slow_socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow_socket.connect(("127.0.0.1", world.port))
        slow_socket.setblocking(False)
        slow = await guest(meeting, cast.lan).dial(sock=slow_socket, max_queue=1, max_size=None)
        quick = await guest(meeting, cast.minh).dial(max_size=None)
        await asyncio.to_thread(flood, 2, 2000)
        await quick.upto(2001)
        await quick.answer(await quick.say("chat.post", text="vẫn nghe được"))
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await slow.until(lambda _frame: True)
        assert closed.value.rcvd.code == 4408
        assert slow.seq < 2001

    run(strain())


def test_the_fourth_socket_replaces_the_first(world, guest):
    meeting, cast = world.room(), world.cast

    async def many():
        guests = [await guest(meeting, cast.lan).dial() for _ in range(4)]
        assert await guests[0].code() == 4409
        await guests[3].answer(await guests[3].say("chat.post", text="đây ạ"))

    run(many())


@on_both_layers
def test_opening_and_ending_by_the_socket(world, guest):
    meeting, cast = world.room(opened=False), world.cast

    async def lead():
        lan, minh = await guest(meeting, cast.lan).dial(), await guest(meeting, cast.minh).dial()
        assert (await lan.answer(await lan.say("chat.post", text="sớm")))["code"] == "closed"
        assert (await lan.answer(await lan.say("session.open")))["code"] == "forbidden"
        assert (await minh.answer(await minh.say("session.open")))["type"] == "ack"
        await lan.upto(1)
        assert (await lan.answer(await lan.say("chat.post", text="Em chào thầy")))["type"] == "ack"
        assert (await minh.answer(await minh.say("session.end")))["type"] == "ack"
        await lan.upto(3)
        assert await lan.code() == 4410
        assert await minh.code() == 4410
        again = await guest(meeting, cast.lan).dial()
        assert again.frames[0]["snapshot"]["state"] == "ended"
        assert await again.code() == 4410

    run(lead())
    assert Proposal.objects.filter(meeting=meeting).count() == 1


def test_http_tells_the_same_as_the_socket(world, guest):
    meeting, cast = world.room(), world.cast
    path = f"/lop/{meeting.group.code}/phong/{meeting.number}/su-kien/"

    async def both():
        lan, minh = await guest(meeting, cast.lan).dial(), world.cookie(cast.minh)
        start = world.get(f"{path}?after=0", minh)[1]
        assert (start["snapshot"]["state"], start["head"], start["role"]) == ("open", 1, "staff")
        cid = str(uuid.uuid4())
        envelope = {"v": 1, "type": "chat.post", "cid": cid, "d": {"text": "qua HTTP"}}
        assert await asyncio.to_thread(world.post, path, minh, envelope) == (
            200,
            {"v": 1, "type": "ack", "cid": cid, "seq": 2, "dup": False},
        )
        assert world.post(path, minh, envelope)[1]["dup"] is True
        await lan.upto(2)
        await lan.answer(await lan.say("hand.raise"))
        await lan.upto(3)
        polled = world.get(f"{path}?after=1&epoch={start['epoch']}", minh)[1]
        assert polled["e"] == lan.events
        assert {row[1] for row in polled["presence"]["who"]} == {"Lò Thị Lan", "Hoàng Văn Minh"}
        for body, status, code in (
            ({**envelope, "type": "poll.open"}, 422, "unknown"),
            ({**envelope, "d": {"text": "x" * 2001}}, 413, "too_big"),
            ({**envelope, "v": 9}, 400, "bad_shape"),
        ):
            answer = world.post(path, minh, body)
            assert (answer[0], answer[1]["code"]) == (status, code)
        learner = world.post(
            path, lan.cookie, {**envelope, "type": "session.end", "cid": str(uuid.uuid4()), "d": {}}
        )
        assert (learner[0], learner[1]["code"]) == (403, "forbidden")
        assert (
            world.post(path, minh, {"v": 1, "type": "presence.beat"})[1]["type"] == "presence.state"
        )

    run(both())


@pytest.mark.parametrize("world", [REDIS], indirect=True)
def test_two_processes_notify_each_other(world, guest):
    """With Redis a notification reaches the other process well before its poll."""
    meeting, cast = world.room(), world.cast
    home, (away, _process) = world.port, world.start_other()

    async def across():
        lan, minh = guest(meeting, cast.lan), guest(meeting, cast.minh)
        await lan.dial()
        world.port = away
        try:
            await minh.dial()
        finally:
            world.port = home
        loop, waits = asyncio.get_running_loop(), []
        for turn in range(3):
            await asyncio.sleep(0.3)
            sent = loop.time()
            ack = await minh.answer(await minh.say("chat.post", text=f"{turn}"))
            await lan.upto(ack["seq"])
            waits.append(loop.time() - sent)
        assert sorted(waits)[1] < 1.5, waits
        assert len(queries.people_present(Room.objects.get(meeting=meeting).pk)) == 2

    run(across())
