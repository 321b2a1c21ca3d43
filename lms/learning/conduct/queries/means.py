"""The self-assessments of a class before and after: means only, and none of too few people."""

from dataclasses import dataclass
from statistics import mean

from cms import api
from cms.content import SelfCheck, Statement
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.learning.conduct.models import SelfAssessment
from lms.learning.conduct.policies import means_read_by
from lms.people.rulebook.queries import rule_for
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.states import EnrolmentState

# The rule for the least number of people: a mean of fewer could give a single rating away.
_FEWEST = "conduct.fewest_rated"


@dataclass(frozen=True)
class StatementMeans:
    """Means of one statement, 1–5 with one decimal; None where too few rated it."""

    statement: Statement
    before: float | None
    after: float | None


@dataclass(frozen=True)
class ClassMeans:
    """The means of a class. `before`, `after`: people who rated; below `fewest` without means."""

    group: ClassGroup
    before: int
    after: int
    fewest: int
    lines: tuple[StatementMeans, ...]


def class_means(actor: Actor, code: str) -> ClassMeans:
    """The means of a class that the actor teaches or manages.

    A person counts by their newest rating of each phase. NotFound for all others, and for a class
    without a self-assessment.
    """
    classes = ClassGroup.objects.select_related("school")
    group = one_or_404(classes, means_read_by(actor), code=code)
    checks = _self_checks_of(group)
    if not checks:
        raise NotFound
    statements = {statement.key: statement for check in checks for statement in check.statements}
    newest: dict[str, dict[int, dict[str, int]]] = {"before": {}, "after": {}}
    assessments = SelfAssessment.objects.filter(
        enrolment__group=group, enrolment__state=EnrolmentState.ENROLLED
    )
    for assessment in assessments.order_by("number"):
        newest[assessment.phase][assessment.enrolment_id] = assessment.ratings
    before, after = list(newest["before"].values()), list(newest["after"].values())
    fewest = int(rule_for(_FEWEST, unit=group.school).value)
    lines = tuple(
        StatementMeans(
            statement,
            _mean_of_enough(before, statement.key, fewest),
            _mean_of_enough(after, statement.key, fewest),
        )
        for statement in statements.values()
    )
    return ClassMeans(group, len(before), len(after), fewest, lines)


def has_self_check(group: ClassGroup) -> bool:
    """Whether the class's edition lets its learners rate themselves."""
    return bool(_self_checks_of(group))


def _self_checks_of(group: ClassGroup) -> list[SelfCheck]:
    return [
        lesson.self_check
        for lesson in api.read_edition(group.edition_id).lessons
        if lesson.self_check
    ]


def _mean_of_enough(people: list[dict[str, int]], key: str, fewest: int) -> float | None:
    figures = [ratings[key] for ratings in people if key in ratings]
    return round(mean(figures), 1) if len(figures) >= fewest else None
