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
    """A course; its cases stand in files of their own and are named there by {"case": file}."""
    data: dict[str, Any] = load(f"course_{name}")
    for module in data["modules"]:
        module["lessons"] = [
            load(f"cases/{lesson['case']}") if "case" in lesson else lesson
            for lesson in module["lessons"]
        ]
    return data


def load(name: str) -> Any:
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
