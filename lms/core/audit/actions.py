"""Writing the audit log."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.kinds import check_kind
from lms.core.audit.models import Chain, Delivery, Event, Seal
from lms.core.audit.queries import event_digest

_SEAL_BATCH = 500


def record(kind: str, actor: Actor, subject: models.Model, /, **data: Any) -> Event:
    """Append one event inside the caller's transaction, with a delivery for each reaction to its
    kind.

    `data` must be JSON (dates as text). Kinds are "<app>.<verb past>": "certificate.issued";
    LookupError for one without words (`event_words.py` of its app).
    """
    check_kind(kind)
    event = Event.objects.create(
        kind=kind,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_name=str(subject)[:300],
        data=data,
        request_id=actor.request_id,
    )
    reactions = import_string(settings.REACTIONS).get(kind, ())
    if reactions:
        Delivery.objects.bulk_create(
            Delivery(event=event, reaction=reaction, due_at=event.at) for reaction in reactions
        )
    return event


@transaction.atomic
def extend_chain() -> int:
    """Chain the hashes of events that have none yet; returns how many.

    Run by the sweep; safe to run twice.
    """
    Chain.objects.get_or_create(pk=1)
    end = Chain.objects.select_for_update().get(pk=1)
    events = list(Event.objects.filter(seal=None).order_by("id")[:_SEAL_BATCH])
    seals = []
    for event in events:
        new = event_digest(end.digest, event)
        end.number += 1
        seals.append(Seal(event=event, number=end.number, previous=end.digest, digest=new))
        end.digest = new
    Seal.objects.bulk_create(seals)
    if seals:
        end.save()
    return len(seals)
