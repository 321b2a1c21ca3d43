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
from cms.scenarios.explaining import (
    Better,
    Line,
    Step,
    Told,
    Verdict,
    day,
    item_keys,
    lines,
    model_response,
    offered_keys,
    replay_path,
    state_at,
    told,
    try_answer,
)
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
    "Better",
    "Cost",
    "Line",
    "Link",
    "State",
    "Step",
    "Told",
    "UnknownStep",
    "Verdict",
    "begin",
    "build_school_section",
    "build_site",
    "catalogue",
    "check_scenario",
    "content_root",
    "day",
    "edition",
    "editions_of_school",
    "expected_day",
    "export_scenario",
    "import_scenario",
    "item_keys",
    "judge",
    "latest_edition",
    "laws",
    "layout",
    "lesson",
    "limits",
    "lines",
    "master",
    "model_response",
    "offered",
    "offered_keys",
    "play",
    "publish_edition",
    "read_scenario",
    "replay_path",
    "sample_docx",
    "schools",
    "score",
    "set_editors",
    "shuffled",
    "state_at",
    "step",
    "template_docx",
    "told",
    "try_answer",
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
