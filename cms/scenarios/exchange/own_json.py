"""Our own format: a scenario as JSON, without loss. Its JSON Schema comes from the types."""

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, get_args, get_type_hints

import msgspec
from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.scenarios.exchange.safety import decode
from cms.scenarios.exchange.types import Notes, Read, Written
from lms.core.errors import BadInput

NAME = "vung-viec-scenario"
VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff\0]")
_MISFIT = re.compile(r"(?P<what>.+?)(?: - at `(?P<place>.+)`)?$", re.DOTALL)
_EXPECTED = re.compile(r"Expected `(?P<want>.+?)`, got `(?P<got>.+?)`$")
_MISSING = re.compile(r"Object missing required field `(?P<name>.+?)`$")


@dataclass(frozen=True)
class Document:
    """A file of ours."""

    format: Literal["vung-viec-scenario"]
    version: Literal[1]
    title: str
    scenario: Scenario


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a file of ours, for those who write such files by program."""
    found = msgspec.json.schema(Document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def write(scenario: Scenario, title: str) -> Written:
    """The whole scenario; nothing is lost."""
    content = {"format": NAME, "version": VERSION, "title": title, "scenario": to_plain(scenario)}
    return Written(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


def read(data: bytes) -> Read:
    """A file of ours.

    BadInput names the place of what does not fit; fields that nobody knows are listed.
    """
    notes = Notes()
    content = _load(decode(data), notes)
    if not isinstance(content, dict) or content.get("format") != NAME:
        raise BadInput(
            _(
                "This JSON file is no scenario of this system: it lacks “format”: “%(name)s”."
                " Export a scenario to see how one looks."
            )
            % {"name": NAME}
        )
    if content.get("version") != VERSION or isinstance(content.get("version"), bool):
        raise BadInput(
            _(
                "The file has version %(version)s of the format; version %(known)s can be read."
                " Export it anew."
            )
            % {"version": content.get("version"), "known": VERSION}
        )
    try:
        document = from_plain(Document, content)
    except NotPlain as error:
        raise BadInput(_misfit(str(error))) from error
    except RecursionError as error:
        raise BadInput(_("The file is nested too deeply. Export it anew.")) from error
    for path, value in unknown(Document, content, "$"):
        notes.add(path, json.dumps(value, ensure_ascii=False))
    return Read(document.scenario, document.title, notes.all)


def _load(text: str, notes: Notes) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in found:
            if key in result:
                notes.add(
                    _("“%(key)s”, written twice") % {"key": key},
                    json.dumps(result[key], ensure_ascii=False),
                )
            result[key] = value
        return result

    try:
        content = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise BadInput(
            _("This is not whole JSON: line %(line)d, column %(column)d (%(why)s).")
            % {
                "line": error.lineno,
                "column": error.colno,
                "why": error.msg,
            }
        ) from error
    except (RecursionError, ValueError) as error:
        raise BadInput(_("The file is nested too deeply. Export it anew.")) from error
    bad = next((found for found in _strings(content) if _SURROGATE.search(found)), None)
    if bad is not None:
        raise BadInput(
            _("A text holds characters that are no text: “%(text)s”. Take them out.")
            % {"text": _SURROGATE.sub("\ufffd", bad)[:80]}
        )
    return content


def _strings(value: Any) -> list[str]:
    found: list[str] = []
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            rest += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            rest += one
    return found


def _misfit(message: str) -> str:
    """What msgspec found, in the reader's language."""
    split = _MISFIT.match(message)
    what, place = (split["what"], split["place"] or "$") if split else (message, "$")
    if expected := _EXPECTED.match(what):
        told = _("“%(want)s” is expected here, not “%(got)s”.") % expected.groupdict()
    elif missing := _MISSING.match(what):
        told = _("The field “%(name)s” is missing here.") % missing.groupdict()
    else:
        told = _("This value is not one of those that may stand here (%(what)s).") % {"what": what}
    return f"{place}: {told}"


def unknown(kind: Any, data: Any, path: str) -> list[tuple[str, Any]]:
    """(path, value) of all fields of plain data that the type does not have.

    `kind` is a type hint.
    """
    if isinstance(data, list):
        inner = next((arg for arg in get_args(kind) if arg is not Ellipsis), None)
        return [x for n, one in enumerate(data) for x in unknown(inner, one, f"{path}[{n}]")]
    types = [kind, *get_args(kind)]
    found = next((one for one in types if isinstance(one, type) and is_dataclass(one)), None)
    if found is None or not isinstance(data, dict):
        return []
    hints = get_type_hints(found)
    known = {field.name for field in fields(found)}
    result: list[tuple[str, Any]] = []
    for name, value in data.items():
        place = f"{path}.{name}"
        result += unknown(hints[name], value, place) if name in known else [(place, value)]
    return result
