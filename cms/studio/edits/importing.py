"""A case from a file: read and kept for its editor to look at, then written into the draft, all of
it or nothing.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.content.plain import to_plain
from cms.library.models import Picture
from cms.scenarios import exchange
from cms.scenarios.exchange.texts import tidy
from cms.studio import graph
from cms.studio.drafts import Draft, open_draft, write_draft
from cms.studio.edits.scenes import Conflict
from cms.studio.graph import Plain
from cms.studio.models import Act, ImportedFile
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotFound, RuleBroken

# How long a file that was read is kept, and after writing the list of what was not understood in
# it.
KEPT = dt.timedelta(days=30)
_FORMATS = {
    "docx": "docx",
    "xlsx": "xlsx",
    "twee": "twee",
    "tw": "twee",
    "html": "twine-html",
    "htm": "twine-html",
    "json": "json",
}
_BIGGEST = 2**31
ENDINGS = tuple(f".{ending}" for ending in _FORMATS)


def read_file(*, actor: Actor, page_id: int, name: str, data: bytes) -> ImportedFile:
    """Read a file for this editor and keep what it says; the draft stays as it is.

    BadInput where it cannot be used, with what to do next; nothing is kept then, and what was kept
    before stays.
    """
    open_draft(actor, page_id)
    found = exchange.with_fitting_keys(exchange.read(data, _format(name)))
    if found.scenario is None:
        raise BadInput(found.refused, field="file")
    case = to_plain(found.scenario)
    warnings = [{"where": one.where, "text": one.text} for one in found.warnings]
    warnings += _own_pictures(case)
    return _keep(actor=actor, page_id=page_id, name=tidy(name)[:200], case=case, warnings=warnings)


@transaction.atomic
def _keep(*, actor: Actor, page_id: int, **read: Any) -> ImportedFile:
    draft = open_draft(actor, page_id, lock=True)
    old = ImportedFile.objects.filter(at__lt=clock.now() - KEPT)
    (old | ImportedFile.objects.filter(page=draft.page, by=draft.user)).delete()
    return ImportedFile.objects.create(page=draft.page, by=draft.user, at=clock.now(), **read)


@transaction.atomic
def write_file(*, actor: Actor, page_id: int, file_id: str, base: str) -> ImportedFile:
    """Make the file that was read the draft. What was there stays in the log of changes and in the
    page's history.

    `file_id` and `base` (digest of the draft) are what the editor looked at. Conflict where either
    is another by now; RuleBroken where it was written already or the page is locked; NotFound where
    nothing is kept.
    """
    draft = open_draft(actor, page_id, lock=True)
    file = file_of(draft)
    if file is None:
        raise NotFound(_("The file is not kept any more. Choose it again."))
    if str(file.pk) != file_id:
        raise Conflict(_("You have chosen another file since. Look at it below, then write it."))
    if file.written_at:
        raise RuleBroken(
            _("This file was written already. To write it once more, choose it again.")
        )
    if graph.digest(draft.case) != base:
        raise Conflict(
            _(
                "Somebody changed the draft while you were looking at the file. Nothing was"
                " written. Look at the draft, then confirm again if the file shall replace it."
            )
        )
    write_draft(draft, file.case, Act.IMPORT)
    file.written_at = clock.now()
    file.save()
    record(
        "scenario.imported",
        actor,
        draft.page,
        file=file.name,
        scenes=len(graph.scenes(file.case)),
        warnings=len(file.warnings),
    )
    return file


def file_of(draft: Draft) -> ImportedFile | None:
    """The file that this editor read for this case."""
    kept = ImportedFile.objects.filter(page=draft.page, by=draft.user)
    return kept.filter(at__gte=clock.now() - KEPT).first()


def _format(name: str) -> str:
    """The format of a file by its name; BadInput with the way out for others."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _FORMATS:
        return _FORMATS[ending]
    if ending in {"doc", "xls", "odt", "ods", "rtf"}:
        told = _(
            "Files of the kind .%(ending)s cannot be read. Open it, choose “Save as”, and save it"
            " as Word (.docx) or Excel (.xlsx)."
        )
    elif ending in {"docm", "dotm", "xlsm"}:
        told = _(
            "Files with macros (.%(ending)s) are not taken. Save it without macros, as .docx or"
            " .xlsx."
        )
    else:
        told = _(
            "This is not one of the kinds that can be read: Word (.docx), Excel (.xlsx), Twee"
            " (.twee, .tw), Twine (.html), JSON (.json)."
        )
    raise BadInput(told % {"ending": ending}, field="file")


def _own_pictures(case: Plain) -> list[Plain]:
    """Pictures that the library of this place does not have are taken out and listed."""
    asked = {one["image"]["image"] for one in graph.scenes(case) if one.get("image")}
    # numbers that no database could have are none of ours
    possible = [number for number in asked if 0 < number < _BIGGEST]
    known = set(Picture.objects.filter(pk__in=possible).values_list("pk", flat=True))
    gone = []
    for scene in graph.scenes(case):
        image = scene.get("image")
        if image and (image["image"] not in known or not image["url"].startswith("/")):
            del scene["image"]
            gone.append(
                {
                    "where": scene["title"] or scene["key"],
                    "text": (
                        _("The picture is not in this library: %(url)s") % {"url": image["url"]}
                    ),
                }
            )
    return gone
