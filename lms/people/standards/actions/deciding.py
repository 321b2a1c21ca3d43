"""Decisions whether officials meet the standards of their posts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.personnel.models import Dimension, Official
from lms.people.standards.gaps import gaps_among
from lms.people.standards.models import StandardDecision
from lms.people.standards.policies import reviewable_by

_BATCH = 500


@dataclass(frozen=True)
class DecisionDraft:
    """A decision before it is saved; the fields are those of `models.StandardDecision`."""

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
def decide_standard(*, actor: Actor, official: Official, draft: DecisionDraft) -> StandardDecision:
    """Record whether the official meets the standard of a dimension; errors as in
    `decide_standards`.
    """
    return decide_standards(actor=actor, decisions=[(official, draft)])[0]


@transaction.atomic
def decide_standards(
    *, actor: Actor, decisions: Sequence[tuple[Official, DecisionDraft]]
) -> list[StandardDecision]:
    """Record many decisions of one review: all of them or none, with one event in the audit log.

    The newest decision of a dimension counts. NotAllowed where the actor does not keep one of the
    files; BadInput for an exception without a document, a missing deadline, or "by level" where the
    level does not reach the standard.
    """
    if not decisions:
        return []
    _check_may_review(actor, {official.pk for official, _draft in decisions})
    for _official, draft in decisions:
        _check_draft(draft)
    _check_levels(decisions)
    rows = StandardDecision.objects.bulk_create(
        (
            StandardDecision(
                official=official,
                dimension=draft.dimension,
                met=draft.met,
                basis=draft.basis,
                decided_on=draft.decided_on,
                decision=draft.decision,
                deadline=draft.deadline,
                remark=draft.remark,
            )
            for official, draft in decisions
        ),
        batch_size=_BATCH,
    )
    record(
        "official.standard_decided",
        actor,
        rows[0].official,
        count=len(rows),
        codes=sorted({official.code for official, _draft in decisions}),
        decisions=[[row.official_id, row.dimension, row.basis] for row in rows],
    )
    return rows


def _check_may_review(actor: Actor, keys: set[int]) -> None:
    allowed: set[int] = set()
    for batch in _in_batches(sorted(keys)):
        rows = Official.objects.filter(reviewable_by(actor), pk__in=batch)
        allowed.update(rows.values_list("pk", flat=True))
    if allowed != keys:
        raise NotAllowed(
            _(
                "Standards are decided by who keeps the file of an official, and never about"
                " oneself."
            )
        )


def _check_levels(decisions: Sequence[tuple[Official, DecisionDraft]]) -> None:
    """BadInput where a decision is "by level" and the confirmed level of its day does not reach the
    standard of that day.
    """
    claims: dict[dt.date, set[tuple[int, str]]] = defaultdict(set)
    for official, draft in decisions:
        if draft.basis == StandardDecision.Basis.LEVEL:
            claims[draft.decided_on].add((official.pk, draft.dimension))
    for day, claimed in claims.items():
        _check_levels_of_day(claimed, day)


def _check_levels_of_day(claimed: set[tuple[int, str]], day: dt.date) -> None:
    """BadInput where an (official, dimension) claims a level that is too low on `day`."""
    officials = sorted({official for official, _dimension in claimed})
    for batch in _in_batches(officials):
        for gap in gaps_among(batch, day):
            is_claimed = (gap.official_id, gap.dimension) in claimed
            if is_claimed and gap.required and not gap.level_suffices:
                raise BadInput(
                    _(
                        "%(name)s: the confirmed level does not reach the standard. Confirm a "
                        "higher level first, or decide by exception or with a deadline."
                    )
                    % {"name": gap.official.full_name},
                    field="basis",
                )


def _in_batches(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH)]


def _check_draft(draft: DecisionDraft) -> None:
    basis = StandardDecision.Basis
    if draft.decided_on > clock.today():
        raise BadInput(_("The day of the decision cannot lie ahead."), field="decided_on")
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
