"""SugarCube: <<macro arguments>> … <</macro>>."""

import re
from dataclasses import dataclass, field
from itertools import filterfalse

from cms.scenarios.exchange.twine.formats import markup
from cms.scenarios.exchange.twine.formats.markup import (
    LINK,
    PassageReport,
    TextFinder,
    move_nodes,
    read_changes,
    read_condition,
)
from cms.scenarios.exchange.twine.nodes import (
    Condition,
    EmbedNode,
    IfBranch,
    IfNode,
    LinkNode,
    Node,
    TextNode,
    is_blank,
)

_STRING = r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\''
_MACRO = re.compile(r"<<(?P<name>/?[A-Za-z][\w-]*|=|-)")
# What opens text that is shown letter by letter, and what closes it.
_RAW = {'"""': '"""', "{{{": "}}}", "<nowiki>": "</nowiki>"}
_IMAGES = ("[img[", "[[img[")
_MAX_ARGUMENT_LETTERS = 2000  # letters of a macro's arguments
_QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,2000}"|\'(?:[^\'\\]|\\.){0,2000}\'')
_ARGUMENT = re.compile(rf"{_STRING}|\[\[.*?\]\]|[^\s\"']+", re.DOTALL)
_VALUE = re.compile(r"(?<![\w$])\$[^\W\d]\w*")
_MAX_DEPTH = 30
# What begins another part of a macro → that macro.
_PARTS = {"elseif": "if", "else": "if", "case": "switch", "default": "switch"}
_SINGLE = {"goto", "include", "display", "actions", "choice", "link", "button"}
_CODE = {"script", "widget", "style"}
# Closing tags of Twine 1, still found in old stories.
_OLD_ENDS = {"endif": "/if", "endlink": "/link", "endswitch": "/switch"}


@dataclass
class _OpenMacro:
    """A macro that is open: the nodes of its current part, and the parts before it."""

    name: str
    arguments: str
    source: str
    nodes: list[Node] = field(default_factory=list)
    condition: Condition | None = True
    branches: list[IfBranch] = field(default_factory=list)


@dataclass(frozen=True)
class _Macro:
    """One tag of a macro in a text."""

    name: str
    arguments: str
    source: str
    start: int
    end: int


def parse_sugarcube(text: str, report: PassageReport) -> list[Node]:
    """The nodes of a passage's text."""
    stack = [_OpenMacro("", "", "")]
    finder = TextFinder(text)
    start = position = 0
    while position < len(text):
        end = (
            _read_token(finder, position, stack, report, text[start:position])
            if text[position] in '<["{'
            else position
        )
        if end > position:
            start = position = end
        else:
            position += 1
    stack[-1].nodes += _plain_nodes(text[start:], report)
    while len(stack) > 1:
        report.note_not_understood(stack[-1].source)
        _close_macro(stack, report)
    return stack[0].nodes


def _read_token(
    finder: TextFinder,
    position: int,
    stack: list[_OpenMacro],
    report: PassageReport,
    prose_before: str,
) -> int:
    """Put down the nodes of the token at a position and return where it ends.

    Returns the position itself where there is only prose.
    """
    macro = _macro_at(finder, position)
    if macro is not None:
        stack[-1].nodes += _plain_nodes(prose_before, report)
        return _read_macro(finder, macro, stack, report)
    for read in (_read_raw, _read_image, _link_at):
        node_and_end = read(finder, position, report)
        if node_and_end is not None:
            stack[-1].nodes += [*_plain_nodes(prose_before, report), *node_and_end[0]]
            return node_and_end[1]
    return position


def _macro_at(finder: TextFinder, position: int) -> _Macro | None:
    """The macro <<name arguments>> at a position; None where there is none."""
    text = finder.text
    opening = _MACRO.match(text, position)
    if opening is None:
        return None
    start = opening.end()
    end = _end_of_arguments(finder, start)
    if not text.startswith(">>", end):
        return None
    arguments, source = text[start:end].strip(), text[position : end + 2]
    return _Macro(opening["name"], arguments, source, position, end + 2)


