"""The draft as a file: what each format is for, what it cannot hold, and the file itself."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from lms.core.errors import NotFound

from cms.content import Scenario
from cms.content.plain import from_plain
from cms.scenarios import exchange
from cms.scenarios.exchange import Written
from cms.studio.desk.around import around
from cms.studio.desk.door import studio
from cms.studio.drafts import Draft


@dataclass(frozen=True)
class Format:
    """A format as the page offers it."""

    key: str
    ending: str
    kind: str  # media type
    title: Any
    use: Any


_FORMATS = (
    Format("xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Excel (.xlsx)"), _("To read, print or correct the words in a table, and to import them again.")),
    Format("json", "json", "application/json", _("JSON (.json)"), _("The whole case without loss: to keep a copy, or to bring it into another lesson or school.")),
    Format("twee", "twee", "text/plain; charset=utf-8", _("Twee (.twee)"), _("To open it in Twine.")),
)  # fmt: skip


@studio("GET")
def export(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The formats with what each leaves out; with ?dang=<format> the file."""
    if not draft.keys:
        return redirect("studio_start", draft.page.pk)
    asked = request.GET.get("dang")
    if asked is None:
        offered = [(one, _written(draft, one).lost) for one in _FORMATS]
        return render(request, "cms/studio/files/export.html", around(draft) | {"formats": offered})
    chosen = next((one for one in _FORMATS if one.key == asked), None)
    if chosen is None:
        raise NotFound("")
    answer = HttpResponse(_written(draft, chosen).data, content_type=chosen.kind)
    name = f"{draft.page.slug}.{chosen.ending}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


def _written(draft: Draft, chosen: Format) -> Written:
    return exchange.write(from_plain(Scenario, draft.case), draft.page.draft_title, chosen.key)
