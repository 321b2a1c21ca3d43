"""What other packages may call of the content: functions here, types in cms.content."""

from typing import Any

from cms.courses import writing
from cms.courses.editions import (
    catalogue,
    edition,
    editions_of_school,
    latest_edition,
    lesson,
)
from cms.courses.exchanging import export_scenario, import_scenario
from cms.courses.printing import publish_edition
from cms.library.queries import laws
from cms.library.writing import write_legal_documents
from cms.pages.sections import (
    build_school_section,
    build_site,
    content_root,
    schools,
    section_of,
    set_editors,
    write_news,
    write_page,
    write_section,
)
from cms.scenarios.checks import check as check_scenario
from cms.scenarios.engine import (
    State,
    UnknownStep,
    begin,
    limits,
    master,
    offered,
    play,
    score,
    shuffled,
    step,
)
from cms.scenarios.exchange import FORMATS, WRITTEN_FORMATS, sample_docx, template_docx
from cms.scenarios.exchange import read as read_scenario
from cms.scenarios.judging import expected_day, judge
from cms.scenarios.kit import COMPETENCES, PICTURES
from cms.scenarios.layout import Link, layout, two_lines
from cms.scenarios.space import Cost
from lms.core.actor import Actor

__all__ = [
    "COMPETENCES",
    "FORMATS",
    "PICTURES",
    "WRITTEN_FORMATS",
    "Cost",
    "Link",
    "State",
    "UnknownStep",
    "begin",
    "build_school_section",
    "build_site",
    "catalogue",
    "check_scenario",
    "content_root",
    "edition",
    "editions_of_school",
    "expected_day",
    "export_scenario",
    "import_scenario",
    "judge",
    "latest_edition",
    "laws",
    "layout",
    "lesson",
    "limits",
    "master",
    "offered",
    "play",
    "publish_edition",
    "read_scenario",
    "sample_docx",
    "schools",
    "score",
    "set_editors",
    "shuffled",
    "step",
    "template_docx",
    "two_lines",
    "write_course",
    "write_legal_documents",
    "write_news",
    "write_page",
    "write_section",
]


def write_course(*, actor: Actor, school_code: str, data: dict[str, Any]) -> int:
    """Write a course of a school from plain data and publish its pages; see cms.courses.writing."""
    return writing.write_course(actor=actor, section=section_of(school_code), data=data)
