"""Refusals as a page, an htmx fragment or JSON, each saying what to do next."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lms.core.errors import ApplicationError, NotFound


def render_error(request: HttpRequest, error: ApplicationError) -> HttpResponse:
    """The error as JSON, as an htmx fragment or as a page, whichever the request can use.

    NotFound is 404 for strangers too, so that nobody learns what exists.
    """
    message = error.message or _("There is no such page, or it is not yours to see.")
    if wants_json(request):
        body = {"error": error.code, "message": message, "field": error.field}
        return JsonResponse(body, status=error.status)
    if getattr(request, "htmx", False):
        response = render(request, "kit/_error.html", {"message": message}, status=error.status)
        response["HX-Retarget"] = "#errors"
        response["HX-Reswap"] = "innerHTML"
        return response
    template = "404.html" if isinstance(error, NotFound) else "kit/error.html"
    return render(request, template, {"message": message, "error": error}, status=error.status)


def wants_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or "application/json" in request.headers.get(
        "Accept", ""
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was open too long or came from another site; nothing of it is stored."""
    message = _(
        "The page was open too long. Go back, reload it, and send the form again; what you typed is"
        " still there."
    )
    if wants_json(request):
        return JsonResponse({"error": "csrf", "message": message}, status=403)
    return render(request, "kit/error.html", {"message": message}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_error(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", {"request_id": getattr(request, "id", "")}, status=500)


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page, and from there back to this address where it was a GET."""
    from django.contrib.auth import views  # noqa: PLC0415 - needs the app registry

    if request.method != "GET":
        return redirect("account_login")
    return views.redirect_to_login(request.get_full_path())
