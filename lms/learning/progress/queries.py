"""Questions about lessons and progress: who may open which lesson, how far everybody is."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms import api
from cms.content import Lesson, Outline, PlayMode
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.learning.progress.explaining import explain_newest_answer
from lms.learning.progress.fold import Lane, LogEntry, fold_log, rank_lane
from lms.learning.progress.models import Answer, Attempt, LessonProgress
from lms.learning.progress.policies import learnable_by
from lms.people.accounts.queries import get_user
from lms.people.rulebook.queries import rule_for, rules_for
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.policies import managed_by, taught_by
from lms.teaching.enrolment.models import Enrolment

PASS_SHARE = "scenario.pass_share"  # noqa: S105 - the pass mark
SKILL_MARKS = ("scenario.firm_share", "scenario.fair_share")
MODES = {
    PlayMode.WATCH: _("Watch the master"),
    PlayMode.GUIDED: _("Do it together"),
    PlayMode.SOLO: _("Do it alone"),
}


@dataclass(frozen=True)
class OpenedLesson:
    """A lesson opened by a learner, or by staff (then `enrolment` is None)."""

    group: ClassGroup
    outline: Outline
    lesson: Lesson
    enrolment: Enrolment | None = None


@dataclass(frozen=True)
class LessonStanding:
    """Where a learner stands in a lesson: an attempt and its folded log.

    `lane` is the best of `lanes`, None before the first event; `events`: rows that were folded.
    """

    attempt: Attempt | None = None
    lane: Lane | None = None
    lanes: tuple[Lane, ...] = ()
    events: int = 0


def _open_enrolments(actor: Actor) -> tuple[Enrolment, ...]:
    """The actor's enrolments with open lessons, newest class first; read once a request."""
    enrolments: tuple[Enrolment, ...] | None = actor.memo.get("seats")
    if enrolments is None:
        rows = Enrolment.objects.filter(learnable_by(actor)).select_related(
            "group__school", "official"
        )
        enrolments = tuple(rows.order_by("-group__starts_on", "-pk"))
        actor.memo["seats"] = enrolments
    return enrolments


def open_lesson(actor: Actor, slug: str, lesson_hash: str = "") -> OpenedLesson:
    """The lesson as the actor's newest class teaches it (of this hash, where one is given).

    NotFound if none of their classes teaches it.
    """
    for enrolment in _open_enrolments(actor):
        outline = api.read_edition(enrolment.group.edition_id)
        lesson = outline.lesson(slug)
        if lesson is not None and lesson_hash in {"", lesson.hash}:
            return OpenedLesson(enrolment.group, outline, lesson, enrolment)
    raise NotFound


def open_lesson_or_preview(actor: Actor, slug: str, lesson_hash: str = "") -> OpenedLesson:
    """As `open_lesson`; staff of a class that teaches the lesson may look too.

    NotFound for others.
    """
    try:
        return open_lesson(actor, slug, lesson_hash)
    except NotFound:
        classes = ClassGroup.objects.filter(_staffed_by(actor)).select_related("school")
        for group in classes.order_by("-starts_on", "-pk"):
            outline = api.read_edition(group.edition_id)
            lesson = outline.lesson(slug)
            if lesson is not None and lesson_hash in {"", lesson.hash}:
                return OpenedLesson(group, outline, lesson)
        raise


def learner_id(actor: Actor) -> str:
    """The name under which a device keeps this person's events."""
    return str(get_user(actor.key).public_id)


def current_standing(enrolment: Enrolment, slug: str, mode: str = "") -> LessonStanding:
    """The newest attempt (see `newest_attempt`) and its fold."""
    return _standing_of(newest_attempt(enrolment, slug, mode))


def newest_attempt(enrolment: Enrolment, slug: str, mode: str = "") -> Attempt | None:
    """The newest attempt at a lesson in this mode; without one: in any mode but watching."""
    attempts = Attempt.objects.filter(enrolment=enrolment, lesson=slug)
    attempts = attempts.filter(mode=mode) if mode else attempts.exclude(mode=PlayMode.WATCH)
    return attempts.order_by("started_at", "pk").last()


def own_attempt(actor: Actor, slug: str, attempt_id: UUID) -> LessonStanding:
    """An attempt of the actor's own at a lesson, and its fold. NotFound for all others."""
    rows = Attempt.objects.filter(enrolment__in=_open_enrolments(actor), lesson=slug, pk=attempt_id)
    stands = _standing_of(rows.select_related("enrolment__group__school").first())
    if stands.attempt is None:
        raise NotFound
    return stands


def run_to_explain(enrolment: Enrolment, lesson: Lesson) -> LessonStanding:
    """The attempt that the learner's result page explains.

    The best finished one of the mode that counts, else the newest finished one, else the newest.
    """
    attempts = list(
        Attempt.objects.filter(enrolment=enrolment, lesson=lesson.slug)
        .exclude(mode=PlayMode.WATCH)
        .order_by("started_at", "pk")
    )
    lanes = lanes_of(attempts)
    begun = [(attempt, lanes[attempt.pk]) for attempt in attempts if lanes.get(attempt.pk)]
    if not begun:
        return LessonStanding()
    counting = lesson.scenario.counting if lesson.scenario else ""
    ended = [run for run in begun if run[1][0].finished]
    counted = sorted(
        (run for run in ended if run[0].mode == counting), key=lambda run: rank_lane(run[1][0])
    )
    attempt, attempt_lanes = (counted or ended or begun)[-1]
    return LessonStanding(attempt, attempt_lanes[0], attempt_lanes)


