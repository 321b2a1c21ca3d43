"""From draft to published text: sending for review, approving, sending back, publishing.

Wagtail keeps the state.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.courses.models import ScenarioLessonPage
from cms.scenarios.checks import ScenarioProblem, check_scenario
from cms.studio.comments import CHANGE_WANTED
from cms.studio.drafts import ScenarioDraft, open_draft
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken


@dataclass(frozen=True)
class DraftStanding:
    """Where a draft stands, and what this editor may do with it."""

    words: str
    in_review: bool
    may_submit: bool
    may_review: bool
    may_publish: bool


def draft_standing(draft: ScenarioDraft) -> DraftStanding:
    """For the head of the Studio."""
    page = draft.page
    rights = page.permissions_for_user(draft.user)
    in_review = page.workflow_in_progress
    has_news = page.has_unpublished_changes or not page.live
    return DraftStanding(
        _state_in_words(page),
        in_review,
        may_submit=has_news and not in_review and rights.can_submit_for_moderation(),
        may_review=in_review and bool(_review_task(draft, "approve")),
        may_publish=has_news and rights.can_publish(),
    )


def _state_in_words(page: ScenarioLessonPage) -> str:
    if page.workflow_in_progress:
        return _("in review")
    if not page.live:
        return _("draft, not published")
    if page.has_unpublished_changes:
        return _("draft with changes")
    return _("published, no changes")


@transaction.atomic
def submit_draft(*, actor: Actor, page_id: int) -> None:
    """Send the draft to the school's reviewers. RuleBroken with the first problem that blocks."""
    draft = open_draft(actor, page_id, lock=True)
    if not draft_standing(draft).may_submit:
        raise RuleBroken(
            _(
                "There is nothing to send for review: nothing was changed, or it is in review"
                " already."
            )
        )
    _check_nothing_blocks(draft)
    _newest_revision(draft)
    state = draft.page.current_workflow_state
    if state is not None:  # sent back before: it goes on where it stopped
        state.resume(draft.user)
    else:
        draft.page.get_workflow().start(draft.page, draft.user)
    record("scenario.submitted", actor, draft.page)


@transaction.atomic
def approve_draft(*, actor: Actor, page_id: int, comment: str = "") -> None:
    """Approve what the draft says now; where no further step follows, it is published.

    NotAllowed, RuleBroken.
    """
    draft = open_draft(actor, page_id, lock=True)
    state = _require_review_task(draft, "approve")
    _check_nothing_blocks(draft)
    # what the reviewer reads in the Studio is the newest text, so that is what is approved
    state.revision = _newest_revision(draft)
    state.save()
    state.task.specific.on_action(state, draft.user, "approve", comment=comment)
    record("scenario.approved", actor, draft.page, comment=comment)


@transaction.atomic
def send_back_draft(*, actor: Actor, page_id: int, comment: str) -> None:
    """Ask for changes. NotAllowed, RuleBroken; BadInput without a word of why."""
    draft = open_draft(actor, page_id, lock=True)
    state = _require_review_task(draft, "reject")
    if not comment.strip():
        raise BadInput(str(CHANGE_WANTED), field="comment")
    state.task.specific.on_action(state, draft.user, "reject", comment=comment)
    record("scenario.sent_back", actor, draft.page, comment=comment)


@transaction.atomic
def publish_draft(*, actor: Actor, page_id: int) -> None:
    """Publish the draft; classes get it with the next edition of the course.

    NotAllowed, RuleBroken.
    """
    draft = open_draft(actor, page_id, lock=True)
    if not draft.page.permissions_for_user(draft.user).can_publish():
        raise NotAllowed(
            _("Only those who may publish this lesson may do that. Send it for review.")
        )
    _check_nothing_blocks(draft)
    _newest_revision(draft).publish(user=draft.user)
    record("scenario.published", actor, draft.page)


def _blocking_problems(draft: ScenarioDraft) -> list[ScenarioProblem]:
    """The problems of a draft that must be mended before it may be published."""
    return [problem for problem in check_scenario(draft.scenario) if problem.blocks]


def _check_nothing_blocks(draft: ScenarioDraft) -> None:
    problems = _blocking_problems(draft)
    if not problems:
        return
    first = problems[0]
    message = _("%(n)d problems must be mended first. The first one: %(where)s%(text)s %(mend)s")
    raise RuleBroken(
        message
        % {
            "n": len(problems),
            "where": f"{first.where}: " if first.where else "",
            "text": first.text,
            "mend": first.mend,
        }
    )


def _newest_revision(draft: ScenarioDraft) -> Any:
    newest = draft.page.get_latest_revision()
    return newest or draft.page.save_revision(user=draft.user, clean=False)


def _review_task(draft: ScenarioDraft, act: str) -> Any:
    """The step of the review that waits for this editor, if they may do `act` with it."""
    state = draft.page.current_workflow_task_state
    if state is None:
        return None
    actions = state.task.specific.get_actions(draft.page, draft.user)
    offered = {name for name, _label, _modal in actions}
    return state if act in offered else None


def _require_review_task(draft: ScenarioDraft, act: str) -> Any:
    if not draft.page.workflow_in_progress:
        raise RuleBroken(_("This draft is not in review any more. Reload the page."))
    state = _review_task(draft, act)
    if state is None:
        raise NotAllowed(_("The review waits for somebody else."))
    return state
