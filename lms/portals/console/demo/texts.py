"""The texts of the demo, read from the files beside this module. All were written for it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.content import Lesson

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class DemoTexts:
    """Announcements, essays, remarks and lines of chat."""

    announcements: list[dict[str, str]]
    essays: list[str]
    short_essays: list[str]
    remarks: list[str]
    low_remarks: list[str]
    chat: list[str]

    def essays_for(self, lesson: Lesson) -> list[str]:
        """Essays with as many words as the assignment asks for; all where none has."""
        assignment = lesson.assignment
        pool = [*self.essays, *self.short_essays]
        if assignment is None:
            return pool
        fitting = [
            essay
            for essay in pool
            if assignment.min_words <= len(essay.split()) <= assignment.max_words
        ]
        return fitting or pool


def load_course(name: str) -> dict[str, Any]:
    """A course as `cms.api.write_course` takes it, with the lessons that have their own files."""
    data: dict[str, Any] = load_json(f"course_{name}")
    for module in data["modules"]:
        module["lessons"] = [_resolve_lesson(row) for row in module["lessons"]]
    return data


def _resolve_lesson(row: dict[str, Any]) -> dict[str, Any]:
    """The lesson with the texts of its file.

    A scenario is named by {"case": file}; conduct.json has the texts of conduct lessons by kind.
    """
    if "case" in row:
        scenario: dict[str, Any] = load_json(f"cases/{row['case']}")
        return scenario
    kind = row["kind"]
    texts = load_json("conduct").get(kind)
    if texts is None:
        return row
    return {**row, kind: {**texts, **row.get(kind, {})}}


def load_json(name: str) -> Any:
    """The JSON of a file in CONTENT, by its name without the ending."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
