"""What all story formats share: links in double brackets, and prose freed of markup.

What is taken out is listed.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.scenarios.exchange import texts
from cms.scenarios.exchange.twine.formats.expressions import NotUnderstood, condition, sets
from cms.scenarios.exchange.twine.nodes import Condition, If, Link, Node, Not, Set, Text
from cms.scenarios.exchange.types import Notes

LINK = re.compile(
    r"\[\[(?!\[)(?P<inner>(?:[^\[\]]|\[(?!\[)|\](?![\]\[]))+?)(?:\]\[(?P<setter>[^\]]*))?\]\]"
)
_WEB = re.compile(r"^(?:https?:|mailto:|ftp:|//|www\.)", re.IGNORECASE)
_COMMENTS = {"<!--": "-->", "/*": "*/", "/%": "%/"}
_COMMENT = re.compile(r"<!--|/\*|/%")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
# What is left of a list or quotation when its links have become choices.
_BULLETS = re.compile(r"^(?:[>*+•|-]|\d{1,2}[.)])+$", re.MULTILINE)
_MARKS = [
    re.compile(p, re.DOTALL)
    for p in (
        r"''(?=\S)(.{1,300}?)(?<=\S)''",
        r"(?<!:)//(?=\S)(.{1,300}?)(?<=[^\s:])//",
        r"\*\*(?=\S)(.{1,300}?)(?<=\S)\*\*",
        r"~~(?=\S)(.{1,300}?)(?<=\S)~~",
        r"(?<!\w)__(?=\S)(.{1,300}?)(?<=\S)__(?!\w)",
    )
]


@dataclass(frozen=True)
class Place:
    """The passage that is being read."""

    name: str
    notes: Notes
    bare: bool = False  # variables are written without a sign

    @property
    def where(self) -> str:
        return _("Passage “%(name)s”") % {"name": self.name}

    def odd(self, source: str) -> None:
        """Something that was not understood; its source is listed whole."""
        if source.strip():
            self.notes.add(self.where, _("Not understood: %(text)s") % {"text": source.strip()})

    def say(self, text: str) -> None:
        self.notes.add(self.where, text)


class Finder:
    """str.find for many questions about one text: what was not found is not looked for again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: dict[str, tuple[int, int]] = {}

    def find(self, part: str, start: int) -> int:
        """Where `part` comes next; -1 where it does not."""
        asked_from, known_position = self.asked.get(part, (-1, 0))
        if asked_from < 0 or not asked_from <= start or (0 <= known_position < start):
            known_position = self.text.find(part, start)
            self.asked[part] = (start, known_position)
        return known_position


def _without_comments(text: str) -> tuple[str, list[str]]:
    finder, parts, comments = Finder(text), [], []
    start = position = 0
    while opening := _COMMENT.search(text, position):
        closing = _COMMENTS[opening.group(0)]
        end = finder.find(closing, opening.end())
        position = opening.end() if end < 0 else end + len(closing)
        if end >= 0:
            parts.append(text[start : opening.start()])
            comments.append(text[opening.start() : position])
            start = position
    return "".join([*parts, text[start:]]), comments


def link(match: re.Match[str], report: Place) -> list[Node]:
    """ "[[text->to]]", "[[to<-text]]", "[[text|to]]", "[[to]]", with SugarCube's setter behind."""
    inner = match["inner"]
    if "->" in inner:
        label, target = inner.rsplit("->", 1)
    elif "<-" in inner:
        target, label = inner.split("<-", 1)
    elif "|" in inner:
        label, target = inner.rsplit("|", 1)
    else:
        label = target = inner
    label, target = prose(label, report), target.strip()
    if _WEB.match(target):
        report.odd(match.group(0))
        return [Text(label)]
    changes: tuple[Set, ...] = ()
    if match["setter"]:
        changes = set_nodes(match["setter"], match.group(0), report)
    if target.startswith(("$", "_")) or not target:
        report.odd(match.group(0))
        return [Text(label), *changes]
    return [Link(label or target, target, changes, match.group(0))]


def with_links(text: str, report: Place) -> list[Node]:
    """Prose with links in it as nodes."""
    nodes: list[Node] = []
    start = 0
    for match in LINK.finditer(text):
        nodes += [Text(text[start : match.start()]), *link(match, report)]
        start = match.end()
    return [*nodes, Text(text[start:])]


def set_nodes(expression: str, source: str, report: Place) -> tuple[Set, ...]:
    """Changes of variables; what is more than a set value or a number added is listed with its
    source.
    """
    try:
        return sets(expression, bare=report.bare)
    except NotUnderstood:
        report.odd(source)
        return ()


def when(expression: str, source: str, report: Place) -> Condition | None:
    """A condition; None (and listed) where it is not understood: then what it holds is always
    there.
    """
    try:
        return condition(expression, bare=report.bare)
    except NotUnderstood:
        report.say(
            _("Condition not understood; what it holds is always there: %(text)s")
            % {"text": source.strip()}
        )
        return None


def moves(label: str, nodes: tuple[Node, ...], source: str, report: Place) -> list[Node]:
    """A link that runs what is in it: one Link for each place it may lead to.

    Text in it is listed, then kept as prose.
    """
    links: list[Node] = []
    other_nodes: list[Node] = []
    _collect(label, nodes, ((), ()), source, links, other_nodes)
    if not any(isinstance(node, Link) for node in links):
        report.odd(source)
        return [Text(f"\n{label}\n"), *nodes]
    words = "".join(node.text for node in other_nodes if isinstance(node, Text)).strip()
    if words:
        report.odd(f"{label}: {words}")
    for node in other_nodes:
        if not isinstance(node, Text):
            report.odd(source)
    return links


def _collect(
    label: str,
    nodes: tuple[Node, ...],
    told: tuple[tuple[Condition, ...], tuple[Set, ...]],
    source: str,
    links: list[Node],
    other_nodes: list[Node],
) -> None:
    conditions, changes = told
    for node in nodes:
        if isinstance(node, Set):
            changes = (*changes, node)
        elif isinstance(node, Link):
            links.append(
                Link(label, node.target, (*changes, *node.sets), source, (*conditions, *node.when))
            )
        elif isinstance(node, If):
            failed_before: tuple[Condition, ...] = ()
            for branch in node.branches:
                branch_condition = () if branch.when is None else (branch.when,)
                _collect(
                    label,
                    branch.nodes,
                    ((*conditions, *failed_before, *branch_condition), changes),
                    source,
                    links,
                    other_nodes,
                )
                failed_before = (*failed_before, *(Not(one) for one in branch_condition))
        else:
            other_nodes.append(node)


def prose(text: str, report: Place) -> str:
    """Text without comments, HTML tags and marks of bold and italics."""
    text, comments = _without_comments(text)
    for comment in comments:
        report.say(_("A comment, not taken over: %(text)s") % {"text": comment})
    cleaned = _BREAK.sub("\n", text)
    for tag in dict.fromkeys(_TAG.findall(text)):
        report.say(_("HTML, not taken over: %(text)s") % {"text": tag})
    cleaned = _TAG.sub("", cleaned)
    for mark in _MARKS:
        for _round in range(3):
            cleaned, count = mark.subn(r"\1", cleaned)
            if not count:
                break
            report.say(_("Marks of bold and italics are not taken over."))
    return texts.tidy(_BULLETS.sub("", texts.tidy(cleaned)))
