"""Reasons that learners wrote in scenarios and on which their instructor is to remark."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from cms import api
from cms.content import Lesson, Scene
from lms.core.actor import Actor
from lms.learning.assessment.models import ReasonRemark
from lms.learning.assessment.policies import remarkable_by
from lms.learning.progress.models import Answer
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState


@dataclass(frozen=True)
class RemarkedReason:
    """A remark with the reason that it is about."""

    remark: ReasonRemark
    text: str


@dataclass(frozen=True)
class WrittenReason:
    """One reason with its place in the scenario; `remarks`: oldest first."""

    answer: Answer
    lesson: Lesson
    scene: Scene
    text: str
    remarks: tuple[ReasonRemark, ...]

    @property
    def mode(self) -> str:
        return self.answer.attempt.mode

    @property
    def learner(self) -> Enrolment:
        return self.answer.attempt.enrolment

    @property
    def last(self) -> ReasonRemark | None:
        return self.remarks[-1] if self.remarks else None


def reasons_of(actor: Actor, group: ClassGroup) -> list[WrittenReason]:
    """The reasons of a class that the actor may remark on: first those without a remark, newest
    first.
    """
    answers = _answers_to_read(group).filter(remarkable_by(actor))
    reasons = [reason for answer in answers if (reason := _build_reason(answer))]
    return sorted(
        reasons, key=lambda reason: (bool(reason.remarks), -reason.answer.device_at.timestamp())
    )


def remarks_for(
    enrolment: Enrolment, slug: str, shown_texts: dict[str, str]
) -> dict[str, RemarkedReason]:
    """scene → the newest remark on what the learner wrote there, in any attempt.

    `shown_texts`: scene → the reason that the page shows; a remark on exactly this text comes
    before newer ones.
    """
    remarks = ReasonRemark.objects.filter(
        answer__attempt__enrolment=enrolment, answer__attempt__lesson=slug
    ).select_related("answer")
    newest: dict[str, RemarkedReason] = {}
    for remark in remarks.order_by("pk"):
        scene, remarked = remark.answer.scene, RemarkedReason(remark, _text_of(remark.answer))
        earlier = newest.get(scene)
        if (
            earlier is None
            or remarked.text == shown_texts.get(scene, "")
            or earlier.text != shown_texts.get(scene, "")
        ):
            newest[scene] = remarked
    return newest


def _answers_to_read(group: ClassGroup) -> QuerySet[Answer]:
    scenes = {
        scene.key
        for lesson in api.read_edition(group.edition_id).lessons
        if lesson.scenario is not None
        for scene in lesson.scenario.scenes
        if api.step_of(scene).is_read_by_instructor(scene)
    }
    answers = Answer.objects.filter(
        attempt__enrolment__group=group,
        attempt__enrolment__state=EnrolmentState.ENROLLED,
        type="answer",
        scene__in=scenes,
    )
    return (
        answers.select_related("attempt__enrolment__official", "attempt__enrolment__group")
        .prefetch_related(Prefetch("remarks", ReasonRemark.objects.order_by("pk")))
        .order_by("-device_at", "pk")
    )


def _build_reason(answer: Answer) -> WrittenReason | None:
    # by the edition that the learner saw
    lesson = api.read_lesson(answer.attempt.edition_id, answer.attempt.lesson)
    scene = lesson.scenario.scene(answer.scene) if lesson.scenario else None
    text = _text_of(answer)
    if scene is None or not api.step_of(scene).is_read_by_instructor(scene) or not text:
        return None
    return WrittenReason(answer, lesson, scene, text, tuple(answer.remarks.all()))


def _text_of(answer: Answer) -> str:
    response: Any = answer.payload.get("response")
    return str(response.get("text") or "").strip() if isinstance(response, dict) else ""
