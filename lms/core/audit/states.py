"""How a delivery of the outbox goes on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("waiting")
    SENT = "sent", _("handed over")
    DONE = "done", _("done")
    FAILED = "failed", _("needs a person")


DELIVERY = Machine(
    DeliveryState,
    {
        DeliveryState.PENDING: (DeliveryState.SENT, DeliveryState.DONE, DeliveryState.FAILED),
        DeliveryState.SENT: (DeliveryState.PENDING, DeliveryState.DONE, DeliveryState.FAILED),
        DeliveryState.FAILED: (DeliveryState.PENDING,),
    },
)
