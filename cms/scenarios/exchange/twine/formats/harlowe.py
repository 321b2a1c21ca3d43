"""Harlowe: (macro: arguments)[hook]."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cms.scenarios.exchange.twine.formats.markup import (
    LINK,
    PassageReport,
    link_nodes,
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
    Not,
    TextNode,
)

_MACRO = re.compile(r"\(\s*([A-Za-z][\w-]*|\$\w+)\s*:")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', re.DOTALL)
# "|name>[hook]" and "|name)[hook]": a hook with its name before it
_NAMED = re.compile(r"\|([\w-]+)[>)]\s*(?=\[)")
_VALUE = re.compile(r"(?<![\w$])\$[^\W\d]\w*")
_NO_SPACE = re.compile(r"\S")
_VERBATIM = re.compile(r"`+")
_MAX_DEPTH = 30

_IFS = {"if", "unless", "elseif", "else"}
_LINKS = {
    "link",
    "linkreplace",
    "linkreveal",
    "linkrepeat",
    "linkrerun",
    "linkrevealgoto",
    "linkgoto",
    "click",
}


@dataclass(frozen=True)
class _Call:
    """A macro in a text: its name without dashes, what is in its brackets, and all of it."""

    name: str
    arguments: str
    source: str
    start: int
    end: int


@dataclass
class _Source:
    """A text, and for each opening bracket where it is closed."""

    text: str
    pairs: dict[int, int]

    def find_closing(self, position: int) -> int:
        """Where the bracket at this position is closed; -1 where it never is."""
        return self.pairs.get(position, -1)


def parse_harlowe(text: str, report: PassageReport, depth: int = 0) -> list[Node]:
    """The nodes of a passage's or a hook's text."""
    if depth > _MAX_DEPTH:
        report.note_not_understood(text)
        return []
    source = _Source(text, _pair_brackets(text))
    nodes: list[Node] = []
    start = position = 0
    while position < len(text):
        step = _read_step(source, position, report, depth) if text[position] in "[|(" else None
        if step is None:
            position += 1
            continue
        new_nodes, end = step
        nodes += [*_plain_nodes(text[start:position], report), *new_nodes]
        start = position = end
    return [*nodes, *_plain_nodes(text[start:], report)]


def _read_step(
    source: _Source, position: int, report: PassageReport, depth: int
) -> tuple[list[Node], int] | None:
    """(nodes, end) of the link, macro or named hook that begins at a position; None for prose."""
    text, sign = source.text, source.text[position]
    if sign == "[":
        link_match = LINK.match(text, position)
        if link_match:
            return link_nodes(link_match, report), link_match.end()
        return _hook_alone(source, position, report, depth)
    if sign == "|":
        named = _NAMED.match(text, position)
        if named is None:
            return None
        report.note_not_understood(named.group(0))
        return [], named.end()
    macro = _MACRO.match(text, position)
    end = source.find_closing(position)
    if macro is None or end < 0:
        return None
    arguments, whole_call = text[macro.end() : end], text[position : end + 1]
    call = _Call(_macro_name(macro[1]), arguments, whole_call, position, end + 1)
    return _read_macro(source, call, report, depth)


def _macro_name(raw: str) -> str:
    """A macro's name as Harlowe compares it: without case, dashes and underscores."""
    return raw.lower().replace("-", "").replace("_", "")


def _hook_alone(
    source: _Source, position: int, report: PassageReport, depth: int
) -> tuple[list[Node], int] | None:
    """(nodes, end) of a hook with its name behind, "[…]<name|"; None for a bracket in prose."""
    text, end = source.text, source.find_closing(position)
    tail = re.compile(r"[<(][\w-]+\|").match(text, end + 1) if end > 0 else None
    if tail:
        report.note_not_understood(tail.group(0))
        return parse_harlowe(text[position + 1 : end], report, depth + 1), tail.end()
    if position and text[position - 1] in ">)" and end > 0:
        return parse_harlowe(text[position + 1 : end], report, depth + 1), end + 1
    return None


def _pair_brackets(text: str) -> dict[int, int]:
    """Position of each bracket of a macro or hook → position where it is closed.

    Brackets in strings within macros do not count. One pass, so that no text can be slow.
    """
    pairs: dict[int, int] = {}
    open_positions: list[int] = []
    position = 0
    while position < len(text):
        in_macro = bool(open_positions) and text[open_positions[-1]] == "("
        string = _STRING.match(text, position) if in_macro else None
        if string:
            position = string.end()
            continue
        if _opens_bracket(text, position, in_macro=in_macro):
            open_positions.append(position)
        elif text[position] == "]" or (text[position] == ")" and in_macro):
            _close_bracket(text, position, open_positions, pairs)
        position += 1
    return pairs


def _opens_bracket(text: str, position: int, *, in_macro: bool) -> bool:
    if text[position] == "(":
        return in_macro or _MACRO.match(text, position) is not None
    return text[position] == "["


def _close_bracket(
    text: str, position: int, open_positions: list[int], pairs: dict[int, int]
) -> None:
    """Close the bracket that fits; a macro that was never closed ends with the hook around it."""
    opening = "[" if text[position] == "]" else "("
    while open_positions and text[open_positions[-1]] != opening:
        open_positions.pop()
    if open_positions:
        pairs[open_positions.pop()] = position


