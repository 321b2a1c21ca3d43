"""Qualifications: entering them for an official, and deciding those that officials declared."""

from dataclasses import asdict

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput
from lms.people.personnel import evidence as proofs
from lms.people.personnel.actions.checks import check_may_keep, normalise_texts
from lms.people.personnel.actions.drafts import QualificationDraft
from lms.people.personnel.levels import check_level
from lms.people.personnel.models import Official, Qualification
from lms.people.personnel.states import QUALIFICATION, QualificationState


@transaction.atomic
def add_qualification(
    *,
    actor: Actor,
    official: Official,
    draft: QualificationDraft,
    evidence: "File[bytes] | None" = None,
) -> Qualification:
    """Enter a level that the official holds from a day on; it counts as confirmed by the actor.

    BadInput for a level of another dimension, an impossible day, a paper that is no PDF, JPEG or
    PNG of at most 10 MB.
    """
    check_may_keep(actor, official)
    check_level(draft.dimension, draft.level)
    if not official.birth_date < draft.held_from <= clock.today():
        raise BadInput(
            _("This day cannot be right: it lies before the birth or in the future."),
            field="held_from",
        )
    kind = proofs.detect_kind(evidence) if evidence is not None else ""
    row = Qualification(
        official=official,
        decided_at=clock.now(),
        decided_by_id=actor.user_id,
        **asdict(normalise_texts(draft)),
    )
    if evidence is not None:
        row.evidence.save(f"minh-chung.{kind}", evidence, save=False)
    row.save()
    record("official.qualified", actor, official, dimension=draft.dimension, level=draft.level)
    return row


@transaction.atomic
def decide_qualification(
    *, actor: Actor, qualification: Qualification, confirmed: bool, reason: str = ""
) -> Qualification:
    """Confirm a declared qualification, or refuse it with a reason that the person reads.

    A confirmed one whose paper turns out to be false is refused in the same way. Nobody decides
    their own. BadInput for a refusal without a reason.
    """
    check_may_keep(actor, qualification.official)
    row = Qualification.objects.select_for_update().get(pk=qualification.pk)
    official = qualification.official
    if not confirmed and not reason:
        raise BadInput(_("Say why it is refused: the person reads it."), field="reason")
    state = QualificationState.CONFIRMED if confirmed else QualificationState.REFUSED
    QUALIFICATION.move(row, state)
    row.reason = "" if confirmed else reason
    row.decided_at, row.decided_by_id = clock.now(), actor.user_id
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record(
        "official.qualification_decided",
        actor,
        official,
        dimension=row.dimension,
        level=row.level,
        state=row.state,
        reason=row.reason,
        qualification=str(row.uid),
    )
    return row
