"""The story formats of Twine: which of them a story is written in, and who reads its passages."""

import re
from collections.abc import Callable

from cms.scenarios.exchange.twine.formats import chapbook, harlowe, markup, snowman, sugarcube
from cms.scenarios.exchange.twine.formats.markup import Place
from cms.scenarios.exchange.twine.nodes import Node, Story

Reader = Callable[[str, Place], list[Node]]

_READERS: dict[str, Reader] = {
    "harlowe": harlowe.parse,
    "sugarcube": sugarcube.parse,
    "chapbook": chapbook.parse,
    "snowman": snowman.parse,
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


def format_of(story: Story) -> str:
    """The name of a story's format: as the story declares it, else by the marks of its macros.

    "plain" for a story with links alone.
    """
    declared = story.format.strip().lower()
    declared_format = next((name for name in _READERS if declared.startswith(name)), "")
    if declared_format:
        return declared_format
    text = "\n".join(passage.text for passage in story.passages)
    return next((name for name, sign in _SIGNS if sign.search(text)), "plain")


def reader_of(name: str) -> Reader:
    """The function that reads passages of this story format."""
    return _READERS[name]
