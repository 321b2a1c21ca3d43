"""A scenario from a file: read and stored for its editor to look at, then written into the draft,
all of it or nothing.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.content.plain import to_plain
from cms.library.models import Picture
from cms.scenarios import exchange
from cms.scenarios.exchange.texts import tidy_text
from cms.studio import graph
from cms.studio.drafts import ScenarioDraft, open_draft, write_draft
from cms.studio.edits.scenes import EditConflict
from cms.studio.graph import Plain
from cms.studio.models import Act, ImportedFile
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotFound, RuleBroken

# How long a file that was read is stored, and after writing the list of what was not understood
# in it (practice).
FILE_PERIOD = dt.timedelta(days=30)
_FORMATS = {
    "docx": "docx",
    "xlsx": "xlsx",
    "twee": "twee",
    "tw": "twee",
    "html": "twine-html",
    "htm": "twine-html",
    "json": "json",
}
# Endings that are refused with advice of their own.
_OLD_ENDINGS = {"doc", "xls", "odt", "ods", "rtf"}
_MACRO_ENDINGS = {"docm", "dotm", "xlsm"}
_FIRST_IMPOSSIBLE_ID = 2**31
ENDINGS = tuple(f".{ending}" for ending in _FORMATS)


def read_file(*, actor: Actor, page_id: int, name: str, data: bytes) -> ImportedFile:
    """Read a file for this editor and store what it says; the draft stays as it is.

    BadInput where it cannot be used, with what to do next; nothing is stored then, and what was
    stored before stays.
    """
    # a stranger's file is not even read; the lock is taken after reading, which may take seconds
    open_draft(actor, page_id)
    exchanged = exchange.with_fitting_keys(exchange.read_scenario(data, _format_of(name)))
    if exchanged.scenario is None:
        raise BadInput(exchanged.refused, field="file")
    case = to_plain(exchanged.scenario)
    warnings = [{"where": note.where, "text": note.text} for note in exchanged.warnings]
    warnings += _remove_foreign_pictures(case)
    return _keep_file(
        actor=actor, page_id=page_id, name=tidy_text(name)[:200], case=case, warnings=warnings
    )


@transaction.atomic
def _keep_file(*, actor: Actor, page_id: int, **content: Any) -> ImportedFile:
    """Store a file in the place of the editor's last one; files past their time are deleted."""
    draft = open_draft(actor, page_id, lock=True)
    expired = ImportedFile.objects.filter(at__lt=clock.now() - FILE_PERIOD)
    replaced = ImportedFile.objects.filter(page=draft.page, by=draft.user)
    (expired | replaced).delete()
    return ImportedFile.objects.create(page=draft.page, by=draft.user, at=clock.now(), **content)


@transaction.atomic
def write_file(*, actor: Actor, page_id: int, file_id: str, base: str) -> ImportedFile:
    """Make the file that was read the draft. What was there stays in the log of changes and in the
    page's history.

    `file_id` and `base` (digest of the draft) are what the editor looked at. Conflict where either
    is another by now; RuleBroken where it was written already or the page is locked; NotFound where
    nothing is stored.
    """
    draft = open_draft(actor, page_id, lock=True)
    file = file_of(draft)
    if file is None:
        raise NotFound(_("The file is not kept any more. Choose it again."))
    # what is written must be what the editor has looked at
    if str(file.pk) != file_id:
        raise EditConflict(
            _("You have chosen another file since. Look at it below, then write it.")
        )
    if file.written_at:
        raise RuleBroken(
            _("This file was written already. To write it once more, choose it again.")
        )
    if graph.digest_of(draft.case) != base:
        raise EditConflict(
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
        scenes=len(graph.scenes_of(file.case)),
        warnings=len(file.warnings),
    )
    return file


def file_of(draft: ScenarioDraft) -> ImportedFile | None:
    """The file that this editor read for this scenario in the last 30 days."""
    own_files = ImportedFile.objects.filter(page=draft.page, by=draft.user)
    return own_files.filter(at__gte=clock.now() - FILE_PERIOD).first()


def _format_of(name: str) -> str:
    """The format of a file by its name; BadInput with the way out for others."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _FORMATS:
        return _FORMATS[ending]
    if ending in _OLD_ENDINGS:
        message = _(
            "Files of the kind .%(ending)s cannot be read. Open it, choose “Save as”, and save it"
            " as Word (.docx) or Excel (.xlsx)."
        )
    elif ending in _MACRO_ENDINGS:
        message = _(
            "Files with macros (.%(ending)s) are not taken. Save it without macros, as .docx or"
            " .xlsx."
        )
    else:
        message = _(
            "This is not one of the kinds that can be read: Word (.docx), Excel (.xlsx), Twee"
            " (.twee, .tw), Twine (.html), JSON (.json)."
        )
    raise BadInput(message % {"ending": ending}, field="file")


def _remove_foreign_pictures(case: Plain) -> list[Plain]:
    """Take pictures that this library does not have out of `case`; a warning for each."""
    known_ids = _known_pictures(case)
    warnings = []
    for scene in graph.scenes_of(case):
        image = scene.get("image")
        if not image:
            continue
        # an address elsewhere would be loaded from there by every learner's phone
        if image["image"] in known_ids and image["url"].startswith("/"):
            continue
        del scene["image"]
        text = _("The picture is not in this library: %(url)s") % {"url": image["url"]}
        warnings.append({"where": scene["title"] or scene["key"], "text": text})
    return warnings


def _known_pictures(case: Plain) -> set[int]:
    """The ids that the scenes name and the library has."""
    named_ids = {scene["image"]["image"] for scene in graph.scenes_of(case) if scene.get("image")}
    # numbers that no database could have are none of ours
    possible_ids = [number for number in named_ids if 0 < number < _FIRST_IMPOSSIBLE_ID]
    return set(Picture.objects.filter(pk__in=possible_ids).values_list("pk", flat=True))
