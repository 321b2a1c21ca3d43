"""A province of thousands of officials with their files, classes and certificates."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from django.db.models import Manager

from cms import api
from lms.core import clock
from lms.core.ids import uuid7
from lms.learning.conduct.models import Exemption
from lms.learning.progress.models import Attempt, LessonProgress
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.results.models import Result, ResultSheet, ResultVerdict
from lms.outcomes.results.states import SheetState
from lms.people.accounts.models import User
from lms.people.accounts.names import name_columns
from lms.people.organisation.models import Unit
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    Post,
    Qualification,
    QualificationLevel,
    Rank,
    RankHeld,
    Rating,
    Sensitive,
    TrainingRecord,
)
from lms.people.standards.models import StandardDecision
from lms.teaching.attendance.models import Mark
from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from tests.factories import conduct, people, standards, teaching
from tests.factories.people import LONG_AGO, Cast

IN_A_COMMUNE = 30
IN_A_CLASS = 100
_THEN = dt.date(2021, 1, 1)
_TITLES = ("Công chức Tư pháp – Hộ tịch", "Công chức Tài chính – Kế toán", "Phó Chủ tịch UBND xã")
_BATCH = 2_000


def fill(cast: Cast, officials: int = 3_000) -> None:
    """Communes of the cast's province with `officials` people, each in a class of its school.

    Each person has an account, two posts (one of them over), two levels, a rank, a rating, a
    decision on a standard, a training record, marks in four meetings, five finished lessons, a
    result and a proposed certificate; every tenth is exempt.
    """
    communes = [
        people.unit(name=f"Xã Mường {number}", parent=cast.province)
        for number in range(0, officials, IN_A_COMMUNE)
    ]
    rows = _officials(officials)
    units = [communes[number // IN_A_COMMUNE] for number in range(officials)]
    _write_files(rows, units)
    _teach(cast, rows, units)


def _officials(count: int) -> list[Official]:
    names = [
        f"{family} Thị {given}" for family, given in product(teaching.FAMILIES, teaching.GIVEN)
    ]
    accounts = _create(
        User.objects,
        (
            User(
                full_name=names[number % len(names)],
                email=f"can.bo.{number}@demo.example",
                password="!",
            )
            for number in range(count)
        ),
    )
    return _create(
        Official.objects,
        (
            Official(
                user=account,
                code=f"TINH-{number:05d}",
                full_name=account.full_name,
                birth_date=dt.date(1966 + number % 36, 1 + number % 12, 1 + number % 28),
                sex="f",
                **name_columns(account.full_name),
            )
            for number, account in enumerate(accounts)
        ),
    )


def _write_files(officials: list[Official], units: list[Unit]) -> None:
    today = clock.today()
    _create(Post.objects, _posts(officials, units))
    _create(
        Sensitive.objects,
        (
            Sensitive(official=official, id_number=f"011{number // 2:09d}")
            for number, official in enumerate(officials)
        ),
    )
    levels = (
        (Dimension.PROFESSIONAL, QualificationLevel.UNIVERSITY),
        (Dimension.THEORY, QualificationLevel.INTERMEDIATE),
    )
    _create(
        Qualification.objects,
        (
            Qualification(official=official, dimension=dimension, level=level, held_from=_THEN)
            for official in officials
            for dimension, level in levels
        ),
    )
    _create(
        RankHeld.objects,
        (
            RankHeld(official=official, rank=Rank.values[0], valid_from=_THEN)
            for official in officials
        ),
    )
    _create(
        Rating.objects,
        (
            Rating(official=official, period="2025", scale="2020", value="good", decided_on=_THEN)
            for official in officials
        ),
    )
    _create(
        StandardDecision.objects,
        (
            StandardDecision(
                official=official,
                dimension=Dimension.PROFESSIONAL,
                basis=StandardDecision.Basis.LEVEL,
                met=True,
                decided_on=_THEN,
            )
            for official in officials
        ),
    )
    _create(
        TrainingRecord.objects,
        (
            TrainingRecord(
                official=official,
                source=f"country:{official.pk}",
                title="Tiếp công dân",
                school="Trường Chính trị tỉnh",
                kind="bồi dưỡng",
                periods=40,
                starts_on=today,
                ends_on=today,
            )
            for official in officials
        ),
    )
    standards.standard()
    standards.standard(Dimension.THEORY, QualificationLevel.INTERMEDIATE, keys_only=True)


def _posts(officials: list[Official], units: list[Unit]) -> Iterator[Post]:
    ended = _THEN - dt.timedelta(days=1)
    for number, (official, unit) in enumerate(zip(officials, units, strict=True)):
        title = _TITLES[number % len(_TITLES)]
        same = {
            "official": official,
            "title": title,
            "group": Group.CIVIL_SERVANT,
            "is_key": number % 10 == 0,
        }
        yield Post(unit=units[-1 - number], valid_from=LONG_AGO, valid_to=ended, **same)
        yield Post(unit=unit, valid_from=_THEN, **same)


def _teach(cast: Cast, officials: list[Official], units: list[Unit]) -> None:
    outline = conduct.edition(cast.school.code)
    groups = [
        teaching.planned_class(cast, edition=outline, state=ClassState.RUNNING)
        for _ in range(0, len(officials), IN_A_CLASS)
    ]
    seats = _create(
        Enrolment.objects,
        (
            Enrolment(
                group=groups[number // IN_A_CLASS],
                official=official,
                unit=units[number],
                unit_name=units[number].name,
                enrolled_at=clock.now(),
            )
            for number, official in enumerate(officials)
        ),
    )
    _mark(cast, groups, seats)
    _study(seats, [lesson.slug for lesson in api.read_edition(outline.edition_id).lessons])
    _exempt(cast, seats)
    _certify(cast, groups, seats)


def _mark(cast: Cast, groups: list[ClassGroup], seats: list[Enrolment]) -> None:
    meetings: dict[int, list[Meeting]] = {
        group.pk: [teaching.meeting(group, days) for days in (-7, -5, -3, 0)] for group in groups
    }
    _create(
        Mark.objects,
        (
            Mark(
                meeting=meeting,
                enrolment=seat,
                status=AttendanceStatus.PRESENT,
                source=AttendanceSource.REGISTER,
                by=cast.minh,
                by_name=cast.minh.full_name,
                at=clock.now(),
            )
            for seat in seats
            for meeting in meetings[seat.group_id]
        ),
    )


def _study(seats: list[Enrolment], lessons: list[str]) -> None:
    now = clock.now()
    attempts = _create(
        Attempt.objects,
        (
            Attempt(
                id=uuid7(),
                enrolment=seat,
                lesson=lesson,
                lesson_hash="0" * 64,
                edition_id=seat.group.edition_id,
                started_at=now,
            )
            for seat in seats
            for lesson in lessons
        ),
    )
    _create(
        LessonProgress.objects,
        (
            LessonProgress(
                enrolment=attempt.enrolment,
                lesson=attempt.lesson,
                attempt=attempt,
                state=LessonProgress.State.DONE,
                updated_at=now,
                finished_at=now,
            )
            for attempt in attempts
        ),
    )


def _exempt(cast: Cast, seats: list[Enrolment]) -> None:
    today = clock.today()
    _create(
        Exemption.objects,
        (
            Exemption(
                official=seat.official,
                unit=seat.unit,
                ground="thai-san",
                ground_title="Nghỉ thai sản",
                ground_source="Luật",
                decision="QĐ 1",
                decided_on=today,
                valid_from=today,
                valid_to=today,
                by=cast.pao,
                by_name=cast.pao.full_name,
                at=clock.now(),
            )
            for seat in seats[::10]
        ),
    )


def _certify(cast: Cast, groups: list[ClassGroup], seats: list[Enrolment]) -> None:
    sheets = _create(
        ResultSheet.objects,
        (
            ResultSheet(
                group=group,
                number=1,
                state=SheetState.APPROVED,
                computed_at=clock.now(),
                computed_by=cast.hoa,
            )
            for group in groups
        ),
    )
    sheet_of = {sheet.group_id: sheet for sheet in sheets}
    results = _create(
        Result.objects,
        (
            Result(
                sheet=sheet_of[seat.group_id],
                enrolment=seat,
                periods_attended=16,
                periods_total=16,
                lessons_done=5,
                lessons_total=5,
                verdict=ResultVerdict.PASSED,
            )
            for seat in seats
        ),
    )
    _create(
        Certificate.objects,
        (
            Certificate(
                code=f"TINH-{number:05d}",
                result=result,
                holder_name=result.enrolment.official.full_name,
                holder_birth_date=result.enrolment.official.birth_date,
                course_title="Văn hóa ứng xử",
                school_name=cast.school.name,
                periods=16,
                starts_on=result.enrolment.group.starts_on,
                ends_on=result.enrolment.group.ends_on,
            )
            for number, result in enumerate(results)
        ),
    )


def _create(manager: Manager[Any], rows: Iterable[Any]) -> list[Any]:
    return manager.bulk_create(rows, batch_size=_BATCH)
