"""The three modes of a scenario, as addresses and pages name them."""

from dataclasses import dataclass

from cms.content import Lesson, Mode
from lms.core.errors import NotFound
from lms.learning.progress.models import LessonProgress
from lms.learning.progress.queries import MODES, begun_modes, waits_for
from lms.teaching.enrolment.models import Enrolment

WORDS = {Mode.WATCH: "xem-mau", Mode.GUIDED: "lam-cung", Mode.SOLO: "tu-lam"}
_MODES = {word: mode for mode, word in WORDS.items()}


@dataclass(frozen=True)
class ModeCard:
    """One mode that the lesson asks for, and how far the learner is in it.

    `waits_for`: the name of the mode that must be finished before, "" for none.
    """

    mode: Mode
    counts: bool
    is_finished: bool
    is_begun: bool
    waits_for: str

    @property
    def word(self) -> str:
        return WORDS[self.mode]

    @property
    def name(self) -> str:
        return str(MODES[self.mode])

    @property
    def is_open(self) -> bool:
        return not self.waits_for


def mode_of(word: str) -> Mode:
    """The mode that an address names. NotFound for any other word."""
    if word not in _MODES:
        raise NotFound
    return _MODES[word]


def cards(
    lesson: Lesson, enrolment: Enrolment | None, progress: LessonProgress | None
) -> list[ModeCard]:
    """The modes that a lesson asks for, in their order. Staff (no enrolment) may look at each."""
    scenario = lesson.scenario
    if scenario is None:
        return []
    finished = set(progress.finished_modes) if progress else set()
    begun = begun_modes(enrolment, lesson.slug) if enrolment else set()
    shown = []
    for mode in scenario.modes:
        prerequisite = waits_for(lesson, mode, finished) if enrolment else None
        shown.append(
            ModeCard(
                mode,
                mode == scenario.counting,
                mode in finished,
                mode in begun,
                str(MODES[prerequisite]) if prerequisite else "",
            )
        )
    return shown
