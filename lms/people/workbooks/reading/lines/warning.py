"""What a row is warned of by what stands in it, before it is compared with the register."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import WorkbookCell, WorkbookRow
from lms.people.workbooks.reading.rows import RowWarning
from lms.people.workbooks.warning_kinds import WarningKind


def warn_of_row(
    row: WorkbookRow, cells: Mapping[str, WorkbookCell], refs: Mapping[str, str]
) -> tuple[RowWarning, ...]:
    """The warnings of one person's row. `cells`, `refs`: by key of the field."""
    warnings = []
    if row.is_hidden:
        warnings.append(
            RowWarning(
                WarningKind.HIDDEN_ROW,
                next(iter(refs.values()), f"A{row.number}"),
                _("The row is hidden in the file, by hand or by a filter."),
                _("Read it like the others."),
            )
        )
    return tuple(warnings)
