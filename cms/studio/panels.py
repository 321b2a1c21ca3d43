"""The first page of the desk: what waits for this editor."""

from typing import Any

from django.db.models import Max
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.courses.models import CoursePage

_ROWS = 10


class MyWorkPanel(Component):
    """Việc của tôi: my drafts, and courses whose published text is newer than their last edition."""

    name = "my_work"
    order = 10
    template_name = "cms/studio/my_work.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        mine = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        drafts = Page.objects.filter(
            pk__in=mine.values("pk"), has_unpublished_changes=True, latest_revision__user=self.user
        ).order_by("-latest_revision_created_at")
        return {
            "drafts": drafts[:_ROWS],
            "unprinted": _unprinted(mine)[:_ROWS],
            "parent": parent_context,
        }


def _unprinted(mine: Any) -> list[CoursePage]:
    """Courses in which a page was published after the last edition was printed."""
    courses = CoursePage.objects.filter(pk__in=mine.values("pk"), live=True).annotate(
        printed=Max("editions__printed_at"), last_number=Max("editions__number")
    )
    found = []
    for course in courses.order_by("title"):
        newer = course.get_descendants(inclusive=True).live()
        if course.printed is None or newer.filter(last_published_at__gt=course.printed).exists():
            found.append(course)
    return found
