"""Cases from files into a lesson's draft, and out of it again."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import from_plain, to_plain
from cms.courses.models import ScenarioLessonPage
from cms.library.queries import dated
from cms.scenarios import exchange
from cms.scenarios.checks import Problem, check
from cms.scenarios.exchange import Read, Written
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class Imported:
    """A file as it was read, and what the checker says of it; problems do not keep a draft from
    being written.
    """

    read: Read
    problems: tuple[Problem, ...]


@transaction.atomic
def import_scenario(
    *, actor: Actor, lesson_slug: str, data: bytes, fmt: str, dry_run: bool = False
) -> Imported:
    """Write the case of a file into the draft of a scenario lesson; what classes are taught from
    does not change.

    NotFound for another's lesson; RuleBroken where the page is locked or the file could not be read
    (nothing is written then). With `dry_run` nothing is written at all. KeyError for a format that
    nobody knows.
    """
    page, user = _page(actor, lesson_slug, lock=True)
    found = exchange.with_fitting_keys(exchange.read(data, fmt))
    if found.scenario is None:
        raise RuleBroken(found.refused)
    problems = check(dated(found.scenario))
    if not dry_run:
        _write(actor, page, user, found)
    return Imported(found, problems)


def export_scenario(*, actor: Actor, lesson_slug: str, fmt: str) -> Written:
    """The draft of a scenario lesson as a file.

    NotFound for another's lesson; KeyError for an unknown format.
    """
    page, _user = _page(actor, lesson_slug)
    draft = page.get_latest_revision_as_object()
    scenario = from_plain(Scenario, {"citizen": "", "role": "", "scenes": [], **draft.case})
    return exchange.write(scenario, draft.title, fmt)


def _page(actor: Actor, slug: str, *, lock: bool = False) -> tuple[ScenarioLessonPage, Any]:
    """A lesson that the actor may edit, and who he is (None for the system)."""
    rows = ScenarioLessonPage.objects.filter(slug=slug)
    page = (rows.select_for_update() if lock else rows).first()
    user = get_user_model().objects.filter(pk=actor.key, is_active=True).first()
    may = actor.is_system or (
        user is not None and page and page.permissions_for_user(user).can_edit()
    )
    if page is None or not may:
        raise NotFound(_("There is no scenario lesson “%(slug)s”.") % {"slug": slug})
    return page, user


def _write(actor: Actor, page: ScenarioLessonPage, user: Any, found: Read) -> None:
    if page.locked and (user is None or page.permissions_for_user(user).page_locked()):
        raise RuleBroken(
            _("The page is locked. Ask whoever locked it to unlock it, then import again.")
        )
    draft = page.get_latest_revision_as_object()
    draft.case = to_plain(found.scenario)
    draft.save_revision(user=user, clean=False)
    record(
        "scenario.imported",
        actor,
        page,
        slug=page.slug,
        scenes=len(found.scenario.scenes) if found.scenario else 0,
        warnings=len(found.warnings),
    )
