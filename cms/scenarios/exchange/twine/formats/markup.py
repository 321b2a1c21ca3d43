"""What all story formats share: links in double brackets, and prose freed of markup (noted)."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.scenarios.exchange import texts
from cms.scenarios.exchange.twine.formats.expressions import (
    NotUnderstood,
    parse_changes,
    parse_condition,
)
from cms.scenarios.exchange.twine.nodes import (
    Condition,
    IfNode,
    LinkNode,
    Node,
    Not,
    SetNode,
    TextNode,
)
from cms.scenarios.exchange.types import FileNotes

# "[[inner]]", or SugarCube's "[[inner][$x to 1]]"
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
# Bold, italics and the like. Their length is limited so that no text can be slow to match.
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
class PassageReport:
    """The passage that is being read, and the notes about it."""

    name: str
    notes: FileNotes
    bare: bool = False  # variables are written without a sign

    @property
    def where(self) -> str:
        """The passage's name as notes give it."""
        return _("Passage “%(name)s”") % {"name": self.name}

    def note_value(self, text: str) -> None:
        """Note that the value of a variable stands in the text of a passage."""
        self.add_note(_("A variable's value cannot be shown in a text: %(text)s") % {"text": text})

    def note_comment(self, text: str) -> None:
        """Note that a comment is left out."""
        self.add_note(_("A comment, not taken over: %(text)s") % {"text": text})

    def note_marks(self) -> None:
        """Note that marks of bold and italics are left out."""
        self.add_note(_("Marks of bold and italics are not taken over."))

    def note_not_understood(self, source: str) -> None:
        """Note something that was not understood, with its whole source."""
        if source.strip():
            self.notes.add(self.where, _("Not understood: %(text)s") % {"text": source.strip()})

    def add_note(self, text: str) -> None:
        self.notes.add(self.where, text)


class TextFinder:
    """`str.find` for many questions about one text: what was not found is not searched again."""

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
    """(text without comments, the comments); a comment that is never closed is text."""
    finder, parts, comments = TextFinder(text), [], []
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


def link_nodes(match: re.Match[str], report: PassageReport) -> list[Node]:
    """The nodes of a link: "[[text->to]]", "[[to<-text]]", "[[text|to]]" or "[[to]]", with
    SugarCube's setter behind.

    Links to the web and to a variable's value become text.
    """
    source = match.group(0)
    raw_label, raw_target = _link_parts(match["inner"])
    label, target = clean_prose(raw_label, report), raw_target.strip()
    if _WEB.match(target):
        report.note_not_understood(source)
        return [TextNode(label)]
    changes: tuple[SetNode, ...] = ()
    if match["setter"]:
        changes = read_changes(match["setter"], source, report)
    if target.startswith(("$", "_")) or not target:
        report.note_not_understood(source)
        return [TextNode(label), *changes]
    return [LinkNode(label or target, target, changes, source)]


def _link_parts(inner: str) -> tuple[str, str]:
    """(label, target) of what stands between a link's brackets."""
    if "->" in inner:
        label, target = inner.rsplit("->", 1)
    elif "<-" in inner:
        target, label = inner.split("<-", 1)
    elif "|" in inner:
        label, target = inner.rsplit("|", 1)
    else:
        label = target = inner
    return label, target


def with_links(text: str, report: PassageReport) -> list[Node]:
    """The nodes of prose with links in it."""
    nodes: list[Node] = []
    start = 0
    for match in LINK.finditer(text):
        nodes += [TextNode(text[start : match.start()]), *link_nodes(match, report)]
        start = match.end()
    return [*nodes, TextNode(text[start:])]


def read_changes(expression: str, source: str, report: PassageReport) -> tuple[SetNode, ...]:
    """The changes of variables in an expression; none, and noted, where it says anything else."""
    try:
        return parse_changes(expression, bare=report.bare)
    except NotUnderstood:
        report.note_not_understood(source)
        return ()


def read_condition(expression: str, source: str, report: PassageReport) -> Condition | None:
    """The condition in an expression; None, and noted, where it is not understood."""
    try:
        return parse_condition(expression, bare=report.bare)
    except NotUnderstood:
        report.add_note(
            _("Condition not understood; what it holds is always there: %(text)s")
            % {"text": source.strip()}
        )
        return None


def move_nodes(
    label: str, nodes: tuple[Node, ...], source: str, report: PassageReport
) -> list[Node]:
    """The nodes of a link that runs what is in it: one Link for each passage it may lead to.

    Text in it is noted. Where it leads nowhere, it stays in the passage as prose.
    """
    runner = _LinkRunner(label, source)
    runner.run_nodes(nodes, (), ())
    if not runner.links:
        report.note_not_understood(source)
        return [TextNode(f"\n{label}\n"), *nodes]
    text = "".join(node.text for node in runner.other_nodes if isinstance(node, TextNode)).strip()
    if text:
        report.note_not_understood(f"{label}: {text}")
    if any(not isinstance(node, TextNode) for node in runner.other_nodes):
        report.note_not_understood(source)
    return list(runner.links)


@dataclass
class _LinkRunner:
    """What a link that holds nodes comes to: links with all changes and conditions on the way."""

    label: str
    source: str
    links: list[LinkNode] = field(default_factory=list)
    other_nodes: list[Node] = field(default_factory=list)

    def run_nodes(
        self,
        nodes: tuple[Node, ...],
        conditions: tuple[Condition, ...],
        changes: tuple[SetNode, ...],
    ) -> None:
        """Collect the links in nodes that are reached under these conditions and changes."""
        for node in nodes:
            if isinstance(node, SetNode):
                changes = (*changes, node)
            elif isinstance(node, LinkNode):
                self.links.append(
                    LinkNode(
                        self.label,
                        node.target,
                        (*changes, *node.sets),
                        self.source,
                        (*conditions, *node.when),
                    )
                )
            elif isinstance(node, IfNode):
                self._run_branches(node, conditions, changes)
            else:
                self.other_nodes.append(node)

    def _run_branches(
        self, node: IfNode, conditions: tuple[Condition, ...], changes: tuple[SetNode, ...]
    ) -> None:
        """Collect the links of all branches; each branch holds where those before it do not."""
        failed_before: tuple[Condition, ...] = ()
        for branch in node.branches:
            condition_here = () if branch.when is None else (branch.when,)
            self.run_nodes(branch.nodes, (*conditions, *failed_before, *condition_here), changes)
            failed_before = (*failed_before, *map(Not, condition_here))


def clean_prose(text: str, report: PassageReport) -> str:
    """The text without comments, HTML tags and marks of bold and italics; what goes is noted."""
    text, comments = _without_comments(text)
    for comment in comments:
        report.note_comment(comment)
    cleaned = _BREAK.sub("\n", text)
    for tag in dict.fromkeys(_TAG.findall(text)):
        report.add_note(_("HTML, not taken over: %(text)s") % {"text": tag})
    cleaned = _TAG.sub("", cleaned)
    for mark in _MARKS:
        for _round in range(3):
            cleaned, count = mark.subn(r"\1", cleaned)
            if not count:
                break
            report.note_marks()
    return texts.tidy_text(_BULLETS.sub("", texts.tidy_text(cleaned)))
