"""The sheets of a workbook with one's own data, in the order of the page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock
from lms.core.spreadsheets import CellValue, ExportSheet
from lms.people.personnel.fields import describe_access, field_lines
from lms.people.personnel.models import Official, Sensitive, SensitiveAccess
from lms.people.privacy.models import DataRequest
from lms.people.privacy.own_file import OwnFile

_SHORT, _MIDDLE, _LONG = 14.0, 28.0, 46.0


def sheets_of(
    own_data: OwnFile, accesses: Iterable[SensitiveAccess], requests: Iterable[DataRequest]
) -> list[ExportSheet]:
    """One sheet for each part of the file that is not empty, the person first."""
    parts = [
        _person_sheet(own_data),
        _post_sheet(own_data),
        _rank_sheet(own_data),
        _qualification_sheet(own_data),
        _rating_sheet(own_data),
        _standard_sheet(own_data),
        _training_sheet(own_data),
        _access_sheet(accesses),
        _request_sheet(requests),
    ]
    return [sheet for sheet in parts if sheet.rows]


def _make_sheet(
    title: str, columns: list[tuple[str, float]], rows: list[tuple[CellValue, ...]]
) -> ExportSheet:
    return ExportSheet(title, title, columns, rows)


def _person_sheet(own_data: OwnFile) -> ExportSheet:
    user = own_data.official.user
    rows: list[tuple[CellValue, ...]] = [
        *_field_rows(own_data.official),
        (_("E-mail of the account"), (user.email or "") if user else ""),
        *_field_rows(own_data.sensitive),
    ]
    return _make_sheet(
        _("Person"), [(pgettext("own data", "What"), _MIDDLE), (_("Value"), _LONG)], rows
    )


def _field_rows(row: Official | Sensitive) -> list[tuple[CellValue, ...]]:
    """The fields of the row, days that are known as days."""
    return [
        (line.field.title, line.value if line.is_plain_day else line.text)
        for line in field_lines(row)
    ]


def _post_sheet(own_data: OwnFile) -> ExportSheet:
    rows: list[tuple[CellValue, ...]] = [
        (
            line.post.title,
            line.unit_name,
            line.post.get_group_display(),
            line.post.get_kind_display(),
            line.post.valid_from,
            line.post.valid_to,
            line.post.decision,
            line.post.end_reason,
        )
        for line in own_data.posts
    ]
    columns = [
        (pgettext("person", "Post"), _LONG),
        (_("Unit"), _LONG),
        (_("Group"), _MIDDLE),
        (pgettext("post", "Kind"), _SHORT),
        (_("From"), _SHORT),
        (_("Until"), _SHORT),
        (_("Decision"), _MIDDLE),
        (_("Why it ended"), _MIDDLE),
    ]
    return _make_sheet(_("Posts"), columns, rows)


def _rank_sheet(own_data: OwnFile) -> ExportSheet:
    rows: list[tuple[CellValue, ...]] = [
        (rank.get_rank_display(), rank.title, rank.valid_from, rank.valid_to, rank.decision)
        for rank in own_data.ranks
    ]
    columns = [
        (_("Rank or grade"), _MIDDLE),
        (_("In the words of the decision"), _LONG),
        (_("From"), _SHORT),
        (_("Until"), _SHORT),
        (_("Decision"), _MIDDLE),
    ]
    return _make_sheet(_("Ranks and grades"), columns, rows)


def _qualification_sheet(own_data: OwnFile) -> ExportSheet:
    rows: list[tuple[CellValue, ...]] = [
        (
            qualification.get_dimension_display(),
            qualification.get_level_display(),
            qualification.field,
            qualification.institution,
            qualification.get_mode_display(),
            qualification.held_from,
            qualification.get_state_display(),
            qualification.reason,
        )
        for qualification in own_data.qualifications
    ]
    columns = [
        (pgettext("qualification", "Kind"), _MIDDLE),
        (pgettext("qualification", "Level"), _MIDDLE),
        (_("Field of study"), _MIDDLE),
        (_("Issued by (school, centre)"), _LONG),
        (_("How you studied"), _MIDDLE),
        (_("Day on the paper"), _SHORT),
        (_("State"), _SHORT),
        (_("Why it was refused"), _LONG),
    ]
    return _make_sheet(_("Degrees and certificates"), columns, rows)


def _rating_sheet(own_data: OwnFile) -> ExportSheet:
    rows: list[tuple[CellValue, ...]] = [
        (
            line.rating.period,
            line.words,
            line.rating.scale,
            line.rating.decided_on,
            line.rating.decision,
        )
        for line in own_data.ratings
    ]
    columns = [
        (_("Period"), _SHORT),
        (pgettext("rating", "Rating"), _LONG),
        (pgettext("rating", "Scale"), _SHORT),
        (_("Decided on"), _SHORT),
        (_("Decision"), _MIDDLE),
    ]
    return _make_sheet(_("Yearly ratings"), columns, rows)


def _standard_sheet(own_data: OwnFile) -> ExportSheet:
    rows: list[tuple[CellValue, ...]] = [
        (
            line.decision.get_dimension_display(),
            _yes_or_no(line.decision.met),
            line.decision.get_basis_display(),
            line.decision.deadline,
            line.decision.decided_on,
            line.decision.decision,
            line.decision.remark,
        )
        for line in own_data.decisions
    ]
    columns = [
        (pgettext("qualification", "Kind"), _MIDDLE),
        (_("Standard met"), _SHORT),
        (_("On what basis"), _MIDDLE),
        (_("Deadline"), _SHORT),
        (_("Decided on"), _SHORT),
        (_("Decision"), _MIDDLE),
        (_("Remark"), _LONG),
    ]
    return _make_sheet(_("Decisions about standards"), columns, rows)


def _training_sheet(own_data: OwnFile) -> ExportSheet:
    rows: list[tuple[CellValue, ...]] = [
        (
            training.title,
            training.school,
            training.kind,
            training.periods,
            training.starts_on,
            training.ends_on,
            training.document,
            training.get_origin_display(),
            training.revoked_on,
        )
        for training in own_data.trainings
    ]
    columns = [
        (_("Programme"), _LONG),
        (_("School"), _LONG),
        (pgettext("training", "Kind"), _SHORT),
        (_("Tiết"), _SHORT),
        (_("From"), _SHORT),
        (_("Until"), _SHORT),
        (pgettext("training", "Document"), _MIDDLE),
        (_("Recorded"), _MIDDLE),
        (_("No longer counted since"), _SHORT),
    ]
    return _make_sheet(_("Training"), columns, rows)


def _access_sheet(accesses: Iterable[SensitiveAccess]) -> ExportSheet:
    lines: list[tuple[CellValue, ...]] = [
        (
            f"{clock.local(access.at):%d/%m/%Y %H:%M}",
            access.user.full_name,
            describe_access(access),
            access.purpose,
        )
        for access in accesses
    ]
    columns = [
        (_("When"), _MIDDLE),
        (_("Who"), _MIDDLE),
        (_("What was seen"), _LONG),
        (_("For what"), _LONG),
    ]
    return _make_sheet(_("Who looked at my data"), columns, lines)


def _request_sheet(requests: Iterable[DataRequest]) -> ExportSheet:
    lines: list[tuple[CellValue, ...]] = [
        (
            f"{clock.local(request.received_at):%d/%m/%Y %H:%M}",
            request.get_kind_display(),
            request.about,
            request.text,
            request.get_state_display(),
            request.answer_due,
            request.finish_due,
            request.answer,
        )
        for request in requests
    ]
    columns = [
        (pgettext("data request", "Received at"), _MIDDLE),
        (pgettext("data request", "Request"), _MIDDLE),
        (pgettext("data request", "About"), _MIDDLE),
        (_("In your words"), _LONG),
        (_("State"), _SHORT),
        (_("Answer by"), _SHORT),
        (_("Finish by"), _SHORT),
        (_("Answer"), _LONG),
    ]
    return _make_sheet(_("My requests"), columns, lines)


def _yes_or_no(is_true: bool) -> str:
    return _("yes") if is_true else _("no")
