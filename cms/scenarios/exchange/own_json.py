"""Our own format: a scenario as JSON, without loss. Its JSON Schema comes from the types."""

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, get_args, get_type_hints

import msgspec
from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.scenarios.exchange.safety import decode_text
from cms.scenarios.exchange.types import FileNotes, ReadScenario, WrittenScenario
from lms.core.errors import BadInput

FORMAT_NAME = "vung-viec-scenario"
FORMAT_VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff\0]")
# How msgspec words its complaints: "Expected `int`, got `str` - at `$.scenes[0].minutes`".
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


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a file of ours, for those who write such files by program."""
    document_schema = msgspec.json.schema(Document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **document_schema}


def write_json(scenario: Scenario, title: str) -> WrittenScenario:
    """The whole scenario; nothing is lost."""
    content = {
        "format": FORMAT_NAME,
        "version": FORMAT_VERSION,
        "title": title,
        "scenario": to_plain(scenario),
    }
    return WrittenScenario(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


def read_json(data: bytes) -> ReadScenario:
    """The scenario in a file of our own format.

    BadInput names the place of what does not fit; fields that the format does not have are noted.
    """
    notes = FileNotes()
    content = _load_json(decode_text(data), notes)
    if not isinstance(content, dict) or content.get("format") != FORMAT_NAME:
        raise BadInput(
            _(
                "This JSON file is no scenario of this system: it lacks “format”: “%(name)s”."
                " Export a scenario to see how one looks."
            )
            % {"name": FORMAT_NAME}
        )
    if content.get("version") != FORMAT_VERSION or isinstance(content.get("version"), bool):
        raise BadInput(
            _(
                "The file has version %(version)s of the format; version %(known)s can be read."
                " Export it anew."
            )
            % {"version": content.get("version"), "known": FORMAT_VERSION}
        )
    try:
        document = from_plain(Document, content)
    except NotPlain as error:
        raise BadInput(_describe_misfit(str(error))) from error
    except RecursionError as error:
        raise BadInput(_("The file is nested too deeply. Export it anew.")) from error
    for path, value in _list_unknown_fields(Document, content, "$"):
        notes.add(path, json.dumps(value, ensure_ascii=False))
    return ReadScenario(document.scenario, document.title, notes.all)


def _load_json(text: str, notes: FileNotes) -> Any:
    """The JSON of a text; keys that are written twice are noted, the last one counts.

    BadInput where the text is no whole JSON, is nested too deeply or holds characters that no
    database keeps (lone surrogates, NUL).
    """

    def merge_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for key, value in pairs:
            if key in merged:
                notes.add(
                    _("“%(key)s”, written twice") % {"key": key},
                    json.dumps(merged[key], ensure_ascii=False),
                )
            merged[key] = value
        return merged

    try:
        content = json.loads(text, object_pairs_hook=merge_pairs)
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
    for string in _all_strings(content):
        if _SURROGATE.search(string):
            raise BadInput(
                _("A text holds characters that are no text: “%(text)s”. Take them out.")
                % {"text": _SURROGATE.sub("\ufffd", string)[:80]}
            )
    return content


def _all_strings(value: Any) -> list[str]:
    """All texts and keys in plain data, at any depth."""
    strings: list[str] = []
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            strings.append(part)
        elif isinstance(part, dict):
            pending += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            pending += part
    return strings


def _describe_misfit(message: str) -> str:
    """The decoder's complaint about a value, in the reader's language."""
    match = _MISFIT.match(message)
    reason, path = (match["what"], match["place"] or "$") if match else (message, "$")
    if expected := _EXPECTED.match(reason):
        sentence = _("“%(want)s” is expected here, not “%(got)s”.") % expected.groupdict()
    elif missing := _MISSING.match(reason):
        sentence = _("The field “%(name)s” is missing here.") % missing.groupdict()
    else:
        sentence = _("This value is not one of those that may stand here (%(what)s).") % {
            "what": reason
        }
    return f"{path}: {sentence}"


def _list_unknown_fields(kind: Any, data: Any, path: str) -> list[tuple[str, Any]]:
    """(path, value) of every field of plain data that the type hint `kind` does not have."""
    extra_fields: list[tuple[str, Any]] = []
    if isinstance(data, list):
        part_kind = next((arg for arg in get_args(kind) if arg is not Ellipsis), None)
        for index, part in enumerate(data):
            extra_fields += _list_unknown_fields(part_kind, part, f"{path}[{index}]")
        return extra_fields
    record_type = _dataclass_in(kind)
    if record_type is None or not isinstance(data, dict):
        return []
    hints = get_type_hints(record_type)
    field_names = {field.name for field in fields(record_type)}
    for name, value in data.items():
        field_path = f"{path}.{name}"
        if name in field_names:
            extra_fields += _list_unknown_fields(hints[name], value, field_path)
        else:
            extra_fields.append((field_path, value))
    return extra_fields


def _dataclass_in(kind: Any) -> Any:
    """The dataclass that a type hint names, alone or within a union; None without one."""
    for candidate in (kind, *get_args(kind)):
        if isinstance(candidate, type) and is_dataclass(candidate):
            return candidate
    return None
