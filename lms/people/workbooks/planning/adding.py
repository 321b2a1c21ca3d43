"""Levels, ratings and courses of a row: added where the file does not hold them yet."""

import datetime as dt

from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.people.organisation.models import Unit
from lms.people.personnel.levels import LADDER, is_at_least
from lms.people.personnel.models import (
    Dimension,
    Post,
    Qualification,
    QualificationLevel,
    Rating,
    TrainingRecord,
)
from lms.people.personnel.queries.careers import RatingScale, last_day_of, scale_for
from lms.people.personnel.rules.courses import check_course_days
from lms.people.workbooks.planning.changes import ChangeList
from lms.people.workbooks.planning.files import PersonFile, training_key
from lms.people.workbooks.planning.posting import group_of
from lms.people.workbooks.planning.refusing import ValueRefused, refusing_at
from lms.people.workbooks.reading.rows import HeldLevel, PersonRow, RatingRead, TrainingRead

# A person may hold a level in each of several languages.
_LANGUAGES = (Dimension.LANGUAGE, Dimension.ETHNIC)
_DEFAULT_KIND = "bồi dưỡng"


class RatingScales:
    """The scales of rating at a unit; each period is asked once for each group."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._scales: dict[tuple[str, str], RatingScale | None] = {}

    def scale_of(self, period: str, group: str) -> RatingScale | None:
        """The scale of `group` in `period`, or None where the rulebook has none."""
        key = (period, group)
        if key not in self._scales:
            self._scales[key] = scale_for(period, Post(unit=self.unit, group=group))
        return self._scales[key]


def add_level(
    file: PersonFile,
    dimension: str,
    held_level: HeldLevel,
    row: PersonRow,
    day: dt.date,
    changes: ChangeList,
) -> None:
    """Add a level that is not reached yet; lower and equal ones change nothing."""
    ladder = LADDER[Dimension(dimension)]
    if held_level.level not in ladder:
        return
    levels = _comparable_levels(file, dimension, held_level.field)
    if any(is_at_least(dimension, name, held_level.level) for name in levels):
        return
    before = max(levels, key=ladder.index, default="")
    changes.add(
        dimension,
        QualificationLevel(before).label if before else "",
        _describe_level(held_level),
        row=row,
    )
    file.add_write(
        Qualification,
        None,
        dimension=dimension,
        level=held_level.level,
        field=held_level.field,
        institution=held_level.institution,
        mode=held_level.mode,
        held_from=held_level.date or day,
    )
    file.levels.setdefault(dimension, []).append((held_level.level, held_level.field))


def _comparable_levels(file: PersonFile, dimension: str, field: str) -> list[str]:
    """The levels of the file in this dimension; of languages those in the same one.

    A language that is not named may be any.
    """
    levels = file.levels.get(dimension, [])
    language = text.fold_marks(field)
    if dimension not in _LANGUAGES or not language:
        return [level for level, _field in levels]
    return [level for level, known in levels if not known or text.fold_marks(known) == language]


def add_rating(
    file: PersonFile,
    rating_read: RatingRead,
    row: PersonRow,
    day: dt.date,
    scales: RatingScales,
    changes: ChangeList,
) -> None:
    """Add a rating of a period that is not known, or is another one: the newest decision counts.

    Refused where the rulebook has no scale for the period, or the scale no such level.
    """
    period = rating_read.period
    last_day = last_day_of(period)
    scale = scales.scale_of(period, group_of(file, day))
    key = f"rating:{period}"
    if last_day is None or scale is None:
        raise ValueRefused(
            key,
            _("The rulebook has no scale of ratings for the period %(period)s.")
            % {"period": period},
        )
    labels = dict(scale.levels)
    value = _on_scale(rating_read, labels)
    if value is None:
        raise ValueRefused(
            key, _("The scale of %(period)s has no such rating.") % {"period": period}
        )
    decided_on = min(last_day, day)
    before = ""
    if period in file.ratings:
        _scale, former_value, former_day = file.ratings[period]
        if former_value == value:
            return
        # not before the rating that it replaces
        decided_on = max(decided_on, former_day)
        before = f"{period}: {labels.get(former_value, former_value)}"
    changes.add("rating", before, f"{period}: {labels[value]}", row=row)
    file.add_write(
        Rating,
        None,
        period=period,
        scale=scale.key,
        value=value,
        decided_on=decided_on,
        decision=rating_read.decision,
    )
    file.ratings[period] = (scale.key, value, decided_on)


def _on_scale(rating_read: RatingRead, words: dict[str, str]) -> str | None:
    """The level of the scale that the cell means: by its key, else by the words of the rulebook."""
    if rating_read.value in words:
        return rating_read.value
    written = text.fold_marks(rating_read.written)
    return next((key for key, title in words.items() if text.fold_marks(title) == written), None)


def add_training(
    file: PersonFile, course: TrainingRead, row: PersonRow, changes: ChangeList
) -> None:
    """Add a course of the person's history that is not known yet. Refused for impossible days.

    Its `source` is written when the person has a code.
    """
    # a course of one day has one day written
    starts = course.starts_on or course.ends_on
    ends = course.ends_on or course.starts_on
    if starts is None or ends is None:
        raise ValueRefused("training.title", _("Write the day on which the course ended."))
    with refusing_at("training.to"):
        check_course_days(starts, ends, clock.today())
    key = training_key(course.title, course.school, starts, ends)
    if key in file.trainings:
        return
    changes.add(
        "training.title", "", f"{course.title} ({starts:%d/%m/%Y} – {ends:%d/%m/%Y})", row=row
    )
    file.add_write(
        TrainingRecord,
        None,
        origin=TrainingRecord.Origin.IMPORTED,
        title=course.title,
        school=course.school,
        kind=course.kind or _DEFAULT_KIND,
        periods=course.periods or 0,
        starts_on=starts,
        ends_on=ends,
        document=course.document,
    )
    file.trainings.add(key)


def _describe_level(held_level: HeldLevel) -> str:
    """The level and, where it is written, its field of study or language."""
    label = str(QualificationLevel(held_level.level).label)
    return f"{label}, {held_level.field}" if held_level.field else label
