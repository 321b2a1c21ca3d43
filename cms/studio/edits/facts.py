"""What the whole scenario shares, and how an empty scenario begins."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.studio import graph
from cms.studio.drafts import EMPTY_CASE, ScenarioDraft, open_draft, write_draft
from cms.studio.edits.scenes import EditConflict
from cms.studio.graph import Plain
from cms.studio.models import Act
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, RuleBroken


def facts_of(case: Plain) -> Plain:
    """What a scenario says beside its scenes: citizen, role, modes, variables, …"""
    return {name: content for name, content in {**EMPTY_CASE, **case}.items() if name != "scenes"}


def save_facts(draft: ScenarioDraft, *, base: str, facts: Plain) -> None:
    """Write citizen, role, start, modes, variables, holidays and review into a draft that was
    opened with a lock.

    `base` is the digest of what was opened. Conflict where somebody else changed it since;
    BadInput where the data do not fit.
    """
    before = facts_of(draft.case)
    try:
        case = to_plain(from_plain(Scenario, {**facts, "scenes": graph.scenes_of(draft.case)}))
    except NotPlain as error:
        raise BadInput(str(error)) from error
    if facts_of(case) != before and graph.digest_of(before) != base:
        raise EditConflict(
            _(
                "Somebody else changed the general information while you were writing. Nothing is"
                " overwritten: compare the two and keep what is right."
            )
        )
    write_draft(draft, case, Act.FACTS)


@transaction.atomic
def start_scenario(*, actor: Actor, page_id: int, case: Plain) -> None:
    """Fill an empty scenario from a template.

    RuleBroken where it has scenes already; BadInput.
    """
    draft = open_draft(actor, page_id, lock=True)
    if graph.scenes_of(draft.case):
        raise RuleBroken(
            _("This scenario has scenes already. Delete them first, or make a new lesson.")
        )
    try:
        filled = to_plain(from_plain(Scenario, {**EMPTY_CASE, **case}))
    except NotPlain as error:
        raise BadInput(str(error)) from error
    write_draft(draft, filled, Act.START)
    record("scenario.started", actor, draft.page, scenes=len(graph.scenes_of(filled)))
