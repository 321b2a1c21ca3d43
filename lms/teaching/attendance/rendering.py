"""The register as an Excel file that says where its figures come from; the QR code of a meeting."""

from collections.abc import Callable, Iterator

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock
from lms.core.figures import cell_of_figure
from lms.core.spreadsheets import CellValue, ExportSheet, ExportSource, render_workbook
from lms.teaching.attendance.queries import ClassRegister, RegisterCell
from lms.teaching.attendance.states import AttendanceStatus

# The dark squares of QR codes; the ground stays white in the dark theme too.
_DARK = "#16244F"
# The columns before it say who the learner is.
_FIRST_MEETING = 4


def check_in_url(token: str) -> str:
    """The address behind the QR code on the wall."""
    return settings.SITE_URL + reverse("learner_scan", args=[token])


def qr_svg(url: str) -> SafeString:
    """The QR code as an SVG element for a page, with the quiet zone that cameras need; its size
    comes from the sheet.
    """
    code = segno.make(url, error="m")
    svg = code.svg_inline(border=2, dark=_DARK, omitsize=True, svgclass=None, lineclass=None)
    # digits and our own colour: nothing in it came from anybody
    return SafeString(svg)


def register_xlsx(
    register: ClassRegister, *, by: str, step: Callable[[], None] = lambda: None
) -> bytes:
    """The register as a workbook: learners × meetings in tiết, and the sheet "Nguồn".

    `step` is called for each learner.
    """
    sheet = ExportSheet(
        pgettext("sheet", "Register"),
        str(register.group),
        _register_columns(register),
        _register_rows(register, step),
        frozen_columns=2,
        marks_from=_FIRST_MEETING,
    )
    return render_workbook([sheet], _register_source(register, by))


def _register_columns(register: ClassRegister) -> list[tuple[str, float]]:
    meetings = [
        "\n".join(
            [
                pgettext("meeting, short", "M%(number)s") % {"number": meeting.number},
                f"{clock.local(meeting.starts_at):%d/%m}",
                str(meeting.periods),
            ]
        )
        for meeting in register.meetings
    ]
    return [
        (_("No."), 6),
        (_("Full name"), 26),
        (_("Unit"), 26),
        (_("Post"), 26),
        *((meeting, 7) for meeting in meetings),
        (_("Periods attended"), 9),
        (_("Periods held"), 9),
        (_("Share (%)"), 9),
    ]


def _register_rows(
    register: ClassRegister, step: Callable[[], None]
) -> Iterator[tuple[CellValue, ...]]:
    for number, row in enumerate(register.rows, start=1):
        enrolment = row.enrolment
        yield (
            number,
            str(enrolment.official),
            enrolment.unit_name,
            enrolment.post_title,
            *map(_letter_of, row.cells),
            row.attended,
            row.marked,
            cell_of_figure(row.share),
        )
        step()


def _register_source(register: ClassRegister, by: str) -> ExportSource:
    facts = [
        (_("Class"), f"{register.group} ({register.group.code})"),
        (_("School"), str(register.group.school)),
        (_("Counted in"), _attended_words()),
        (
            _("Signs"),
            " · ".join(f"{status.letter} {status.meaning}" for status in AttendanceStatus),
        ),
        (
            _("Proposals"),
            _("Not marked yet: proposals of the live room and of check-ins are not counted"),
        ),
    ]
    return ExportSource(by, clock.today(), facts)


def _attended_words() -> str:
    """The statuses whose periods count, in words."""
    labels = [str(status.label) for status in AttendanceStatus if status.counts_as_attended]
    return _("periods (tiết); %(statuses)s count as attended") % {
        "statuses": get_text_list(labels, pgettext("last of a list", "and"))
    }


def _letter_of(cell: RegisterCell) -> str:
    verdict = cell.verdict
    if verdict.is_unreadable:
        return "?"
    if verdict.status is None or verdict.is_proposed:
        return ""
    return verdict.status.letter
