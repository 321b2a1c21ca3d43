"""Deciding whether officials meet the standards of their posts."""

import datetime as dt
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
    """Write down whether the standard is met.

    BadInput: an exception without a document, a deadline that is missing, a level that does not
    reach the standard.
    """
    return decide_many(actor=actor, decisions=[(official, draft)])[0]


@transaction.atomic
def decide_many(
    *, actor: Actor, decisions: Sequence[tuple[Official, DecisionDraft]]
) -> list[StandardDecision]:
    """Many decisions of one review: all of them or none, with one event in the book.

    The newest one counts.
    """
    if not decisions:
        return []
    _allow(actor, {official.pk for official, _draft in decisions})
    for _official, draft in decisions:
        _check(draft)
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


def _allow(actor: Actor, keys: set[int]) -> None:
    allowed: set[int] = set()
    for some in _batches(sorted(keys)):
        rows = Official.objects.filter(reviewable_by(actor), pk__in=some)
        allowed.update(rows.values_list("pk", flat=True))
    if allowed != keys:
        raise NotAllowed(
            _(
                "Standards are decided by who keeps the file of an official, and never about"
                " oneself."
            )
        )


def _check_levels(decisions: Sequence[tuple[Official, DecisionDraft]]) -> None:
    """“By level” is written down only where the confirmed level of that day reaches the standard of
    that day.
    """
    claimed: dict[dt.date, dict[int, set[str]]] = {}
    for official, draft in decisions:
        if draft.basis == StandardDecision.Basis.LEVEL:
            of_day = claimed.setdefault(draft.decided_on, {})
            of_day.setdefault(official.pk, set()).add(draft.dimension)
    for day, people in claimed.items():
        for some in _batches(list(people)):
            for gap in gaps_among(some, day):
                if gap.required and not gap.reaches and gap.dimension in people[gap.official_id]:
                    raise BadInput(
                        _(
                            "%(name)s: the confirmed level does not reach the standard. Confirm a "
                            "higher level first, or decide by exception or with a deadline."
                        )
                        % {"name": gap.official.full_name},
                        field="basis",
                    )


def _batches(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH)]


def _check(draft: DecisionDraft) -> None:
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
