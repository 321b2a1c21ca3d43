"""Scenarios from files into a lesson's draft, and out of it again."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import from_plain, to_plain
from cms.courses.models import ScenarioLessonPage
from cms.library.queries import with_legal_dates
from cms.scenarios import exchange
from cms.scenarios.checks import ScenarioProblem, check_scenario
from cms.scenarios.exchange import ReadScenario, WrittenScenario
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class ImportedScenario:
    """A file as it was read, and its problems, which do not keep the draft from being written."""

    read: ReadScenario
    problems: tuple[ScenarioProblem, ...]


@transaction.atomic
def import_scenario(
    *, actor: Actor, lesson_slug: str, data: bytes, fmt: str, dry_run: bool = False
) -> ImportedScenario:
    """Write the scenario of a file into the draft of a scenario lesson; printed editions do not
    change.

    With `dry_run` nothing is written. NotFound for a lesson that the actor may not edit; RuleBroken
    where the page is locked or the file could not be read; KeyError for an unknown format.
    """
    page, user = _editable_page(actor, lesson_slug, lock=True)
    read_file = exchange.with_fitting_keys(exchange.read_scenario(data, fmt))
    if read_file.scenario is None:
        raise RuleBroken(read_file.refused)
    problems = check_scenario(with_legal_dates(read_file.scenario))
    if not dry_run:
        _write_draft(actor, page, user, read_file)
    return ImportedScenario(read_file, problems)


def export_scenario(*, actor: Actor, lesson_slug: str, fmt: str) -> WrittenScenario:
    """The draft of a scenario lesson as a file.

    NotFound for a lesson that the actor may not edit; KeyError for an unknown format.
    """
    page, _user = _editable_page(actor, lesson_slug)
    draft = page.get_latest_revision_as_object()
    scenario = from_plain(Scenario, {"citizen": "", "role": "", "scenes": [], **draft.case})
    return exchange.write_scenario(scenario, draft.title, fmt)


def _editable_page(
    actor: Actor, slug: str, *, lock: bool = False
) -> tuple[ScenarioLessonPage, Any]:
    """A lesson that the actor may edit, and the actor's account (None for the system)."""
    pages = ScenarioLessonPage.objects.filter(slug=slug)
    page = (pages.select_for_update() if lock else pages).first()
    user = get_user_model().objects.filter(pk=actor.key, is_active=True).first()
    # as if it did not exist, so that nobody learns of lessons that they may not edit
    if page is None or not (actor.is_system or _can_edit(user, page)):
        raise NotFound(_("There is no scenario lesson “%(slug)s”.") % {"slug": slug})
    return page, user


def _can_edit(user: Any, page: ScenarioLessonPage) -> bool:
    return user is not None and page.permissions_for_user(user).can_edit()


def _write_draft(
    actor: Actor, page: ScenarioLessonPage, user: Any, read_file: ReadScenario
) -> None:
    if page.locked and (user is None or page.permissions_for_user(user).page_locked()):
        raise RuleBroken(
            _("The page is locked. Ask whoever locked it to unlock it, then import again.")
        )
    draft = page.get_latest_revision_as_object()
    draft.case = to_plain(read_file.scenario)
    # not cleaned: a draft may have problems, and the form would refuse it for other fields
    draft.save_revision(user=user, clean=False)
    record(
        "scenario.imported",
        actor,
        page,
        slug=page.slug,
        scenes=len(read_file.scenario.scenes) if read_file.scenario else 0,
        warnings=len(read_file.warnings),
    )
