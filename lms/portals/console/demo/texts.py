"""The texts of the demo, read from the files beside this module; all of them are our own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.content import Lesson

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Texts:
    """Announcements, essays, remarks, lines of chat."""

    announcements: list[dict[str, str]]
    essays: list[str]
    short_essays: list[str]
    remarks: list[str]
    low_remarks: list[str]
    chat: list[str]

    def essays_for(self, lesson: Lesson) -> list[str]:
        """Essays that fit the words asked for by the assignment."""
        task = lesson.assignment
        pool = [*self.essays, *self.short_essays]
        if task is None:
            return pool
        return [e for e in pool if task.min_words <= len(e.split()) <= task.max_words] or pool


def course(name: str) -> dict[str, Any]:
    """A course, as `cms.api.write_course` takes it; what stands in files of its own is put in its
    place.
    """
    data: dict[str, Any] = load(f"course_{name}")
    for module in data["modules"]:
        module["lessons"] = [_lesson(row) for row in module["lessons"]]
    return data


def _lesson(row: dict[str, Any]) -> dict[str, Any]:
    """A case is named by {"case": file}; conduct lessons have their texts in conduct.json, by their
    kind.
    """
    if "case" in row:
        case: dict[str, Any] = load(f"cases/{row['case']}")
        return case
    texts = load("conduct").get(row["kind"])
    return row if texts is None else {**row, row["kind"]: {**texts, **row.get(row["kind"], {})}}


def load(name: str) -> Any:
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
