"""What other packages may call of the content: functions here, types in cms.content."""

from typing import Any

from cms.courses import writing
from cms.courses.editions import (
    course_catalogue,
    editions_of_school,
    latest_edition,
    read_edition,
    read_lesson,
)
from cms.courses.exchanging import export_scenario, import_scenario
from cms.courses.printing import publish_edition
from cms.library.queries import find_laws
from cms.library.writing import write_legal_documents
from cms.pages.sections import (
    build_school_section,
    build_site,
    content_root,
    school_sections,
    section_of,
    set_editors,
    write_news,
    write_page,
    write_section,
)
from cms.scenarios.checks import check_scenario
from cms.scenarios.engine import (
    PlayState,
    UnknownStep,
    begin_play,
    cost_limits,
    master_turns,
    offered_choices,
    play_answers,
    score_play,
    shuffle_keys,
    take_step,
)
from cms.scenarios.exchange import (
    FORMATS,
    WRITTEN_FORMATS,
    read_scenario,
    sample_docx,
    template_docx,
)
from cms.scenarios.exchange.own_json import json_schema
from cms.scenarios.explaining import (
    BetterWay,
    DebriefStep,
    ExplainedTurn,
    explain_answer,
    explain_turn,
    item_keys,
    model_response,
    offered_keys,
    replay_path,
    state_at,
    try_answer,
)
from cms.scenarios.fields import expected_day, format_day
from cms.scenarios.kit import COMPETENCES, PICTURES
from cms.scenarios.layout import SceneLink, lay_out_scenes, split_title
from cms.scenarios.space import PathCost
from cms.scenarios.steps import STEPS, judge_answer, step_of
from cms.scenarios.steps.choose import CHOOSE_ONE
from cms.scenarios.steps.step import AnswerFault, AnswerField, AnswerLine, ItemVerdict, Step
from lms.core.actor import Actor

__all__ = [
    "CHOOSE_ONE",
    "COMPETENCES",
    "FORMATS",
    "PICTURES",
    "STEPS",
    "WRITTEN_FORMATS",
    "AnswerFault",
    "AnswerField",
    "AnswerLine",
    "BetterWay",
    "DebriefStep",
    "ExplainedTurn",
    "ItemVerdict",
    "PathCost",
    "PlayState",
    "SceneLink",
    "Step",
    "UnknownStep",
    "begin_play",
    "build_school_section",
    "build_site",
    "check_scenario",
    "content_root",
    "cost_limits",
    "course_catalogue",
    "editions_of_school",
    "expected_day",
    "explain_answer",
    "explain_turn",
    "export_scenario",
    "find_laws",
    "format_day",
    "import_scenario",
    "item_keys",
    "json_schema",
    "judge_answer",
    "latest_edition",
    "lay_out_scenes",
    "master_turns",
    "model_response",
    "offered_choices",
    "offered_keys",
    "play_answers",
    "publish_edition",
    "read_edition",
    "read_lesson",
    "read_scenario",
    "replay_path",
    "sample_docx",
    "school_sections",
    "score_play",
    "set_editors",
    "shuffle_keys",
    "split_title",
    "state_at",
    "step_of",
    "take_step",
    "template_docx",
    "try_answer",
    "write_course",
    "write_legal_documents",
    "write_news",
    "write_page",
    "write_section",
]


def write_course(*, actor: Actor, school_code: str, data: dict[str, Any]) -> int:
    """Write a course of a school from plain data and publish its pages; see cms.courses.writing."""
    return writing.write_course(actor=actor, section=section_of(school_code), data=data)
