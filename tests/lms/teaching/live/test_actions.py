"""The durable log: who may do what, once, in order; and what the end of a session proposes."""

import datetime as dt
import functools
import random
import uuid

import pytest

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import ApplicationError, IllegalMove, NotAllowed, NotFound, RuleBroken
from lms.teaching.attendance.models import CheckIn, Mark, Proposal
from lms.teaching.classes.models import Meeting
from lms.teaching.enrolment import actions as enrolment
from lms.teaching.live import actions, policies, queries
from lms.teaching.live.fold import apply_event, empty_state
from lms.teaching.live.models import Presence, Room, RoomEvent
from lms.teaching.live.protocol import SHAPES, RoomRole
from lms.teaching.live.states import ROOM
from tests.factories import teaching


@pytest.fixture
def play(cast, meeting):
    """`play("lan", "chat.post", text="…")` in the opened room."""
    room = actions.open_room(actor=cast.actor(cast.minh), meeting=meeting).room

    def send(who, kind, cid=None, **data):
        actor = cast.actor(getattr(cast, who))
        return actions.post_event(
            actor=actor, room=room, cid=cid or uuid.uuid4(), kind=kind, data=data
        )

    send.room = room
    return send


def test_every_state_can_be_reached():
    assert ROOM.unreachable() == set()


def test_the_same_event_twice_is_stored_once(play):
    cid = uuid.uuid4()
    first, second = (
        play("lan", "chat.post", cid, text="Em chào thầy"),
        play("lan", "chat.post", cid, text="Em chào thầy"),
    )
    assert (second.seq, second.dup, first.dup) == (first.seq, True, False)
    assert RoomEvent.objects.filter(type="chat.post").count() == 1
    # the same id from somebody else is another event
    assert play("minh", "chat.post", cid, text="Chào em").seq == first.seq + 1


def test_numbers_follow_on_each_other_from_one(play):
    for text in "abc":
        play("lan", "chat.post", text=text)
    events = queries.events_after(play.room.pk, 0)
    assert [event["seq"] for event in events] == [1, 2, 3, 4]
    assert [event["type"] for event in events] == ["session.open", *["chat.post"] * 3]


def test_event_and_role_matrix(play, cast, meeting):
    line = play("lan", "chat.post", text="một câu").seq
    data = {
        "chat.post": {"text": "x"},
        "chat.delete": {"seq": line},
        "hand.raise": {},
        "hand.lower": {},
        "hand.call": {"user": cast.lan.pk},
    }
    learner_may = {"chat.post", "chat.delete", "hand.raise", "hand.lower"}
    durable = {kind for kind, shape in SHAPES.items() if shape.durable}
    assert set(data) | {"session.open", "session.end"} == durable
    for kind, body in data.items():
        for name in ("minh", "lan", "hoa", "stranger", "other_hoa", "pao", "editor"):
            play("lan", "hand.raise")
            before = RoomEvent.objects.count()
            allowed = name == "minh" or (name == "lan" and kind in learner_may)
            if allowed:
                play(name, kind, **body)
            else:
                with pytest.raises(NotAllowed if name == "lan" else NotFound):
                    play(name, kind, **body)
            assert RoomEvent.objects.count() == before + allowed, (kind, name)
    for verb in (actions.open_room, actions.end_room):
        for name in ("lan", "hoa", "stranger"):
            with pytest.raises(NotAllowed if name == "lan" else NotFound):
                verb(actor=cast.actor(getattr(cast, name)), meeting=meeting)


def test_both_faces_of_the_policies_agree(cast, group, meeting):
    teaching.running_class(cast, code="lop-khac")
    for user in (cast.lan, cast.minh, cast.hoa, cast.stranger, cast.other_hoa, cast.pao):
        for other in Meeting.objects.all():
            actor = cast.actor(user)
            may_enter = policies.role_in(actor, other) is not None
            enterable = Meeting.objects.filter(policies.enterable_by(actor), pk=other.pk)
            assert may_enter == enterable.exists()
            assert policies.may_lead(actor, other) == (user == cast.minh)


def test_one_takes_back_only_ones_own_line_and_only_for_five_minutes(play, cast):
    own_line, other_line = (
        play("lan", "chat.post", text="nhầm").seq,
        play("minh", "chat.post", text="đúng").seq,
    )
    with pytest.raises(NotAllowed):
        play("lan", "chat.delete", seq=other_line)
    with clock.at(clock.now() + dt.timedelta(minutes=6)):
        with pytest.raises(RuleBroken) as error:
            play("lan", "chat.delete", seq=own_line)
        assert error.value.code == "late"
        play("minh", "chat.delete", seq=own_line)
    lines = queries.room_snapshot(play.room.pk)[1]["chat"][0]
    assert (lines["text"], lines["deleted"]) == ("", True)
    assert "nhầm" not in str(queries.events_after(play.room.pk, 0))
    assert RoomEvent.objects.get(seq=own_line).data == {"text": "nhầm"}


