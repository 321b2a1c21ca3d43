"""Qualifications that officials declare themselves; none counts until their unit confirms it."""

import datetime as dt
from dataclasses import asdict

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.personnel import evidence as proofs
from lms.people.personnel.actions.drafts import QualificationDraft
from lms.people.personnel.levels import check_level
from lms.people.personnel.models import Official, Qualification
from lms.people.personnel.states import QualificationState


@transaction.atomic
def declare_qualification(
    *,
    actor: Actor,
    official: Official,
    draft: QualificationDraft,
    evidence: "File[bytes] | None" = None,
) -> Qualification:
    """Declare a level that one holds, with a photo or PDF of the paper (at most 10 MB). Everybody
    declares only for themselves.

    BadInput for a level of another dimension, an impossible day, a file of another kind.
    RuleBroken where the same level is waiting already.
    """
    if actor.user_id is None or official.user_id != actor.user_id:
        raise NotAllowed(
            _(
                "Everybody declares their own qualifications; those of others are written by their"
                " unit."
            )
        )
    official = Official.objects.select_for_update().get(pk=official.pk)
    _check_declaration(official, draft)
    kind = proofs.detect_kind(evidence) if evidence is not None else ""
    row = Qualification(official=official, state=QualificationState.DECLARED, **asdict(draft))
    if evidence is not None:
        # the file's own name may say more about the person than is needed
        row.evidence.save(f"minh-chung.{kind}", evidence, save=False)
    row.save()
    record(
        "official.qualification_declared",
        actor,
        official,
        qualification=str(row.uid),
        dimension=draft.dimension,
        level=draft.level,
        has_evidence=bool(kind),
    )
    return row


def _check_declaration(official: Official, draft: QualificationDraft) -> None:
    check_level(draft.dimension, draft.level)
    _check_day(official, draft.held_from)
    waits = official.qualifications.filter(
        state=QualificationState.DECLARED, dimension=draft.dimension, level=draft.level
    )
    if waits.exists():
        raise RuleBroken(
            _(
                "You have declared this level already; it waits for your unit. Ask the unit to"
                " decide it first."
            )
        )


def _check_day(official: Official, day: dt.date) -> None:
    if day > clock.today():
        raise BadInput(_("The day of the paper lies in the future."), field="held_from")
    if day <= official.birth_date:
        raise BadInput(_("The day of the paper lies before your birth."), field="held_from")
