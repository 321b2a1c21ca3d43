"""What a row is warned of by what stands in it, before it is compared with the register."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import WorkbookCell, WorkbookRow
from lms.people.workbooks.reading.fields import SENSITIVE_KEYS
from lms.people.workbooks.reading.rows import RowWarning
from lms.people.workbooks.reading.values.plain import text_of
from lms.people.workbooks.warning_kinds import WarningKind

# More letters of a cell are not kept with its row.
_LONGEST = 200


def warn_of_row(
    row: WorkbookRow, cells: Mapping[str, WorkbookCell], refs: Mapping[str, str]
) -> tuple[RowWarning, ...]:
    """The warnings of one person's row. `cells`, `refs`: by key of the field."""
    warnings = [
        _warn_of_font(key, cell)
        for key, cell in cells.items()
        if cell.written and not key.startswith("?")
    ]
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


def _warn_of_font(key: str, cell: WorkbookCell) -> RowWarning:
    """The cell was typed in an old font; of a sensitive field neither text is shown."""
    reason = _("The letters are those of an old font (TCVN3 or VNI).")
    if key in SENSITIVE_KEYS:
        return RowWarning(WarningKind.OLD_FONT, cell.ref, reason, _("The same text in Unicode."))
    return RowWarning(
        WarningKind.OLD_FONT,
        cell.ref,
        reason,
        text_of(cell.value)[:_LONGEST],
        cell.written[:_LONGEST],
    )
