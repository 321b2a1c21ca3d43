"""How a class went through its scenarios: the list, one scenario, the limits of the school."""

from dataclasses import dataclass
from statistics import mean

from cms import api
from cms.content import Lesson, Outline, PlayMode
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.learning.progress.models import Answer, Attempt, LessonProgress
from lms.learning.progress.queries import entry_of
from lms.outcomes.evaluation.analysis import ReviewLimits, ScenarioReport, analyse_answers
from lms.outcomes.evaluation.log import read_log
from lms.outcomes.evaluation.policies import analysed_by
from lms.people.organisation.models import Unit
from lms.people.rulebook.queries import rule_for, rules_for
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# The rules that say from when on a scene is worth a look, in the order of `analysis.ReviewLimits`.
LIMITS = (
    "insight.too_easy_share",
    "insight.too_hard_share",
    "insight.least_answers",
    "insight.away_minutes",
    "panel.divided_points",
    "panel.nearest_means",
)


@dataclass(frozen=True)
class ScenarioLine:
    """A scenario of the class: how many began and finished it, the mean score of these (0–100)."""

    lesson: Lesson
    begun: int
    finished: int
    score: int | None


def analysed_class(actor: Actor, code: str) -> ClassGroup:
    """A class whose answers the actor may analyse. NotFound for all others."""
    groups = ClassGroup.objects.filter(analysed_by(actor)).select_related("school")
    return one_or_404(groups, code=code)


def scenario_lesson(group: ClassGroup, slug: str) -> Lesson:
    """A lesson with a scenario in the edition of the class. NotFound for all others."""
    lesson = api.read_lesson(group.edition_id, slug)
    if lesson.scenario is None:
        raise NotFound
    return lesson


def scenario_lines(group: ClassGroup) -> list[ScenarioLine]:
    """The scenarios of the class's edition in its order; one query."""
    outline: Outline = api.read_edition(group.edition_id)
    states: dict[str, list[tuple[str, int | None]]] = {}
    progress = LessonProgress.objects.filter(
        enrolment__group=group, enrolment__state=EnrolmentState.ENROLLED
    )
    for slug, state, score in progress.values_list("lesson", "state", "score"):
        states.setdefault(slug, []).append((state, score))
    return [
        _scenario_line(lesson, states.get(lesson.slug, []))
        for lesson in outline.lessons
        if lesson.scenario is not None
    ]


def scenario_report(group: ClassGroup, slug: str, mode: PlayMode) -> ScenarioReport:
    """How the learners of a class went through one scenario in one mode; three queries.

    Every answer of the log is in it exactly once: as a step that counted or as practice. Learners
    who left the class are left out, and so are attempts at another edition.
    """
    lesson = scenario_lesson(group, slug)
    if lesson.scenario is None:
        raise NotFound
    attempts = list(_attempts_in_mode(group, lesson, mode))
    answers = Answer.objects.filter(attempt__in=attempts).order_by("device_at", "device", "seq")
    log = read_log(lesson.scenario, attempts, map(entry_of, answers))
    return analyse_answers(
        lesson.scenario, log.taken, log.runs, log.hints, _review_limits(group.school)
    )


def enrolments_by_name(group: ClassGroup, learners: tuple[int, ...]) -> list[Enrolment]:
    """The enrolments of the class with these ids, in the order of names."""
    enrolments = Enrolment.objects.filter(group=group, pk__in=learners)
    return list(enrolments.select_related("official").order_by("official__name_key", "pk"))


def _review_limits(school: Unit) -> ReviewLimits:
    """The limits beyond which a scene is worth a look, by the school's rulebook of today."""
    rules = rules_for(*LIMITS, unit=school)
    missing = [key for key in LIMITS if key not in rules]
    if missing:
        # Raises RuleBroken with the rule that the school must set.
        rule_for(missing[0], unit=school)
    return ReviewLimits(*(rules[key].value for key in LIMITS))


def _attempts_in_mode(group: ClassGroup, lesson: Lesson, mode: PlayMode) -> list[Attempt]:
    attempts = Attempt.objects.filter(
        enrolment__group=group,
        enrolment__state=EnrolmentState.ENROLLED,
        lesson=lesson.slug,
        lesson_hash=lesson.hash,
        mode=mode,
    )
    return list(attempts.order_by("pk"))


def _scenario_line(lesson: Lesson, states: list[tuple[str, int | None]]) -> ScenarioLine:
    finished = [score for state, score in states if state == LessonProgress.State.DONE]
    scores = [score for score in finished if score is not None]
    mean_score = round(mean(scores)) if scores else None
    return ScenarioLine(lesson, len(states), len(finished), mean_score)
