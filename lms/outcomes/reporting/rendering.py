"""The conduct module as an Excel file that says where its figures come from."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock
from lms.outcomes.reporting.queries import ConductYear, Person, State

Cell = str | int


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
        _("People: officials who have a post in the unit or below it on that day. Each counts once, whatever the number of posts."),
        _("Completed: has finished every lesson of a conduct course in that year, or has a training record of one that ends in that year, up to that day. Revoked records and the lessons behind them do not count."),
        _("Exempt: has a decision of exemption that covers that day and had not been taken back. Who has completed the module counts as completed."),
        _("Not yet: everybody else. Completed, exempt and not yet add up to all people."),
        _("Share: completed of those who owe the module, that is of all but the exempt."),
    ]  # fmt: skip


def conduct_xlsx(found: ConductYear, rows: Sequence[ConductYear], *, by: str, step: Callable[[], None]) -> bytes:  # fmt: skip
    """Sheets “people” and, for an area, “units”; then “source” with day, reader and definitions. `step` after each person.

    Every text is written as text, so that no name can become a formula.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        if rows:
            _sheet(book, pgettext("sheet", "Units"), _title(found), _unit_columns(), [_unit(row) for row in [*rows, found]])  # fmt: skip
        people = []
        for number, person in enumerate(found.people, start=1):
            people.append(_person(number, person))
            step()
        _sheet(book, pgettext("sheet", "People"), _title(found), _people_columns(), people)
        source = [
            (_("As of"), f"{found.day:%d/%m/%Y}"),
            (_("Read at"), f"{clock.local(found.read_at):%H:%M, %d/%m/%Y}"),
            (_("Exported by"), by),
            *((_("Definition"), line) for line in definitions()),
        ]
        _sheet(book, pgettext("sheet", "Source"), _title(found), ((_("What"), 16), (_("Value"), 110)), source)  # fmt: skip
    return out.getvalue()


def _title(found: ConductYear) -> str:
    return _("Conduct module %(year)s, %(unit)s") % {"year": found.year, "unit": found.title}


def _unit_columns() -> tuple[tuple[str, int], ...]:
    return (
        (_("Unit"), 34), (pgettext("count", "People"), 10), (pgettext("conduct", "completed").capitalize(), 14),
        (pgettext("conduct", "exempt").capitalize(), 10), (pgettext("conduct", "not yet").capitalize(), 14),
        (pgettext("conduct", "of them studying").capitalize(), 14),
    )  # fmt: skip


def _people_columns() -> tuple[tuple[str, int], ...]:
    return (
        (_("No."), 6), (_("Full name"), 26), (_("Staff code"), 14), (_("Unit"), 28), (_("Post"), 28),
        (_("State"), 16), (_("Completed on"), 14), (pgettext("training", "Document"), 20), (_("Ground of exemption"), 30),
        (_("Decision"), 20), (_("Exempt until"), 14), (_("Studies in"), 36),
    )  # fmt: skip


def _unit(row: ConductYear) -> tuple[Cell, ...]:
    return row.title if row.code else _("Whole area, each person once"), row.total, row.done, row.exempt, row.missing, row.studying  # fmt: skip


def _person(number: int, person: Person) -> tuple[Cell, ...]:
    done = person.completed
    exemption = person.exemption if person.state == State.EXEMPT else None
    return (
        number, person.official.full_name, person.official.code, person.post.unit.name, person.post.title,
        words_of(person.state), f"{done.on:%d/%m/%Y}" if done else "", done.document if done else "",
        exemption.ground_title if exemption else "", exemption.decision if exemption else "",
        f"{exemption.valid_to:%d/%m/%Y}" if exemption else "",
        person.class_title if person.state == State.MISSING else "",
    )  # fmt: skip


def _sheet(
    book: Any, name: str, title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]]
) -> None:  # fmt: skip
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#E9EDF8", "text_wrap": True, "border": 1, "valign": "vcenter"})  # fmt: skip
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for column, (label, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, label, head)
    for line, row in enumerate(rows, start=3):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, column, value, cell)
            else:
                sheet.write_string(line, column, value, cell)
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
