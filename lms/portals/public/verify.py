"""Checking a certificate without signing in: by the code of its QR, or by number and full name."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from lms.core.ids import normalise_code
from lms.core.throttle import Throttle
from lms.outcomes.certificates import queries
from lms.portals.kit.views import ActorRequest, door

_PAGE = "public/verify/index.html"
_MINUTE = 60
_TOO_MANY = 429


class CodeForm(forms.Form):
    """The code printed under the QR."""

    code = forms.CharField(
        label=gettext_lazy("Code under the QR"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class NumberForm(forms.Form):
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


@door("GET", "POST", public=True)
def verify(request: ActorRequest) -> HttpResponse:
    """The page with both forms. They are posted, so that no name appears in an address or a log."""
    if request.method != "POST":
        return _page(request)
    return _by_code(request) if "code" in request.POST else _by_number(request)


def _by_code(request: ActorRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, code_form=form, form=form, status=422)
    return redirect("public_verify_code", code=_path_part(form.cleaned_data["code"]))


def _by_number(request: ActorRequest) -> HttpResponse:
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, number_form=form, form=form, status=422)
    if not _may_look(request):
        return _too_many(request)
    checked = queries.verify_by_number(**form.cleaned_data)
    return _answer(request, checked, number_form=form)


@door("GET", public=True)
def verify_code(request: ActorRequest, code: str) -> HttpResponse:
    """The page behind the QR code. A malformed code and an unknown one get the same answer."""
    if not _may_look(request):
        return _too_many(request)
    return _answer(request, queries.verify_by_code(code), by_code=True)


def _answer(
    request: ActorRequest, checked: queries.Checked | None, **context: object
) -> HttpResponse:
    return _page(request, asked=True, found=checked, status=200 if checked else 404, **context)


def _too_many(request: ActorRequest) -> HttpResponse:
    response = _page(request, too_many=True, status=_TOO_MANY)
    response["Retry-After"] = str(_MINUTE)
    return response


def _page(request: ActorRequest, *, status: int = 200, **context: object) -> HttpResponse:
    blank = {"code_form": CodeForm(), "number_form": NumberForm()}
    response = render(request, _PAGE, {**blank, **context}, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def _path_part(code: str) -> str:
    """The code as part of an address; "0", which is no code, where nothing is left of it."""
    return "".join(filter(str.isalnum, normalise_code(code))) or "0"


def _may_look(request: ActorRequest) -> bool:
    """Count a look-up; False where the address has had settings.VERIFY_PER_MINUTE in a minute."""
    throttle = Throttle("verify", settings.VERIFY_PER_MINUTE, _MINUTE)
    return throttle.take(request.META.get("REMOTE_ADDR", ""))
