"""The history of a file in words, made from the events of the audit log."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.people.organisation.models import Unit
from lms.people.personnel.fields import describe_logged
from lms.people.personnel.models import Dimension, QualificationLevel, Rank
from lms.people.personnel.states import QualificationState

UnitNames = Mapping[str, str]


@dataclass(frozen=True)
class HistoryEntry:
    """One event in words: when, who, what they did, and on what ground."""

    at: dt.datetime
    who: str
    words: str
    reason: str


def describe_history(events: Iterable[Event]) -> list[HistoryEntry]:
    """The events of one file in words. One query, for the names of the units."""
    log = list(events)
    codes = {event.data.get(key) for event in log for key in ("unit", "origin")} - {None}
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    return [_history_entry(event, units) for event in log]


def _history_entry(event: Event, units: UnitNames) -> HistoryEntry:
    ground = event.data.get("reason") or event.data.get("purpose") or ""
    return HistoryEntry(event.at, event.actor_name, _describe_event(event, units), ground)


def _describe_event(event: Event, units: UnitNames) -> str:
    """What happened, without who and when; never a sensitive value."""
    describe = _DESCRIPTIONS.get(event.kind)
    return describe(event.data, units) if describe else event.words


def _format_day(value: str) -> str:
    return f"{dt.date.fromisoformat(value):%d/%m/%Y}" if value else ""


def _unit_name(data: Mapping[str, Any], units: UnitNames, key: str = "unit") -> str:
    return units.get(data[key], data[key])


def _describe_appointment(data: Mapping[str, Any], units: UnitNames) -> str:
    return _("Gave the post “%(title)s” at %(unit)s from %(day)s") % {
        "title": data["title"],
        "unit": _unit_name(data, units),
        "day": _format_day(data["valid_from"]),
    }


def _describe_transfer(data: Mapping[str, Any], units: UnitNames) -> str:
    return _("Moved from %(origin)s to %(unit)s as “%(title)s” from %(day)s") % {
        "origin": _unit_name(data, units, "origin"),
        "unit": _unit_name(data, units),
        "title": data["title"],
        "day": _format_day(data["valid_from"]),
    }


def _describe_post_end(data: Mapping[str, Any], units: UnitNames) -> str:
    return _("Ended the post “%(title)s” at %(unit)s on %(day)s") % {
        "title": data["title"],
        "unit": _unit_name(data, units),
        "day": _format_day(data["on"]),
    }


def _describe_correction(data: Mapping[str, Any], _units: UnitNames) -> str:
    before, after = data["before"], data["after"]
    changes = [describe_logged(key, before[key], after[key]) for key in after]
    return _("Corrected the entry (%(changes)s)") % {"changes": "; ".join(changes)}


def _level_words(data: Mapping[str, Any]) -> str:
    return f"{Dimension(data['dimension']).label}, {QualificationLevel(data['level']).label}"


def _describe_decision(data: Mapping[str, Any], _units: UnitNames) -> str:
    facts = {"what": _level_words(data)}
    if data["state"] == QualificationState.CONFIRMED:
        return _("Confirmed the qualification: %(what)s") % facts
    return _("Refused the qualification: %(what)s") % facts


def _rank_words(data: Mapping[str, Any]) -> str:
    return data["title"] or str(Rank(data["rank"]).label)


def _merge_words(data: Mapping[str, Any]) -> dict[str, str]:
    return {"merged": data["merged"], "kept": data["kept"]}


_DESCRIPTIONS: dict[str, Callable[[Mapping[str, Any], UnitNames], str]] = {
    "official.corrected": _describe_correction,
    "official.appointed": _describe_appointment,
    "official.transferred": _describe_transfer,
    "official.post_ended": _describe_post_end,
    "official.qualified": lambda data, _units: (
        _("Wrote down the qualification: %(what)s") % {"what": _level_words(data)}
    ),
    "official.qualification_declared": lambda data, _units: (
        _("Declared the qualification: %(what)s") % {"what": _level_words(data)}
    ),
    "official.qualification_decided": _describe_decision,
    "official.ranked": lambda data, _units: (
        _("Wrote down the rank “%(rank)s” from %(day)s")
        % {"rank": _rank_words(data), "day": _format_day(data["valid_from"])}
    ),
    "official.rank_ended": lambda data, _units: (
        _("Ended the rank “%(rank)s” on %(day)s")
        % {"rank": _rank_words(data), "day": _format_day(data["on"])}
    ),
    "official.rated": lambda data, _units: (
        _("Wrote down the rating of %(period)s") % {"period": data["period"]}
    ),
    "official.trained": lambda data, _units: (
        _("Wrote down the training “%(title)s”") % {"title": data["title"]}
    ),
    "official.merged": lambda data, _units: (
        _("Merged the entry %(merged)s into %(kept)s") % _merge_words(data)
    ),
    "official.merge_undone": lambda data, _units: (
        _("Took the merge of %(merged)s into %(kept)s back") % _merge_words(data)
    ),
    "official.told_apart": lambda data, _units: (
        _("Noted that %(other)s is another person") % {"other": data["other"]}
    ),
}
