"""Chapbook: variables above a line "--", [modifiers] on lines of their own, {inserts}."""

import re

from cms.scenarios.exchange.twine.formats import markup
from cms.scenarios.exchange.twine.formats.markup import (
    LINK,
    PassageReport,
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

_VARIABLE = re.compile(
    r"^(?P<name>[^\W\d][\w.]*)\s*(?:\((?P<condition>.*)\))?\s*:\s*(?P<value>.+)$"
)
_MODIFIER = re.compile(r"^\[(?!\[)(?P<inner>[^\[\]]+)\]$")
_INSERT = re.compile(r"\{(?P<name>[^\W\d][^{}:,]*?)(?P<arguments>(?:\s*[:,][^{}]*)?)\}")
# "label: 'text'", the name before the colon optional
_STRING = re.compile(r"(?P<name>\w*)\s*:\s*(?P<quote>['\"])(?P<text>.*?)(?P=quote)", re.DOTALL)
_ALWAYS: Condition = True
_NOTE_MODIFIERS = {"note", "n.b.", "fixme", "todo", "javascript", "css", "ifnever"}
_CONTINUE_MODIFIERS = {"continue", "cont", "cont'd", "continued"}


def parse_chapbook(text: str, report: PassageReport) -> list[Node]:
    """The nodes of a passage's text."""
    head, body = _split_variables(text)
    nodes: list[Node] = []
    for line in head:
        nodes += _read_variable(line, report)
    # a block under [if …] waits for an [else] before it becomes a node
    chain: list[IfBranch] = []
    source = ""
    for modifiers, block in _split_blocks(body):
        condition, kind = _read_modifiers(modifiers, report)
        inner = tuple(_insert_nodes(block, report))
        if kind == "else" and chain:
            nodes.append(IfNode((*chain, IfBranch(_ALWAYS, inner)), source))
            chain = []
            continue
        nodes += _end_chain(chain, source)
        chain = []
        if kind == "note":
            report.note_not_understood(block)
        elif kind == "if":
            chain, source = [IfBranch(condition, inner)], modifiers
        elif kind == "else":
            report.note_not_understood(f"[{modifiers}]")
            nodes += inner
        else:
            nodes += inner
    return [*nodes, *_end_chain(chain, source)]


def _end_chain(chain: list[IfBranch], source: str) -> list[Node]:
    return [IfNode(tuple(chain), source)] if chain else []


def _split_variables(text: str) -> tuple[list[str], str]:
    """The lines of the variables' section (none without a section), and the rest."""
    head, separator, body = text.partition("\n--\n")
    if not separator and text.startswith("--\n"):
        return [], text[3:]
    if not separator and text.endswith("\n--"):
        head, separator, body = text[:-3], "--", ""
    lines = list(filter(None, map(str.strip, head.split("\n"))))
    if separator and all(map(_VARIABLE.match, lines)):
        return lines, body
    return [], text


def _read_variable(line: str, report: PassageReport) -> list[Node]:
    """The nodes of a line "name: value" or "name (condition): value"; any other line is noted."""
    match = _VARIABLE.match(line)
    if match is None or "." in match["name"]:
        report.note_not_understood(line)
        return []
    name, value = match["name"], match["value"].strip()
    changes = read_changes(f"{name} = {value}", line, report)
    if not match["condition"] or not changes:
        return list(changes)
    condition = read_condition(match["condition"], line, report)
    return [IfNode((IfBranch(condition, changes),), line)] if condition is not None else []


def _split_blocks(text: str) -> list[tuple[str, str]]:
    """(modifiers, text below them) of each block; the first block has none."""
    blocks: list[tuple[str, list[str]]] = [("", [])]
    for line in text.split("\n"):
        modifier = _MODIFIER.match(line.strip())
        if modifier:
            blocks.append((modifier["inner"], []))
        else:
            blocks[-1][1].append(line)
    return [(name, "\n".join(lines)) for name, lines in blocks if name or any(lines)]


def _read_modifiers(raw: str, report: PassageReport) -> tuple[Condition | None, str]:
    """(condition, kind of block: if, else, note or text) of a line of modifiers."""
    condition: Condition | None = True
    kind = "text"
    for part in raw.split(";"):
        modifier = part.strip()
        word, _space, expression = modifier.lower().partition(" ")
        if word in {"if", "unless"} and expression:
            kind, condition = "if", _condition(modifier, report)
        elif word == "else":
            kind = "else"
        elif word in _NOTE_MODIFIERS:
            report.note_not_understood(f"[{modifier}]")
            kind = "note"
        elif word == "ifalways" or modifier.lower() in _CONTINUE_MODIFIERS:
            kind = "if" if kind == "if" else "text"
        elif modifier:
            report.note_not_understood(f"[{modifier}]")
    return condition, kind


def _condition(modifier: str, report: PassageReport) -> Condition | None:
    """The condition of "if …" or "unless …"; None, and noted, where it is not understood."""
    word, _space, expression = modifier.partition(" ")
    condition = read_condition(expression, f"[{modifier}]", report)
    if word.lower() == "unless" and condition is not None:
        return Not(condition)
    return condition


def _insert_nodes(text: str, report: PassageReport) -> list[Node]:
    """The nodes of text with links and inserts in it."""
    nodes: list[Node] = []
    start = 0
    marks = sorted([*LINK.finditer(text), *_INSERT.finditer(text)], key=lambda mark: mark.start())
    for mark in marks:
        if mark.start() < start:
            continue
        nodes.append(TextNode(text[start : mark.start()]))
        nodes += markup.link_nodes(mark, report) if mark.re is LINK else _read_insert(mark, report)
        start = mark.end()
    return [*nodes, TextNode(text[start:])]


def _read_insert(match: re.Match[str], report: PassageReport) -> list[Node]:
    """The nodes of {embed passage: 'x'} and {link to: 'x', label: 'text'}.

    Values of variables and all other inserts are noted.
    """
    source, name = match.group(0), match["name"].strip().lower()
    values = _string_arguments(source)
    passage = values.get("passage") or values.get("named")
    if name.startswith("embed passage") and passage:
        return [EmbedNode(passage, source)]
    if name.startswith("link to") and values.get("to"):
        return [LinkNode(values.get("label") or values["to"], values["to"], (), source)]
    if not match["arguments"] and re.fullmatch(r"[^\W\d][\w.]*", match["name"]):
        report.note_value(source)
        return [TextNode(source)]
    report.note_not_understood(source)
    if name.startswith("reveal link") and values.get("text"):
        return [TextNode(f"{values.get('link', '')}\n{values['text']}")]
    return []


def _string_arguments(source: str) -> dict[str, str]:
    """Name in lower case (empty without one) → text of each quoted argument of an insert."""
    return {match["name"].lower(): match["text"] for match in _STRING.finditer(source)}
