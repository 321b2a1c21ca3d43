"""Checks before a change to a file: who keeps it, that it is not one's own, and whether a post can
be at its unit in its period.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from lms.core import text
from lms.core.actor import Actor
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.models import Unit
from lms.people.organisation.queries import successors_of
from lms.people.organisation.reshaping import hold_units
from lms.people.personnel.actions.drafts import PostDraft
from lms.people.personnel.models import Official
from lms.people.personnel.policies import may_keep
from lms.people.personnel.rules import own_file
from lms.people.personnel.rules.posts import check_period, check_title, check_unit_exists

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DraftT = TypeVar("DraftT", bound="DataclassInstance")


def check_may_keep(actor: Actor, official: Official) -> None:
    """Check that the actor keeps this file (else NotAllowed) and that it is not their own (else
    RuleBroken).
    """
    if not may_keep(actor, official):
        raise NotAllowed(
            _("Only the unit of this official and the authority above it keep this file.")
        )
    check_not_own_file(actor, official)


def check_not_own_file(actor: Actor, official: Official) -> None:
    """RuleBroken where the file is the actor's own (rules.own_file)."""
    own_file.check_not_own_file(actor.user_id, official.user_id)


def check_posts(drafts: Sequence[PostDraft]) -> None:
    """Check each post as `_check_post` does, and lock the units until the transaction ends.

    The lock keeps a reorganisation from ending a unit between the check and the writing.
    """
    hold_units([draft.unit for draft in drafts])
    for draft in drafts:
        _check_post(draft)


def _check_post(draft: PostDraft) -> None:
    """BadInput for a post without a title, with an end before its beginning, or outside the time in
    which its unit exists.
    """
    unit = draft.unit
    check_title(draft.title)
    check_period(draft.valid_from, draft.valid_to)
    check_unit_exists(str(unit), unit.valid_from, draft.valid_from)
    if unit.valid_to is not None and (draft.valid_to is None or draft.valid_to > unit.valid_to):
        raise BadInput(_describe_end_of_unit(unit, unit.valid_to), field="valid_to")


def _describe_end_of_unit(unit: Unit, last: dt.date) -> str:
    facts = {"unit": unit, "day": f"{last:%d/%m/%Y}"}
    successors = ", ".join(
        str(successor) for successor in successors_of(unit, last + dt.timedelta(days=1))
    )
    if successors:
        return _(
            "%(unit)s exists only until %(day)s: the post ends by that day, or stands at what"
            " followed it: %(followers)s."
        ) % {
            **facts,
            "followers": successors,
        }
    return _("%(unit)s exists only until %(day)s: the post ends by that day.") % facts


def normalise_texts(draft: DraftT) -> DraftT:
    """The draft with its texts in normal form (text.normal)."""
    normal: dict[str, str] = {}
    for field in fields(draft):
        value = getattr(draft, field.name)
        # members of TextChoices are str too, but of a subclass, and stay what they are
        if type(value) is str:
            normal[field.name] = text.normalise(value)
    return replace(draft, **normal)
