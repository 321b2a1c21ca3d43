"""Levels, ratings and courses of a row: rows that are added where the file does not hold them
yet.
"""

import datetime as dt

from django.utils.translation import gettext as _

from lms.core import text
from lms.people.organisation.models import Unit
from lms.people.personnel.levels import LADDER, reaches
from lms.people.personnel.models import (
    Dimension,
    Level,
    Post,
    Qualification,
    Rating,
    TrainingRecord,
)
from lms.people.personnel.queries.careers import Scale, last_day_of, scale_for
from lms.people.workbooks.planning.files import File, training_key
from lms.people.workbooks.planning.posting import group_of
from lms.people.workbooks.planning.refusing import Refused
from lms.people.workbooks.planning.telling import Told
from lms.people.workbooks.reading.rows import HeldLevel, PersonRow, RatingRead, TrainingRead

# Languages are held each for itself.
_APART = (Dimension.LANGUAGE, Dimension.ETHNIC)
_KIND = "bồi dưỡng"


class Scales:
    """The scales of rating at a unit, each period asked once for each group."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._known: dict[tuple[str, str], Scale | None] = {}

    def of(self, period: str, group: str) -> Scale | None:
        key = (period, group)
        if key not in self._known:
            self._known[key] = scale_for(period, Post(unit=self.unit, group=group))
        return self._known[key]


def level(
    file: File, dimension: str, held: HeldLevel, row: PersonRow, day: dt.date, told: Told
) -> None:
    """A level that is not reached yet; lower and equal ones change nothing."""
    if held.level not in LADDER[Dimension(dimension)]:
        return
    of = text.fold(held.field)
    known = [
        name
        for name, language in file.levels.get(dimension, [])
        if dimension not in _APART or not of or not language or text.fold(language) == of
    ]
    if any(reaches(dimension, name, held.level) for name in known):
        return
    before = max(known, key=LADDER[Dimension(dimension)].index, default="")
    told.change(dimension, Level(before).label if before else "", _words(held), row=row)
    file.write(
        Qualification,
        None,
        dimension=dimension,
        level=held.level,
        field=held.field,
        institution=held.institution,
        mode=held.mode,
        held_from=held.date or day,
    )
    file.levels.setdefault(dimension, []).append((held.level, held.field))


def rating(
    file: File, given: RatingRead, row: PersonRow, day: dt.date, scales: Scales, told: Told
) -> None:
    """A rating of a period that is not known, or is another one: the newest decision counts."""
    last, scale = last_day_of(given.period), scales.of(given.period, group_of(file, day))
    key = f"rating:{given.period}"
    if last is None or scale is None:
        raise Refused(
            key,
            _("The rulebook has no scale of ratings for the period %(period)s.")
            % {"period": given.period},
        )
    words = dict(scale.levels)
    value = _on_scale(given, words)
    if value is None:
        raise Refused(
            key, _("The scale of %(period)s has no such rating.") % {"period": given.period}
        )
    known = file.ratings.get(given.period)
    if known is not None and known[1] == value:
        return
    decided = max(min(last, day), known[2]) if known else min(last, day)
    before = f"{given.period}: {words.get(known[1], known[1])}" if known else ""
    told.change("rating", before, f"{given.period}: {words[value]}", row=row)
    file.write(
        Rating,
        None,
        period=given.period,
        scale=scale.key,
        value=value,
        decided_on=decided,
        decision=given.decision,
    )
    file.ratings[given.period] = (scale.key, value, decided)


def _on_scale(given: RatingRead, words: dict[str, str]) -> str | None:
    """The level of the scale that the cell means: by its key, else by the words of the rulebook."""
    if given.value in words:
        return given.value
    written = text.fold(given.written)
    return next((key for key, title in words.items() if text.fold(title) == written), None)


def training(file: File, course: TrainingRead, row: PersonRow, told: Told) -> None:
    """A course of the person's history. Its `source` is written when the person has his code."""
    starts, ends = course.starts_on or course.ends_on, course.ends_on or course.starts_on
    if starts is None or ends is None:
        raise Refused("training.title", _("Write the day on which the course ended."))
    if ends < starts:
        raise Refused("training.to", _("A course cannot end before it began."))
    key = training_key(course.title, course.school, starts, ends)
    if key in file.trainings:
        return
    told.change(
        "training.title", "", f"{course.title} ({starts:%d/%m/%Y} – {ends:%d/%m/%Y})", row=row
    )
    file.write(
        TrainingRecord,
        None,
        origin=TrainingRecord.Origin.IMPORTED,
        title=course.title,
        school=course.school,
        kind=course.kind or _KIND,
        periods=course.periods or 0,
        starts_on=starts,
        ends_on=ends,
        document=course.document,
    )
    file.trainings.add(key)


def _words(held: HeldLevel) -> str:
    return ", ".join(filter(None, (str(Level(held.level).label), held.field)))
