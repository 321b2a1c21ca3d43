"""Bands and scales of unit profiles, as the rulebook has them on a day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lms.people.organisation.models import Unit
from lms.people.rulebook.queries import rule_for, rules_for

AGE_BANDS, RATING_SCALE, SMALL_CELL = "profile.age_bands", "rating.scale", "privacy.small_cell"


@dataclass(frozen=True)
class AgeBand:
    """A band of ages from `low` to `high` completed years, both included."""

    key: str
    title: str
    low: int
    high: int


@dataclass(frozen=True)
class ProfileMeasures:
    """The bands and scales of a profile; `ratings` are pairs of key and title, best first.

    `small_cell`: counts of sensitive fields below this number of persons are veiled.
    """

    ages: tuple[AgeBand, ...]
    ratings: tuple[tuple[str, str], ...]
    small_cell: int


def profile_measures(unit: Unit, day: dt.date) -> ProfileMeasures:
    """The bands and scales that apply at `unit` on `day`, in one query.

    RuleBroken where the rulebook has no age bands or no limit for small cells. A missing rating
    scale is no error: before the first known one nothing was rated by a named scale.
    """
    rules = rules_for(AGE_BANDS, RATING_SCALE, SMALL_CELL, unit=unit, day=day)
    for key in (AGE_BANDS, SMALL_CELL):
        if key not in rules:
            # raises RuleBroken that names the rule to set
            rule_for(key, unit=unit, day=day)
    bands: list[dict[str, Any]] = rules[AGE_BANDS].value
    scale: dict[str, Any] = rules[RATING_SCALE].value if RATING_SCALE in rules else {"levels": []}
    return ProfileMeasures(
        ages=tuple(AgeBand(b["key"], b["title"], int(b["from"]), int(b["to"])) for b in bands),
        ratings=tuple((level["key"], level["title"]) for level in scale["levels"]),
        small_cell=int(rules[SMALL_CELL].value),
    )
