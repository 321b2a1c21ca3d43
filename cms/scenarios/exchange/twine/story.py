"""A story's passages, sorted into scenes, beginning and asides, and its variables with their
kinds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal

from django.utils.translation import gettext as _

from cms.content import IMPACTS, Value, Variable
from cms.scenarios.exchange.twine.formats import format_of, reader_of
from cms.scenarios.exchange.twine.formats.markup import PassageReport
from cms.scenarios.exchange.twine.nodes import (
    Both,
    Compared,
    Condition,
    Either,
    EmbedNode,
    IfBranch,
    IfNode,
    LinkNode,
    Node,
    Not,
    Passage,
    SetNode,
    TwineStory,
)
from cms.scenarios.exchange.types import FileNotes

_INIT_NAMES = {"StoryInit"}
_INIT_TAGS = {"startup", "init"}
_ASIDE_NAMES = {
    "StoryAuthor",
    "StoryBanner",
    "StoryCaption",
    "StoryDisplayTitle",
    "StoryInterface",
    "StoryMenu",
    "StorySettings",
    "StoryShare",
    "StorySubtitle",
    "StoryIncludes",
    "StoryStylesheet",
    "UserScript",
    "UserStylesheet",
    "StoryUserScript",
    "PassageHeader",
    "PassageFooter",
    "PassageReady",
    "PassageDone",
}
_ASIDE_TAGS = {
    "script",
    "stylesheet",
    "widget",
    "header",
    "footer",
    "debug-header",
    "debug-footer",
    "debug-startup",
    "Twine.private",
    "Twine.image",
    "annotation",
}
_MAX_EMBEDS = 5
_MAX_NODES = 20_000


@dataclass
class ParsedStory:
    """A story whose passages have been read.

    `scenes`: the passages that are scenes, beginning with the story's first; `nodes` by name of
    passage.
    """

    story: TwineStory
    notes: FileNotes
    scenes: list[Passage] = field(default_factory=list)
    nodes: dict[str, list[Node]] = field(default_factory=dict)
    starts: dict[str, Value] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    bare: bool = False

    def all_nodes(self) -> Iterator[Node]:
        """The nodes of all passages, also those under conditions."""
        return flatten_nodes(chain.from_iterable(self.nodes.values()))

    def report_on(self, name: str) -> PassageReport:
        """The notes about the passage of this name."""
        return PassageReport(name, self.notes, self.bare)

    @property
    def kinds(self) -> dict[str, str]:
        """Name of variable → its kind; the impacts of choices are numbers."""
        impacts = dict.fromkeys(IMPACTS, "number")
        return impacts | {name: variable.kind for name, variable in self.variables.items()}


def parse_story(story: TwineStory, notes: FileNotes) -> ParsedStory:
    """Read all passages of a story by its story format."""
    name = format_of(story)
    parsed = ParsedStory(story, notes, bare=name == "chapbook")
    reader = reader_of(name)
    beginnings: list[Node] = []
    for passage in story.passages:
        if passage.name in _INIT_NAMES or _INIT_TAGS & set(passage.tags):
            beginnings += reader(passage.text, parsed.report_on(passage.name))
        elif _is_aside(passage) or passage.name in parsed.nodes:
            parsed.report_on(passage.name).note_not_understood(passage.text)
        else:
            parsed.nodes[passage.name] = reader(passage.text, parsed.report_on(passage.name))
            parsed.scenes.append(passage)
    _move_start_first(parsed)
    _embed_all(parsed)
    _take_beginning(parsed, beginnings)
    _infer_variables(parsed)
    return parsed


def _is_aside(passage: Passage) -> bool:
    return passage.name in _ASIDE_NAMES or bool(_ASIDE_TAGS & set(passage.tags))


def _move_start_first(parsed: ParsedStory) -> None:
    """Move the passage in which the story begins to the front."""
    start = parsed.story.start
    # a stable order: all others stay as they are
    if any(passage.name == start for passage in parsed.scenes):
        parsed.scenes.sort(key=lambda passage: passage.name != start)
    else:
        parsed.scenes.sort(key=lambda passage: passage.name != "Start")


@dataclass
class _Embedding:
    """Passages being put into one another.

    `left`: how many more nodes may come in, so that passages within passages cannot swell for ever.
    """

    known: dict[str, list[Node]]
    found: set[str] = field(default_factory=set)
    left: int = _MAX_NODES


def _embed_all(parsed: ParsedStory) -> None:
    """Put passages that are shown within others into them; those shown only so are no scenes."""
    embedding = _Embedding(parsed.nodes)
    parsed.nodes = {
        name: list(_embed_nodes(nodes, (name,), embedding, parsed.report_on(name)))
        for name, nodes in embedding.known.items()
    }
    linked = {node.target for node in parsed.all_nodes() if isinstance(node, LinkNode)}
    first = {passage.name for passage in parsed.scenes[:1]}
    embedded_only = embedding.found - linked - first
    parsed.scenes = [passage for passage in parsed.scenes if passage.name not in embedded_only]


def _embed_nodes(
    nodes: Iterable[Node], path: tuple[str, ...], embedding: _Embedding, report: PassageReport
) -> Iterator[Node]:
    """The nodes with embedded passages in their place.

    Passages that embed themselves, over _MAX_EMBEDS deep or without an end are noted instead.
    """
    for node in nodes:
        if isinstance(node, IfNode):
            branches = tuple(
                IfBranch(branch.when, tuple(_embed_nodes(branch.nodes, path, embedding, report)))
                for branch in node.branches
            )
            yield IfNode(branches, node.source)
        elif not isinstance(node, EmbedNode):
            yield node
        elif node.target not in embedding.known or node.target in path or len(path) > _MAX_EMBEDS:
            report.note_not_understood(node.source)
        else:
            inner = embedding.known[node.target]
            embedding.left -= len(inner)
            if embedding.left < 0:
                report.note_not_understood(node.source)
                continue
            embedding.found.add(node.target)
            yield from _embed_nodes(inner, (*path, node.target), embedding, report)


def flatten_nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes, also those under conditions."""
    for node in nodes:
        yield node
        if isinstance(node, IfNode):
            yield from flatten_nodes(node.inner)