def _end_of_arguments(finder: TextFinder, start: int) -> int:
    """Where a macro's arguments end; quoted texts and links in them may hold ">>"."""
    text = finder.text
    limit = min(len(text), start + _MAX_ARGUMENT_LETTERS)
    cursor = start
    while cursor < limit and not text.startswith((">>", "<<"), cursor):
        string = _QUOTED.match(text, cursor)
        link_end = finder.find("]]", cursor) if text.startswith("[[", cursor) else -1
        if string:
            cursor = string.end()
        elif link_end >= 0:
            cursor = link_end + 2
        else:
            cursor += 1
    return cursor


def _read_raw(
    finder: TextFinder, position: int, report: PassageReport
) -> tuple[list[Node], int] | None:
    """(nodes, end) of text that is shown letter by letter; None where none begins here."""
    opening = next((mark for mark in _RAW if finder.text.startswith(mark, position)), "")
    start = position + len(opening)
    end = finder.find(_RAW[opening], start) if opening else -1
    if end < 0:
        return None
    return [TextNode(finder.text[start:end], is_raw=True)], end + len(_RAW[opening])


def _read_image(
    finder: TextFinder, position: int, report: PassageReport
) -> tuple[list[Node], int] | None:
    """(no nodes, end) of a picture, which is noted; None where none begins here."""
    end = finder.find("]]", position) if finder.text.startswith(_IMAGES, position) else -1
    if end < 0:
        return None
    report.note_not_understood(finder.text[position : end + 2])
    return [], end + 2


def _link_at(
    finder: TextFinder, position: int, report: PassageReport
) -> tuple[list[Node], int] | None:
    """(nodes, end) of a link in brackets; None where none begins here."""
    link_match = LINK.match(finder.text, position)
    return (markup.link_nodes(link_match, report), link_match.end()) if link_match else None


def _read_macro(
    finder: TextFinder, macro: _Macro, stack: list[_OpenMacro], report: PassageReport
) -> int:
    """Put down what a macro comes to and return where it ends."""
    name = _OLD_ENDS.get(macro.name, macro.name)
    arguments, source, end = macro.arguments, macro.source, macro.end
    code_end = finder.find(f"<</{name}>>", end) if name in _CODE else -1
    if name.startswith("/"):
        _close_named(stack, name.removeprefix("/"), source, report)
    elif name in _PARTS:
        _begin_part(stack, name, arguments, source, report)
    elif code_end >= 0:
        end = code_end + len(f"<</{name}>>")
        report.note_not_understood(finder.text[macro.start : end])
    elif _is_closed_later(finder, name, end) and len(stack) < _MAX_DEPTH:
        _open_macro(stack, name, arguments, source, report)
    else:
        stack[-1].nodes += _read_single(name, arguments, source, report)
    return end


def _close_named(stack: list[_OpenMacro], name: str, source: str, report: PassageReport) -> None:
    """Close the macro of this name; those still open within it are noted and closed, too."""
    if all(frame.name != name for frame in stack):
        report.note_not_understood(source)
        return
    while stack[-1].name != name:
        report.note_not_understood(stack[-1].source)
        _close_macro(stack, report)
    _close_macro(stack, report)


def _is_closed_later(finder: TextFinder, name: str, end: int) -> bool:
    """Whether a macro of this name is closed anywhere behind it."""
    closers = [f"<</{name}>>"]
    for old_name, new_name in _OLD_ENDS.items():
        if new_name == f"/{name}":
            closers.append(f"<<{old_name}>>")
    return any(finder.find(closer, end) >= 0 for closer in closers)


def _open_macro(
    stack: list[_OpenMacro], name: str, arguments: str, source: str, report: PassageReport
) -> None:
    """Open a macro that will be closed later."""
    frame = _OpenMacro(name, arguments, source)
    if name == "if":
        frame.condition = read_condition(arguments, source, report)
    stack.append(frame)


