"""Checking a certificate without signing in: by the code of its QR, or by number and full name."""

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.core.ids import normalise_code
from lms.outcomes.certificates import queries
from lms.portals.kit.views import ActorRequest, door

_PAGE = "public/verify/index.html"
_MINUTE = 60
_TOO_MANY = 429


class CodeForm(forms.Form):
    """The code under the QR, as it is read aloud or typed."""

    code = forms.CharField(
        label=gettext_lazy("Code under the QR"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class NumberForm(forms.Form):
    """What stands on the paper. Both must be right."""

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
    """The two ways to check. Names are posted, so that they stand in no address and no log."""
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
    """What the QR opens. A wrong code and an absent one get the same answer."""
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


def _path_part(typed: str) -> str:
    return "".join(c for c in normalise_code(typed) if c.isalnum()) or "0"


def _may_look(request: ActorRequest) -> bool:
    """So many look-ups a minute and address as settings.VERIFY_PER_MINUTE says."""
    minute = int(clock.now().timestamp()) // _MINUTE
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}:{minute}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    return int(cache.incr(key)) <= settings.VERIFY_PER_MINUTE
