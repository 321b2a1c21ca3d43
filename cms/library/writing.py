"""Legal documents from plain data."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.library.models import LegalDocument
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed


@transaction.atomic
def write_legal_documents(*, actor: Actor, rows: list[dict[str, Any]]) -> int:
    """Enter legal documents (field names of LegalDocument, dates ISO); returns how many are new or changed.

    Found again by their number. By the system only.
    """
    if not actor.is_system:
        raise NotAllowed(_("Legal documents are entered in the library; only the system imports them."))  # fmt: skip
    known = {row.number: row for row in LegalDocument.objects.all()}
    wrote = 0
    for data in rows:
        document = known.get(data["number"]) or LegalDocument(number=data["number"])
        fields = {
            name: document._meta.get_field(name).clean(value, document)
            for name, value in data.items()
        }
        if document.pk and all(getattr(document, name) == fields[name] for name in fields):
            continue
        for name, value in fields.items():
            setattr(document, name, value)
        document.save()
        wrote += 1
        record("legal_document.written", actor, document, number=document.number)
    return wrote
