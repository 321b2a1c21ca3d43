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


class Role(StrEnum):
    """What somebody is in a room."""

    STAFF = "staff"
    LEARNER = "learner"


class Close(IntEnum):
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


class Malformed(Exception):
    """The frame is not of this protocol; the socket is closed with `code`."""

    def __init__(self, code: Close = Close.MALFORMED) -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """The frame is of this protocol but cannot be taken; answered with an err frame."""

    def __init__(self, cid: str, code: str) -> None:
        super().__init__(code)
        self.cid, self.code = cid, code


@dataclass(frozen=True)
class Envelope:
    """A frame of the client, checked. `cid` is None for what is not stored."""

    kind: str
    cid: uuid.UUID | None
    data: dict[str, Any]


Check = Callable[[Any], Any]


def _text(value: Any) -> str:
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


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise ValueError("bad_shape")
    return value


def _epoch(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 36:
        raise ValueError("bad_shape")
    return value


@dataclass(frozen=True)
class Shape:
    """The keys of `d`: those that must be there and those that may, each with its check; who may
    send it.
    """

    needs: Mapping[str, Check]
    may: Mapping[str, Check]
    who: frozenset[Role]
    durable: bool = True


_ALL, _STAFF = frozenset(Role), frozenset({Role.STAFF})
SHAPES: dict[str, Shape] = {
    "hello": Shape({}, {"epoch": _epoch, "last_seq": _number}, _ALL, durable=False),
    "presence.beat": Shape({}, {}, _ALL, durable=False),
    "chat.post": Shape({"text": _text}, {}, _ALL),
    "chat.delete": Shape({"seq": _number}, {}, _ALL),
    "hand.raise": Shape({}, {}, _ALL),
    "hand.lower": Shape({}, {"user": _number}, _ALL),
    "hand.call": Shape({"user": _number}, {}, _STAFF),
    "session.open": Shape({}, {}, _STAFF),
    "session.end": Shape({}, {}, _STAFF),
}


def parse(raw: str | bytes) -> Envelope:
    """A frame of a client.

    Malformed (close) where it is not JSON of this shape, Refused (answer) where `d` is wrong.
    """
    if len(raw) > MAX_FRAME or (isinstance(raw, str) and len(raw.encode()) > MAX_FRAME):
        raise Malformed(Close.TOO_BIG)
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(frame, dict) or _depth(frame) > MAX_DEPTH:
        raise Malformed
    return read(frame)


def read(frame: Mapping[str, Any]) -> Envelope:
    """An envelope from its dict; unknown keys are refused at both levels."""
    kind, raw_cid, data = frame.get("type"), frame.get("cid", ""), frame.get("d", {})
    if not set(frame) <= {"v", "type", "cid", "d"} or frame.get("v") != VERSION:
        raise Malformed
    if not isinstance(kind, str) or not isinstance(raw_cid, str) or not isinstance(data, dict):
        raise Malformed
    shape = SHAPES.get(kind)
    if shape is None:
        raise Refused(raw_cid[:36], "unknown")
    return Envelope(kind, _cid(raw_cid, shape), _data(raw_cid, data, shape))


def _cid(raw: str, shape: Shape) -> uuid.UUID | None:
    if not shape.durable:
        return None
    try:
        return uuid.UUID(raw)
    except ValueError:
        raise Refused(raw[:36], "bad_shape") from None


def _data(cid: str, data: dict[str, Any], shape: Shape) -> dict[str, Any]:
    checks = {**shape.needs, **shape.may}
    if not set(shape.needs) <= set(data) <= set(checks):
        raise Refused(cid, "bad_shape")
    try:
        return {key: checks[key](value) for key, value in data.items()}
    except ValueError as error:
        raise Refused(cid, str(error)) from None


def dump(frame: Mapping[str, Any]) -> str:
    """A frame to the client as text."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0) if isinstance(value, dict | list) else 0
