"""An edition as frozen data: course, modules, lessons of every kind. No Django here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from cms.content.scenario import Scenario, Scene


class LessonKind(StrEnum):
    """Kinds of lesson."""

    READING = "reading"
    SCENARIO = "scenario"
    ASSIGNMENT = "assignment"
    SELF_CHECK = "self_check"  # tự soi: before and after
    REFLECTION = "reflection"  # suy ngẫm
    PLEDGE = "pledge"  # cam kết
    REFRESHER = "refresher"  # nhắc lại hằng năm


@dataclass(frozen=True)
class LessonTraits:
    """What holds for every lesson of a kind.

    `content`: the attribute of Lesson that holds what is taught. `is_read`: finished by saying so
    (“Đã đọc xong”). `is_finished_on_device`: the word of a device that it is done counts; of the
    others the server alone knows. `is_personal`: its page shows what belongs to one person, so no
    pack of it is kept on a device.
    """

    content: str
    is_read: bool = False
    is_finished_on_device: bool = False
    is_personal: bool = False


LESSON_TRAITS: dict[LessonKind, LessonTraits] = {
    LessonKind.READING: LessonTraits("body_html", is_read=True, is_finished_on_device=True),
    LessonKind.SCENARIO: LessonTraits("scenario", is_finished_on_device=True),
    LessonKind.ASSIGNMENT: LessonTraits("assignment"),
    LessonKind.SELF_CHECK: LessonTraits("self_check", is_personal=True),
    LessonKind.REFLECTION: LessonTraits("reflection", is_personal=True),
    LessonKind.PLEDGE: LessonTraits("pledge", is_personal=True),
    LessonKind.REFRESHER: LessonTraits("refresher", is_personal=True),
}


class CourseKind(StrEnum):
    PROGRAMME = "programme"  # bồi dưỡng
    CONDUCT = "conduct"  # văn hóa ứng xử


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
class Statement:
    """One line of a self-assessment, rated from 1 (never) to 5 (always)."""

    key: str
    text: str


@dataclass(frozen=True)
class SelfCheck:
    """The same statements before and after the course; `phase` says which of the two this is."""

    phase: Literal["before", "after"]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class ReflectionTask:
    """A question to oneself; the learner's text is seen by nobody else and not graded."""

    question: str
    points: tuple[str, ...] = ()  # what to think of
    min_words: int = 30


@dataclass(frozen=True)
class Pledge:
    """A commitment (cam kết) that the learner signs: paragraphs, one a line."""

    text: str
    version: str  # "2026-1": the school's own name of this text


@dataclass(frozen=True)
class Refresher:
    """Of a pool of situations a few are drawn for each person and year.

    Situations are scenes of the kind JUDGE.
    """

    draw: int
    situations: tuple[Scene, ...]


@dataclass(frozen=True)
class Lesson:
    """One lesson of an edition. `hash` covers all the rest and is part of its address."""

    slug: str
    title: str
    kind: LessonKind
    minutes: int
    summary: str = ""
    body_html: str = ""  # reading: cleaned HTML, pictures and video included
    scenario: Scenario | None = None
    assignment: Assignment | None = None
    self_check: SelfCheck | None = None
    reflection: ReflectionTask | None = None
    pledge: Pledge | None = None
    refresher: Refresher | None = None
    hash: str = ""

    @property
    def traits(self) -> LessonTraits:
        """What holds for every lesson of this kind."""
        return LESSON_TRAITS[self.kind]

    @property
    def steps(self) -> int:
        """How many steps the step bar shows at most: scenes that are not an ending."""
        if self.scenario is not None:
            return sum(1 for scene in self.scenario.scenes if not scene.is_ending)
        return 1


@dataclass(frozen=True)
class Module:
    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Outline:
    """A printed edition (ấn bản) as other packages read it."""

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
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)


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
class SchoolSection:
    """A school's section on the site."""

    code: str
    name: str
    url: str
