"""Snowman: <% JavaScript %> around Markdown.

Simple tests and assignments of story.state are read, nothing is run.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.scenarios.exchange.twine.formats import markup
from cms.scenarios.exchange.twine.formats.expressions import NotUnderstood, sets
from cms.scenarios.exchange.twine.formats.markup import Place, when
from cms.scenarios.exchange.twine.nodes import Branch, Condition, If, Link, Node

_ANCHOR = re.compile(
    r"<a\b[^<>]{0,500}\bdata-passage\s*=\s*[\"'](?P<target>[^\"']+)[\"'][^<>]{0,500}>(?P<label>.{0,500}?)</a>",
    re.DOTALL | re.IGNORECASE,
)
_IF = re.compile(r"^if\s*\((?P<when>.*)\)\s*\{$", re.DOTALL)
_ELSE_IF = re.compile(r"^\}\s*else\s+if\s*\((?P<when>.*)\)\s*\{$", re.DOTALL)
_ELSE = re.compile(r"^\}\s*else\s*\{$")
_ASIDE = re.compile(r"//[^\n]*|/\*.{0,2000}?\*/", re.DOTALL)


@dataclass
class _Block:
    condition: Condition | None = True
    source: str = ""
    nodes: list[Node] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    is_known: bool = True


def parse(text: str, place: Place) -> list[Node]:
    """Nodes of a passage's text."""
    stack = [_Block()]
    finder = markup.Finder(text)
    start = 0
    while (opening := finder.find("<%", start)) >= 0:
        end = finder.find("%>", opening + 2)
        if end < 0:
            break
        stack[-1].nodes += _prose(text[start:opening], place)
        start = end + 2
        code, source = text[opening + 2 : end], text[opening:start]
        if code.startswith(("=", "-")):
            place.say(
                _("A variable's value cannot be shown in a text: %(text)s") % {"text": source}
            )
        else:
            _code(stack, code.strip(), source, place)
    stack[-1].nodes += _prose(text[start:], place)
    while len(stack) > 1:
        place.odd(stack[-1].source)
        _end(stack)
    return stack[0].nodes


def _code(stack: list[_Block], code: str, source: str, place: Place) -> None:
    if opened := _IF.match(code):
        stack.append(_Block(when(opened["when"], source, place), source))
    elif len(stack) > 1 and (again := _ELSE_IF.match(code)):
        _next(stack[-1], when(again["when"], source, place))
    elif len(stack) > 1 and _ELSE.match(code):
        _next(stack[-1], True)
    elif len(stack) > 1 and code in {"}", "};"}:
        _end(stack)
    elif code.endswith("{") and not code.startswith("}"):
        # A loop or function: what it holds is kept once, and the code is listed.
        place.odd(source)
        stack.append(_Block(None, source, is_known=False))
    else:
        stack[-1].nodes += _assignments(code, source, place)


def _next(block: _Block, condition: Condition | None) -> None:
    block.branches.append(Branch(block.condition, tuple(block.nodes)))
    block.condition, block.nodes = condition, []


def _end(stack: list[_Block]) -> None:
    block = stack.pop()
    branches = (*block.branches, Branch(block.condition, tuple(block.nodes)))
    stack[-1].nodes += [If(branches, block.source)] if block.is_known else block.nodes


def _assignments(code: str, source: str, place: Place) -> list[Node]:
    """Statements on story.state; each that is more than a value or a number added is listed."""
    for aside in _ASIDE.findall(code):
        place.say(_("A comment, not taken over: %(text)s") % {"text": aside})
    nodes: list[Node] = []
    for statement in re.split(r"[;\n]+", _ASIDE.sub("", code)):
        plain = statement.strip()
        if not plain:
            continue
        try:
            if not re.match(r"^(?:window\.)?(?:story\.state|state|s)\.", plain):
                raise NotUnderstood(plain)
            nodes += sets(plain)
        except NotUnderstood:
            place.odd(source)
            return nodes
    return nodes


def _prose(text: str, place: Place) -> list[Node]:
    nodes: list[Node] = []
    start = 0
    for found in _ANCHOR.finditer(text):
        nodes += markup.with_links(text[start : found.start()], place)
        nodes.append(Link(markup.prose(found["label"], place), found["target"], (), found.group(0)))
        start = found.end()
    return [*nodes, *markup.with_links(text[start:], place)]