def newest_explained_turn(
    stands: LessonStanding, scene: str
) -> tuple[api.ExplainedTurn, Lane] | None:
    """The newest answer of an attempt in a scene, explained, and its lane; None without one."""
    if stands.attempt is None:
        return None
    scenario = api.read_lesson(stands.attempt.edition_id, stands.attempt.lesson).scenario
    if scenario is None or stands.attempt.mode == PlayMode.WATCH:
        return None
    return explain_newest_answer(scenario, entries_of(stands.attempt), stands.lanes, scene)


def entries_of(attempt: Attempt) -> list[LogEntry]:
    """The log of one attempt, oldest first."""
    rows = Answer.objects.filter(attempt=attempt).order_by("device_at", "device", "seq")
    return list(map(entry_of, rows))


def lanes_of(attempts: Iterable[Attempt]) -> dict[UUID, tuple[Lane, ...]]:
    """attempt id → lanes, folded by the lesson that the learner saw; one query."""
    by_id = {attempt.pk: attempt for attempt in attempts}
    entries: dict[UUID, list[LogEntry]] = {}
    for answer in Answer.objects.filter(attempt_id__in=by_id):
        entries.setdefault(answer.attempt_id, []).append(entry_of(answer))
    return {
        pk: fold_log(api.read_lesson(by_id[pk].edition_id, by_id[pk].lesson), log, by_id[pk].mode)
        for pk, log in entries.items()
    }


def entry_of(answer: Answer) -> LogEntry:
    """A stored event as the fold reads it."""
    return LogEntry(
        answer.attempt_id,
        answer.device,
        answer.seq,
        answer.type,
        answer.scene,
        answer.payload,
        answer.device_at,
    )


def _standing_of(attempt: Attempt | None) -> LessonStanding:
    if attempt is None:
        return LessonStanding()
    log = list(map(entry_of, Answer.objects.filter(attempt=attempt)))
    if not log:
        return LessonStanding(attempt)
    lanes = fold_log(api.read_lesson(attempt.edition_id, attempt.lesson), log, attempt.mode)
    return LessonStanding(attempt, lanes[0], lanes, len(log))


# --- modes


def first_mode(lesson: Lesson) -> PlayMode:
    """The mode of an attempt that names none; a lesson without a scenario has only one."""
    return lesson.scenario.modes[0] if lesson.scenario else PlayMode.GUIDED


def first_played(lesson: Lesson) -> PlayMode:
    """The first mode in which the learner acts."""
    modes = lesson.scenario.modes if lesson.scenario else ()
    return next((mode for mode in modes if mode != PlayMode.WATCH), PlayMode.GUIDED)


def is_asked(lesson: Lesson, mode: str) -> bool:
    """Whether the lesson asks for this mode."""
    return mode in (lesson.scenario.modes if lesson.scenario else (PlayMode.GUIDED,))


def waits_for(lesson: Lesson, mode: str, finished: Collection[str]) -> PlayMode | None:
    """The mode that must be finished before this one opens; None where it is open."""
    modes = lesson.scenario.modes if lesson.scenario else ()
    before = modes[: modes.index(PlayMode(mode))] if mode in modes else ()
    return next((earlier for earlier in before if earlier not in finished), None)


def begun_modes(enrolment: Enrolment, slug: str) -> set[str]:
    """The modes in which the learner has an attempt at a lesson."""
    rows = Attempt.objects.filter(enrolment=enrolment, lesson=slug)
    return set(rows.values_list("mode", flat=True))


def pass_share(group: ClassGroup) -> int | None:
    """The points (0–100) that the counting run of a scenario must reach in a class.

    Rule scenario.pass_share of the school on the day the class began; None where none is set.
    """
    pass_rule = rules_for(PASS_SHARE, unit=group.school, day=group.starts_on).get(PASS_SHARE)
    return int(pass_rule.value) if pass_rule and pass_rule.value is not None else None


def skill_marks(group: ClassGroup) -> tuple[int, int]:
    """(firm, fair): the percentages from which a competence is called so, by the school's rules.

    RuleBroken where the school has not set them. One query.
    """
    rules = rules_for(*SKILL_MARKS, unit=group.school)
    missing = [key for key in SKILL_MARKS if key not in rules]
    if missing:
        rule_for(missing[0], unit=group.school)  # refuses with what the school must set
    firm, fair = (int(rules[key].value) for key in SKILL_MARKS)
    return firm, fair


# --- progress


def my_progress(enrolments: Iterable[Enrolment]) -> dict[tuple[int, str], LessonProgress]:
    """(enrolment id, lesson slug) → progress."""
    rows = LessonProgress.objects.filter(enrolment__in=list(enrolments))
    return {(row.enrolment_id, row.lesson): row for row in rows}


def progress_of(enrolment: Enrolment, slug: str) -> LessonProgress | None:
    """The progress of one learner at one lesson."""
    rows = LessonProgress.objects.filter(enrolment=enrolment, lesson=slug)
    return rows.select_related("attempt").first()


def lessons_done(group: ClassGroup) -> dict[int, int]:
    """enrolment id → number of lessons done, for a class; learners without any are left out."""
    rows = LessonProgress.objects.filter(
        enrolment__group=group, state=LessonProgress.State.DONE
    ).values_list("enrolment_id", flat=True)
    return dict(Counter(rows))


def _staffed_by(actor: Actor) -> Q:
    return taught_by(actor) | managed_by(actor)
