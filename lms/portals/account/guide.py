"""Help, how a scenario is written in Word, and the accessibility statement."""

import functools

from django.http import HttpResponse
from django.shortcuts import render

from cms import api
from lms.portals.kit.views import ActorRequest, door

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The same for everybody until the next release.
_template = functools.cache(api.template_docx)
_sample = functools.cache(api.sample_docx)


@door("GET", public=True)
def help_page(request: ActorRequest) -> HttpResponse:
    """/tro-giup/: help, and what the platform promises."""
    return render(request, "public/help.html")


@door("GET", public=True)
def word(request: ActorRequest) -> HttpResponse:
    """How to write a scenario of seven scenes in Word within 30 minutes."""
    return render(request, "public/help_word.html")


@door("GET", public=True)
def word_template(request: ActorRequest) -> HttpResponse:
    """The template of a scenario as a Word file."""
    return HttpResponse(_template(), content_type=_DOCX)


@door("GET", public=True)
def word_sample(request: ActorRequest) -> HttpResponse:
    """A finished scenario of seven scenes as a Word file."""
    return HttpResponse(_sample(), content_type=_DOCX)


@door("GET", public=True)
def accessibility(request: ActorRequest) -> HttpResponse:
    """/tro-nang/: the accessibility statement."""
    return render(request, "public/accessibility.html")
