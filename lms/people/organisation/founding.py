"""Founding a unit: which codes are free, when it may begin, where it stands."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from typing import Never

from django.utils.translation import gettext as _

from lms.core import text
from lms.core.actor import Actor
from lms.core.errors import BadInput, NotAllowed
from lms.core.periods import has_ended
from lms.people.organisation.drafts import UnitDraft
from lms.people.organisation.models import Unit
from lms.people.organisation.periods import begin_state
from lms.people.organisation.policies import may_grant

# As long as the columns of models.Unit.
_LONGEST = {"code": 32, "name": 200, "eid": 35}
# A code stands in addresses: a slash or a space in it would leave the unit, and every list with it,
# without a page.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def check_may_found(actor: Actor, parent: Unit | None) -> None:
    """NotAllowed for who may not found units below `parent`; at the top the system alone does."""
    if not (actor.is_system if parent is None else may_grant(actor, parent)):
        raise NotAllowed(_("Only the training authority may found units here."))


def refuse_too_long(longest: int, field: str) -> Never:
    """Raise BadInput for a text that is longer than its column."""
    raise BadInput(
        _("At most %(longest)d characters fit here.") % {"longest": longest}, field=field
    )


def check_drafts(parent: Unit | None, drafts: Sequence[UnitDraft]) -> None:
    """BadInput where one of the drafts cannot be founded below `parent`."""
    for draft in drafts:
        _check_texts(draft)
        _check_life(parent, draft)
    for field in ("code", "eid"):
        _check_unique(field, [getattr(draft, field) for draft in drafts])


def _check_unique(field: str, values: Sequence[str]) -> None:
    """BadInput where a code is taken by a unit or stands twice among the values."""
    counts = Counter(filter(None, values))
    existing = Unit.objects.filter(**{f"{field}__in": counts})
    taken = dict(existing.values_list(field, "name"))
    for value, count in counts.items():
        if count > 1:
            taken.setdefault(value, "")
    if taken:
        raise BadInput(_taken_message(taken), field=field)


def create_unit(parent: Unit | None, draft: UnitDraft) -> Unit:
    """Create the unit of a checked draft, with its periods.

    `parent` must be read anew: treebeard counts children on the object in memory.
    """
    name = text.normalise(draft.name)
    fields = {
        "code": draft.code,
        "eid": draft.eid or None,
        "name": name,
        "name_fold": text.fold_marks(name),
        "level": draft.level,
        "sector": draft.sector,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
    }
    unit: Unit = Unit.add_root(**fields) if parent is None else parent.add_child(**fields)
    begin_state(unit, parent)
    return unit


def _check_texts(draft: UnitDraft) -> None:
    if not draft.code or not text.normalise(draft.name):
        missing = "code" if not draft.code else "name"
        raise BadInput(_("Give the code and the name of the unit."), field=missing)
    text.check_in_words(draft.name, field="name")
    for field, longest in _LONGEST.items():
        if len(getattr(draft, field)) > longest:
            refuse_too_long(longest, field)
    if not _CODE.fullmatch(draft.code):
        raise BadInput(
            _(
                "A code has letters without marks, digits, dots and hyphens only, for instance:"
                " TTHCC-DB."
            ),
            field="code",
        )


def _check_life(parent: Unit | None, draft: UnitDraft) -> None:
    if has_ended(draft, draft.valid_from):
        raise BadInput(_("A unit cannot end before it begins."), field="valid_to")
    if parent is None:
        return
    if draft.valid_from < parent.valid_from:
        raise BadInput(
            _("%(parent)s begins on %(day)s; a unit below it cannot begin earlier.")
            % {
                "parent": parent.name,
                "day": _format_day(parent.valid_from),
            },
            field="valid_from",
        )
    end = parent.valid_to
    if end is not None and (draft.valid_to is None or draft.valid_to > end):
        raise BadInput(
            _("%(parent)s ends on %(day)s; a unit below it must end by then.")
            % {
                "parent": parent.name,
                "day": _format_day(end),
            },
            field="valid_to" if draft.valid_from <= end else "valid_from",
        )


def _taken_message(taken: dict[str, str]) -> str:
    if len(taken) == 1:
        value, name = next(iter(taken.items()))
        if name:
            return _("%(code)s belongs to %(unit)s already. Choose another code.") % {
                "code": value,
                "unit": name,
            }
    return _("These codes are taken or given twice: %(codes)s. Choose other ones.") % {
        "codes": ", ".join(sorted(taken)[:5])
    }


def _format_day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
