"""Many threads into one room: the numbers have no gap, and one event is never stored twice."""

import threading
import uuid

from django.db import connection

from lms.teaching.live import actions, queries
from tests.factories import teaching

THREADS, EACH = 16, 4


def _race(work):
    failures = []

    def guarded(number):
        try:
            work(number)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def test_sixteen_threads_give_consecutive_numbers(committed):
    cast = committed
    meeting = teaching.running_class(cast).meetings.get(number=2)
    room = actions.open_room(actor=cast.actor(cast.minh), meeting=meeting).room
    same = uuid.uuid4()

    def speak(number):
        for turn in range(EACH):
            actor = cast.actor(cast.lan if number % 2 else cast.minh)
            actions.post_event(
                actor=actor,
                room=room,
                cid=uuid.uuid4(),
                kind="chat.post",
                data={"text": f"{number}.{turn}"},
            )
        actions.post_event(
            actor=cast.actor(cast.lan),
            room=room,
            cid=same,
            kind="chat.post",
            data={"text": "một lần"},
        )

    _race(speak)
    events = queries.events_after(room.pk, 0)
    assert [event["seq"] for event in events] == list(range(1, THREADS * EACH + 3))
    assert sum(event["d"].get("text") == "một lần" for event in events) == 1


def test_sixteen_people_open_the_room_at_once(committed):
    cast = committed
    meeting = teaching.running_class(cast).meetings.get(number=2)
    _race(
        lambda number: actions.join_room(
            actor=cast.actor(cast.lan), meeting=meeting, device=uuid.uuid4()
        )
    )
    assert len(queries.people_present(queries.room_of(meeting).pk)) == 1
