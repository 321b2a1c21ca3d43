"""The durable log of a live room is the truth; sockets only say that it grew."""

import uuid

from django.conf import settings
from django.db import models

from lms.teaching.classes.models import Meeting
from lms.teaching.live.states import ROOM, RoomState


class Room(models.Model):
    """One room for one meeting. `last_seq` is raised in the transaction that stores the event."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="room")
    epoch = models.UUIDField(default=uuid.uuid4, editable=False)
    last_seq = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=RoomState, default=RoomState.WAITING)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [ROOM.constraint("room_state")]

    def __str__(self) -> str:
        return str(self.meeting)


class RoomEvent(models.Model):
    """One event of the room's log."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="events")
    seq = models.BigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    cid = models.UUIDField()
    type = models.CharField(max_length=32)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="room_event_seq"),
            models.UniqueConstraint(fields=["room", "actor", "cid"], name="room_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq} {self.type}"


class Presence(models.Model):
    """An interval in which a device of a person was in the room.

    Devices are united, never summed.
    """

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    device = models.UUIDField()
    is_staff = models.BooleanField(default=False)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # the device said good-bye at last_at, so nothing is granted beyond it
    left = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["room", "user"]),
            models.Index(fields=["room", "last_at"]),
            models.Index(fields=["device"]),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.first_at:%H:%M}–{self.last_at:%H:%M}"
