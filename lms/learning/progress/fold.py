"""What a log of events comes to: a pure function, so that order, repetition and batching never matter."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from cms import api
from cms.content import Answer, Kind, Lesson

# The lane of answers given without JavaScript and of what the server itself knows (a hand-in).
SERVER = UUID(int=0)

Path = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """An event as the fold reads it. `after` = (device, seq): this lane goes on from there."""

    attempt: UUID
    device: UUID
    seq: int
    type: str
    scene: str = ""
    choice: str = ""
    after: tuple[UUID, int] | None = None


@dataclass(frozen=True)
class Lane:
    """What one device did in one attempt. `acked`: the longest unbroken run of seq from 1."""

    attempt: UUID
    device: UUID
    seq: int
    acked: int
    path: Path = ()
    scene: str = ""
    finished: bool = False
    score: int | None = None


def fold(lesson: Lesson, entries: Iterable[Entry]) -> tuple[Lane, ...]:
    """The lanes of one attempt at `lesson`, best first."""
    lanes: dict[tuple[UUID, UUID], dict[int, Entry]] = {}
    for entry in entries:
        lanes.setdefault((entry.attempt, entry.device), {})[entry.seq] = entry
    found = [_lane(lesson, lanes, key) for key in sorted(lanes)]
    return tuple(sorted(found, key=rank, reverse=True))


def rank(lane: Lane) -> tuple[bool, int, int, int, int]:
    """Orders lanes: finished first, then the better score, then the longer way; ties by their ids."""
    score = -1 if lane.score is None else lane.score
    return lane.finished, score, len(lane.path), lane.attempt.int, -lane.device.int


def allowed(lesson: Lesson, steps: Iterable[tuple[str, str]]) -> Path:
    """Of these (scene, choice) the ones that count: made where the learner stood. The others are practice."""
    if lesson.scenario is None:
        return ()
    here = lesson.scenario.scenes[0].key
    path: list[tuple[str, str]] = []
    for scene, key in steps:
        found = lesson.scenario.scene(scene)
        choice = found.choice(key) if found and scene == here else None
        if choice is not None:
            path.append((scene, key))
            here = choice.target
    return tuple(path)


def _lane(
    lesson: Lesson, lanes: dict[tuple[UUID, UUID], dict[int, Entry]], key: tuple[UUID, UUID]
) -> Lane:
    attempt, device = key
    events = lanes[key]
    acked = next(n for n in range(1, len(events) + 2) if n not in events) - 1
    lane = Lane(attempt, device, max(events), acked)
    if lesson.scenario is None:
        # An assignment is done when it is handed in, which the server alone knows.
        counts = lesson.kind == Kind.READING or device == SERVER
        return replace(lane, finished=counts and any(e.type == "finish" for e in events.values()))
    path = _path(lesson, lanes, (attempt, device, lane.seq), {})
    played = api.play(lesson.scenario, [Answer(*step) for step in path])
    score = api.score(lesson.scenario, played).percent if played.finished else None
    return replace(lane, path=path, scene=played.scene, finished=played.finished, score=score)


def _path(
    lesson: Lesson,
    lanes: dict[tuple[UUID, UUID], dict[int, Entry]],
    at: tuple[UUID, UUID, int],
    seen: dict[tuple[UUID, UUID, int], Path],
) -> Path:
    """The path of a lane up to a seq. A lane may go on from a further place of another one, never step back."""
    if at in seen:
        return seen[at]
    seen[at] = ()  # a circle of lanes leads nowhere
    attempt, device, end = at
    steps: list[tuple[str, str]] = []
    for _seq, entry in sorted(lanes.get((attempt, device), {}).items()):
        if entry.seq > end:
            break
        if entry.after is not None:
            base = _path(lesson, lanes, (attempt, *entry.after), seen)
            if len(base) > len(allowed(lesson, steps)):
                steps = list(base)
        elif entry.type == "choice":
            steps.append((entry.scene, entry.choice))
    seen[at] = allowed(lesson, steps)
    return seen[at]
