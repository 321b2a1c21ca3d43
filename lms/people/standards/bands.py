"""Bands and scales of profiles, as the rulebook keeps them for each period."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lms.people.organisation.models import Unit
from lms.people.rulebook.queries import rule, rules_for

AGE_BANDS, RATING_SCALE, SMALL_CELL = "profile.age_bands", "rating.scale", "privacy.small_cell"


@dataclass(frozen=True)
class AgeBand:
    """From `low` to `high` completed years."""

    key: str
    title: str
    low: int
    high: int


@dataclass(frozen=True)
class Measures:
    """What a profile counts by.

    `ages`: bands in completed years; `ratings`: (key, title) from high to low.
    """

    ages: tuple[AgeBand, ...]
    ratings: tuple[tuple[str, str], ...]
    small_cell: int


def measures(unit: Unit, day: dt.date) -> Measures:
    """The bands that apply at `unit` on `day`, in one query. RuleBroken where the rulebook has no
    age bands.

    No scale of ratings is an answer: before the first one that is known nothing was rated by a
    named scale.
    """
    found = rules_for(AGE_BANDS, RATING_SCALE, SMALL_CELL, unit=unit, day=day)
    if AGE_BANDS not in found or SMALL_CELL not in found:
        # refuses with what must be set
        rule(SMALL_CELL if AGE_BANDS in found else AGE_BANDS, unit=unit, day=day)
    bands: list[dict[str, Any]] = found[AGE_BANDS].value
    scale: dict[str, Any] = found[RATING_SCALE].value if RATING_SCALE in found else {"levels": []}
    return Measures(
        ages=tuple(AgeBand(b["key"], b["title"], int(b["from"]), int(b["to"])) for b in bands),
        ratings=tuple((level["key"], level["title"]) for level in scale["levels"]),
        small_cell=int(found[SMALL_CELL].value),
    )
