"""The conduct module as an Excel file that says what its figures mean and where they come from."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core.spreadsheets import (
    CellValue,
    ExportSheet,
    ExportSource,
    SheetColumn,
    cells_of,
    heads_of,
    render_workbook,
)
from lms.learning.conduct.models import Exemption
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


def title_of_conduct(figures: ConductYear) -> str:
    """The title of the conduct report, of its file and of the work that writes it."""
    return _("Conduct module %(year)s, %(unit)s") % {"year": figures.year, "unit": figures.title}


def write_conduct_xlsx(
    figures: ConductYear, units: Sequence[ConductYear], *, by: str, step: Callable[[], None]
) -> bytes:
    """Sheets “people” and, for an area, “units”; then “source” with day, reader and definitions.

    `step` is called after each person.
    """
    title = title_of_conduct(figures)
    columns = _people_columns()
    heads = [(_("No."), 6.0), *heads_of(columns)]
    rows = _person_rows(figures.people, columns, step)
    sheets = [ExportSheet(pgettext("sheet", "People"), title, heads, rows)]
    if units:
        of_units = _unit_columns()
        unit_rows = [cells_of(unit, of_units) for unit in [*units, figures]]
        name = pgettext("sheet", "Units")
        sheets.insert(0, ExportSheet(name, title, heads_of(of_units), unit_rows))
    source = ExportSource(
        by, figures.day, definitions=figure_definitions(), read_at=figures.read_at
    )
    return render_workbook(sheets, source)


def _person_rows(
    people: Sequence[ConductPerson],
    columns: Sequence[SheetColumn[ConductPerson]],
    step: Callable[[], None],
) -> Iterator[list[CellValue]]:
    for number, person in enumerate(people, start=1):
        yield [number, *cells_of(person, columns)]
        step()


def _unit_columns() -> tuple[SheetColumn[ConductYear], ...]:
    return (
        SheetColumn(
            _("Unit"),
            34,
            lambda unit: unit.title if unit.code else _("Whole area, each person once"),
        ),
        SheetColumn(pgettext("count", "People"), 10, lambda unit: unit.total),
        SheetColumn(pgettext("conduct", "completed").capitalize(), 14, lambda unit: unit.done),
        SheetColumn(pgettext("conduct", "exempt").capitalize(), 10, lambda unit: unit.exempt),
        SheetColumn(pgettext("conduct", "not yet").capitalize(), 14, lambda unit: unit.missing),
        SheetColumn(
            pgettext("conduct", "of them studying").capitalize(), 14, lambda unit: unit.studying
        ),
    )


def _people_columns() -> tuple[SheetColumn[ConductPerson], ...]:
    return (
        SheetColumn(_("Full name"), 26, lambda person: person.official.full_name),
        SheetColumn(_("Staff code"), 14, lambda person: person.official.code),
        SheetColumn(_("Unit"), 28, lambda person: person.post.unit.name),
        SheetColumn(_("Post"), 28, lambda person: person.post.title),
        SheetColumn(_("State"), 16, lambda person: state_words(person.state)),
        SheetColumn(_("Completed on"), 14, _completion_day),
        SheetColumn(
            pgettext("training", "Document"),
            20,
            lambda person: person.completed.document if person.completed else "",
        ),
        SheetColumn(_("Ground of exemption"), 30, _exemption_ground),
        SheetColumn(_("Decision"), 20, _exemption_decision),
        SheetColumn(_("Exempt until"), 14, _exemption_end),
        SheetColumn(
            _("Studies in"),
            36,
            lambda person: person.class_title if person.state == ConductState.MISSING else "",
        ),
    )


def _completion_day(person: ConductPerson) -> str:
    return f"{person.completed.on:%d/%m/%Y}" if person.completed else ""


def _exemption_ground(person: ConductPerson) -> str:
    exemption = _counted_exemption(person)
    return exemption.ground_title if exemption else ""


def _exemption_decision(person: ConductPerson) -> str:
    exemption = _counted_exemption(person)
    return exemption.decision if exemption else ""


def _exemption_end(person: ConductPerson) -> str:
    exemption = _counted_exemption(person)
    return f"{exemption.valid_to:%d/%m/%Y}" if exemption else ""


def _counted_exemption(person: ConductPerson) -> Exemption | None:
    """The exemption, unless the person has completed the module all the same."""
    return person.exemption if person.state == ConductState.EXEMPT else None
