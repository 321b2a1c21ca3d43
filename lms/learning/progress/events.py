"""Events as devices send them: their form is checked here, before anything is stored."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lms.learning.progress.fold import SERVER
from lms.learning.progress.models import Answer

# "hint" and "inspect" (a paper was opened) move nobody on; the school learns from them.
TYPES = frozenset({"view", "choice", "answer", "finish", "note", "hint", "inspect"})
# A lane never needs more; a forged number must not make the fold walk for ever.
MAX_SEQ = 10_000
MAX_PAYLOAD = 4_000


@dataclass(frozen=True)
class IncomingEvent:
    """One well-formed event. `ts` is seconds by the device's clock."""

    id: UUID
    attempt: UUID
    device: UUID
    seq: int
    learner: str
    type: str
    lesson: str
    version: str
    ts: float
    scene: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    mode: str = ""  # of the attempt; empty: the first one that the lesson asks for

    def same_as(self, answer: Answer) -> bool:
        """Whether `answer` (of the same id) says the same."""
        fields = (self.attempt, self.device, self.seq, self.type, self.scene, self.payload)
        return fields == (
            answer.attempt_id,
            answer.device,
            answer.seq,
            answer.type,
            answer.scene,
            answer.payload,
        )

    def happened_at(self, now: dt.datetime, sent_at: float) -> dt.datetime:
        """When it was done: the device's time, corrected by the error of its clock at sending."""
        age = min(max(sent_at - self.ts, 0.0), 365 * 86_400.0)
        return now - dt.timedelta(seconds=age)

    def as_answer(self, now: dt.datetime, sent_at: float) -> Answer:
        """The event as a row of the log, not saved."""
        return Answer(
            id=self.id,
            attempt_id=self.attempt,
            device=self.device,
            seq=self.seq,
            type=self.type,
            scene=self.scene,
            payload=self.payload,
            received_at=now,
            device_at=self.happened_at(now, sent_at),
        )


def parse_event(raw: Any) -> IncomingEvent:
    """An event from its JSON. ValueError, KeyError or TypeError if it is malformed."""
    event = IncomingEvent(
        id=UUID(raw["id"]),
        attempt=UUID(raw["attempt"]),
        device=UUID(raw["device"]),
        seq=_check_whole(raw["seq"]),
        learner=_check_text(raw["learner"], 64),
        type=_check_text(raw["type"], 16),
        lesson=_check_text(raw["lesson"], 80),
        version=_check_text(raw["version"], 64),
        ts=float(raw["ts"]),
        scene=_check_text(raw.get("scene", ""), 60),
        payload=check_payload(raw.get("payload", {})),
        mode=_check_text(raw.get("mode", ""), 8),
    )
    if event.type not in TYPES or event.device == SERVER or event.ts != event.ts:
        raise ValueError(event.type)
    return event


def _check_whole(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= MAX_SEQ:
        raise ValueError(value)
    return int(value)


def _check_text(value: Any, longest: int) -> str:
    # NUL cannot be stored by PostgreSQL.
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise ValueError(value)
    value.encode()  # half a surrogate pair cannot be stored either
    return value


def check_payload(value: Any) -> dict[str, Any]:
    """The payload, checked. ValueError, KeyError or TypeError if it cannot be stored."""
    if not isinstance(value, dict):
        raise TypeError(value)
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    written.encode()
    if len(written) > MAX_PAYLOAD or "\\u0000" in written:
        raise ValueError("payload")
    origin = value.get("from")
    if origin is not None:
        _check_whole(origin["seq"])
        UUID(origin["device"])
    return value
