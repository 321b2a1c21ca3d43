"""The draft as a file: what each format is for, what it cannot hold, and the file itself."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from cms.content import Scenario
from cms.content.plain import from_plain
from cms.scenarios import exchange
from cms.scenarios.exchange import Warned, Written
from cms.studio.desk.around import around
from cms.studio.desk.door import studio
from cms.studio.drafts import Draft
from cms.studio.forms.sheets import CHOICE, FACTS, SCENE, Rows
from lms.core.errors import NotFound


@dataclass(frozen=True)
class Format:
    """A format as the page offers it."""

    key: str
    ending: str
    kind: str  # media type
    title: Any
    use: Any


_FORMATS = (
    Format(
        "xlsx",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _("Excel (.xlsx)"),
        _("To read, print or correct the words in a table, and to import them again."),
    ),
    Format(
        "json",
        "json",
        "application/json",
        _("JSON (.json)"),
        _(
            "The whole case without loss: to keep a copy, or to bring it into another lesson or"
            " school."
        ),
    ),
    Format(
        "twee", "twee", "text/plain; charset=utf-8", _("Twee (.twee)"), _("To open it in Twine.")
    ),
)

# How each field of a case is called in the Studio.
_NAMES = {
    field.name: field.label or (field.sheet.title if isinstance(field, Rows) else field.name)
    for sheet in (CHOICE, SCENE, FACTS)
    for field in sheet.fields()
}
_FIELD = re.compile(r"(?P<name>[a-z_]+): (?P<value>.+)", re.DOTALL)
# What a person knows a thing of a list by, out of its plain data (which may be cut off).
_SAID = re.compile(r'"(?:title|text|label|consequence)": "(?P<words>(?:[^"\\]|\\.)*)')


@studio("GET")
def export(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The formats with what each leaves out; with ?dang=<format> the file."""
    if not draft.keys:
        return redirect("studio_start", draft.page.pk)
    asked = request.GET.get("dang")
    if asked is None:
        offered = [(one, told(_written(draft, one).lost)) for one in _FORMATS]
        return render(request, "cms/studio/files/export.html", around(draft) | {"formats": offered})
    chosen = next((one for one in _FORMATS if one.key == asked), None)
    if chosen is None:
        raise NotFound
    answer = HttpResponse(_written(draft, chosen).data, content_type=chosen.kind)
    name = f"{draft.page.slug}.{chosen.ending}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


def _written(draft: Draft, chosen: Format) -> Written:
    return exchange.write(from_plain(Scenario, draft.case), draft.page.draft_title, chosen.key)


def told(lost: tuple[Warned, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(place, [(field in the Studio's words, what stands there)]) of what a format cannot show."""
    places = groupby(lost, key=lambda one: one.where)
    return [(where, [_in_words(one.text) for one in some]) for where, some in places]


def _in_words(text: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(text)
    if found is None or found["name"] not in _NAMES:
        return "", text
    value = found["value"]
    if value.startswith("[{"):
        value = "; ".join(_SAID.findall(value))
    elif value.startswith("["):
        value = value.strip("[]").replace('", "', "; ")
    return str(_NAMES[found["name"]]), value.strip('"')
