"""Reading the audit log, and checking that nobody changed it."""

import hashlib
import json
from dataclasses import dataclass

from django.db import models

from lms.core.audit.models import Chain, Event, Seal


@dataclass(frozen=True)
class ChainVerdict:
    """The state of the chain: events sealed and not yet sealed, and each broken link.

    `broken`: (number, reason) with the reason missing, link, content or end.
    """

    sealed: int
    unsealed: int
    broken: tuple[tuple[int, str], ...]

    @property
    def is_sound(self) -> bool:
        return not self.broken


def event_digest(previous: str, event: Event) -> str:
    """The seal of `event` after `previous`: sha256 over canonical JSON of every stored column."""
    body = json.dumps(
        [
            previous,
            str(event.uid),
            event.kind,
            event.at.isoformat(),
            event.actor_id,
            event.actor_name,
            event.subject_type,
            event.subject_id,
            event.subject_name,
            event.data,
            event.request_id,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(body.encode()).hexdigest()


def verify_chain() -> ChainVerdict:
    """The state of the chain after recomputing all of it.

    Checks each digest, each link to the one before, the numbers (no gap) and the stored end.
    """
    broken: list[tuple[int, str]] = []
    previous, number = "", 0
    for seal in Seal.objects.select_related("event").order_by("number").iterator(chunk_size=2000):
        number += 1
        if seal.number != number:
            broken.append((number, "missing"))
            number = seal.number
        if seal.previous != previous:
            broken.append((seal.number, "link"))
        if event_digest(seal.previous, seal.event) != seal.digest:
            broken.append((seal.number, "content"))
        previous = seal.digest
    end = Chain.objects.filter(pk=1).first()
    if end is not None and (end.number, end.digest) != (number, previous):
        broken.append((end.number, "end"))
    unsealed = Event.objects.filter(seal=None).count()
    return ChainVerdict(number, unsealed, tuple(broken))


def events_about(*subjects: models.Model) -> models.QuerySet[Event]:
    """Everything recorded about these, newest first."""
    about = models.Q(pk__in=[])
    for subject in subjects:
        about |= models.Q(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return Event.objects.filter(about).order_by("-id")


def has_happened(kind: str) -> bool:
    """Whether such an event was ever recorded."""
    return Event.objects.filter(kind=kind).exists()
