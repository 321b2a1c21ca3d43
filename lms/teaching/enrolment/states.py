"""The states of an enrolment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", _("enrolled")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENROLMENT = Machine(
    EnrolmentState,
    {
        EnrolmentState.ENROLLED: (EnrolmentState.WITHDRAWN,),
        EnrolmentState.WITHDRAWN: (EnrolmentState.ENROLLED,),
    },
)
