"""The sheets of one's own data, in words: the order of the page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock
from lms.people.personnel.models import SensitiveAccess
from lms.people.privacy.models import DataRequest
from lms.people.privacy.own_file import OwnFile
from lms.people.workbooks.rendering import Cell, SheetOut

_SHORT, _MIDDLE, _LONG = 14.0, 28.0, 46.0


def sheets_of(
    found: OwnFile, accesses: Iterable[SensitiveAccess], requests: Iterable[DataRequest]
) -> list[SheetOut]:
    """One sheet for each part of the file that holds something, the person first."""
    every = [
        _person(found),
        _posts(found),
        _ranks(found),
        _qualifications(found),
        _ratings(found),
        _standards(found),
        _trainings(found),
        _accesses(accesses),
        _requests(requests),
    ]
    return [sheet for sheet in every if sheet.rows]


def _sheet(title: str, columns: list[tuple[str, float]], rows: list[tuple[Cell, ...]]) -> SheetOut:
    return SheetOut(title, title, columns, rows)


def _person(found: OwnFile) -> SheetOut:
    one, kept = found.official, found.sensitive
    rows: list[tuple[Cell, ...]] = [
        (_("Staff code"), one.code),
        (_("Full name"), one.full_name),
        (_("Birth date"), one.birth_date),
        (pgettext("person", "Sex"), one.get_sex_display()),
        (_("E-mail of the account"), (one.user.email or "") if one.user else ""),
        (_("Ethnic group"), kept.ethnicity),
        (_("Ethnic minority"), _yes(kept.is_ethnic_minority)),
        (_("Party member"), _yes(kept.is_party_member)),
        (_("Personal ID number"), kept.id_number),
    ]
    return _sheet(_("Person"), [(pgettext("own data", "What"), _MIDDLE), (_("Value"), _LONG)], rows)


def _posts(found: OwnFile) -> SheetOut:
    rows: list[tuple[Cell, ...]] = [
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
        for line in found.posts
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
    return _sheet(_("Posts"), columns, rows)


def _ranks(found: OwnFile) -> SheetOut:
    rows: list[tuple[Cell, ...]] = [
        (one.get_rank_display(), one.title, one.valid_from, one.valid_to, one.decision)
        for one in found.ranks
    ]
    columns = [
        (_("Rank or grade"), _MIDDLE),
        (_("In the words of the decision"), _LONG),
        (_("From"), _SHORT),
        (_("Until"), _SHORT),
        (_("Decision"), _MIDDLE),
    ]
    return _sheet(_("Ranks and grades"), columns, rows)


def _qualifications(found: OwnFile) -> SheetOut:
    rows: list[tuple[Cell, ...]] = [
        (
            one.get_dimension_display(),
            one.get_level_display(),
            one.field,
            one.institution,
            one.get_mode_display(),
            one.held_from,
            one.get_state_display(),
            one.reason,
        )
        for one in found.qualifications
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
    return _sheet(_("Degrees and certificates"), columns, rows)


def _ratings(found: OwnFile) -> SheetOut:
    rows: list[tuple[Cell, ...]] = [
        (
            line.rating.period,
            line.words,
            line.rating.scale,
            line.rating.decided_on,
            line.rating.decision,
        )
        for line in found.ratings
    ]
    columns = [
        (_("Period"), _SHORT),
        (pgettext("rating", "Rating"), _LONG),
        (pgettext("rating", "Scale"), _SHORT),
        (_("Decided on"), _SHORT),
        (_("Decision"), _MIDDLE),
    ]
    return _sheet(_("Yearly ratings"), columns, rows)


def _standards(found: OwnFile) -> SheetOut:
    rows: list[tuple[Cell, ...]] = [
        (
            line.decision.get_dimension_display(),
            _yes(line.decision.met),
            line.decision.get_basis_display(),
            line.decision.deadline,
            line.decision.decided_on,
            line.decision.decision,
            line.decision.remark,
        )
        for line in found.decisions
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
    return _sheet(_("Decisions about standards"), columns, rows)


def _trainings(found: OwnFile) -> SheetOut:
    rows: list[tuple[Cell, ...]] = [
        (
            one.title,
            one.school,
            one.kind,
            one.periods,
            one.starts_on,
            one.ends_on,
            one.document,
            one.get_origin_display(),
            one.revoked_on,
        )
        for one in found.trainings
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
    return _sheet(_("Training"), columns, rows)


def _accesses(rows: Iterable[SensitiveAccess]) -> SheetOut:
    lines: list[tuple[Cell, ...]] = [
        (
            f"{clock.local(one.at):%d/%m/%Y %H:%M}",
            one.user.full_name,
            one.get_what_display(),
            one.purpose,
        )
        for one in rows
    ]
    columns = [
        (_("When"), _MIDDLE),
        (_("Who"), _MIDDLE),
        (_("What was seen"), _LONG),
        (_("For what"), _LONG),
    ]
    return _sheet(_("Who looked at my data"), columns, lines)


def _requests(rows: Iterable[DataRequest]) -> SheetOut:
    lines: list[tuple[Cell, ...]] = [
        (
            f"{clock.local(one.received_at):%d/%m/%Y %H:%M}",
            one.get_kind_display(),
            one.about,
            one.text,
            one.get_state_display(),
            one.answer_due,
            one.finish_due,
            one.answer,
        )
        for one in rows
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
    return _sheet(_("My requests"), columns, lines)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
