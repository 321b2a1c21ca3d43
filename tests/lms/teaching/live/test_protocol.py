"""What is not of the protocol closes the socket; what is of it but wrong is answered."""

import json
import uuid

import pytest

from lms.teaching.live.protocol import SHAPES, CloseCode, MalformedFrame, RefusedFrame, parse_frame

CID = str(uuid.UUID(int=4711, version=4))


def frame(**fields):
    return json.dumps({"v": 1, "type": "chat.post", "cid": CID, "d": {"text": "Chào lớp"}} | fields)


def test_a_line_is_taken_clean():
    envelope = parse_frame(frame(d={"text": "  Chào\x00 cả lớp\n"}))
    assert envelope.data == {"text": "Chào cả lớp"}
    assert str(envelope.cid) == CID


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "x",
        "nul",
        frame(v=2),
        frame(extra=1),
        frame(d=[]),
        frame(type=3),
        "[" * 5000,
        json.dumps(
            {
                "v": 1,
                "type": "hello",
                "d": {"epoch": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}},
            }
        ),
    ],
)
def test_malformed(raw):
    with pytest.raises(MalformedFrame) as error:
        parse_frame(raw)
    assert error.value.code == CloseCode.MALFORMED


def test_too_big_a_frame_and_too_long_a_line_are_told_apart():
    with pytest.raises(MalformedFrame) as error:
        parse_frame(frame(d={"text": "x" * 70_000}))
    assert error.value.code == CloseCode.TOO_BIG
    with pytest.raises(RefusedFrame, match="too_big"):
        parse_frame(frame(d={"text": "x" * 2001}))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"type": "poll.open"}, "unknown"),
        ({"cid": "7"}, "bad_shape"),
        ({"d": {}}, "bad_shape"),
        ({"d": {"text": "a", "by": 7}}, "bad_shape"),
        ({"d": {"text": "   "}}, "bad_shape"),
        ({"d": {"text": 5}}, "bad_shape"),
        ({"type": "hand.call", "d": {"user": True}}, "bad_shape"),
        ({"type": "hand.call", "d": {"user": -1}}, "bad_shape"),
    ],
)
def test_refused(fields, code):
    with pytest.raises(RefusedFrame) as error:
        parse_frame(frame(**fields))
    assert error.value.code == code


def test_what_is_not_stored_needs_no_id():
    assert parse_frame('{"v":1,"type":"presence.beat"}').cid is None
    assert {kind for kind, shape in SHAPES.items() if not shape.durable} == {
        "hello",
        "presence.beat",
    }
