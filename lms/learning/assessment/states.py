"""The states of a submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("returned for correction")
    GRADED = "graded", _("graded")


SUBMISSION = Machine(
    SubmissionState,
    {
        SubmissionState.DRAFT: (SubmissionState.SUBMITTED,),
        SubmissionState.SUBMITTED: (SubmissionState.RETURNED, SubmissionState.GRADED),
        SubmissionState.RETURNED: (SubmissionState.SUBMITTED,),
        # a grade may be corrected, with a reason
        SubmissionState.GRADED: (SubmissionState.GRADED, SubmissionState.RETURNED),
    },
)
