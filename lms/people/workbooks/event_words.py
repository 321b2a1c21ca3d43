"""Events of imports, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "batch.uploaded": pgettext_lazy("event", "Uploaded a workbook"),
    "batch.mapped": pgettext_lazy("event", "Said what the columns are"),
    "batch.decided": pgettext_lazy("event", "Decided on rows that ask for it"),
    "batch.tried": pgettext_lazy("event", "Tried the workbook out"),
    "batch.applied": pgettext_lazy("event", "Wrote the workbook into the files"),
    "batch.undone": pgettext_lazy("event", "Took the import back"),
}
