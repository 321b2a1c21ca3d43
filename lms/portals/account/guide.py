"""Help, with what we promise, and the accessibility statement."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.portals.kit.views import ActorRequest, door


@door("GET", public=True)
def help_page(request: ActorRequest) -> HttpResponse:
    """/tro-giup/."""
    return render(request, "public/help.html")


@door("GET", public=True)
def accessibility(request: ActorRequest) -> HttpResponse:
    """/tro-nang/."""
    return render(request, "public/accessibility.html")