def _take_beginning(parsed: ParsedStory, beginnings: list[Node]) -> None:
    """Take the start values: from the passages made for that, then from the first scene."""
    report = parsed.report_on("StoryInit")
    first_scene = chain.from_iterable(parsed.nodes[scene.name] for scene in parsed.scenes[:1])
    for node in chain(beginnings, first_scene):
        if isinstance(node, SetNode):
            _take_start(parsed.starts, node)
    for node in beginnings:
        if not isinstance(node, SetNode):
            report.note_not_understood(node.source)


def _take_start(starts: dict[str, Value], node: SetNode) -> None:
    """Take a change at the beginning as a start value."""
    before = starts.get(node.variable, 0)
    if node.op == "set":
        starts[node.variable] = node.value
    elif type(before) is int and type(node.value) is int:
        starts[node.variable] = before + node.value


def _infer_variables(parsed: ParsedStory) -> None:
    """Find the kind of each variable by the values that it is given and compared with.

    Variables with values of several kinds are noted wherever they are used, and left out.
    """
    values_by_name = _values_by_variable(parsed)
    unclear = {name for name, values in values_by_name.items() if _is_unclear(name, values)}
    parsed.variables = {
        name: _make_variable(name, values, parsed.starts.get(name))
        for name, values in values_by_name.items()
        if name not in unclear.union(IMPACTS)
    }
    parsed.nodes = {
        name: list(_without_unclear(nodes, unclear, parsed.report_on(name)))
        for name, nodes in parsed.nodes.items()
    }


def _is_unclear(name: str, values: list[Value]) -> bool:
    """Whether the values are of several kinds; an impact has only numbers."""
    types = set(map(type, values))
    return not types <= {int} if name in IMPACTS else len(types) > 1


def _values_by_variable(parsed: ParsedStory) -> dict[str, list[Value]]:
    """Name of variable → all values that the story gives it or compares it with."""
    values_by_name: dict[str, list[Value]] = defaultdict(list)
    uses = chain.from_iterable(map(_values_in, parsed.all_nodes()))
    for name, value in chain(parsed.starts.items(), uses):
        # a variable that is only tested alone has no values, but is one
        values = values_by_name[name]
        if value is not None:
            values.append(value)
    return values_by_name


