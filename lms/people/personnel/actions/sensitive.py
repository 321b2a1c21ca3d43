"""Correcting the sensitive fields for a stated purpose; the audit log names the fields that
changed, never their values.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput
from lms.people.personnel.actions.access import look_at_sensitive
from lms.people.personnel.actions.checks import check_may_keep
from lms.people.personnel.fields import SENSITIVE_FIELDS, FieldValues, clean_values
from lms.people.personnel.models import Official, Sensitive


@transaction.atomic
def correct_sensitive(
    *, actor: Actor, official: Official, values: FieldValues, purpose: str
) -> Sensitive:
    """Replace the sensitive fields that are given; the look that this takes is recorded with its
    purpose (Luật 91/2025/QH15).

    BadInput for a value that cannot be, or an ID number that belongs to another entry.
    """
    check_may_keep(actor, official)
    look_at_sensitive(actor=actor, official=official, purpose=purpose)
    official = Official.objects.select_for_update().get(pk=official.pk)
    fields = clean_values(SENSITIVE_FIELDS, values)
    number = fields.get("id_number", "")
    others = Sensitive.objects.exclude(official=official).filter(
        id_number=number, official__merged_into=None
    )
    if number and others.exists():
        raise BadInput(
            _(
                "This number stands at another entry already. Compare it with the paper; if it is"
                " right, ask the training authority whether the two are one person."
            ),
            field="id_number",
        )
    row = Sensitive.objects.filter(official=official).first() or Sensitive(official=official)
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, fields[name])
    row.save()
    record("official.sensitive_corrected", actor, official, fields=changed, purpose=purpose)
    return row
