"""What the Wagtail admin shows of ours: menu, first page, printing editions, legal documents."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.courses.compiling import scenario_of
from cms.courses.models import CoursePage, ScenarioLessonPage
from cms.library.models import LegalDocument
from cms.scenarios.checks import check_scenario
from cms.studio.desk.urls import urlpatterns as desk_urls
from cms.studio.panels import MyWorkPanel
from cms.studio.views import print_edition

# What a school does not use: the help of Wagtail's makers, reports about the whole site.
_UNUSED = {"help", "reports"}
_UNUSED_SETTINGS = {"sites", "locales", "redirects", "users"}


class LegalDocumentViewSet(SnippetViewSet):
    """Văn bản pháp luật, with an entry of its own in the menu."""

    model = LegalDocument
    icon = "openquote"
    menu_label = _("Legal documents")
    menu_order = 400
    add_to_admin_menu = True
    list_display = ["number", "title", "valid_from", "valid_to", "is_verified"]
    list_filter = ["is_verified"]


register_snippet(LegalDocumentViewSet)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("an-ban/<int:page_id>/", print_edition, name="studio_print"), *desk_urls]


class PrintEditionMenuItem(ActionMenuItem):
    """“Phát hành ấn bản” beside “Publish” in the foot of a course's page."""

    name = "action-print-edition"
    label = _("Print edition")
    icon_name = "doc-full-inverse"
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return (
            context["view"] == "edit"
            and isinstance(page, CoursePage)
            and self.get_user_page_permissions_tester(context).can_publish()
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("studio_print", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def add_print_to_foot() -> ActionMenuItem:
    return PrintEditionMenuItem()


@hooks.register("register_page_header_buttons")
def add_print_to_head(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if isinstance(page.specific, CoursePage) and page.permissions_for_user(user).can_publish():
        url = reverse("studio_print", args=[page.pk])
        yield Button(_("Print edition"), url, icon_name="doc-full-inverse", priority=5)


class OpenStudioMenuItem(ActionMenuItem):
    """“Mở Xưởng tình huống” in the foot of a scenario's page."""

    name = "action-open-studio"
    label = _("Open the Scenario Studio")
    icon_name = "site"
    order = 4

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and isinstance(context.get("page"), ScenarioLessonPage)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("studio_open", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def add_studio_to_foot() -> ActionMenuItem:
    return OpenStudioMenuItem()


def _studio_button(page: Any, user: Any, priority: int) -> Iterator[Button]:
    # the hook is given plain pages in listings
    scenario_type = ContentType.objects.get_for_model(ScenarioLessonPage)
    if page.cached_content_type == scenario_type and page.permissions_for_user(user).can_edit():
        url = reverse("studio_open", args=[page.pk])
        yield Button(_("Open the Scenario Studio"), url, icon_name="site", priority=priority)


@hooks.register("register_page_header_buttons")
def add_studio_to_head(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    yield from _studio_button(page, user, 4)


@hooks.register("register_page_listing_buttons")
def add_studio_to_listing(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _studio_button(page, user, 1)


@hooks.register("after_create_page")
def open_new_scenario(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A new scenario is written in the Studio, so that is where one goes on."""
    return redirect("studio_open", page.pk) if isinstance(page, ScenarioLessonPage) else None


@hooks.register("before_publish_page")
def refuse_blocked_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A scenario with a problem that blocks is not published from the page editor either."""
    if not isinstance(page, ScenarioLessonPage):
        return None
    count = sum(problem.blocks for problem in check_scenario(scenario_of(page)))
    if not count:
        return None
    # what was typed in the page editor is not lost
    page.save_revision(user=request.user, log_action=True)
    message = _(
        "Not published: %(n)d problems must be mended first. They stand at the foot of the Studio."
    )
    messages.error(request, message % {"n": count})
    return redirect("studio_open", page.pk)


@hooks.register("construct_main_menu")
def hide_unused(request: Any, items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in _UNUSED]


@hooks.register("construct_settings_menu")
def hide_unused_settings(request: Any, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _UNUSED_SETTINGS]


@hooks.register("register_admin_menu_item")
def add_my_day_item() -> MenuItem:
    return MenuItem(
        _("To my day"), reverse_lazy("home_today"), icon_name="home", order=10, name="my-day"
    )


@hooks.register("construct_homepage_panels")
def show_my_work(request: Any, panels: list[Any]) -> None:
    review_types = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
    review_panels = [panel for panel in panels if isinstance(panel, review_types)]
    panels[:] = [MyWorkPanel(request.user), *review_panels]


@hooks.register("construct_homepage_summary_items")
def hide_page_count(request: Any, items: list[Any]) -> None:
    items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]


@hooks.register("before_move_page")
def check_move_right(request: Any, page: Any, destination: Any) -> None:
    """Wagtail asks for the right when the page is moved, not when it shows what would be moved
    where.
    """
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("insert_global_admin_css")
def link_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))
