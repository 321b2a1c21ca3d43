"""Checking a certificate without signing in: by the code of its QR, or by number and full name."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from lms.core.ids import normalise_code
from lms.core.throttle import Throttle
from lms.outcomes.certificates import queries
from lms.portals.kit.views import ActorRequest, actor_view

_PAGE = "public/verify/index.html"
_MINUTE = 60
_TOO_MANY = 429


class VerifyCodeForm(forms.Form):
    """The code printed under the QR."""

    code = forms.CharField(
        label=gettext_lazy("Code under the QR"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class VerifyNumberForm(forms.Form):
    """Number and full name as printed on the certificate. Both must be right."""

    serial = forms.CharField(
        label=gettext_lazy("Certificate number"),
        help_text=gettext_lazy("As printed, for example TCT-DB/2026/00123"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    full_name = forms.CharField(
        label=gettext_lazy("Full name of the holder"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@actor_view("GET", "POST", public=True)
def show_verification(request: ActorRequest) -> HttpResponse:
    """The page with both forms. They are posted, so that no name appears in an address or a log."""
    if request.method != "POST":
        return _render_page(request)
    return _redirect_to_code(request) if "code" in request.POST else _verify_by_number(request)


def _redirect_to_code(request: ActorRequest) -> HttpResponse:
    form = VerifyCodeForm(request.POST)
    if not form.is_valid():
        return _render_page(request, code_form=form, form=form, status=422)
    return redirect("public_verify_code", code=_code_in_path(form.cleaned_data["code"]))


def _verify_by_number(request: ActorRequest) -> HttpResponse:
    form = VerifyNumberForm(request.POST)
    if not form.is_valid():
        return _render_page(request, number_form=form, form=form, status=422)
    if not _take_look_up(request):
        return _render_too_many(request)
    checked = queries.verify_by_number(**form.cleaned_data)
    return _render_answer(request, checked, number_form=form)


@actor_view("GET", public=True)
def show_code_verification(request: ActorRequest, code: str) -> HttpResponse:
    """The page behind the QR code. A malformed code and an unknown one get the same answer."""
    if not _take_look_up(request):
        return _render_too_many(request)
    return _render_answer(request, queries.verify_by_code(code), by_code=True)


def _render_answer(
    request: ActorRequest, checked: queries.VerifiedCertificate | None, **context: object
) -> HttpResponse:
    return _render_page(
        request, asked=True, checked=checked, status=200 if checked else 404, **context
    )


def _render_too_many(request: ActorRequest) -> HttpResponse:
    response = _render_page(request, too_many=True, status=_TOO_MANY)
    response["Retry-After"] = str(_MINUTE)
    return response


def _render_page(request: ActorRequest, *, status: int = 200, **context: object) -> HttpResponse:
    blank = {"code_form": VerifyCodeForm(), "number_form": VerifyNumberForm()}
    response = render(request, _PAGE, {**blank, **context}, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def _code_in_path(code: str) -> str:
    """The code as part of an address; "0", which is no code, where nothing is left of it."""
    return "".join(filter(str.isalnum, normalise_code(code))) or "0"


def _take_look_up(request: ActorRequest) -> bool:
    """Count a look-up; False where the address has had settings.VERIFY_PER_MINUTE in a minute."""
    throttle = Throttle("verify", settings.VERIFY_PER_MINUTE, _MINUTE)
    return throttle.take(request.META.get("REMOTE_ADDR", ""))
