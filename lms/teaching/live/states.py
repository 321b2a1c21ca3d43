"""The states of a live room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class RoomState(models.TextChoices):
    WAITING = "waiting", _("not open yet")
    OPEN = "open", _("open")
    ENDED = "ended", _("ended")


ROOM = Machine(
    RoomState,
    {
        RoomState.WAITING: (RoomState.OPEN,),
        RoomState.OPEN: (RoomState.ENDED,),
        RoomState.ENDED: (RoomState.OPEN,),
    },
)
