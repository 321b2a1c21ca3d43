"""Help, how a scenario is written in Word, and the accessibility statement."""

import functools

from django.http import HttpResponse
from django.shortcuts import render

from cms import api
from lms.portals.kit.views import ActorRequest, actor_view

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The same for everybody until the next release.
_template_file = functools.cache(api.template_docx)
_sample_file = functools.cache(api.sample_docx)


@actor_view("GET", public=True)
def show_help(request: ActorRequest) -> HttpResponse:
    """/tro-giup/: help, and what the platform promises."""
    return render(request, "public/help.html")


@actor_view("GET", public=True)
def show_word_help(request: ActorRequest) -> HttpResponse:
    """How to write a scenario of seven scenes in Word within 30 minutes."""
    return render(request, "public/help_word.html")


@actor_view("GET", public=True)
def download_word_template(request: ActorRequest) -> HttpResponse:
    """The template of a scenario as a Word file."""
    return HttpResponse(_template_file(), content_type=_DOCX)


@actor_view("GET", public=True)
def download_word_sample(request: ActorRequest) -> HttpResponse:
    """A finished scenario of seven scenes as a Word file."""
    return HttpResponse(_sample_file(), content_type=_DOCX)


@actor_view("GET", public=True)
def show_accessibility(request: ActorRequest) -> HttpResponse:
    """/tro-nang/: the accessibility statement."""
    return render(request, "public/accessibility.html")
