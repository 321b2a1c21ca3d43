"""How a qualification that an official declared is decided."""

from django.db import models
from django.utils.translation import pgettext_lazy

from lms.core.states import Machine


class QualificationState(models.TextChoices):
    DECLARED = "declared", pgettext_lazy("qualification", "declared")
    CONFIRMED = "confirmed", pgettext_lazy("qualification", "confirmed")
    REFUSED = "refused", pgettext_lazy("qualification", "refused")


QUALIFICATION = Machine(
    QualificationState,
    {
        QualificationState.DECLARED: (QualificationState.CONFIRMED, QualificationState.REFUSED),
        # a proof that turns out false
        QualificationState.CONFIRMED: (QualificationState.REFUSED,),
    },
)
