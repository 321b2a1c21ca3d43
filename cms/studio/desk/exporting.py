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
from cms.scenarios.exchange import FileNote, WrittenScenario
from cms.studio.desk.access import draft_view
from cms.studio.desk.context import page_context
from cms.studio.drafts import ScenarioDraft
from cms.studio.forms.plan import SheetRows
from cms.studio.forms.sheets import CHOICE_SHEET, FACTS_SHEET, SCENE_SHEET
from lms.core.errors import NotFound


@dataclass(frozen=True)
class ExportFormat:
    """A format as the page offers it."""

    key: str
    ending: str
    media_type: str
    title: Any
    use: Any


_FORMATS = (
    ExportFormat(
        "xlsx",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _("Excel (.xlsx)"),
        _("To read, print or correct the words in a table, and to import them again."),
    ),
    ExportFormat(
        "json",
        "json",
        "application/json",
        _("JSON (.json)"),
        _(
            "The whole case without loss: to keep a copy, or to bring it into another lesson or"
            " school."
        ),
    ),
    ExportFormat(
        "twee", "twee", "text/plain; charset=utf-8", _("Twee (.twee)"), _("To open it in Twine.")
    ),
)

# How each field of a scenario is called in the Studio.
_FIELD_NAMES = {
    field.name: field.label or (field.sheet.title if isinstance(field, SheetRows) else field.name)
    for sheet in (CHOICE_SHEET, SCENE_SHEET, FACTS_SHEET)
    for field in sheet.fields()
}
_FIELD_TEXT = re.compile(r"(?P<name>[a-z_]+): (?P<value>.+)", re.DOTALL)
# What people know a row of a list by, out of its plain data (which may be cut off).
_NAMING_TEXT = re.compile(r'"(?:title|text|label|consequence)": "(?P<words>(?:[^"\\]|\\.)*)')


@draft_view("GET")
def export_draft(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """The formats with what each leaves out; with ?dang=<format> the file."""
    if not draft.keys:
        return redirect("studio_start", draft.page.pk)
    key = request.GET.get("dang")
    if key is None:
        offered = [(offer, _losses_by_place(_write_draft(draft, offer).lost)) for offer in _FORMATS]
        return render(
            request, "cms/studio/files/export.html", page_context(draft) | {"formats": offered}
        )
    chosen = next((offer for offer in _FORMATS if offer.key == key), None)
    if chosen is None:
        raise NotFound
    answer = HttpResponse(_write_draft(draft, chosen).data, content_type=chosen.media_type)
    name = f"{draft.page.slug}.{chosen.ending}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


def _write_draft(draft: ScenarioDraft, chosen: ExportFormat) -> WrittenScenario:
    return exchange.write_scenario(
        from_plain(Scenario, draft.case), draft.page.draft_title, chosen.key
    )


def _losses_by_place(losses: tuple[FileNote, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(place, [(field in the Studio's words, what stands there)]) of what a format cannot show."""
    by_place = groupby(losses, key=lambda loss: loss.where)
    return [(place, [_loss_in_words(loss.text) for loss in group]) for place, group in by_place]


def _loss_in_words(text: str) -> tuple[str, str]:
    """(name of the field, what stands there) of "field: content"; without a name for all else."""
    match = _FIELD_TEXT.fullmatch(text)
    if match is None or match["name"] not in _FIELD_NAMES:
        return "", text
    content = match["value"]
    if content.startswith("[{"):
        content = "; ".join(_NAMING_TEXT.findall(content))
    elif content.startswith("["):
        content = content.strip("[]").replace('", "', "; ")
    return str(_FIELD_NAMES[match["name"]]), content.strip('"')
