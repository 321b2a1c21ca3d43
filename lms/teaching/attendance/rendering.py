"""The register as an Excel file that says where its figures come from; the QR code of a meeting."""

import io
from collections.abc import Callable
from typing import Any

import segno
import xlsxwriter
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock
from lms.teaching.attendance.queries import ClassRegister, RegisterCell
from lms.teaching.attendance.states import AttendanceStatus

# A cell that begins so would be run as a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The dark squares of QR codes; the ground stays white in the dark theme too.
_DARK = "#16244F"


def _make_harmless(value: object) -> object:
    """Text that a spreadsheet shows and never runs (CWE-1236): a dangerous beginning gets an
    apostrophe before it.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


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
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _write_grid(workbook, register, step)
    _write_source(workbook, register, by)
    workbook.close()
    return buffer.getvalue()


def _write_grid(workbook: Any, register: ClassRegister, step: Callable[[], None]) -> None:
    head = workbook.add_format(
        {
            "bold": True,
            "bg_color": "#E9EDF8",
            "text_wrap": True,
            "border": 1,
            "align": "center",
            "valign": "vcenter",
        }
    )
    sheet = workbook.add_worksheet(pgettext("sheet", "Register"))
    sheet.write_string(
        0,
        0,
        str(_make_harmless(str(register.group))),
        workbook.add_format({"bold": True, "font_size": 14}),
    )
    titles = [_("No."), _("Full name"), _("Unit"), _("Post")]
    titles += [
        "\n".join(
            [
                pgettext("meeting, short", "M%(number)s") % {"number": meeting.number},
                f"{clock.local(meeting.starts_at):%d/%m}",
                str(meeting.periods),
            ]
        )
        for meeting in register.meetings
    ]
    titles += [_("Periods attended"), _("Periods held"), _("Share (%)")]
    for column, title in enumerate(titles):
        sheet.write(2, column, title, head)
    for number, row in enumerate(register.rows, start=1):
        enrolment = row.enrolment
        values = [
            number,
            str(enrolment.official),
            enrolment.unit_name,
            enrolment.post_title,
            *map(_letter_of, row.cells),
        ]
        values += [row.attended, row.marked, "" if row.share is None else row.share]
        for column, value in enumerate(values):
            sheet.write(2 + number, column, _make_harmless(value))
        step()
    sheet.set_column(1, 3, 26)
    sheet.freeze_panes(3, 2)


def _write_source(workbook: Any, register: ClassRegister, by: str) -> None:
    sheet = workbook.add_worksheet(pgettext("sheet", "Source"))
    rows = [
        (_("Class"), f"{register.group} ({register.group.code})"),
        (_("School"), str(register.group.school)),
        (_("As of"), f"{clock.local(clock.now()):%H:%M %d/%m/%Y}"),
        (_("Made by"), by),
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
    for line, (title, value) in enumerate(rows):
        sheet.write(line, 0, title)
        sheet.write(line, 1, _make_harmless(value))
    sheet.set_column(0, 1, 40)


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
