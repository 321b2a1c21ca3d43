"""The history of a file in words, from the book."""

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
    """One line: when, who, what he did, and on what ground."""

    at: dt.datetime
    who: str
    words: str
    reason: str


def timeline(events: Iterable[Event]) -> list[Entry]:
    """The events of one file in words. One query, for the names of the units."""
    rows = list(events)
    codes = {row.data.get(key) for row in rows for key in ("unit", "origin")} - {None}
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    return [
        Entry(
            row.at,
            row.actor_name,
            words_of(row, units),
            row.data.get("reason") or row.data.get("purpose") or "",
        )
        for row in rows
    ]


def words_of(event: Event, units: Units) -> str:
    """What happened, without who and when; never a sensitive value."""
    found = _WORDS.get(event.kind)
    return found(event.data, units) if found else _("Changed the file")


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
    "official.registered": lambda d, u: _("Wrote the person down"),
    "official.corrected": _corrected,
    "official.appointed": _appointed,
    "official.transferred": _transferred,
    "official.post_ended": _post_ended,
    "official.qualified": lambda d, u: (
        _("Wrote down the qualification: %(what)s") % {"what": _level(d)}
    ),
    "official.qualification_declared": lambda d, u: (
        _("Declared the qualification: %(what)s") % {"what": _level(d)}
    ),
    "official.qualification_decided": _decided,
    "official.ranked": lambda d, u: (
        _("Wrote down the rank “%(rank)s” from %(day)s")
        % {"rank": _rank(d), "day": _day(d["valid_from"])}
    ),
    "official.rank_ended": lambda d, u: (
        _("Ended the rank “%(rank)s” on %(day)s") % {"rank": _rank(d), "day": _day(d["on"])}
    ),
    "official.rated": lambda d, u: (
        _("Wrote down the rating of %(period)s") % {"period": d["period"]}
    ),
    "official.trained": lambda d, u: (
        _("Wrote down the training “%(title)s”") % {"title": d["title"]}
    ),
    "official.training_revoked": lambda d, u: _("A training was taken back with its document"),
    "official.standard_decided": lambda d, u: _("Decided whether the standards are met"),
    "official.sensitive_seen": lambda d, u: _("Looked at the sensitive data"),
    "official.sensitive_corrected": lambda d, u: _("Corrected the sensitive data"),
    "official.sensitive_exported": lambda d, u: _("Took the sensitive data out in a list"),
    "official.merged": lambda d, u: _("Merged the entry %(merged)s into %(kept)s") % _both(d),
    "official.merge_undone": lambda d, u: (
        _("Took the merge of %(merged)s into %(kept)s back") % _both(d)
    ),
    "official.told_apart": lambda d, u: (
        _("Noted that %(other)s is another person") % {"other": d["other"]}
    ),
    "official.activity_seen": lambda d, u: _("Looked at the learning activity"),
    "official.linked": lambda d, u: _("Joined the file to an account"),
    "account.made": lambda d, u: _("Made an account"),
}
