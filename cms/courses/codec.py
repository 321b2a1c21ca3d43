"""A printed edition as JSON and back. SCHEMA is raised when the shape changes; older shapes stay readable."""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

from cms.content import (
    Assignment,
    Basis,
    Choice,
    CourseKind,
    Criterion,
    Kind,
    Lesson,
    Module,
    Outline,
    Paper,
    Scenario,
    Scene,
)

SCHEMA = 1
# What belongs to the row of the edition and not to what is printed.
_ROW = ("edition_id", "number", "digest")


def digest(data: Any) -> str:
    """sha256 (hex) over canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(lesson: Lesson) -> Lesson:
    """The lesson with its hash, which covers all the rest of it."""
    plain = asdict(lesson)
    del plain["hash"]
    return replace(lesson, hash=digest(plain))


def to_json(outline: Outline) -> dict[str, Any]:
    data = asdict(outline)
    for name in _ROW:
        del data[name]
    # through text once, so that what is hashed is what a database gives back (tuples become lists)
    plain: dict[str, Any] = json.loads(json.dumps(data))
    return plain


def from_json(data: dict[str, Any], **row: Any) -> Outline:
    """`row`: edition_id, number, digest."""
    values = {**data, **row}
    values["kind"] = CourseKind(values["kind"])
    values["outcomes"] = tuple(values["outcomes"])
    values["modules"] = tuple(
        Module(module["title"], tuple(_lesson(x) for x in module["lessons"]))
        for module in values["modules"]
    )
    return Outline(**values)


def scenario(data: dict[str, Any]) -> Scenario:
    """A scenario from the field names of cms.content."""
    return Scenario(**{**data, "scenes": tuple(_scene(scene) for scene in data["scenes"])})


def assignment(data: dict[str, Any]) -> Assignment:
    rubric = tuple(
        Criterion(**{**line, "levels": tuple(line.get("levels") or ("", "", "", ""))})
        for line in data["rubric"]
    )
    return Assignment(**{**data, "rubric": rubric})


def _lesson(data: dict[str, Any]) -> Lesson:
    values = {**data, "kind": Kind(data["kind"])}
    if data.get("scenario"):
        values["scenario"] = scenario(data["scenario"])
    if data.get("assignment"):
        values["assignment"] = assignment(data["assignment"])
    return Lesson(**values)


def _scene(data: dict[str, Any]) -> Scene:
    return Scene(
        **{
            **data,
            "papers": tuple(Paper(**paper) for paper in data.get("papers", ())),
            "choices": tuple(Choice(**choice) for choice in data.get("choices", ())),
            "right_way": tuple(data.get("right_way", ())),
            "basis": tuple(Basis(**basis) for basis in data.get("basis", ())),
        }
    )
