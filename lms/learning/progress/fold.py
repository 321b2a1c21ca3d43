"""The fold of a log of events: a pure function, so order, repetition and batching never matter."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from cms import api
from cms.content import Lesson, PlayMode, Scenario, Scene, StepAnswer, Turn

# The lane of answers given without JavaScript and of what the server itself knows (a hand-in).
SERVER = UUID(int=0)
# Events that answer a scene.
ANSWERS = frozenset({"choice", "answer"})
# Seconds that network and hand may take beside the time of a scene.
_GRACE_SECONDS = 2.0
# Lanes that go on from each other, one after the other; no learner comes near it, a forged log may.
_DEEPEST = 40

Path = tuple[StepAnswer, ...]


@dataclass(frozen=True)
class LogEntry:
    """An event as the fold reads it. `at`: when it happened, by the device's clock set right."""

    attempt: UUID
    device: UUID
    seq: int
    type: str
    scene: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    at: dt.datetime | None = None

    @property
    def after(self) -> tuple[UUID, int] | None:
        """(device, seq): this lane goes on from there."""
        origin = self.payload.get("from")
        return (UUID(origin["device"]), origin["seq"]) if origin else None

    def answer(self, *, late: bool = False) -> StepAnswer:
        """What was done, whatever the payload holds."""
        choice, response = self.payload.get("choice"), self.payload.get("response")
        return StepAnswer(
            self.scene,
            choice if isinstance(choice, str) else "",
            response if isinstance(response, Mapping) else {},
            late,
        )


@dataclass(frozen=True)
class Lane:
    """What one device did in one attempt. `acked`: the longest unbroken run of seq from 1.

    `state`: where the scenario stands (None without one); `path`: the answers that counted;
    `turns`: the turn of each.
    """

    attempt: UUID
    device: UUID
    seq: int
    acked: int
    path: Path = ()
    turns: tuple[Turn, ...] = ()
    state: api.PlayState | None = None
    finished: bool = False
    score: int | None = None

    @property
    def scene(self) -> str:
        return self.state.scene if self.state else ""


@dataclass(frozen=True)
class AnsweredStep:
    """One answer of a log: its turn (None: practice), seconds since the learner met the scene."""

    entry: LogEntry
    turn: Turn | None
    seconds: float | None


def fold_log(
    lesson: Lesson, entries: Iterable[LogEntry], mode: str = PlayMode.GUIDED
) -> tuple[Lane, ...]:
    """The lanes of attempts of one mode at `lesson`, best first."""
    logs: dict[UUID, dict[UUID, dict[int, LogEntry]]] = {}
    for entry in entries:
        lanes = logs.setdefault(entry.attempt, {})
        lanes.setdefault(entry.device, {})[entry.seq] = entry
    folded = [
        _fold_lane(lesson, lanes, attempt, device, mode)
        for attempt, lanes in sorted(logs.items())
        for device in sorted(lanes)
    ]
    return tuple(sorted(folded, key=rank_lane, reverse=True))


def answered_steps(
    scenario: Scenario, entries: Iterable[LogEntry], mode: str
) -> list[AnsweredStep]:
    """Every answer of one attempt's log exactly once: lane by lane, in the order of the lane."""
    lanes: dict[UUID, dict[int, LogEntry]] = {}
    for entry in entries:
        lanes.setdefault(entry.device, {})[entry.seq] = entry
    walk = _LaneWalk(scenario, lanes, is_timed=mode == PlayMode.SOLO)
    answers = []
    for device in sorted(lanes):
        place = walk.start
        for _seq, entry in sorted(lanes[device].items()):
            after = walk.place_after(place, entry)
            if entry.type in ANSWERS:
                elapsed = entry.at - place.since if entry.at and place.since else None
                moved = len(after.turns) > len(place.turns)
                seconds = elapsed.total_seconds() if elapsed else None
                answers.append(AnsweredStep(entry, after.turns[-1] if moved else None, seconds))
            place = after
    return answers


def rank_lane(lane: Lane) -> tuple[bool, int, int, int, int]:
    """Orders lanes: finished first, then the better score, then the longer path; ties by ids."""
    score = -1 if lane.score is None else lane.score
    return lane.finished, score, len(lane.path), lane.attempt.int, -lane.device.int


