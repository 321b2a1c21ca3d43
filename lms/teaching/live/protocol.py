"""Protocol v1 of the live room: shapes, sizes, who may send what.

Pure; the socket and the HTTP fallback share it.
"""

import json
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

VERSION = 1
MAX_FRAME = 64 * 1024
MAX_DEPTH = 8
MAX_TEXT = 2000


class RoomRole(StrEnum):
    """What somebody is in a room."""

    STAFF = "staff"
    LEARNER = "learner"


class CloseCode(IntEnum):
    """Close codes of the socket."""

    MALFORMED = 4400
    SIGNED_OUT = 4401
    NOT_MEMBER = 4403
    SLOW = 4408
    REPLACED = 4409
    ENDED = 4410
    TOO_BIG = 4413
    FLOOD = 4429
    RESTART = 1012


class MalformedFrame(Exception):
    """The frame is not of this protocol; the socket is closed with `code`."""

    def __init__(self, code: CloseCode = CloseCode.MALFORMED) -> None:
        super().__init__(code)
        self.code = code


class RefusedFrame(Exception):
    """The frame is of this protocol but cannot be taken; answered with an err frame."""

    def __init__(self, cid: str, code: str) -> None:
        super().__init__(code)
        self.cid, self.code = cid, code


@dataclass(frozen=True)
class ClientFrame:
    """A frame of the client, checked. `cid` is None for what is not stored."""

    kind: str
    cid: uuid.UUID | None
    data: dict[str, Any]


Check = Callable[[Any], Any]


def _check_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("bad_shape")
    printable = "".join(
        character
        for character in value
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    text = unicodedata.normalize("NFC", printable).strip()
    if not text:
        raise ValueError("bad_shape")
    if len(text) > MAX_TEXT:
        raise ValueError("too_big")
    return text


def _check_number(value: Any) -> int:
    # a flag is an int, too, for isinstance
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError("bad_shape")
    return value


def _check_epoch(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 36:
        raise ValueError("bad_shape")
    return value


@dataclass(frozen=True)
class FrameShape:
    """The keys of `d`: those that must be there and those that may, each with its check; who may
    send it.
    """

    needs: Mapping[str, Check]
    may: Mapping[str, Check]
    who: frozenset[RoomRole]
    durable: bool = True


_ALL, _STAFF = frozenset(RoomRole), frozenset({RoomRole.STAFF})
SHAPES: dict[str, FrameShape] = {
    "hello": FrameShape(
        {}, {"epoch": _check_epoch, "last_seq": _check_number}, _ALL, durable=False
    ),
    "presence.beat": FrameShape({}, {}, _ALL, durable=False),
    "chat.post": FrameShape({"text": _check_text}, {}, _ALL),
    "chat.delete": FrameShape({"seq": _check_number}, {}, _ALL),
    "hand.raise": FrameShape({}, {}, _ALL),
    "hand.lower": FrameShape({}, {"user": _check_number}, _ALL),
    "hand.call": FrameShape({"user": _check_number}, {}, _STAFF),
    "session.open": FrameShape({}, {}, _STAFF),
    "session.end": FrameShape({}, {}, _STAFF),
}


def parse_frame(raw: str | bytes) -> ClientFrame:
    """A frame of a client.

    Malformed (close) where it is not JSON of this shape, Refused (answer) where `d` is wrong.
    """
    if len(raw) > MAX_FRAME or (isinstance(raw, str) and len(raw.encode()) > MAX_FRAME):
        raise MalformedFrame(CloseCode.TOO_BIG)
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError):
        raise MalformedFrame from None
    if not isinstance(frame, dict) or _depth_of(frame) > MAX_DEPTH:
        raise MalformedFrame
    return read_frame(frame)


def read_frame(frame: Mapping[str, Any]) -> ClientFrame:
    """An envelope from its dict; unknown keys are refused at both levels."""
    kind, raw_cid, data = frame.get("type"), frame.get("cid", ""), frame.get("d", {})
    if not set(frame) <= {"v", "type", "cid", "d"} or frame.get("v") != VERSION:
        raise MalformedFrame
    if not isinstance(kind, str) or not isinstance(raw_cid, str) or not isinstance(data, dict):
        raise MalformedFrame
    shape = SHAPES.get(kind)
    if shape is None:
        raise RefusedFrame(raw_cid[:36], "unknown")
    return ClientFrame(kind, _parse_cid(raw_cid, shape), _check_data(raw_cid, data, shape))


def _parse_cid(raw: str, shape: FrameShape) -> uuid.UUID | None:
    if not shape.durable:
        return None
    try:
        return uuid.UUID(raw)
    except ValueError:
        raise RefusedFrame(raw[:36], "bad_shape") from None


def _check_data(cid: str, data: dict[str, Any], shape: FrameShape) -> dict[str, Any]:
    checks = {**shape.needs, **shape.may}
    if not set(shape.needs) <= set(data) <= set(checks):
        raise RefusedFrame(cid, "bad_shape")
    try:
        return {key: checks[key](value) for key, value in data.items()}
    except ValueError as error:
        raise RefusedFrame(cid, str(error)) from None


def dump_frame(frame: Mapping[str, Any]) -> str:
    """A frame to the client as text."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def _depth_of(value: Any) -> int:
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth_of, inner), default=0)
