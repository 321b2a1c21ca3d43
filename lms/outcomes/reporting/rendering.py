"""The conduct module as an Excel file that says where its figures come from."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.outcomes.reporting.queries import ConductYear, Person, State
from lms.people.workbooks.rendering import Cell, SheetOut, Source, book


def words_of(state: State) -> str:
    """The state of a person in words."""
    words = {
        State.DONE: pgettext("conduct", "completed"),
        State.EXEMPT: pgettext("conduct", "exempt"),
        State.MISSING: pgettext("conduct", "not yet"),
    }
    return words[state]


def definitions() -> list[str]:
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


def conduct_xlsx(
    found: ConductYear, rows: Sequence[ConductYear], *, by: str, step: Callable[[], None]
) -> bytes:
    """Sheets “people” and, for an area, “units”; then “source” with day, reader and definitions.

    `step` after each person.
    """
    title = _title(found)
    units = [_unit(row) for row in [*rows, found]]
    sheets = [
        SheetOut(
            pgettext("sheet", "People"), title, _people_columns(), _counted(found.people, step)
        )
    ]
    if rows:
        sheets.insert(0, SheetOut(pgettext("sheet", "Units"), title, _unit_columns(), units))
    return book(sheets, Source(by, found.day, definitions=definitions(), read_at=found.read_at))


def _counted(people: Sequence[Person], step: Callable[[], None]) -> Iterator[tuple[Cell, ...]]:
    for number, person in enumerate(people, start=1):
        yield _person(number, person)
        step()


def _title(found: ConductYear) -> str:
    return _("Conduct module %(year)s, %(unit)s") % {"year": found.year, "unit": found.title}


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


def _unit(row: ConductYear) -> tuple[Cell, ...]:
    return (
        row.title if row.code else _("Whole area, each person once"),
        row.total,
        row.done,
        row.exempt,
        row.missing,
        row.studying,
    )


def _person(number: int, person: Person) -> tuple[Cell, ...]:
    done = person.completed
    exemption = person.exemption if person.state == State.EXEMPT else None
    return (
        number,
        person.official.full_name,
        person.official.code,
        person.post.unit.name,
        person.post.title,
        words_of(person.state),
        f"{done.on:%d/%m/%Y}" if done else "",
        done.document if done else "",
        exemption.ground_title if exemption else "",
        exemption.decision if exemption else "",
        f"{exemption.valid_to:%d/%m/%Y}" if exemption else "",
        person.class_title if person.state == State.MISSING else "",
    )
