"""The story formats of Twine: which of them a story is written in, and who reads its passages."""

import re
from collections.abc import Callable

from cms.scenarios.exchange.twine.formats import chapbook, harlowe, markup, snowman, sugarcube
from cms.scenarios.exchange.twine.formats.markup import PassageReport
from cms.scenarios.exchange.twine.nodes import Node, TwineStory

PassageReader = Callable[[str, PassageReport], list[Node]]

_READERS: dict[str, PassageReader] = {
    "harlowe": harlowe.parse_harlowe,
    "sugarcube": sugarcube.parse_sugarcube,
    "chapbook": chapbook.parse_chapbook,
    "snowman": snowman.parse_snowman,
    "plain": markup.with_links,
}
# Tried in this order: "[[a][$x to 1]]" and "<<" are SugarCube's alone, "(if:" is Harlowe's.
_SIGNS = (
    ("sugarcube", re.compile(r"<<\s*(?:set|if|link|goto|include|print|button)\b|\]\[\s*\$")),
    ("snowman", re.compile(r"<%")),
    ("harlowe", re.compile(r"\(\s*(?:set|if|unless|link|link-goto|goto|go-to|put|print)\s*:")),
    (
        "chapbook",
        re.compile(
            r"^\[(?:if|unless|else|continue)\b[^\]]*\]$|^\w+:.*\n--$|\{embed passage", re.MULTILINE
        ),
    ),
)


def format_of(story: TwineStory) -> str:
    """The name of a story's format: as the story declares it, else by the marks of its macros.

    "plain" for a story with links alone.
    """
    declared = story.format.strip().lower()
    declared_format = next((name for name in _READERS if declared.startswith(name)), "")
    if declared_format:
        return declared_format
    text = "\n".join(passage.text for passage in story.passages)
    return next((name for name, sign in _SIGNS if sign.search(text)), "plain")


def reader_of(name: str) -> PassageReader:
    """The function that reads passages of this story format."""
    return _READERS[name]