def is_late(scene: Scene, payload: Mapping[str, Any], seconds: float | None) -> bool:
    """Whether an answer in the mode Tự làm came after the scene's time.

    The device says so, or `seconds` since the learner met the scene (None: not known) are too many.
    Never late: in a scene without a time, and for who asked for more of it (WCAG 2.2.1).
    """
    if not scene.seconds or payload.get("more_time") is True:
        return False
    over = seconds is not None and seconds > scene.seconds + _GRACE_SECONDS
    return over or payload.get("late") is True


def _fold_lane(
    lesson: Lesson,
    lanes: dict[UUID, dict[int, LogEntry]],
    attempt: UUID,
    device: UUID,
    mode: str,
) -> Lane:
    events = lanes[device]
    acked = next(n for n in range(1, len(events) + 2) if n not in events) - 1
    lane = Lane(attempt, device, max(events), acked)
    if lesson.scenario is None or mode == PlayMode.WATCH:
        counts = lesson.traits.is_finished_on_device or device == SERVER
        return replace(lane, finished=counts and any(e.type == "finish" for e in events.values()))
    place = _LaneWalk(lesson.scenario, lanes, is_timed=mode == PlayMode.SOLO).place_at(
        device, lane.seq
    )
    scene = lesson.scenario.scene(place.state.scene)
    finished, score = scene is not None and scene.is_ending, None
    if finished:
        score = api.score_play(
            lesson.scenario, api.play_answers(lesson.scenario, place.path)
        ).percent
    return replace(
        lane, path=place.path, turns=place.turns, state=place.state, finished=finished, score=score
    )


@dataclass(frozen=True)
class _Place:
    """Where a lane stands after an event, and since when the learner is in that scene."""

    state: api.PlayState
    path: Path = ()
    turns: tuple[Turn, ...] = ()
    since: dt.datetime | None = None
    is_seen: bool = False


class _LaneWalk:
    """The lanes of one attempt, walked event by event."""

    def __init__(
        self, scenario: Scenario, lanes: dict[UUID, dict[int, LogEntry]], *, is_timed: bool
    ) -> None:
        self.scenario = scenario
        self.lanes = lanes
        self.is_timed = is_timed
        self.start = _Place(api.begin_play(scenario))
        self.known: dict[tuple[UUID, int], _Place] = {}

    def place_at(self, device: UUID, end: int, depth: int = 0) -> _Place:
        """Where a lane stands after its event `end`."""
        if (device, end) in self.known or depth > _DEEPEST:
            return self.known.get((device, end), self.start)
        self.known[device, end] = place = self.start  # a circle of lanes leads nowhere
        for seq, entry in sorted(self.lanes.get(device, {}).items()):
            if seq > end:
                break
            place = self.place_after(place, entry, depth)
        self.known[device, end] = place
        return place

    def place_after(self, place: _Place, entry: LogEntry, depth: int = 0) -> _Place:
        """Where a lane stands after one more event."""
        origin = entry.after
        if origin is not None:
            # A lane may go on from a further place of another one, never step back.
            origin_place = self.place_at(*origin, depth + 1)
            if len(origin_place.path) > len(place.path):
                return replace(origin_place, since=entry.at, is_seen=True)
        if entry.type in ANSWERS:
            return self._place_after_answer(place, entry)
        if entry.type == "view" and entry.scene == place.state.scene and not place.is_seen:
            return replace(place, since=entry.at, is_seen=True)
        return place

    def _place_after_answer(self, place: _Place, entry: LogEntry) -> _Place:
        scene = self.scenario.scene(entry.scene)
        if scene is None:
            return place
        seconds = (entry.at - place.since).total_seconds() if entry.at and place.since else None
        late = self.is_timed and is_late(scene, entry.payload, seconds)
        answer = entry.answer(late=late)
        try:
            moved = api.take_step(self.scenario, place.state, answer)
        except api.UnknownStep:
            return place
        if moved is None:
            return place  # practice
        state, turn = moved
        return _Place(state, (*place.path, answer), (*place.turns, turn), entry.at)
