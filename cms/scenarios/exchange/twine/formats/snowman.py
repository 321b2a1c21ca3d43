"""Snowman: <% JavaScript %> around Markdown.

Simple tests and assignments of story.state are read, nothing is run.
"""

import re
from dataclasses import dataclass, field

from cms.scenarios.exchange.twine.formats import markup
from cms.scenarios.exchange.twine.formats.expressions import NotUnderstood, parse_changes
from cms.scenarios.exchange.twine.formats.markup import PassageReport, read_condition
from cms.scenarios.exchange.twine.nodes import Condition, IfBranch, IfNode, LinkNode, Node

_ANCHOR = re.compile(
    r"<a\b[^<>]{0,500}\bdata-passage\s*=\s*[\"'](?P<target>[^\"']+)[\"'][^<>]{0,500}>(?P<label>.{0,500}?)</a>",
    re.DOTALL | re.IGNORECASE,
)
_IF = re.compile(r"^if\s*\((?P<condition>.*)\)\s*\{$", re.DOTALL)
_ELSE_IF = re.compile(r"^\}\s*else\s+if\s*\((?P<condition>.*)\)\s*\{$", re.DOTALL)
_ELSE = re.compile(r"^\}\s*else\s*\{$")
_ASIDE = re.compile(r"//[^\n]*|/\*.{0,2000}?\*/", re.DOTALL)


@dataclass
class _Block:
    """Code that is open: an if, or a loop or function whose text is kept once."""

    condition: Condition | None = True
    source: str = ""
    nodes: list[Node] = field(default_factory=list)
    branches: list[IfBranch] = field(default_factory=list)
    is_known: bool = True


def parse_snowman(text: str, report: PassageReport) -> list[Node]:
    """The nodes of a passage's text."""
    stack = [_Block()]
    finder = markup.TextFinder(text)
    start = 0
    while (opening := finder.find("<%", start)) >= 0:
        end = finder.find("%>", opening + 2)
        if end < 0:
            break
        stack[-1].nodes += _prose_nodes(text[start:opening], report)
        start = end + 2
        code, source = text[opening + 2 : end], text[opening:start]
        if code.startswith(("=", "-")):
            report.note_value(source)
        else:
            _read_code(stack, code.strip(), source, report)
    stack[-1].nodes += _prose_nodes(text[start:], report)
    while len(stack) > 1:
        report.note_not_understood(stack[-1].source)
        _end_block(stack)
    return stack[0].nodes


def _read_code(stack: list[_Block], code: str, source: str, report: PassageReport) -> None:
    """Take what stands between "<%" and "%>"."""
    if if_match := _IF.match(code):
        stack.append(_Block(read_condition(if_match["condition"], source, report), source))
    elif len(stack) > 1 and (else_if_match := _ELSE_IF.match(code)):
        _next_branch(stack[-1], read_condition(else_if_match["condition"], source, report))
    elif len(stack) > 1 and _ELSE.match(code):
        _next_branch(stack[-1], True)
    elif len(stack) > 1 and code in {"}", "};"}:
        _end_block(stack)
    elif code.endswith("{") and not code.startswith("}"):
        # A loop or function: what it holds is kept once, and the code is listed.
        report.note_not_understood(source)
        stack.append(_Block(None, source, is_known=False))
    else:
        stack[-1].nodes += _read_assignments(code, source, report)


def _next_branch(block: _Block, condition: Condition | None) -> None:
    """End the current branch of a block and begin the next."""
    block.branches.append(IfBranch(block.condition, tuple(block.nodes)))
    block.condition, block.nodes = condition, []


def _end_block(stack: list[_Block]) -> None:
    """Close the innermost block and put its nodes into the one around it."""
    block = stack.pop()
    branches = (*block.branches, IfBranch(block.condition, tuple(block.nodes)))
    if block.is_known:
        stack[-1].nodes.append(IfNode(branches, block.source))
        return
    # Of code that is not understood the text of every branch is kept.
    for branch in branches:
        stack[-1].nodes += branch.nodes


def _read_assignments(code: str, source: str, report: PassageReport) -> list[Node]:
    """The changes of story.state in code; code with anything else is noted whole."""
    for comment in _ASIDE.findall(code):
        report.note_comment(comment)
    nodes: list[Node] = []
    for statement in re.split(r"[;\n]+", _ASIDE.sub("", code)):
        stripped = statement.strip()
        if not stripped:
            continue
        try:
            if not re.match(r"^(?:window\.)?(?:story\.state|state|s)\.", stripped):
                raise NotUnderstood(stripped)
            nodes += parse_changes(stripped)
        except NotUnderstood:
            report.note_not_understood(source)
            return nodes
    return nodes


def _prose_nodes(text: str, report: PassageReport) -> list[Node]:
    """The nodes of prose with links, in brackets or as HTML."""
    nodes: list[Node] = []
    start = 0
    for anchor in _ANCHOR.finditer(text):
        nodes += markup.with_links(text[start : anchor.start()], report)
        nodes.append(
            LinkNode(
                markup.clean_prose(anchor["label"], report), anchor["target"], (), anchor.group(0)
            )
        )
        start = anchor.end()
    return [*nodes, *markup.with_links(text[start:], report)]