def _skip_spaces(text: str, position: int) -> int:
    """The position of the next letter that is no space; the end of the text without one."""
    letter = _NO_SPACE.search(text, position)
    return letter.start() if letter else len(text)


def _following_hook(source: _Source, position: int) -> tuple[str, int] | None:
    """(content, end) of the hook that follows a macro, spaces between them allowed; None
    without one.
    """
    text, start = source.text, _skip_spaces(source.text, position)
    if not text.startswith("[", start) or LINK.match(text, start):
        return None
    if text.startswith("[=", start):
        return text[start + 1 :].lstrip("="), len(text)
    end = source.find_closing(start)
    return (text[start + 1 : end], end + 1) if end > 0 else None


def _read_macro(
    source: _Source, call: _Call, report: PassageReport, depth: int
) -> tuple[list[Node], int]:
    """(nodes, end) of a macro with the hook behind it.

    A macro that is not known is noted, and its hook is read as if it stood alone.
    """
    if call.name in {"if", "unless"}:
        return _read_if(source, call.start, report, depth)
    if call.name in _WITHOUT_HOOK:
        return _WITHOUT_HOOK[call.name](call, report), call.end
    hook = _following_hook(source, call.end)
    inner = parse_harlowe(hook[0], report, depth + 1) if hook else []
    end = hook[1] if hook else call.end
    if call.name in _LINKS:
        return _read_link(call, f"[{hook[0]}]" if hook else "", tuple(inner), report), end
    report.note_not_understood(call.source)
    return inner, end


def _read_change(call: _Call, report: PassageReport) -> list[Node]:
    return list(read_changes(call.arguments, call.source, report))


def _read_passage_macro(call: _Call, report: PassageReport) -> list[Node]:
    """The node of (display: "x") or (goto: "x")."""
    target = _string_arguments(call.arguments)
    if not target:
        report.note_not_understood(call.source)
        return []
    if call.name == "display":
        return [EmbedNode(target[0], call.source)]
    return [LinkNode("", target[0], (), call.source, is_move=True)]


def _string_arguments(arguments: str) -> list[str]:
    """The arguments of a macro that are texts; none where any of them is something else."""
    without_strings = _STRING.sub("", arguments)
    if without_strings.replace(",", "").strip():
        return []
    return [
        re.sub(r"\\(.)", r"\1", double_quoted or single_quoted)
        for double_quoted, single_quoted in _STRING.findall(arguments)
    ]


def _read_link(
    call: _Call, hook: str, inner: tuple[Node, ...], report: PassageReport
) -> list[Node]:
    """The nodes of a link macro and its hook."""
    words = _string_arguments(call.arguments)
    if call.name in {"linkgoto", "linkrevealgoto"} and 1 <= len(words) <= 2:
        return move_nodes(
            words[0], (*inner, LinkNode("", words[-1], (), call.source)), call.source, report
        )
    if len(words) == 1 and hook:
        return move_nodes(words[0], inner, call.source + hook, report)
    report.note_not_understood(call.source)
    return list(inner)


def _read_if(
    source: _Source, position: int, report: PassageReport, depth: int
) -> tuple[list[Node], int]:
    """(nodes, end) of "(if:)[…](else-if:)[…](else:)[…]" as one node."""
    text = source.text
    branches: list[IfBranch] = []
    start, end = position, position
    while (macro := _MACRO.match(text, position)) and _macro_name(macro[1]) in _IFS:
        name = _macro_name(macro[1])
        closing = source.find_closing(position)
        hook = _following_hook(source, closing + 1) if closing > 0 else None
        if hook is None or (branches and name in {"if", "unless"}):
            break
        condition = _read_condition(
            name, text[macro.end() : closing], text[position : closing + 1], report
        )
        branches.append(IfBranch(condition, tuple(parse_harlowe(hook[0], report, depth + 1))))
        end = hook[1]
        position = _skip_spaces(text, end)
        if name == "else":
            break
    if branches:
        return [IfNode(tuple(branches), text[start:end])], end
    closing = source.find_closing(start)
    report.note_not_understood(text[start : closing + 1])
    return [], closing + 1


def _read_condition(
    name: str, arguments: str, source: str, report: PassageReport
) -> Condition | None:
    """The condition of one part of an (if:); None, and noted, where it is not understood."""
    if name == "else":
        return True
    condition = read_condition(arguments, source, report)
    return Not(condition) if name == "unless" and condition is not None else condition


def _plain_nodes(text: str, report: PassageReport) -> list[Node]:
    """The node of prose; values of variables in it are noted."""
    for value in dict.fromkeys(_VALUE.findall(text)):
        report.note_value(value)
    if "`" in text:
        text = _VERBATIM.sub("", text)
        report.note_marks()
    return [TextNode(text)] if text else []


_WITHOUT_HOOK: dict[str, Callable[[_Call, PassageReport], list[Node]]] = {
    "set": _read_change,
    "put": _read_change,
    "goto": _read_passage_macro,
    "display": _read_passage_macro,
}
