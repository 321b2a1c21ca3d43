"""The first page of the desk: what waits for this editor."""

import functools
import json
from typing import Any

from django.db.models import Max
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy

from cms.content import Scenario
from cms.content.plain import from_plain
from cms.courses.models import CoursePage, ScenarioLessonPage
from cms.scenarios.checks import check_scenario
from cms.studio.drafts import EMPTY_CASE

_MAX_ROWS = 10
# Scenarios whose drafts are checked for the first page.
_MAX_CHECKED = 40


class MyWorkPanel(Component):
    """Việc của tôi: my drafts, and courses whose published text is newer than their last
    edition.
    """

    name = "my_work"
    order = 10
    template_name = "cms/studio/my_work.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        editable = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        drafts = Page.objects.filter(
            pk__in=editable.values("pk"),
            has_unpublished_changes=True,
            latest_revision__user=self.user,
        ).order_by("-latest_revision_created_at")
        return {
            "drafts": drafts[:_MAX_ROWS],
            "unprinted": _unprinted_courses(editable)[:_MAX_ROWS],
            "reviews": _pages_to_review(self.user)[:_MAX_ROWS],
            "flawed": _blocked_scenarios(editable)[:_MAX_ROWS],
            "parent": parent_context,
        }


def _pages_to_review(user: Any) -> list[Page]:
    """Pages whose review waits for this editor, the longest-waiting first."""
    waiting = TaskState.objects.reviewable_by(user).order_by("started_at")
    # Wagtail stores the number of the page as text; one page can wait twice
    numbers = [int(pk) for pk in waiting.values_list("workflow_state__object_id", flat=True)]
    pages = Page.objects.in_bulk(numbers)
    return [pages[number] for number in numbers if number in pages]


def _blocked_scenarios(editable: Any) -> list[tuple[ScenarioLessonPage, int]]:
    """Scenarios whose newest draft has problems that block, with their number; those touched last
    come first.
    """
    lessons = ScenarioLessonPage.objects.filter(pk__in=editable.values("pk")).select_related(
        "latest_revision"
    )
    flawed = []
    for page in lessons.order_by("-latest_revision_created_at")[:_MAX_CHECKED]:
        newest = page.latest_revision
        case = newest.content.get("case", {}) if newest else page.case
        count = _count_blocking(json.dumps(case, sort_keys=True))
        if count:
            flawed.append((page, count))
    return flawed


@functools.lru_cache(maxsize=256)
def _count_blocking(case: str) -> int:
    """How many problems block a scenario (`case` as JSON); each process checks a text once."""
    scenario = from_plain(Scenario, {**EMPTY_CASE, **json.loads(case)})
    return sum(problem.blocks for problem in check_scenario(scenario))


def _unprinted_courses(editable: Any) -> list[CoursePage]:
    """Courses in which a page was published after the last edition was printed."""
    courses = CoursePage.objects.filter(pk__in=editable.values("pk"), live=True).annotate(
        printed=Max("editions__printed_at"), last_number=Max("editions__number")
    )
    return [course for course in courses.order_by("title") if _has_news(course)]


def _has_news(course: Any) -> bool:
    """`course.printed`: when its last edition was printed, None where there is none."""
    if course.printed is None:
        return True
    published = course.get_descendants(inclusive=True).live()
    return bool(published.filter(last_published_at__gt=course.printed).exists())