def test_hands_stand_in_the_order_of_the_log(play, cast, group):
    teaching.learners(group, 1, accounts=True)
    second = group.enrolments.order_by("id").last().official.user
    cast.second = second
    play("second", "hand.raise")
    play("lan", "hand.raise")
    play("minh", "hand.call", user=cast.lan.pk)
    hands = queries.room_snapshot(play.room.pk)[1]["hands"]
    assert [(hand["user"], hand["called"]) for hand in hands] == [
        (second.pk, False),
        (cast.lan.pk, True),
    ]
    with pytest.raises(NotAllowed):
        play("lan", "hand.lower", user=second.pk)
    play("minh", "hand.lower", user=second.pk)
    play("lan", "hand.lower")
    assert queries.room_snapshot(play.room.pk)[1]["hands"] == []
    with pytest.raises(RuleBroken):
        play("minh", "hand.call", user=cast.lan.pk)


def test_snapshot_and_events_give_the_snapshot(play, cast):
    dice, room = random.Random(7), play.room
    snapshots, posts = [queries.room_snapshot(room.pk)], []
    for step in range(240):
        who = dice.choice(["lan", "minh"])
        kind = dice.choice(
            ["chat.post"] * 6 + ["chat.delete", "hand.raise", "hand.lower", "hand.call", "session"]
        )
        data = {}
        if kind == "chat.post":
            data = {"text": f"câu {step}"}
        elif kind == "chat.delete":
            data = {"seq": dice.choice(posts) if posts else 1}
        elif kind == "hand.call":
            data = {"user": cast.lan.pk}
        try:
            if kind == "session":
                actions.end_room(actor=cast.actor(cast.minh), meeting=room.meeting)
                actions.open_room(actor=cast.actor(cast.minh), meeting=room.meeting)
            else:
                posted = play(who, kind, **data)
                posts += [posted.seq] if kind == "chat.post" else []
        except ApplicationError:
            continue
        snapshots.append(queries.room_snapshot(room.pk))
    last, final = snapshots[-1]
    assert last > 130
    for seq, before in [(0, empty_state()), *snapshots[:: len(snapshots) // 12]]:
        assert functools.reduce(apply_event, queries.events_after(room.pk, seq), before) == final
    assert queries.room_snapshot(room.pk, snapshots[40][0])[1]["hands"] == snapshots[40][1]["hands"]


def test_before_opening_and_after_the_end_nobody_speaks(cast, meeting):
    lan, minh = cast.actor(cast.lan), cast.actor(cast.minh)
    room = actions.room_for(actor=lan, meeting=meeting)
    with pytest.raises(RuleBroken) as error:
        actions.post_event(
            actor=lan, room=room, cid=uuid.uuid4(), kind="chat.post", data={"text": "a"}
        )
    assert error.value.code == "closed"
    actions.open_room(actor=minh, meeting=meeting)
    actions.end_room(actor=minh, meeting=meeting)
    with pytest.raises(RuleBroken):
        actions.post_event(
            actor=lan, room=room, cid=uuid.uuid4(), kind="chat.post", data={"text": "a"}
        )
    assert not RoomEvent.objects.filter(type="chat.post").exists()


def test_opening_twice_by_one_click_is_one_session(cast, meeting):
    minh, cid = cast.actor(cast.minh), uuid.uuid4()
    first = actions.open_room(actor=minh, meeting=meeting, cid=cid)
    assert actions.open_room(actor=minh, meeting=meeting, cid=cid) == actions.PostedEvent(
        first.room, 1, True
    )
    with pytest.raises(IllegalMove):
        actions.open_room(actor=minh, meeting=meeting)
    assert list(Event.objects.filter(kind__startswith="live.").values_list("kind", flat=True)) == [
        "live.opened"
    ]


def test_coming_in_is_a_check_in_once(cast, meeting):
    lan, device = cast.actor(cast.lan), uuid.uuid4()
    actions.open_room(actor=cast.actor(cast.minh), meeting=meeting)
    actions.join_room(actor=lan, meeting=meeting, device=device)
    actions.join_room(actor=lan, meeting=meeting, device=uuid.uuid4())
    actions.join_room(actor=cast.actor(cast.minh), meeting=meeting, device=uuid.uuid4())
    assert [(row.enrolment.official, row.source) for row in CheckIn.objects.all()] == [
        (cast.lan_official, "live")
    ]
    present = queries.people_present(Room.objects.get().pk)
    assert [(person.name, person.role) for person in present] == [
        ("Hoàng Văn Minh", RoomRole.STAFF),
        ("Lò Thị Lan", RoomRole.LEARNER),
    ]
    with pytest.raises(NotFound):
        actions.join_room(actor=cast.actor(cast.stranger), meeting=meeting, device=uuid.uuid4())
    assert Presence.objects.count() == 3


def test_whoever_is_withdrawn_loses_the_room(cast, group, meeting, play):
    play("lan", "chat.post", text="còn đây")
    enrolment.withdraw_learner(
        actor=cast.actor(cast.hoa),
        enrolment=group.enrolments.get(official=cast.lan_official),
        reason="Chuyển công tác",
    )
    with pytest.raises(NotFound):
        play("lan", "chat.post", text="không còn")
    assert cast.lan.pk not in queries.room_members(play.room.pk)
    assert queries.room_members(play.room.pk) == {cast.minh.pk: RoomRole.STAFF}
    assert RoomEvent.objects.filter(type="chat.post").count() == 1


def test_beats_and_goodbyes(cast, meeting):
    lan, device = cast.actor(cast.lan), uuid.uuid4()
    start = clock.now()
    with clock.at(start):
        room = actions.join_room(actor=lan, meeting=meeting, device=device)
    for after in (60, 30, 30, 200):  # out of order, doubled, after a silence
        actions.record_beats(room_id=room.pk, seen={device: start + dt.timedelta(seconds=after)})
    actions.record_beats(room_id=room.pk, seen={uuid.uuid4(): start})
    rows = [
        ((row.first_at - start).seconds, (row.last_at - start).seconds)
        for row in Presence.objects.order_by("id")
    ]
    assert rows in ([(0, 30), (60, 60), (200, 200)], [(0, 0), (30, 60), (200, 200)])
    actions.leave_room(device=device, at=start + dt.timedelta(seconds=210))
    actions.leave_room(device=device, at=start + dt.timedelta(seconds=230))
    assert [(row.left, (row.last_at - start).seconds) for row in Presence.objects.order_by("id")][
        -1
    ] == (True, 210)


def test_the_end_proposes_and_the_instructor_confirms(cast, group, meeting):
    """90 minutes: cô Lan all of it, one comes late, one leaves early, one never comes."""
    enrolments = teaching.learners(group, 3, accounts=True)
    late, early, absent = (enrolment.official.user for enrolment in enrolments)
    start = clock.local(meeting.starts_at)

    def minute(after):
        return clock.at(start + dt.timedelta(minutes=after))

    minh = cast.actor(cast.minh)
    with minute(-5):
        actions.open_room(actor=minh, meeting=meeting)
    for user, come, go in ((cast.lan, -4, 90), (late, 13, 90), (early, 3, 65)):
        device = uuid.uuid4()
        with minute(come):
            room = actions.join_room(actor=cast.actor(user), meeting=meeting, device=device)
        Presence.objects.filter(device=device).update(
            last_at=start + dt.timedelta(minutes=go), left=True
        )
    with minute(90):
        posted = actions.end_room(actor=minh, meeting=meeting)
    proposals = {
        row.enrolment.official.user: (row.status, row.grounds) for row in Proposal.objects.all()
    }
    assert proposals[cast.lan] == ("present", "có mặt 90/90 phút, vào lúc 08:00")
    assert proposals[late] == ("late", "có mặt 77/90 phút, vào lúc 08:13")
    assert proposals[early] == ("unexcused", "có mặt 62/90 phút, vào lúc 08:03")
    assert proposals[absent] == ("unexcused", "không vào phòng (buổi học 90 phút)")
    assert not Mark.objects.filter(meeting=meeting).exists()
    assert Event.objects.filter(kind="live.ended", subject_id=str(room.pk)).count() == 1
    assert posted.seq == 2


def test_the_room_ends_even_when_the_register_is_closed(cast, meeting):
    minh = cast.actor(cast.minh)
    actions.open_room(actor=minh, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    assert actions.end_room(actor=minh, meeting=meeting).room.state == "ended"
    assert not Proposal.objects.exists()
    with pytest.raises(RuleBroken, match="không mở nữa"):
        actions.open_room(actor=minh, meeting=meeting)
    assert Room.objects.get().state == "ended"
