"""Correcting the sensitive fields for a stated purpose; the audit log names the fields that
changed, never their values.
"""

import re
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput
from lms.people.personnel.actions.access import look_at_sensitive
from lms.people.personnel.actions.checks import check_may_keep
from lms.people.personnel.actions.drafts import SensitiveDraft
from lms.people.personnel.models import Official, Sensitive


@transaction.atomic
def correct_sensitive(
    *, actor: Actor, official: Official, draft: SensitiveDraft, purpose: str
) -> Sensitive:
    """Replace the sensitive fields; the look that this takes is recorded with its purpose (Luật
    91/2025/QH15).

    BadInput for an ID number that has not 12 digits or belongs to another entry.
    """
    check_may_keep(actor, official)
    look_at_sensitive(actor=actor, official=official, purpose=purpose)
    official = Official.objects.select_for_update().get(pk=official.pk)
    if draft.id_number and re.fullmatch(r"[0-9]{12}", draft.id_number) is None:
        raise BadInput(_("The personal ID number has 12 digits."), field="id_number")
    others = Sensitive.objects.exclude(official=official).filter(
        id_number=draft.id_number, official__merged_into=None
    )
    if draft.id_number and others.exists():
        raise BadInput(
            _(
                "This number stands at another entry already. Compare it with the paper; if it is"
                " right, ask the training authority whether the two are one person."
            ),
            field="id_number",
        )
    row = Sensitive.objects.filter(official=official).first() or Sensitive(official=official)
    fields = asdict(draft)
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, fields[name])
    row.save()
    record("official.sensitive_corrected", actor, official, fields=changed, purpose=purpose)
    return row
