"""The conduct module as an Excel file that says what its figures mean and where they come from."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core.spreadsheets import CellValue, ExportSheet, ExportSource, render_workbook
from lms.outcomes.reporting.queries import ConductPerson, ConductState, ConductYear


def state_words(state: ConductState) -> str:
    """The state of a person in words."""
    match state:
        case ConductState.DONE:
            return pgettext("conduct", "completed")
        case ConductState.EXEMPT:
            return pgettext("conduct", "exempt")
        case ConductState.MISSING:
            return pgettext("conduct", "not yet")


def figure_definitions() -> list[str]:
    """What each figure means, one sentence each."""
    return [
        _(
            "People: officials who have a post in the unit or below it on that day. Each counts"
            " once, whatever the number of posts."
        ),
        _(
            "Completed: has finished every lesson of a conduct course in that year, or has a"
            " training record of one that ends in that year, up to that day. Revoked records and"
            " the lessons behind them do not count."
        ),
        _(
            "Exempt: has a decision of exemption that covers that day and had not been taken back."
            " Who has completed the module counts as completed."
        ),
        _("Not yet: everybody else. Completed, exempt and not yet add up to all people."),
        _("Share: completed of those who owe the module, that is of all but the exempt."),
    ]


def write_conduct_xlsx(
    figures: ConductYear, units: Sequence[ConductYear], *, by: str, step: Callable[[], None]
) -> bytes:
    """Sheets “people” and, for an area, “units”; then “source” with day, reader and definitions.

    `step` is called after each person.
    """
    title = _sheet_title(figures)
    people = _person_rows(figures.people, step)
    sheets = [ExportSheet(pgettext("sheet", "People"), title, _people_columns(), people)]
    if units:
        lines = [_unit_row(unit) for unit in [*units, figures]]
        sheets.insert(0, ExportSheet(pgettext("sheet", "Units"), title, _unit_columns(), lines))
    source = ExportSource(
        by, figures.day, definitions=figure_definitions(), read_at=figures.read_at
    )
    return render_workbook(sheets, source)


def _person_rows(
    people: Sequence[ConductPerson], step: Callable[[], None]
) -> Iterator[tuple[CellValue, ...]]:
    for number, person in enumerate(people, start=1):
        yield _person_row(number, person)
        step()


def _sheet_title(figures: ConductYear) -> str:
    return _("Conduct module %(year)s, %(unit)s") % {"year": figures.year, "unit": figures.title}


def _unit_columns() -> tuple[tuple[str, int], ...]:
    return (
        (_("Unit"), 34),
        (pgettext("count", "People"), 10),
        (pgettext("conduct", "completed").capitalize(), 14),
        (pgettext("conduct", "exempt").capitalize(), 10),
        (pgettext("conduct", "not yet").capitalize(), 14),
        (pgettext("conduct", "of them studying").capitalize(), 14),
    )


def _people_columns() -> tuple[tuple[str, int], ...]:
    return (
        (_("No."), 6),
        (_("Full name"), 26),
        (_("Staff code"), 14),
        (_("Unit"), 28),
        (_("Post"), 28),
        (_("State"), 16),
        (_("Completed on"), 14),
        (pgettext("training", "Document"), 20),
        (_("Ground of exemption"), 30),
        (_("Decision"), 20),
        (_("Exempt until"), 14),
        (_("Studies in"), 36),
    )


def _unit_row(figures: ConductYear) -> tuple[CellValue, ...]:
    return (
        figures.title if figures.code else _("Whole area, each person once"),
        figures.total,
        figures.done,
        figures.exempt,
        figures.missing,
        figures.studying,
    )


def _person_row(number: int, person: ConductPerson) -> tuple[CellValue, ...]:
    completed = person.completed
    exemption = person.exemption if person.state == ConductState.EXEMPT else None
    return (
        number,
        person.official.full_name,
        person.official.code,
        person.post.unit.name,
        person.post.title,
        state_words(person.state),
        f"{completed.on:%d/%m/%Y}" if completed else "",
        completed.document if completed else "",
        exemption.ground_title if exemption else "",
        exemption.decision if exemption else "",
        f"{exemption.valid_to:%d/%m/%Y}" if exemption else "",
        person.class_title if person.state == ConductState.MISSING else "",
    )
