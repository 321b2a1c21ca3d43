"""The types of the door to content: what an edition holds, as plain frozen data. No Django here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """Kinds of lesson."""

    READING = "reading"
    SCENARIO = "scenario"
    ASSIGNMENT = "assignment"


class CourseKind(StrEnum):
    PROGRAMME = "programme"  # bồi dưỡng
    CONDUCT = "conduct"  # văn hóa ứng xử


@dataclass(frozen=True)
class Basis:
    """What makes an answer right: law, an internal rule, or advice. Never mixed."""

    kind: Literal["law", "internal", "practice"]
    text: str  # "Luật Hộ tịch 2014, Điều 16 khoản 1"
    document: str = ""  # number of the legal document in the library: "60/2014/QH13"
    valid_from: str = ""  # ISO dates, filled at printing from the library
    valid_to: str = ""
    note: str = ""  # "Đối chiếu NĐ 118/2025 trước khi dùng"


@dataclass(frozen=True)
class Paper:
    """A paper on the counter (giấy tờ trên quầy)."""

    key: str
    title: str
    status: Literal["ok", "missing", "wrong"]
    status_text: str  # "Đã điền", "Không có"
    text: str = ""  # what stands on it


@dataclass(frozen=True)
class Choice:
    """One way to act, and what it does to the citizen."""

    key: str
    text: str
    consequence: str
    target: str  # key of the next scene
    trips: int = 0  # more trips the citizen must make
    minutes: int = 0  # more minutes the citizen waits
    is_right: bool = False
    competence: str = ""  # nghiep_vu, thai_do, phap_luat, phoi_hop


@dataclass(frozen=True)
class Scene:
    """One moment at the counter. A scene without choices is an ending."""

    key: str
    title: str
    place: str
    picture: str  # name of a picture of the scene kit: counter, office, hall, field
    picture_alt: str
    speaker: str = ""
    speech: str = ""
    narration: str = ""
    papers: tuple[Paper, ...] = ()
    question: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    right_way: tuple[str, ...] = ()  # "Cách làm đúng", step by step
    basis: tuple[Basis, ...] = ()
    ending: Literal["", "good", "fair", "poor"] = ""

    @property
    def is_ending(self) -> bool:
        return not self.choices

    def choice(self, key: str) -> Choice | None:
        return next((c for c in self.choices if c.key == key), None)


@dataclass(frozen=True)
class Scenario:
    """A case handled step by step (tình huống). The first scene is where it begins."""

    citizen: str  # "bà Lý Thị Mẩy": whom the impact strip speaks of
    role: str  # the learner's part
    scenes: tuple[Scene, ...]
    start_trips: int = 1
    start_minutes: int = 0
    reviewed_on: str = ""
    reviewed_by: str = ""

    def scene(self, key: str) -> Scene | None:
        return next((s for s in self.scenes if s.key == key), None)


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric: four levels from 1 (weak) to 4 (very good)."""

    key: str
    title: str
    weight: int  # shares of the whole, in percent; they add up to 100
    levels: tuple[str, str, str, str] = ("", "", "", "")


@dataclass(frozen=True)
class Assignment:
    """A brief (đề bài thu hoạch)."""

    brief_html: str
    min_words: int
    max_words: int
    allows_file: bool
    rubric: tuple[Criterion, ...]
    is_required: bool = True


@dataclass(frozen=True)
class Lesson:
    """One lesson of an edition. `hash` covers all the rest and is part of its address."""

    slug: str
    title: str
    kind: Kind
    minutes: int
    summary: str = ""
    body_html: str = ""  # reading: cleaned HTML, pictures and video included
    scenario: Scenario | None = None
    assignment: Assignment | None = None
    hash: str = ""

    @property
    def steps(self) -> int:
        """How many steps the step bar shows at most."""
        if self.scenario is not None:
            return sum(1 for scene in self.scenario.scenes if not scene.is_ending)
        return 1


@dataclass(frozen=True)
class Module:
    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Outline:
    """A printed edition (ấn bản) as the rest of the house reads it."""

    edition_id: int
    number: int
    course_key: str
    slug: str
    title: str
    kind: CourseKind
    school_code: str
    summary: str
    audience: str
    outcomes: tuple[str, ...]
    periods: int  # tiết of the whole programme
    modules: tuple[Module, ...]
    digest: str = ""

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    def lesson(self, slug: str) -> Lesson | None:
        return next((x for x in self.lessons if x.slug == slug), None)


@dataclass(frozen=True)
class Played:
    """Where a learner stands in a scenario: the fold of his events."""

    scene: str  # key of the current scene
    path: tuple[tuple[str, str], ...] = ()  # (scene, choice) in order
    trips: int = 0
    minutes: int = 0
    finished: bool = False
    right: int = 0  # right choices on the path


@dataclass(frozen=True)
class Score:
    """Impact on the citizen against the best and the worst possible path, 0–100."""

    percent: int
    trips: int
    minutes: int
    best_trips: int
    best_minutes: int
    worst_trips: int
    worst_minutes: int


@dataclass(frozen=True)
class Law:
    """A legal document of the library (văn bản pháp luật); dates ISO, empty where unknown."""

    number: str
    title: str
    issuer: str
    valid_from: str
    valid_to: str
    is_verified: bool  # checked against the original


@dataclass(frozen=True)
class School:
    """A school's section on the site."""

    code: str
    name: str
    url: str
