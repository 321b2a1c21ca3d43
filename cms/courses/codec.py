"""A printed edition as JSON and back.

SCHEMA is raised when the form changes; older forms stay readable.
"""

import hashlib
import json
from dataclasses import replace
from typing import Any

from cms.content import Lesson, Outline
from cms.content.plain import from_plain, to_plain

SCHEMA = 2  # 2: what has its default is left out; 1 wrote every field
# What belongs to the row of the edition and not to what is printed.
_ROW_FIELDS = ("edition_id", "number", "digest")


def json_digest(data: Any) -> str:
    """sha256 (hex) over canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def seal_lesson(lesson: Lesson) -> Lesson:
    """The lesson with its hash, which covers all the rest of it."""
    return replace(lesson, hash=json_digest(to_plain(replace(lesson, hash=""))))


def outline_to_json(outline: Outline) -> dict[str, Any]:
    """The content of an edition, without the fields that its row has columns for."""
    data: dict[str, Any] = to_plain(outline)
    return {name: value for name, value in data.items() if name not in _ROW_FIELDS}


def outline_from_json(data: dict[str, Any], **row: Any) -> Outline:
    """The edition of such content; `row`: edition_id, number, digest."""
    return from_plain(Outline, {**data, **row})