def _values_in(node: Node) -> Iterator[tuple[str, Value | None]]:
    """(variable, value or None) of each change and comparison in a node, its branches' nodes
    excepted.
    """
    if isinstance(node, SetNode):
        yield node.variable, node.value
    elif isinstance(node, LinkNode):
        yield from ((change.variable, change.value) for change in node.sets)
    for condition in _conditions_on(node):
        yield from _comparisons_in(condition)


def _conditions_on(node: Node) -> Iterable[Condition | None]:
    """The conditions of a link or of the branches of an If; none on other nodes."""
    if isinstance(node, IfNode):
        return [branch.when for branch in node.branches]
    return node.when if isinstance(node, LinkNode) else ()


def variables_read_by(node: Node) -> set[str]:
    """The variables that the conditions of one node read."""
    return set().union(*map(variables_read, _conditions_on(node)))


def _comparisons_in(condition: Condition | None) -> Iterator[tuple[str, Value | None]]:
    """(variable, value) of each comparison in a condition; None where the variable stands alone.

    A condition that was not understood has none.
    """
    if isinstance(condition, Compared):
        yield condition.variable, None if condition.op == "truthy" else condition.value
    elif isinstance(condition, Not):
        yield from _comparisons_in(condition.inner)
    elif isinstance(condition, (Both, Either)):
        yield from _comparisons_in(condition.left)
        yield from _comparisons_in(condition.right)


def variables_read(condition: Condition | None) -> set[str]:
    """The variables that a condition looks at."""
    return {name for name, _value in _comparisons_in(condition)}


def _make_variable(name: str, values: list[Value], start: Value | None) -> Variable:
    """The variable with the kind of its values; one that is only tested alone is a flag."""
    kinds: dict[type, Literal["number", "flag", "text"]] = {
        bool: "flag",
        int: "number",
        str: "text",
    }
    kind = kinds[type(values[0])] if values else "flag"
    if start is None:
        empty: dict[str, Value] = {"number": 0, "flag": False, "text": ""}
        start = empty[kind]
    if kind != "text":
        return Variable(name, name, kind, start)
    options = dict.fromkeys(map(str, (start, *values)))
    return Variable(name, name, kind, start, tuple(options))


def _without_unclear(
    nodes: Iterable[Node], unclear: set[str], report: PassageReport
) -> Iterator[Node]:
    """The nodes without changes and conditions of unclear variables; each of those is noted."""
    for node in nodes:
        if isinstance(node, SetNode) and node.variable in unclear:
            _note_unclear(node.source, report)
        elif isinstance(node, LinkNode):
            yield _clear_link(node, unclear, report)
        elif isinstance(node, IfNode):
            yield IfNode(
                tuple(_clear_branch(node, branch, unclear, report) for branch in node.branches),
                node.source,
            )
        else:
            yield node


def _clear_link(node: LinkNode, unclear: set[str], report: PassageReport) -> LinkNode:
    """The link without changes and conditions of unclear variables."""
    clear_sets = tuple(part for part in node.sets if part.variable not in unclear)
    clear_conditions = tuple(part for part in node.when if not variables_read(part) & unclear)
    clear_link = replace(node, sets=clear_sets, when=clear_conditions)
    if clear_link != node:
        _note_unclear(node.source, report)
    return clear_link


def _clear_branch(
    node: IfNode, branch: IfBranch, unclear: set[str], report: PassageReport
) -> IfBranch:
    """The branch without them; where its own condition reads one, its nodes are always there."""
    inner = tuple(_without_unclear(branch.nodes, unclear, report))
    if not variables_read(branch.when) & unclear:
        return IfBranch(branch.when, inner)
    _note_unclear(node.source, report)
    return IfBranch(None, inner)


def _note_unclear(source: str, report: PassageReport) -> None:
    report.add_note(
        _("The variable holds values of different kinds; not taken over: %(text)s")
        % {"text": source}
    )
