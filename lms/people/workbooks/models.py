"""Uploaded workbooks, what each of their rows would do or did, and what undoing them puts back."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from lms.core.ids import uuid7
from lms.people.organisation.models import Unit
from lms.people.workbooks.states import BATCH, BatchState
from lms.people.workbooks.warning_kinds import Decision


def _file_path(batch: "Batch", name: str) -> str:
    return f"workbooks/{batch.uid}/{name}"


class ColumnMapping(models.Model):
    """How a unit's workbooks of one shape are read: remembered by the words of their headers."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="column_mappings")
    # sha256 of the folded header words of a sheet
    shape = models.CharField(max_length=64)
    # {column letter: key of a field}, keys as in `fields.FIELDS`
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "shape"], name="column_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {len(self.columns)}"


class Batch(models.Model):
    """One uploaded workbook of a unit."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="batches")
    # None: the command line
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    file = models.FileField(upload_to=_file_path, max_length=255)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    # the day of the figures: levels and posts without a date of their own hold from it
    as_of = models.DateField()
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.UPLOADED)
    # {sheet name, of a further table with its row: {"first", "header": row numbers, "columns":
    # {letter: field}, "blocks": letters at which further people begin, "shape", "headers",
    # "samples", "remembered", "unread" (`queries.unread_columns`) of the last try}}
    mapping = models.JSONField(default=dict)
    # {"rows", "new", "changed", "unchanged", "refused", "left_out"} of the last try
    counts = models.JSONField(default=dict)
    # sha256 of what the last try would do: applying does exactly that or refuses
    plan = models.CharField(max_length=64, blank=True)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [BATCH.constraint("batch_state")]

    def __str__(self) -> str:
        return self.name


class BatchRow(models.Model):
    """What one row of the workbook would do: shown before, kept after."""

    class Outcome(models.TextChoices):
        NEW = "new", pgettext_lazy("workbook row", "new")
        CHANGED = "changed", pgettext_lazy("workbook row", "changed")
        UNCHANGED = "unchanged", pgettext_lazy("workbook row", "unchanged")
        REFUSED = "refused", pgettext_lazy("workbook row", "refused")
        LEFT_OUT = "left_out", pgettext_lazy("workbook row", "left out")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=31)
    number = models.PositiveIntegerField()
    # of several people side by side in one row, which of them
    block = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=9, choices=Outcome)
    # name and code as written in the row, for the page
    label = models.CharField(max_length=200)
    # [{"field", "before", "after"}], never a sensitive value: those say only that they change
    changes = models.JSONField(default=list)
    # where and why a row is refused: "C7"; for somebody new: who has that name already
    cell = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    # [{"kind", "cell", "reason", "before", "proposal"}], kinds as in `warning_kinds`; no sensitive
    # values
    warnings = models.JSONField(default=list)
    # whether nothing is written of the row before somebody has decided
    must_decide = models.BooleanField(default=False)
    decision = models.CharField(max_length=9, choices=Decision, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet", "number", "block"], name="batch_row_once"
            )
        ]
        indexes = [models.Index(fields=["batch", "outcome", "number"])]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}: {self.outcome}"


class BatchWrite(models.Model):
    """One row of a table that applying wrote. `before`: its former columns, None for a new row."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="writes")
    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    before = models.JSONField(null=True)
    # the columns as applying left them: undoing refuses where somebody changed them since
    after = models.JSONField()

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
