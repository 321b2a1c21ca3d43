"""Legal documents written from plain data."""

from typing import Any

from django.db import transaction
from django.forms import model_to_dict
from django.utils.translation import gettext as _

from cms.library.models import LegalDocument
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed

_DATES = ("valid_from", "valid_to")


@transaction.atomic
def write_legal_documents(*, actor: Actor, rows: list[dict[str, Any]]) -> int:
    """Enter legal documents and return how many of them are new or changed.

    `rows` hold field names of LegalDocument, dates in ISO form; documents are found again by their
    number. NotAllowed for anybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed(
            _("Legal documents are entered in the library; only the system imports them.")
        )
    documents = {row.number: row for row in LegalDocument.objects.all()}
    changed_count = 0
    for data in rows:
        document = documents.get(data["number"]) or LegalDocument()
        before = model_to_dict(document)
        for name, value in data.items():
            setattr(document, name, value or None if name in _DATES else value)
        # turns ISO dates into dates and refuses what does not fit
        document.clean_fields()
        # the audit log names a document only when something changed
        if model_to_dict(document) == before:
            continue
        document.save()
        changed_count += 1
        record("legal_document.written", actor, document, number=document.number)
    return changed_count
