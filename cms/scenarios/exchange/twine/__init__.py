"""Scenarios from Twee and Twine files, and to Twee files."""

from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.scenarios.exchange import compare
from cms.scenarios.exchange.twine import extra_passage, writer
from cms.scenarios.exchange.twine.passages import from_twee
from cms.scenarios.exchange.twine.reader import read_html, read_twee
from cms.scenarios.exchange.twine.scenes import scenario_of
from cms.scenarios.exchange.twine.story import parse_story
from cms.scenarios.exchange.types import FileNote, FileNotes, WrittenScenario

__all__ = ["read_html", "read_twee", "write_twee"]


def write_twee(scenario: Scenario, title: str) -> WrittenScenario:
    """A Twee 3 file.

    `list_losses` is what its passages do not show; the extra passage "VungViec" brings it back.
    """
    text = writer.compose_twee(scenario, title, extra_passage.make_extra_passage(scenario))
    story, notes = from_twee(text, FileNotes()), FileNotes()
    extra_passage.take_extra_passage(story, notes)
    read_back = scenario_of(parse_story(story, notes))
    lost = compare.list_losses(scenario, extra_passage.with_original_keys(read_back, scenario))
    if lost:
        explanation = _(
            "Twine does not show what is listed here. The passage keeps it and brings it back; do"
            " not delete it."
        )
        lost = (FileNote(extra_passage.EXTRA_NAME, explanation), *lost)
    return WrittenScenario(text.encode(), lost)
