"""The three modes of a scenario, as addresses and pages name them."""

from dataclasses import dataclass

from cms.content import Lesson, PlayMode
from lms.core.errors import NotFound
from lms.learning.progress.models import LessonProgress
from lms.learning.progress.queries import MODES, begun_modes, waits_for
from lms.teaching.enrolment.models import Enrolment

WORD_OF_MODE = {PlayMode.WATCH: "xem-mau", PlayMode.GUIDED: "lam-cung", PlayMode.SOLO: "tu-lam"}
_MODE_OF_WORD = {word: mode for mode, word in WORD_OF_MODE.items()}


@dataclass(frozen=True)
class ModeCard:
    """One mode that the lesson asks for, and how far the learner is in it.

    `waits_for`: the name of the mode that must be finished before, "" for none.
    """

    mode: PlayMode
    counts: bool
    is_finished: bool
    is_begun: bool
    waits_for: str

    @property
    def word(self) -> str:
        return WORD_OF_MODE[self.mode]

    @property
    def name(self) -> str:
        return str(MODES[self.mode])

    @property
    def is_open(self) -> bool:
        return not self.waits_for


def mode_of(word: str) -> PlayMode:
    """The mode that an address names. NotFound for any other word."""
    if word not in _MODE_OF_WORD:
        raise NotFound
    return _MODE_OF_WORD[word]


def mode_cards(
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
