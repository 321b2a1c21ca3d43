"""Reading how a class went through its cases: the list, one case, the limits of the school."""

from dataclasses import dataclass
from statistics import mean

from cms import api
from cms.content import Lesson, Mode, Outline
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.learning.progress.models import Answer, Attempt, LessonProgress
from lms.learning.progress.queries import entry_of
from lms.outcomes.evaluation.analysis import CaseReport, Limits, analyse
from lms.outcomes.evaluation.log import read
from lms.outcomes.evaluation.policies import analysed_by
from lms.people.organisation.models import Unit
from lms.people.rulebook.queries import rule, rules_for
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# The rules that say from when on a scene is worth a look, in the order of `analysis.Limits`.
LIMITS = (
    "insight.too_easy_share",
    "insight.too_hard_share",
    "insight.least_answers",
    "insight.away_minutes",
    "panel.divided_points",
    "panel.nearest_means",
)


@dataclass(frozen=True)
class CaseLine:
    """A case of the class: who began, who finished, the mean score out of 100 of those who did."""

    lesson: Lesson
    begun: int
    finished: int
    score: int | None


def analysed_class(actor: Actor, code: str) -> ClassGroup:
    """A class whose learning the actor may look into. NotFound."""
    found = ClassGroup.objects.filter(analysed_by(actor), code=code).select_related("school")
    group = found.first()
    if group is None:
        raise NotFound
    return group


def case_of(group: ClassGroup, slug: str) -> Lesson:
    """A case of the class's edition. NotFound."""
    lesson = api.lesson(group.edition_id, slug)
    if lesson.scenario is None:
        raise NotFound
    return lesson


def cases(group: ClassGroup) -> list[CaseLine]:
    """The cases of the class's edition in its order; one query."""
    outline: Outline = api.edition(group.edition_id)
    rows: dict[str, list[tuple[str, int | None]]] = {}
    progress = LessonProgress.objects.filter(
        enrolment__group=group, enrolment__state=EnrolmentState.ENROLLED
    )
    for slug, state, score in progress.values_list("lesson", "state", "score"):
        rows.setdefault(slug, []).append((state, score))
    return [
        _line(lesson, rows.get(lesson.slug, []))
        for lesson in outline.lessons
        if lesson.scenario is not None
    ]


def case_report(group: ClassGroup, slug: str, mode: Mode) -> CaseReport:
    """One case of the class's edition as its learners went through it in one mode; three queries.

    Every answer of the log is in it exactly once: as a step that counted or as practice. Learners
    who left the class are left out, and so are attempts at another edition.
    """
    lesson = case_of(group, slug)
    if lesson.scenario is None:
        raise NotFound
    attempts = list(_attempts(group, lesson, mode))
    rows = Answer.objects.filter(attempt__in=attempts).order_by("device_at", "device", "seq")
    log = read(lesson.scenario, attempts, (entry_of(row) for row in rows))
    return analyse(lesson.scenario, log.taken, log.runs, log.hints, limits_of(group.school))


def takers(group: ClassGroup, learners: tuple[int, ...]) -> list[Enrolment]:
    """The seats of these ids, by name."""
    rows = Enrolment.objects.filter(group=group, pk__in=learners).select_related("official")
    return list(rows.order_by("official__name_key", "pk"))


def limits_of(school: Unit) -> Limits:
    """From when on a scene is worth a look, as the school's rulebook says today."""
    rules = rules_for(*LIMITS, unit=school)
    missing = [key for key in LIMITS if key not in rules]
    if missing:
        rule(missing[0], unit=school)  # refuses with what the school must set
    return Limits(*(rules[key].value for key in LIMITS))


def _attempts(group: ClassGroup, lesson: Lesson, mode: Mode) -> list[Attempt]:
    found = Attempt.objects.filter(
        enrolment__group=group,
        enrolment__state=EnrolmentState.ENROLLED,
        lesson=lesson.slug,
        lesson_hash=lesson.hash,
        mode=mode,
    )
    return list(found.order_by("pk"))


def _line(lesson: Lesson, rows: list[tuple[str, int | None]]) -> CaseLine:
    done = [score for state, score in rows if state == LessonProgress.State.DONE]
    scores = [score for score in done if score is not None]
    return CaseLine(lesson, len(rows), len(done), round(mean(scores)) if scores else None)
