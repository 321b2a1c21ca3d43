"""The draft of a scenario: who may open it, what it says, writing it down."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from cms.content import Scenario
from cms.content.plain import from_plain
from cms.courses.models import ScenarioLessonPage
from cms.library.queries import with_legal_dates
from cms.studio.delta import diff_cases
from cms.studio.graph import Plain, scene_keys, scene_of
from cms.studio.models import Act, SceneChange
from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound, RuleBroken

# An editor's own revision is written over while they go on (practice); older ones stay in the
# history of the page.
OVERWRITE_PERIOD = dt.timedelta(minutes=10)
EMPTY_CASE: Plain = {"citizen": "", "role": "", "scenes": []}


@dataclass
class ScenarioDraft:
    """A scenario opened by an editor.

    `page` is the row; `case` the whole scenario as plain JSON, as its newest revision has it.
    """

    page: ScenarioLessonPage
    case: Plain
    user: Any

    @property
    def scenario(self) -> Scenario:
        """The scenario as it would be printed, with the dates of the laws that it cites."""
        return with_legal_dates(from_plain(Scenario, self.case))

    @property
    def saved_at(self) -> dt.datetime | None:
        return self.page.latest_revision_created_at

    def scene(self, key: str) -> Plain:
        """The scene with that key. NotFound where it is gone."""
        plain_scene = scene_of(self.case, key)
        if plain_scene is None:
            raise NotFound(_("There is no such scene any more."))
        return plain_scene

    @property
    def keys(self) -> list[str]:
        return scene_keys(self.case)


def open_draft(actor: Actor, page_id: int, *, lock: bool = False) -> ScenarioDraft:
    """The newest draft of a scenario; with `lock` nobody else writes it until the transaction ends.

    NotFound for those who may not edit the page.
    """
    pages = ScenarioLessonPage.objects.filter(pk=page_id)
    if lock:
        pages = pages.select_for_update()
    page = pages.first()
    user = get_user_model().objects.filter(pk=actor.key, is_active=True).first()
    if page is None or user is None or not page.permissions_for_user(user).can_edit():
        raise NotFound(_("There is no such scenario."))
    # not as_object(): that asks the database about every comment
    newest = page.latest_revision
    case = newest.content.get("case", {}) if newest else page.case
    return ScenarioDraft(page, {**EMPTY_CASE, **case}, user)


def write_draft(
    draft: ScenarioDraft, case: Plain, act: str, scene: str = "", of: SceneChange | None = None
) -> SceneChange | None:
    """Write the case into the page's newest revision and its change into the log.

    Returns the change, or None where nothing differs; `of`: the change that this one turns round.

    RuleBroken where Wagtail has locked the page for this editor.
    """
    old_case = draft.case
    if case == old_case:
        return None
    if draft.page.permissions_for_user(draft.user).page_locked():
        raise RuleBroken(
            _(
                "The page is locked. Ask whoever locked it to unlock it, then save again; what you"
                " typed is still there."
            )
        )
    before, after = diff_cases(old_case, case)
    # the page editor may have left other changes in the newest revision: they go along
    latest = draft.page.get_latest_revision_as_object()
    latest.case = case
    # what a file replaces stays in the history of the page as well
    overwritten = None if act == Act.IMPORT else _overwritable_revision(draft)
    latest.save_revision(user=draft.user, overwrite_revision=overwritten, clean=False)
    draft.page.refresh_from_db()
    draft.case = {**EMPTY_CASE, **case}
    # a deleted scene is in the old case only
    changed_scene = scene_of(case, scene) or scene_of(old_case, scene) or {}
    return SceneChange.objects.create(
        page=draft.page,
        at=clock.now(),
        by=draft.user,
        act=act,
        scene=scene[:200],
        title=changed_scene.get("title", "")[:200],
        before=before,
        after=after,
        of=of,
    )


def _overwritable_revision(draft: ScenarioDraft) -> Any:
    """The newest revision, where it is this editor's, fresh, and nothing stands on it: not
    published, not in review.
    """
    newest = draft.page.latest_revision
    if newest is None or newest.user_id != draft.user.pk:
        return None
    if newest.created_at < clock.now() - OVERWRITE_PERIOD:
        return None
    if newest.pk == draft.page.live_revision_id or newest.approved_go_live_at:
        return None
    if TaskState.objects.filter(revision=newest).exists():
        return None
    return newest
