"""Deciding whether officials meet the standards of their posts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.personnel.models import Dimension, Official
from lms.people.personnel.policies import may_keep
from lms.people.standards.models import StandardDecision

_BATCH = 500


@dataclass(frozen=True)
class DecisionDraft:
    """A decision as it is written down; the fields are those of `models.StandardDecision`."""

    dimension: Dimension
    basis: StandardDecision.Basis
    decided_on: dt.date
    decision: str = ""
    deadline: dt.date | None = None
    remark: str = ""

    @property
    def met(self) -> bool:
        return self.basis in (StandardDecision.Basis.LEVEL, StandardDecision.Basis.EXCEPTION)


@transaction.atomic
def decide(*, actor: Actor, official: Official, draft: DecisionDraft) -> StandardDecision:
    """Write down whether the standard is met. BadInput: an exception without a document, a deadline that is missing."""
    return decide_many(actor=actor, decisions=[(official, draft)])[0]


@transaction.atomic
def decide_many(
    *, actor: Actor, decisions: Sequence[tuple[Official, DecisionDraft]]
) -> list[StandardDecision]:
    """Many decisions of one review: all of them or none, with one event in the book. The newest one counts."""
    if not decisions:
        return []
    for official, draft in decisions:
        if not may_keep(actor, official):
            raise NotAllowed(
                _("Only the unit of this official and the authority above it keep his file.")
            )
        _check(draft)
    rows = StandardDecision.objects.bulk_create(
        (
            StandardDecision(
                official=official, dimension=draft.dimension, met=draft.met, basis=draft.basis,
                decided_on=draft.decided_on, decision=draft.decision, deadline=draft.deadline, remark=draft.remark,
            )
            for official, draft in decisions
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    record(
        "official.standard_decided", actor, rows[0].official,
        count=len(rows), codes=sorted({official.code for official, _draft in decisions}),
        decisions=[[row.official_id, row.dimension, row.basis] for row in rows],
    )  # fmt: skip
    return rows


def _check(draft: DecisionDraft) -> None:
    basis = StandardDecision.Basis
    if draft.basis == basis.EXCEPTION and not draft.decision:
        raise BadInput(_("An exception needs the number of its decision."), field="decision")
    if draft.basis == basis.DEADLINE and draft.deadline is None:
        raise BadInput(_("Say until which day the standard must be reached."), field="deadline")
    if draft.basis != basis.DEADLINE and draft.deadline is not None:
        raise BadInput(
            _("A deadline goes with “not yet” alone; clear it or change the basis."),
            field="deadline",
        )
    if draft.deadline is not None and draft.deadline <= draft.decided_on:
        raise BadInput(_("The deadline comes after the decision."), field="deadline")
