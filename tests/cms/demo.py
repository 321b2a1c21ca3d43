"""The demo's texts as they are printed, for those tests that hold them against what is promised
of them.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cms.content import Outline
from cms.courses import codec
from lms.portals.console.demo.texts import load_course

CONTENT = Path(__file__).parents[2] / "lms/portals/console/demo/content"
UNREAD = "chưa đối chiếu văn bản gốc"
# what nobody of us has compared with the original
UNCERTAIN = {
    "60/2014/QH13",
    "123/2015/NĐ-CP",
    "118/2025/NĐ-CP",
    "36/2018/QH14",
    "59/2019/NĐ-CP",
    "91/2025/QH15",
    "356/2025/NĐ-CP",
    "52/2014/QH13",
    "25/2018/QH14",
    "02/2011/QH13",
    "91/2015/QH13",
    "44/2019/QH14",
    "51/2010/QH12",
}


def load_json(name: str) -> Any:
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def outline_from(data: dict[str, Any]) -> Outline:
    return codec.outline_from_json(
        data, edition_id=1, number=1, course_key="", school_code="TCT-DB", digest=""
    )


COURSES = [
    outline_from(load_course(file.stem.removeprefix("course_")))
    for file in sorted(CONTENT.glob("course_*.json"))
]
LESSONS = [lesson for course in COURSES for lesson in course.lessons]
SCENARIOS = [(lesson.slug, lesson.scenario) for lesson in LESSONS if lesson.scenario]
DOCUMENTS = {row["number"]: row for row in load_json("legal_documents")}


def count_words(text: str) -> int:
    return len(re.sub(r"<[^>]+>", " ", text).split())


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)
