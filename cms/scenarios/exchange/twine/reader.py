"""Scenarios from Twee 3 and Twine 2 HTML."""

from cms.scenarios.exchange.safety import decode
from cms.scenarios.exchange.twine import extra_passage
from cms.scenarios.exchange.twine.nodes import Story
from cms.scenarios.exchange.twine.passages import from_html, from_twee
from cms.scenarios.exchange.twine.scenes import scenario_of
from cms.scenarios.exchange.twine.story import parse
from cms.scenarios.exchange.types import Notes, Read


def read_twee(content: bytes) -> Read:
    """The scenario in a Twee file. BadInput where it cannot be used or has no scene."""
    notes = Notes()
    return _read(from_twee(decode(content), notes), notes)


def read_html(content: bytes) -> Read:
    """The scenario in a story that Twine 2 published. BadInput as in `read_twee`."""
    notes = Notes()
    return _read(from_html(decode(content), notes), notes)


def _read(story: Story, notes: Notes) -> Read:
    original = extra_passage.taken_out(story, notes)
    scenario = scenario_of(parse(story, notes))
    if original is not None:
        scenario = extra_passage.completed(scenario, story, original, notes)
    return Read(scenario, story.title, notes.all)
