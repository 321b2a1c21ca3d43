"""The states of an uploaded workbook and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy

from lms.core.states import Machine


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("workbook", "uploaded")
    CHECKED = "checked", pgettext_lazy("workbook", "tried out")
    APPLIED = "applied", pgettext_lazy("workbook", "written into the register")
    UNDONE = "undone", pgettext_lazy("workbook", "undone")


BATCH = Machine(
    BatchState,
    {
        BatchState.UPLOADED: (BatchState.CHECKED,),
        # tried out again with other columns
        BatchState.CHECKED: (BatchState.CHECKED, BatchState.APPLIED),
        BatchState.APPLIED: (BatchState.UNDONE,),
    },
)
