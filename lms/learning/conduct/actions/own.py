"""Learners rate themselves, write for themselves, sign a commitment, take it back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import api
from cms.content import Lesson, SelfCheck
from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.learning.conduct.models import (
    Commitment,
    CommitmentWithdrawal,
    Reflection,
    SelfAssessment,
)
from lms.learning.conduct.policies import is_signer
from lms.learning.conduct.queries.own import count_words, digest_of_pledge
from lms.learning.progress.actions import finish_lesson
from lms.learning.progress.checks import check_may_learn
from lms.people.personnel.models import Official
from lms.teaching.enrolment.models import Enrolment

RATINGS = range(1, 6)
LONGEST_REFLECTION = 20_000
REFLECTION_WANTED = gettext_lazy("Write at least one sentence.")
WITHDRAWAL_REASON_WANTED = gettext_lazy("Say in one sentence why you take it back.")


@transaction.atomic
def save_self_assessment(
    *, actor: Actor, enrolment: Enrolment, slug: str, ratings: Mapping[str, int]
) -> SelfAssessment:
    """Rate oneself on every statement, 1 (never) to 5 (always); finishes the lesson.

    Rating again is a correction and a row of its own; the same ratings twice are one. RuleBroken
    once the course has been rated afterwards: the first rating is what the second is compared with.
    """
    check = _open_lesson(actor, enrolment, slug).self_check
    if check is None:
        raise NotFound
    phases = SelfAssessment.objects.filter(enrolment=enrolment)
    if check.phase == "before" and phases.filter(phase="after").exists():
        raise RuleBroken(
            _(
                "You have already rated yourself after the course. What you said before it stays as"
                " it is."
            )
        )
    checked_ratings = _check_ratings(check, ratings)
    earlier_ratings = phases.filter(phase=check.phase)
    last = earlier_ratings.last()
    if last is not None and last.ratings == checked_ratings:
        return last
    assessment = SelfAssessment.objects.create(
        enrolment=enrolment,
        lesson=slug,
        edition_id=enrolment.group.edition_id,
        phase=check.phase,
        number=_next_number(earlier_ratings),
        ratings=checked_ratings,
        at=clock.now(),
    )
    # what was rated how is the learner's own affair
    record("conduct.assessed", actor, assessment, phase=check.phase, number=assessment.number)
    finish_lesson(actor=actor, enrolment=enrolment, slug=slug)
    return assessment


@transaction.atomic
def save_reflection(*, actor: Actor, enrolment: Enrolment, slug: str, text: str) -> Reflection:
    """Keep what the learner wrote for themselves; enough words finish the lesson.

    Fewer words are kept too. BadInput for an empty or too long text.
    """
    question = _open_lesson(actor, enrolment, slug).reflection
    if question is None:
        raise NotFound
    text = text.replace("\x00", "").strip()
    if not text:
        raise BadInput(str(REFLECTION_WANTED), field="text")
    if len(text) > LONGEST_REFLECTION:
        raise BadInput(_("The text is too long."), field="text")
    earlier_texts = Reflection.objects.filter(enrolment=enrolment, lesson=slug)
    reflection = earlier_texts.last()
    if reflection is None or reflection.text != text:
        reflection = Reflection.objects.create(
            enrolment=enrolment,
            lesson=slug,
            edition_id=enrolment.group.edition_id,
            number=_next_number(earlier_texts),
            text=text,
            at=clock.now(),
        )
        record("conduct.reflected", actor, reflection, number=reflection.number)
    if count_words(text) >= question.min_words:
        finish_lesson(actor=actor, enrolment=enrolment, slug=slug)
    return reflection


@transaction.atomic
def sign_pledge(*, actor: Actor, enrolment: Enrolment, slug: str, name: str) -> Commitment:
    """Sign the commitment of the edition with one's name as it stands in the file, typed with or
    without marks.

    A text that is signed and stands is not signed twice; a newer version, or one that was taken
    back, is a new row.
    """
    lesson = _open_lesson(actor, enrolment, slug)
    if lesson.pledge is None:
        raise NotFound
    # one official may have two enrolments: their signings come one after the other
    official = Official.objects.select_for_update().get(pk=enrolment.official_id)
    if text.fold_marks(name) != text.fold_marks(official.full_name):
        message = _("Type your name as it stands in your file: %(name)s.")
        raise BadInput(message % {"name": official.full_name}, field="name")
    digest = digest_of_pledge(lesson.pledge)
    signed = Commitment.objects.filter(official=official, lesson=slug)
    standing = signed.filter(digest=digest, withdrawal=None).first()
    if standing is None:
        standing = Commitment.objects.create(
            official=official,
            enrolment=enrolment,
            lesson=slug,
            edition_id=enrolment.group.edition_id,
            number=_next_number(signed),
            version=lesson.pledge.version,
            digest=digest,
            name=official.full_name,
            post_title=enrolment.post_title,
            unit_name=enrolment.unit_name,
            signed_at=clock.now(),
        )
        record(
            "conduct.pledged", actor, standing, lesson=slug, version=standing.version, digest=digest
        )
    finish_lesson(actor=actor, enrolment=enrolment, slug=slug)
    return standing


@transaction.atomic
def withdraw_pledge(*, actor: Actor, commitment: Commitment, reason: str) -> CommitmentWithdrawal:
    """Take one's own commitment back, with the reason.

    The signing and its text stay in the file.
    """
    if not is_signer(actor, commitment):
        raise NotAllowed(_("Only the person who signed takes a commitment back."))
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if CommitmentWithdrawal.objects.filter(commitment=locked).exists():
        raise RuleBroken(_("This commitment was taken back already."))
    if not reason.strip():
        raise BadInput(str(WITHDRAWAL_REASON_WANTED), field="reason")
    withdrawal = CommitmentWithdrawal.objects.create(
        commitment=locked, reason=text.normalise(reason)[:300], at=clock.now()
    )
    record("conduct.pledge_withdrawn", actor, locked, reason=withdrawal.reason)
    return withdrawal


def _open_lesson(actor: Actor, enrolment: Enrolment, slug: str) -> Lesson:
    """The lesson of the enrolment's edition; locks the enrolment, so two tabs do not overlap."""
    check_may_learn(actor, enrolment)
    # FOR NO KEY UPDATE: whoever answers the refresher in another tab holds the official's row and
    # refers to the enrolment by its key; a full lock here would let the two wait for each other.
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    return api.read_lesson(enrolment.group.edition_id, slug)


def _check_ratings(check: SelfCheck, ratings: Mapping[str, int]) -> dict[str, int]:
    keys = [statement.key for statement in check.statements]
    for key in keys:
        if ratings.get(key) not in RATINGS:
            raise BadInput(_("Choose a figure from 1 to 5 for each statement."), field=key)
    return {key: int(ratings[key]) for key in keys}


def _next_number(rows: QuerySet[Any]) -> int:
    last: int = rows.aggregate(last=Max("number"))["last"] or 0
    return last + 1
