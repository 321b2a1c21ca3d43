"""Values of several lines: days, bands, a scale, numbers by name, grounds with their source."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import text
from lms.people.rulebook.kinds.base import ValueKind, numbered_lines, refuse_value, require_lines
from lms.people.rulebook.kinds.single import format_number

_SHOWN = "%d/%m/%Y"
_BAND = re.compile(r"(?P<title>.+?)\s*:\s*(?P<low>\d{1,3})\s*[-–]\s*(?P<high>\d{1,3})")
_LEVEL = re.compile(r"(?P<key>[a-z0-9_]{1,20})\s*:\s*(?P<title>.{1,120})")
_COUNT = re.compile(r"\d{1,9}")
_SCALE = re.compile(r"[a-z0-9-]{1,20}")


class DaysValue(ValueKind):
    """Days as ISO text, in order, each once."""

    many_lines = True

    def hint(self) -> str:
        return _("One day a line, dd/mm/yyyy.")

    def check(self, value: Any) -> None:
        if not isinstance(value, list) or value != sorted(set(map(str, value))):
            refuse_value(self.hint())
        require_lines(value)
        for day in value:
            try:
                dt.date.fromisoformat(day)
            except ValueError:
                refuse_value(self.hint())

    def read(self, typed: str, old: Any = None) -> Any:
        days = set()
        for number, line in numbered_lines(typed):
            try:
                day = dt.datetime.strptime(line, _SHOWN).date()  # noqa: DTZ007 - a day has no zone
                days.add(day.isoformat())
            except ValueError:
                refuse_value(
                    _("Line %(number)s: “%(line)s” is no day; type it like 30/04/2026.")
                    % {
                        "number": number,
                        "line": line[:40],
                    }
                )
        return sorted(days)

    def typed(self, value: Any) -> str:
        return "\n".join(f"{day:{_SHOWN}}" for day in map(dt.date.fromisoformat, value))

    def words(self, value: Any, measure: str) -> list[str]:
        days = list(map(dt.date.fromisoformat, value))
        spans: list[list[dt.date]] = []
        for day in days:
            if spans and day - spans[-1][-1] == dt.timedelta(days=1):
                spans[-1].append(day)
            else:
                spans.append([day])
        stretches = []
        for span in spans:
            first, last = f"{span[0]:%d/%m}", f"{span[-1]:%d/%m}"
            stretches.append(first if first == last else f"{first}–{last}")
        total = _("%(count)s working days off in %(year)s") % {
            "count": len(days),
            "year": days[0].year,
        }
        return [f"{total}: {', '.join(stretches)}"]


class BandsValue(ValueKind):
    """Bands in ascending order without overlap: key, title, from, to (both belong to it)."""

    many_lines = True

    def hint(self) -> str:
        return _(
            "One band a line: name: from–to, for example “under 30: 0–29”. Both ends belong to the"
            " band."
        )

    def check(self, value: Any) -> None:
        _check_objects(value, self.hint(), "key", "title", "from", "to")
        for band in value:
            ends = (band["from"], band["to"])
            if not all(type(end) is int for end in ends) or not 0 <= ends[0] <= ends[1]:
                refuse_value(
                    _("“%(name)s”: the band ends before it begins.") % {"name": band["title"]}
                )
        for lower, upper in pairwise(value):
            if upper["from"] <= lower["to"]:
                refuse_value(
                    _("“%(one)s” and “%(other)s” overlap, or they are not in ascending order.")
                    % {
                        "one": lower["title"],
                        "other": upper["title"],
                    }
                )

    def read(self, typed: str, old: Any = None) -> Any:
        key_by_ends = {(band["from"], band["to"]): band["key"] for band in old or ()}
        key_by_title = _keys_by_title(old)
        bands = []
        for number, line in numbered_lines(typed):
            match = _BAND.fullmatch(line)
            if match is None:
                refuse_value(_unreadable_line_message(number, line, self.hint()))
            low, high, title = int(match["low"]), int(match["high"]), match["title"]
            old_key = key_by_ends.get((low, high)) or key_by_title.get(text.fold_marks(title))
            key = old_key or f"{low}_{high}"
            bands.append({"key": key, "title": title, "from": low, "to": high})
        return bands

    def typed(self, value: Any) -> str:
        return "\n".join(f"{band['title']}: {band['from']}–{band['to']}" for band in value)

    def words(self, value: Any, measure: str) -> list[str]:
        return [f"{line} {measure}".strip() for line in self.typed(value).splitlines()]


class ScaleValue(ValueKind):
    """{"key": of the scale, "levels": [{"key", "title"}, …] from best to worst}."""

    many_lines = True

    def hint(self) -> str:
        return _(
            "First line: the code of the scale, like 2015-2020. Then a level a line, best first:"
            " code: name."
        )

    def check(self, value: Any) -> None:
        if not isinstance(value, dict) or set(value) != {"key", "levels"}:
            refuse_value(self.hint())
        if not isinstance(value["key"], str) or not _SCALE.fullmatch(value["key"]):
            refuse_value(self.hint())
        if not _are_objects_with(value["levels"], "key", "title") or len(value["levels"]) < 2:
            refuse_value(_("A scale has at least two levels."))
        _check_unique(value["levels"])

    def read(self, typed: str, old: Any = None) -> Any:
        rows = numbered_lines(typed)
        require_lines(rows)
        levels = []
        for number, line in rows[1:]:
            match = _LEVEL.fullmatch(line)
            if match is None:
                refuse_value(_unreadable_line_message(number, line, self.hint()))
            levels.append({"key": match["key"], "title": match["title"]})
        return {"key": rows[0][1], "levels": levels}

    def typed(self, value: Any) -> str:
        return "\n".join(
            [value["key"], *(f"{level['key']}: {level['title']}" for level in value["levels"])]
        )

    def words(self, value: Any, measure: str) -> list[str]:
        return [level["title"] for level in value["levels"]]


@dataclass(frozen=True)
class NamedNumbersValue(ValueKind):
    """{key: whole number} for exactly the keys of `names` (key, name for people)."""

    names: tuple[tuple[str, str], ...]
    low: int
    high: int
    many_lines = True

    def hint(self) -> str:
        names = ", ".join(name for _key, name in self.names)
        return _(
            "One line each: name: whole number from %(low)s to %(high)s. Names: %(names)s."
        ) % {
            "low": format_number(self.low),
            "high": format_number(self.high),
            "names": names,
        }

    def check(self, value: Any) -> None:
        if not isinstance(value, dict) or set(value) != dict(self.names).keys():
            refuse_value(self.hint())
        for number in value.values():
            if type(number) is not int or not self.low <= number <= self.high:
                refuse_value(self.hint())

    def read(self, typed: str, old: Any = None) -> Any:
        keys = {text.fold_marks(name): key for key, name in self.names}
        counts: dict[str, int] = {}
        for number, line in numbered_lines(typed):
            name, _colon, count = line.rpartition(":")
            key = keys.get(text.fold_marks(name))
            if key is None or key in counts or not _COUNT.fullmatch(count.strip()):
                refuse_value(_unreadable_line_message(number, line, self.hint()))
            counts[key] = int(count)
        return {key: counts[key] for key, _name in self.names if key in counts}

    def typed(self, value: Any) -> str:
        return "\n".join(f"{name}: {value[key]}" for key, name in self.names)

    def words(self, value: Any, measure: str) -> list[str]:
        return [
            f"{name}: {format_number(value[key])} {measure}".strip() for key, name in self.names
        ]


class GroundsValue(ValueKind):
    """Grounds with the source of each: key, title, source."""

    many_lines = True
    _HINT = gettext_lazy("One ground a line: ground | its source.")

    def hint(self) -> str:
        return str(self._HINT)

    def check(self, value: Any) -> None:
        _check_objects(value, self.hint(), "key", "title", "source")

    def read(self, typed: str, old: Any = None) -> Any:
        key_by_title = _keys_by_title(old)
        grounds = []
        for number, line in numbered_lines(typed):
            title, _bar, source = (part.strip() for part in line.partition("|"))
            if not title or not source:
                refuse_value(_unreadable_line_message(number, line, self.hint()))
            key = key_by_title.get(text.fold_marks(title)) or text.make_slug(title)[:40].strip("-")
            grounds.append({"key": key, "title": title, "source": source})
        return grounds

    def typed(self, value: Any) -> str:
        return "\n".join(f"{ground['title']} | {ground['source']}" for ground in value)

    def words(self, value: Any, measure: str) -> list[str]:
        return [f"{ground['title']} – {ground['source']}" for ground in value]


def _keys_by_title(old: list[dict[str, str]] | None) -> dict[str, str]:
    """Title without marks → key, of the objects in force; empty where there are none."""
    return {text.fold_marks(member["title"]): member["key"] for member in old or ()}


def _check_objects(value: Any, hint: str, *names: str) -> None:
    """BadInput where this is no list of objects with these members, keys and titles each once."""
    if not _are_objects_with(value, *names):
        refuse_value(hint)
    require_lines(value)
    _check_unique(value)


def _are_objects_with(value: Any, *names: str) -> bool:
    """Whether this is a list of objects with exactly these members, texts not empty."""
    if not isinstance(value, list):
        return False
    return all(
        isinstance(member, dict) and set(member) == set(names) and "" not in member.values()
        for member in value
    )


def _check_unique(value: list[dict[str, Any]]) -> None:
    """BadInput where a key or a title stands twice."""
    for name in ("key", "title"):
        [(most_frequent, count)] = Counter(member[name] for member in value).most_common(1)
        if count > 1:
            refuse_value(_("“%(name)s” stands there twice.") % {"name": most_frequent})


def _unreadable_line_message(number: int, line: str, hint: str) -> str:
    return _("Line %(number)s: “%(line)s” cannot be read. %(hint)s") % {
        "number": number,
        "line": line[:60],
        "hint": hint,
    }
