"""Events are only ever added.

Their hashes stand in a table of their own, so that writers never wait for the chain.
"""

from django.db import models

from lms.core.audit.kinds import event_words
from lms.core.audit.states import DELIVERY, DeliveryState
from lms.core.ids import uuid7


class Event(models.Model):
    """One decision: who did what to what, when, with which data.

    Names are copied and outlive their things.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    subject_name = models.CharField(max_length=300)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_name}"

    @property
    def words(self) -> str:
        """What happened, in the reader's language."""
        return event_words(self.kind)


class Seal(models.Model):
    """A link of the chain: digest = sha256(previous digest + canonical event)."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    number = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"


class Chain(models.Model):
    """The end of the chain: one row, locked while sealing."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.number}"


class Delivery(models.Model):
    """The outbox: one row for each reaction that an event calls for."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    reaction = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "reaction"], name="delivery_once"),
            DELIVERY.constraint("delivery_state"),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.reaction} of {self.event_id}"
