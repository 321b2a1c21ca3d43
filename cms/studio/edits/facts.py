"""What the whole case shares, and how an empty case begins."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.studio import graph
from cms.studio.drafts import EMPTY, open_draft, write_draft
from cms.studio.edits.scenes import Conflict
from cms.studio.graph import Plain
from cms.studio.models import Act
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, RuleBroken


def facts_of(case: Plain) -> Plain:
    """All but the scenes."""
    return {name: value for name, value in {**EMPTY, **case}.items() if name != "scenes"}


@transaction.atomic
def save_facts(*, actor: Actor, page_id: int, base: str, facts: Plain) -> str:
    """Citizen, role, start, modes, variables, holidays, review.

    Returns the new digest. Conflict, BadInput.
    """
    draft = open_draft(actor, page_id, lock=True)
    before = facts_of(draft.case)
    try:
        case = to_plain(from_plain(Scenario, {**facts, "scenes": graph.scenes(draft.case)}))
    except NotPlain as error:
        raise BadInput(str(error)) from error
    said = facts_of(case)
    if said != before and graph.digest(before) != base:
        raise Conflict(
            _(
                "Somebody else changed the general information while you were writing. Nothing is"
                " overwritten: compare the two and keep what is right."
            )
        )
    write_draft(draft, case, Act.FACTS)
    return graph.digest(said)


@transaction.atomic
def start_case(*, actor: Actor, page_id: int, case: Plain) -> None:
    """Fill an empty case from a template or a file.

    RuleBroken where it has scenes already; BadInput.
    """
    draft = open_draft(actor, page_id, lock=True)
    if graph.scenes(draft.case):
        raise RuleBroken(
            _("This scenario has scenes already. Delete them first, or make a new lesson.")
        )
    try:
        said = to_plain(from_plain(Scenario, {**EMPTY, **case}))
    except NotPlain as error:
        raise BadInput(str(error)) from error
    write_draft(draft, said, Act.START)
    record("scenario.started", actor, draft.page, scenes=len(graph.scenes(said)))
