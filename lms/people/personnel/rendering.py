"""The history of a file in words, made from the events of the audit log."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Dimension, Level, Rank
from lms.people.personnel.states import QualificationState

Units = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """One event in words: when, who, what they did, and on what ground."""

    at: dt.datetime
    who: str
    words: str
    reason: str


def timeline(events: Iterable[Event]) -> list[Entry]:
    """The events of one file in words. One query, for the names of the units."""
    log = list(events)
    codes = {event.data.get(key) for event in log for key in ("unit", "origin")} - {None}
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    return [_history_entry(event, units) for event in log]


def _history_entry(event: Event, units: Units) -> Entry:
    ground = event.data.get("reason") or event.data.get("purpose") or ""
    return Entry(event.at, event.actor_name, words_of(event, units), ground)


def words_of(event: Event, units: Units) -> str:
    """What happened, without who and when; never a sensitive value."""
    describe = _WORDS.get(event.kind)
    return describe(event.data, units) if describe else _("Changed the file")


def _day(value: str) -> str:
    return f"{dt.date.fromisoformat(value):%d/%m/%Y}" if value else ""


def _place(data: Mapping[str, Any], units: Units, key: str = "unit") -> str:
    return units.get(data[key], data[key])


def _appointed(data: Mapping[str, Any], units: Units) -> str:
    return _("Gave the post “%(title)s” at %(unit)s from %(day)s") % {
        "title": data["title"],
        "unit": _place(data, units),
        "day": _day(data["valid_from"]),
    }


def _transferred(data: Mapping[str, Any], units: Units) -> str:
    return _("Moved from %(origin)s to %(unit)s as “%(title)s” from %(day)s") % {
        "origin": _place(data, units, "origin"),
        "unit": _place(data, units),
        "title": data["title"],
        "day": _day(data["valid_from"]),
    }


def _post_ended(data: Mapping[str, Any], units: Units) -> str:
    return _("Ended the post “%(title)s” at %(unit)s on %(day)s") % {
        "title": data["title"],
        "unit": _place(data, units),
        "day": _day(data["on"]),
    }


def _corrected(data: Mapping[str, Any], _units: Units) -> str:
    names = {
        "full_name": _("full name"),
        "birth_date": _("birth date"),
        "sex": _("sex"),
        "code": _("staff code"),
    }
    before, after = data["before"], data["after"]
    changes = [f"{names.get(key, key)}: {before[key]} → {after[key]}" for key in after]
    return _("Corrected the entry (%(changes)s)") % {"changes": "; ".join(changes)}


def _level(data: Mapping[str, Any]) -> str:
    return f"{Dimension(data['dimension']).label}, {Level(data['level']).label}"


def _decided(data: Mapping[str, Any], _units: Units) -> str:
    words = {"what": _level(data)}
    if data["state"] == QualificationState.CONFIRMED:
        return _("Confirmed the qualification: %(what)s") % words
    return _("Refused the qualification: %(what)s") % words


def _rank(data: Mapping[str, Any]) -> str:
    return data["title"] or str(Rank(data["rank"]).label)


def _both(data: Mapping[str, Any]) -> dict[str, str]:
    return {"merged": data["merged"], "kept": data["kept"]}


_WORDS: dict[str, Callable[[Mapping[str, Any], Units], str]] = {
    "official.registered": lambda data, _units: _("Wrote the person down"),
    "official.corrected": _corrected,
    "official.appointed": _appointed,
    "official.transferred": _transferred,
    "official.post_ended": _post_ended,
    "official.qualified": lambda data, _units: (
        _("Wrote down the qualification: %(what)s") % {"what": _level(data)}
    ),
    "official.qualification_declared": lambda data, _units: (
        _("Declared the qualification: %(what)s") % {"what": _level(data)}
    ),
    "official.qualification_decided": _decided,
    "official.ranked": lambda data, _units: (
        _("Wrote down the rank “%(rank)s” from %(day)s")
        % {"rank": _rank(data), "day": _day(data["valid_from"])}
    ),
    "official.rank_ended": lambda data, _units: (
        _("Ended the rank “%(rank)s” on %(day)s") % {"rank": _rank(data), "day": _day(data["on"])}
    ),
    "official.rated": lambda data, _units: (
        _("Wrote down the rating of %(period)s") % {"period": data["period"]}
    ),
    "official.trained": lambda data, _units: (
        _("Wrote down the training “%(title)s”") % {"title": data["title"]}
    ),
    "official.training_revoked": lambda data, _units: _(
        "A training was taken back with its document"
    ),
    "official.standard_decided": lambda data, _units: _("Decided whether the standards are met"),
    "official.sensitive_seen": lambda data, _units: _("Looked at the sensitive data"),
    "official.sensitive_corrected": lambda data, _units: _("Corrected the sensitive data"),
    "official.sensitive_exported": lambda data, _units: _("Took the sensitive data out in a list"),
    "official.merged": lambda data, _units: (
        _("Merged the entry %(merged)s into %(kept)s") % _both(data)
    ),
    "official.merge_undone": lambda data, _units: (
        _("Took the merge of %(merged)s into %(kept)s back") % _both(data)
    ),
    "official.told_apart": lambda data, _units: (
        _("Noted that %(other)s is another person") % {"other": data["other"]}
    ),
    "official.activity_seen": lambda data, _units: _("Looked at the learning activity"),
    "official.linked": lambda data, _units: _("Joined the file to an account"),
    "account.made": lambda data, _units: _("Made an account"),
}
