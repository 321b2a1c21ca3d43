"""The life of a result sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class SheetState(models.TextChoices):
    COMPUTED = "computed", _("computed")
    APPROVED = "approved", _("approved")
    REPLACED = "replaced", _("computed anew")


SHEET = Machine(SheetState, {SheetState.COMPUTED: (SheetState.APPROVED, SheetState.REPLACED)})
