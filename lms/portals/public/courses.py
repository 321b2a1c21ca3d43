"""The catalogue and the outline of a course, for everybody; lessons and learners are not shown."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms import api
from cms.content import CourseKind, Outline
from lms.core.errors import NotFound
from lms.portals.kit.views import ActorRequest, actor_view

# (query string, label, how many courses, whether it is chosen)
CatalogueFilter = tuple[str, str, int | None, bool]


@actor_view("GET", public=True)
def show_catalogue(request: ActorRequest) -> HttpResponse:
    """All offered courses, by kind and school (?loai=, ?truong=)."""
    kind, school = request.GET.get("loai", ""), request.GET.get("truong", "")
    outlines, schools = api.course_catalogue(), api.school_sections()
    matching = [
        outline
        for outline in outlines
        if kind in {"", outline.kind} and school in {"", outline.school_code}
    ]
    courses = [
        {"outline": outline, "school": schools.get(outline.school_code)} for outline in matching
    ]
    context = {
        "courses": courses,
        "filters": _kind_filters(outlines, kind),
        "school": schools.get(school),
    }
    return render(request, "public/courses/catalogue.html", context)


@actor_view("GET", public=True)
def show_course(request: ActorRequest, slug: str) -> HttpResponse:
    """Outline, outcomes, tiết, school and legal bases of the newest edition."""
    outline = api.latest_edition(slug)
    if outline is None:
        raise NotFound(_("There is no such course, or it is no longer offered."))
    context = {
        "outline": outline,
        "school": api.school_sections().get(outline.school_code),
        "laws": api.find_laws(_cited_documents(outline)),
        "minutes": sum(lesson.minutes for lesson in outline.lessons),
    }
    return render(request, "public/courses/course.html", context)


def _kind_filters(outlines: list[Outline], kind: str) -> list[CatalogueFilter]:
    words = {
        CourseKind.PROGRAMME: pgettext("course filter", "Refresher programmes"),
        CourseKind.CONDUCT: pgettext("course filter", "Public service conduct"),
    }
    counts = {key: sum(1 for outline in outlines if outline.kind == key) for key in words}
    return [
        ("", pgettext("course filter", "All"), len(outlines), not kind),
        *((f"loai={key}", words[key], counts[key], kind == key) for key in words),
    ]


def _cited_documents(outline: Outline) -> set[str]:
    """Numbers of the legal documents that the scenarios cite."""
    scenarios = [lesson.scenario for lesson in outline.lessons if lesson.scenario is not None]
    scenes = [scene for scenario in scenarios for scene in scenario.scenes]
    return {basis.document for scene in scenes for basis in scene.basis if basis.document}
