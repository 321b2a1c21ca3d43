"""Scenarios from Twee and Twine files, and to Twee files."""

from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.scenarios.exchange import compare
from cms.scenarios.exchange.twine import extra_passage, writer
from cms.scenarios.exchange.twine.passages import from_twee
from cms.scenarios.exchange.twine.reader import read_html, read_twee
from cms.scenarios.exchange.twine.scenes import scenario_of
from cms.scenarios.exchange.twine.story import parse
from cms.scenarios.exchange.types import Notes, Warned, Written

__all__ = ["read_html", "read_twee", "write_twee"]


def write_twee(scenario: Scenario, title: str) -> Written:
    """A Twee 3 file.

    `lost` is what its passages do not show; the extra passage "VungViec" brings it back.
    """
    text = writer.twee(scenario, title, extra_passage.passage(scenario))
    story, notes = from_twee(text, Notes()), Notes()
    extra_passage.taken_out(story, notes)
    read_back = scenario_of(parse(story, notes))
    lost = compare.lost(scenario, extra_passage.as_ours(read_back, scenario))
    if lost:
        explanation = _(
            "Twine does not show what is listed here. The passage keeps it and brings it back; do"
            " not delete it."
        )
        lost = (Warned(extra_passage.NAME, explanation), *lost)
    return Written(text.encode(), lost)
