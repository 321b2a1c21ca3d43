"""What belongs to the learner alone: ratings side by side, reflections, commitments."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cms import api
from cms.content import Pledge, Statement
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.learning.conduct.models import Commitment, Reflection, SelfAssessment
from lms.learning.conduct.policies import signed_by
from lms.teaching.enrolment.models import Enrolment


@dataclass(frozen=True)
class SelfCheckLine:
    """One statement with the ratings (1–5) before and after; None where it was not rated."""

    statement: Statement
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class SelfChecks:
    """The newest rating of each phase. For the learner and nobody else."""

    before: SelfAssessment | None
    after: SelfAssessment | None

    def row(self, phase: str) -> SelfAssessment | None:
        return self.before if phase == SelfAssessment.Phase.BEFORE else self.after

    def lines(self, statements: tuple[Statement, ...]) -> list[SelfCheckLine]:
        before = self.before.ratings if self.before else {}
        after = self.after.ratings if self.after else {}
        return [
            SelfCheckLine(statement, before.get(statement.key), after.get(statement.key))
            for statement in statements
        ]


@dataclass(frozen=True)
class SignedCommitment:
    """A commitment with the text that was signed.

    `is_whole`: the text still has the hash of the signing.
    """

    commitment: Commitment
    title: str
    text: str
    is_whole: bool


def count_words(text: str) -> int:
    """Words as people count them: what stands between spaces."""
    return len(text.split())


def digest_of_pledge(pledge: Pledge) -> str:
    """sha256 of the text that is signed."""
    return hashlib.sha256(pledge.text.encode()).hexdigest()


def self_checks(enrolment: Enrolment) -> SelfChecks:
    """The ratings of an enrolment. The caller has checked that it is the actor's own."""
    newest = {
        assessment.phase: assessment
        for assessment in SelfAssessment.objects.filter(enrolment=enrolment)
    }
    return SelfChecks(newest.get("before"), newest.get("after"))


def my_reflection(enrolment: Enrolment, slug: str) -> Reflection | None:
    """The newest reflection. The caller has checked that the enrolment is the actor's own."""
    return Reflection.objects.filter(enrolment=enrolment, lesson=slug).last()


def my_commitments(actor: Actor) -> QuerySet[Commitment]:
    """All that the actor signed, newest first, with what was taken back."""
    return Commitment.objects.filter(signed_by(actor)).select_related("withdrawal")


def my_commitment(actor: Actor, pk: UUID) -> SignedCommitment:
    """One of the actor's commitments with its text. NotFound for anybody else's."""
    commitment = one_or_404(my_commitments(actor), pk=pk)
    lesson = api.read_lesson(commitment.edition_id, commitment.lesson)
    if lesson.pledge is None:
        raise NotFound
    return SignedCommitment(
        commitment,
        lesson.title,
        lesson.pledge.text,
        digest_of_pledge(lesson.pledge) == commitment.digest,
    )


def commitment_of(enrolment: Enrolment, slug: str) -> Commitment | None:
    """The standing commitment to the text of the enrolment's edition; None if it was not signed."""
    pledge = api.read_lesson(enrolment.group.edition_id, slug).pledge
    if pledge is None:
        raise NotFound
    commitments = Commitment.objects.filter(
        official=enrolment.official_id, lesson=slug, withdrawal=None
    )
    return commitments.filter(digest=digest_of_pledge(pledge)).first()
