"""Scenarios from Twee 3 and Twine 2 HTML."""

from cms.scenarios.exchange.safety import decode_text
from cms.scenarios.exchange.twine import extra_passage
from cms.scenarios.exchange.twine.nodes import TwineStory
from cms.scenarios.exchange.twine.passages import from_html, from_twee
from cms.scenarios.exchange.twine.scenes import scenario_of
from cms.scenarios.exchange.twine.story import parse_story
from cms.scenarios.exchange.types import FileNotes, ReadScenario


def read_twee(content: bytes) -> ReadScenario:
    """The scenario in a Twee file. BadInput where it cannot be used or has no scene."""
    notes = FileNotes()
    return _read_story(from_twee(decode_text(content), notes), notes)


def read_html(content: bytes) -> ReadScenario:
    """The scenario in a story that Twine 2 published. BadInput as in `read_twee`."""
    notes = FileNotes()
    return _read_story(from_html(decode_text(content), notes), notes)


def _read_story(story: TwineStory, notes: FileNotes) -> ReadScenario:
    original = extra_passage.take_extra_passage(story, notes)
    scenario = scenario_of(parse_story(story, notes))
    if original is not None:
        scenario = extra_passage.restore_scenario(scenario, story, original, notes)
    return ReadScenario(scenario, story.title, notes.all)
