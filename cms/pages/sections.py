"""The site's skeleton: root, home, and for each school a section with its editors and
collection.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.content import SchoolSection
from cms.courses.writing import body_blocks
from cms.pages.models import HomePage, NewsIndexPage, NewsPage, SchoolPage, StandardPage
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed, NotFound

HOME_TITLE = "Trang chủ"
NEWS_TITLE = "Tin tức"
_ON_PAGES = ("add_page", "change_page", "publish_page")
_IN_COLLECTION = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
_EVERYWHERE = ("access_admin", "add_legaldocument", "change_legaldocument", "view_legaldocument")


def content_root() -> Page:
    """Wagtail's root page; made, with its Locale, where a database has none (tests that
    flush it).
    """
    Locale.objects.get_or_create(language_code="vi")
    root = Page.get_first_root_node()
    return root if root is not None else Page.add_root(title="Root", slug="root")


@transaction.atomic
def build_site(*, actor: Actor) -> HomePage:
    """Make the home page and the site that shows it, in place of Wagtail's welcome page.

    Does nothing where it is there already. NotAllowed for anybody but the system.
    """
    _system_only(actor)
    home = HomePage.objects.first()
    if home is not None:
        return home
    root = content_root()
    root.get_children().filter(slug="home").delete()
    # read again: deleting a child changes the counters that the tree keeps in its root
    root = content_root()
    home = root.add_child(instance=HomePage(title=HOME_TITLE, slug="trang-chu"))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.site_name, site.root_page = "localhost", "Vững Việc", home
    site.save()
    record("site.built", actor, home)
    return home


@transaction.atomic
def build_school_section(*, actor: Actor, school_code: str, name: str) -> SchoolPage:
    """Make a school's section, its collection, its editors' group and its review workflow.

    Does nothing where it is there already. NotAllowed for anybody but the system.
    """
    _system_only(actor)
    section = SchoolPage.objects.filter(school_code=school_code).first()
    if section is not None:
        return section
    home = build_site(actor=actor)
    section = home.add_child(instance=SchoolPage(title=name, school_code=school_code))
    section.add_child(instance=NewsIndexPage(title=NEWS_TITLE))
    group = _editors_group(school_code)
    collection = _school_collection(school_code, name)
    _allow_editors(group, section, collection)
    _make_workflow(group, section, name)
    record("school_section.built", actor, section, school=school_code)
    return section


def section_of(school_code: str) -> SchoolPage:
    """The section of a school. NotFound before it is built."""
    section = SchoolPage.objects.filter(school_code=school_code).first()
    if section is None:
        raise NotFound(_("This school has no section on the site yet."))
    return section


def school_sections() -> dict[str, SchoolSection]:
    """The sections that are on the site, by code of the school.

    One query, and one of Wagtail's for the site's address.
    """
    pages = SchoolPage.objects.live().order_by("title")
    return {
        page.school_code: SchoolSection(page.school_code, page.title, page.url or "")
        for page in pages
    }


@transaction.atomic
def set_editors(*, school_code: str, user_ids: Iterable[int]) -> None:
    """Let exactly these users edit the school's content; an action that decides roles calls
    this.
    """
    group = _editors_group(school_code)
    users = get_user_model().objects.filter(pk__in=set(user_ids), is_active=True)
    group.user_set.set(users)


@transaction.atomic
def write_news(*, actor: Actor, school_code: str, data: dict[str, Any]) -> int:
    """Write one piece of news {"slug","title","date","summary","body":[…]} and return its key.

    News with this slug stays as it is. NotAllowed for anybody but the system.
    """
    _system_only(actor)
    index = NewsIndexPage.objects.child_of(section_of(school_code)).first()
    if index is None:
        raise NotFound(_("This school has no list of news yet."))
    existing = NewsPage.objects.child_of(index).filter(slug=data["slug"]).first()
    if existing is not None:
        return existing.pk
    page = NewsPage(**{name: data[name] for name in ("slug", "title", "date", "summary")})
    page.body = body_blocks(data["body"])
    index.add_child(instance=page)
    page.refresh_from_db()
    page.save_revision().publish()
    record("news.written", actor, page, school=school_code)
    return page.pk


@transaction.atomic
def write_section(*, actor: Actor, school_code: str, data: dict[str, Any]) -> None:
    """Write what a school says of itself {"intro","body":[…]}, unless its section has a text.

    NotAllowed for anybody but the system.
    """
    _system_only(actor)
    section = section_of(school_code)
    if section.intro or section.body:
        return
    section.intro, section.body = data["intro"], body_blocks(data["body"])
    section.save_revision().publish()
    record("school_section.written", actor, section, school=school_code)


@transaction.atomic
def write_page(*, actor: Actor, data: dict[str, Any]) -> int:
    """Write a standard page below home {"slug","title","intro","body":[…]} and return its key.

    A page with this slug stays as it is. NotAllowed for anybody but the system.
    """
    _system_only(actor)
    home = build_site(actor=actor)
    existing = StandardPage.objects.child_of(home).filter(slug=data["slug"]).first()
    if existing is not None:
        return existing.pk
    page = StandardPage(**{name: data[name] for name in ("slug", "title", "intro")})
    page.body = body_blocks(data["body"])
    home.add_child(instance=page)
    page.refresh_from_db()
    page.save_revision().publish()
    record("page.written", actor, page)
    return page.pk


def _system_only(actor: Actor) -> None:
    if not actor.is_system:
        raise NotAllowed(_("Only the system lays out the site."))


def _editors_group(school_code: str) -> Group:
    return Group.objects.get_or_create(name=f"Biên tập {school_code}")[0]


def _school_collection(school_code: str, name: str) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    existing = root.get_children().filter(name=name).first()
    return existing or root.add_child(instance=Collection(name=name))


def _allow_editors(group: Group, section: SchoolPage, collection: Collection) -> None:
    """Allow the editors of a school its pages, its collection and the library."""
    ours_q = Q(
        content_type__app_label__in=[
            "wagtailcore",
            "wagtailimages",
            "wagtaildocs",
            "wagtailadmin",
            "library",
        ]
    )
    permissions = {
        permission.codename: permission for permission in Permission.objects.filter(ours_q)
    }
    for name in _ON_PAGES:
        GroupPagePermission.objects.get_or_create(
            group=group, page=section, permission=permissions[name]
        )
    for name in _IN_COLLECTION:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permissions[name]
        )
    group.permissions.add(*(permissions[name] for name in _EVERYWHERE))


def _make_workflow(group: Group, section: SchoolPage, name: str) -> None:
    """Let every page of the section pass a review by its editors before it is published."""
    title = _("Review – %(school)s") % {"school": name}
    workflow = Workflow.objects.create(name=title)
    task = GroupApprovalTask.objects.create(name=title)
    task.groups.add(group)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=section)
