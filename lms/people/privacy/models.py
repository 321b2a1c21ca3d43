"""Requests of people about their own data (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from lms.core import clock
from lms.core.ids import uuid7
from lms.people.personnel.models import Official
from lms.people.privacy.states import OPEN_STATES, REQUEST, RequestState


class DataRequest(models.Model):
    """A request of a person about their own data.

    The deadlines are copied from the rulebook when it is submitted, so that a later rule moves
    none.
    """

    class Kind(models.TextChoices):
        CORRECT = "correct", pgettext_lazy("data request", "correct the record")
        ACCESS = "access", pgettext_lazy("data request", "hand over the data")
        RESTRICT = "restrict", pgettext_lazy("data request", "restrict the use of data")
        OBJECT = "object", pgettext_lazy("data request", "object to a use of data")
        DELETE = "delete", pgettext_lazy("data request", "delete data")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=8, choices=Kind)
    # the entry that it is about, in the words of the page
    about = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.OPEN)
    received_at = models.DateTimeField()
    answer_due = models.DateField()
    finish_due = models.DateField()
    # the rules that set the clocks, as they applied (rulebook Applied.as_json)
    clocks = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # what was done, or why not
    answer = models.TextField(blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [REQUEST.constraint("data_request_state")]
        indexes = [models.Index(fields=["state", "finish_due"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.official}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def deadline(self) -> dt.date | None:
        """The next deadline: of the first answer, then of the end; None for a closed request."""
        if self.state == RequestState.OPEN:
            return self.answer_due
        return self.finish_due if self.is_open else None

    @property
    def is_overdue(self) -> bool:
        return self.deadline is not None and self.deadline < clock.today()

    @property
    def extension_days(self) -> int:
        """By how many days at most the request may still be extended; 0: not at all."""
        if self.state != RequestState.TAKEN or self.extended_on is not None or self.is_overdue:
            return 0
        return int(self.clocks["privacy.extension_days"]["value"])