def _begin_part(
    stack: list[_OpenMacro], name: str, arguments: str, source: str, report: PassageReport
) -> None:
    """Begin the next part of what is open: <<elseif>>, <<else>>, <<case>> or <<default>>."""
    frame = stack[-1]
    if frame.name != _PARTS[name]:
        report.note_not_understood(source)
        return
    if frame.name == "if" or frame.branches or frame.condition is not True:
        frame.branches.append(IfBranch(frame.condition, tuple(frame.nodes)))
    elif not all(map(is_blank, frame.nodes)):
        # between <<switch>> and its first <<case>> nothing is ever shown
        report.note_not_understood(frame.source)
    frame.nodes = []
    if name in {"else", "default"}:
        frame.condition = True
        return
    expression = arguments
    if name == "case":
        values = _ARGUMENT.findall(arguments)
        expression = " or ".join(f"{frame.arguments} is {value}" for value in values)
    frame.condition = read_condition(expression, source, report)


def _close_macro(stack: list[_OpenMacro], report: PassageReport) -> None:
    """Close the innermost macro and put its nodes into the one around it."""
    frame = stack.pop()
    nodes = frame.nodes
    if frame.name in {"if", "switch"}:
        branches = [*frame.branches, IfBranch(frame.condition, tuple(frame.nodes))]
        nodes = [IfNode(tuple(branches), frame.source)]
    elif frame.name in {"link", "button"}:
        nodes = _read_link(frame, report)
    elif frame.name in {"silently", "silent"}:
        nodes = _without_text(frame.nodes, report)
    elif frame.name != "nobr":
        report.note_not_understood(frame.source)
    stack[-1].nodes += nodes


def _without_text(nodes: list[Node], report: PassageReport) -> list[Node]:
    """The nodes that show nothing; text between them is noted."""
    silent_nodes: list[Node] = []
    for node in nodes:
        if isinstance(node, TextNode):
            report.note_not_understood(node.text)
        else:
            silent_nodes.append(node)
    return silent_nodes


def _read_link(frame: _OpenMacro, report: PassageReport) -> list[Node]:
    """The nodes of <<link "text" "passage">>…<</link>>, <<link [[text|passage]]>> or
    <<link "text">><<goto "passage">><</link>>.
    """
    arguments = _read_arguments(frame.arguments, report)
    if not arguments:
        report.note_not_understood(frame.source)
        return frame.nodes
    label, *targets = arguments
    inner = tuple(filterfalse(is_blank, frame.nodes))
    if targets:
        inner = (*inner, LinkNode("", targets[-1], (), frame.source))
    return move_nodes(label, inner, frame.source, report)


def _read_arguments(raw: str, report: PassageReport) -> list[str]:
    """The texts among a macro's arguments; none where one of them is an expression.

    A link counts as two texts, its label and its target.
    """
    arguments: list[str] = []
    for part in _ARGUMENT.findall(raw):
        link_match = LINK.fullmatch(part)
        if link_match:
            node = markup.link_nodes(link_match, report)[0]
            if not isinstance(node, LinkNode):
                return []
            arguments += [node.label, node.target]
        elif part[0] in "\"'":
            arguments.append(re.sub(r"\\(.)", r"\1", part[1:-1]))
        elif part.startswith(("$", "_", "`")) or "(" in part:
            return []
        else:
            arguments.append(part)
    return arguments


def _read_single(name: str, arguments: str, source: str, report: PassageReport) -> list[Node]:
    """The nodes of a macro that holds nothing."""
    if name == "set":
        return list(read_changes(arguments, source, report))
    words = _read_arguments(arguments, report) if name in _SINGLE else []
    nodes: list[Node] = []
    if not words:
        report.note_not_understood(source)
    elif name == "goto":
        nodes = [LinkNode("", words[-1], (), source, is_move=True)]
    elif name in {"include", "display"}:
        nodes = [EmbedNode(words[0], source)]
    elif name == "actions" and "[[" not in arguments:
        nodes = [LinkNode(word, word, (), source) for word in words]
    else:
        nodes = [LinkNode(words[0], words[-1], (), source)]
    return nodes


def _plain_nodes(text: str, report: PassageReport) -> list[Node]:
    """The node of prose; values of variables in it are noted."""
    for value in dict.fromkeys(_VALUE.findall(text)):
        report.note_value(value)
    return [TextNode(text)] if text else []
