"""People whose rows say that they have left: left out, or their post ends on the day named."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lms.people.workbooks.planning.changes import ChangeList
from lms.people.workbooks.planning.files import HeldPost, PersonFile, runs_on
from lms.people.workbooks.planning.units import WorkbookUnits
from lms.people.workbooks.reading.rows import PersonRow, RowWarning
from lms.people.workbooks.reading.values.departures import DepartureRead
from lms.people.workbooks.warning_kinds import WarningKind

# The length of the column Post.end_reason.
_REASON = 300


@dataclass(frozen=True)
class Leaving:
    """What becomes of somebody who has left, and the warnings that propose it.

    `leaves_out`: nothing is written of their rows. `posts`: those that end on `last_day`; a post
    that the workbook makes ends then, too. Without `warnings` the register knows it already.
    """

    leaves_out: bool
    warnings: tuple[RowWarning, ...] = ()
    last_day: dt.date | None = None
    posts: tuple[HeldPost, ...] = ()
    reason: str = ""


def plan_leaving(
    file: PersonFile, rows: Sequence[PersonRow], units: WorkbookUnits, day: dt.date
) -> Leaving | None:
    """What is proposed for the person; None where no row says that they have left.

    Who was moved to the unit where the list has them came there and has not left.
    """
    for row in rows:
        departure = row.departure
        if departure is not None and not _is_moved_here(row, departure, units):
            return _propose_leaving(file, row, departure, units, day)
    return None


def end_posts(file: PersonFile, leaving: Leaving, changes: ChangeList) -> None:
    """End the posts held, and those that the workbook makes, on the last day."""
    if leaving.last_day is None:
        return
    for number, post in enumerate(file.posts):
        if post in leaving.posts or post.row is None:
            changes.add("post_to", _describe_day(post.valid_to), _describe_day(leaving.last_day))
            file.posts[number] = replace(post, valid_to=leaving.last_day, end_reason=leaving.reason)


def _propose_leaving(
    file: PersonFile,
    row: PersonRow,
    departure: DepartureRead,
    units: WorkbookUnits,
    day: dt.date,
) -> Leaving:
    last_day = departure.last_day
    is_to_come = last_day is not None and last_day >= day
    if file.pk is None:
        if not is_to_come:
            return Leaving(True, (_warn(row, departure, _("Leave the row out.")),))
        proposal = _("Enter the person; the post ends on %(day)s.")
        return _end(row, departure, (), proposal % {"day": _describe_day(last_day)})
    posts = _posts_here(file, units, day, last_day)
    if not posts:
        # the register has them as gone already
        return Leaving(leaves_out=False)
    if last_day is None:
        proposal = _(
            "Leave the row out. No day is written: end the post on the person's page, with its day."
        )
        return Leaving(True, (_warn(row, departure, proposal),))
    if any(post.valid_from > last_day for post in posts):
        proposal = _(
            "Leave the row out. In the register a post begins after that day: check the person's"
            " page."
        )
        return Leaving(True, (_warn(row, departure, proposal),))
    proposal = _("End the post “%(title)s” on %(day)s.") % {
        "title": posts[0].title,
        "day": _describe_day(last_day),
    }
    return _end(row, departure, posts, proposal)


def _posts_here(
    file: PersonFile, units: WorkbookUnits, day: dt.date, last_day: dt.date | None
) -> tuple[HeldPost, ...]:
    """The posts in the units of the workbook that go on after the person has left."""
    return tuple(
        post
        for post in file.posts
        if post.unit in units.by_pk
        and (runs_on(post, day) or post.valid_from > day)
        and (last_day is None or post.valid_to is None or post.valid_to > last_day)
    )


def _end(
    row: PersonRow, departure: DepartureRead, posts: tuple[HeldPost, ...], proposal: str
) -> Leaving:
    return Leaving(
        leaves_out=False,
        warnings=(_warn(row, departure, proposal),),
        last_day=departure.last_day,
        posts=posts,
        reason=departure.written[:_REASON],
    )


def _warn(row: PersonRow, departure: DepartureRead, proposal: str) -> RowWarning:
    return RowWarning(
        WarningKind.HAS_LEFT,
        row.cells.get("departure", ""),
        _("The list says that the person is no longer at the unit."),
        proposal,
        departure.written,
    )


def _is_moved_here(row: PersonRow, departure: DepartureRead, units: WorkbookUnits) -> bool:
    """Whether the place to which the person was moved is the unit of their row."""
    if not departure.destination:
        return False
    return units.names_unit(departure.destination, units.unit_of(row) or units.top)


def _describe_day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
