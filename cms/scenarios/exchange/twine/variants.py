"""Passages with conditional text as several scenes: the first whose condition holds is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product

from django.utils.translation import gettext as _

from cms.content import Variable
from cms.scenarios.exchange.twine.formats.markup import PassageReport
from cms.scenarios.exchange.twine.logic import (
    Term,
    TooMany,
    alternatives_of,
    join_terms,
    reached_alternatives,
)
from cms.scenarios.exchange.twine.nodes import (
    Both,
    Condition,
    IfBranch,
    IfNode,
    LinkNode,
    Node,
    Not,
    SetNode,
    TextNode,
    is_blank,
)
from cms.scenarios.exchange.twine.story import flatten_nodes, variables_read_by

MAX_VARIANTS = 12

Option = tuple[Term, list[Node]]


@dataclass
class PassageReading:
    """What a passage is read with: its report, and the kinds of the story's variables."""

    report: PassageReport
    kinds: Mapping[str, str]
    variables: Mapping[str, Variable]


@dataclass
class OfferedLink:
    """A link with the one condition under which it is offered."""

    link: LinkNode
    when: Term

    @property
    def is_certain_move(self) -> bool:
        """Whether the story goes there by itself, whatever the values are."""
        return self.link.is_move and not self.when


@dataclass
class SceneVariant:
    """One of the scenes of a passage; `leaving`: changes that are made when the scene is left."""

    when: Term
    nodes: list[Node]
    leaving: list[SetNode] = field(default_factory=list)
    offered: list[OfferedLink] = field(default_factory=list)

    @property
    def texts(self) -> list[TextNode]:
        return [node for node in self.nodes if isinstance(node, TextNode)]


@dataclass
class PassageShape:
    """The scenes of a passage.

    `entering`: changes made by every choice that leads here. `guard`: a condition, and the passage
    where play goes on where it does not hold.
    """

    variants: list[SceneVariant]
    entering: list[SetNode]
    guard: tuple[Term, str] | None = None


def shape_passage(nodes: list[Node], reading: PassageReading) -> PassageShape:
    """The scenes of a passage, in the order in which they are tried."""
    entering, inner_nodes = _split_entering(nodes)
    guard, inner = _split_guard(inner_nodes, reading)
    options = _first_reached(_expand_options(inner, reading), reading)
    # a scene has one condition: either the guard or that of being the first variant that holds
    if guard is not None and len(options) > 1:
        guard, inner = None, inner_nodes
        options = _first_reached(_expand_options(inner, reading), reading)
    _note_unreached(inner, options, reading.report)
    variants = [_make_variant(term, nodes_of_option, reading) for term, nodes_of_option in options]
    _keep_moves_alone(variants, reading.report)
    return PassageShape(variants, entering, guard)


def _note_unreached(nodes: list[Node], options: list[Option], report: PassageReport) -> None:
    """Note what stands under conditions that can never hold, and so is in no scene."""
    shown_marks = {_node_mark(node) for _term, option_nodes in options for node in option_nodes}
    for node in flatten_nodes(nodes):
        if not isinstance(node, IfNode) and _node_mark(node) not in shown_marks:
            report.note_not_understood(node.source)


def _node_mark(node: Node) -> object:
    """What stays the same in a node that is copied, as a link is when it gets more conditions."""
    return (node.label, node.target, node.source) if isinstance(node, LinkNode) else id(node)


def _split_entering(nodes: list[Node]) -> tuple[list[SetNode], list[Node]]:
    """(changes on the way in, the other nodes).

    Changes outside conditions are made on the way in, unless a condition before them reads the
    variable.
    """
    read_names: set[str] = set()
    entering: list[SetNode] = []
    other_nodes: list[Node] = []
    for node in nodes:
        if isinstance(node, SetNode) and node.variable not in read_names:
            entering.append(node)
        else:
            other_nodes.append(node)
        if isinstance(node, IfNode):
            read_names.update(*map(variables_read_by, flatten_nodes([node])))
    return entering, other_nodes


def _split_guard(
    nodes: list[Node], reading: PassageReading
) -> tuple[tuple[Term, str] | None, list[Node]]:
    """((condition of the scene, passage where play goes on without it) or None, other nodes).

    Such a guard is an "(if: …)[(goto: "x")]" before any text.
    """
    position = next((n for n, node in enumerate(nodes) if not is_blank(node)), None)
    move = _conditional_move(nodes[position]) if position is not None else None
    if position is None or move is None:
        return None, nodes
    condition, target = move
    match _try_alternatives(Not(condition), reading):
        case (term,) if term:
            return (term, target), [*nodes[:position], *nodes[position + 1 :]]
    return None, nodes


def _conditional_move(node: Node) -> tuple[Condition, str] | None:
    """(condition, target) of a condition that holds a move to another passage and nothing else."""
    match node:
        case IfNode(branches=(IfBranch(when=condition, nodes=inner_nodes),)):
            visible_nodes = [inner for inner in inner_nodes if not is_blank(inner)]
            match visible_nodes:
                case [LinkNode(is_move=True, when=()) as move] if condition is not None:
                    return condition, move.target
    return None


def _try_alternatives(condition: Condition, reading: PassageReading) -> tuple[Term, ...] | None:
    """The alternatives of a condition; None where they are too many."""
    try:
        return alternatives_of(condition, reading.kinds)
    except TooMany:
        return None


def _expand_options(nodes: list[Node], reading: PassageReading) -> list[Option]:
    """The ways in which nodes can be shown: each condition multiplies them by its branches.

    A condition that would make more than MAX_VARIANTS is dropped, and noted.
    """
    options: list[Option] = [((), [])]
    for node in nodes:
        combined = _combine_options(options, _node_options(node, reading))
        if len(combined) > MAX_VARIANTS and isinstance(node, IfNode):
            everything = _keep_everything(node, reading)
            combined = [(term, [*nodes_before, *everything]) for term, nodes_before in options]
        options = combined
    return options


def _combine_options(options: list[Option], later_options: list[Option]) -> list[Option]:
    """Each option followed by each later one, without those that contradict each other."""
    pairs = [
        (join_terms(term, later_term), [*nodes, *later_nodes])
        for (term, nodes), (later_term, later_nodes) in product(options, later_options)
    ]
    return [(joint_term, nodes) for joint_term, nodes in pairs if joint_term is not None]


def _node_options(node: Node, reading: PassageReading) -> list[Option]:
    """The ways in which one node can be shown."""
    if not isinstance(node, IfNode):
        return [((), [node])]
    if not _is_heavy(node):
        return [((), list(_conditional_links(node)))]
    options: list[Option] = []
    for branch in node.branches:
        alternatives = _try_alternatives(branch.when, reading) if branch.when is not None else None
        if alternatives is None:
            return [((), _keep_everything(node, reading))]
        inner_options = _expand_options(list(branch.nodes), reading)
        options += _combine_options([(term, []) for term in alternatives], inner_options)
    if node.branches[-1].when is not True:
        options.append(((), []))
    return options


def _is_heavy(node: IfNode) -> bool:
    """Whether more than links hang on a condition: text, changes or moves."""
    return any(
        inner_node.is_move
        if isinstance(inner_node, LinkNode)
        else isinstance(inner_node, TextNode | SetNode) and not is_blank(inner_node)
        for inner_node in flatten_nodes([node])
    )


def _conditional_links(node: IfNode, failed_before: tuple[Condition, ...] = ()) -> list[LinkNode]:
    """The links under a condition, each with what must hold for it."""
    links: list[LinkNode] = []
    for branch in node.branches:
        conditions = failed_before if branch.when is None else (*failed_before, branch.when)
        for inner_node in branch.nodes:
            if isinstance(inner_node, IfNode):
                links += _conditional_links(inner_node, conditions)
            elif isinstance(inner_node, LinkNode):
                links.append(replace(inner_node, when=(*conditions, *inner_node.when)))
        if branch.when is not None:
            failed_before = (*failed_before, Not(branch.when))
    return links


def _keep_everything(node: IfNode, reading: PassageReading) -> list[Node]:
    """Everything under a condition that cannot be kept, as if it always held; noted."""
    reading.report.add_note(
        _("Condition not taken over; what it holds is always there: %(text)s")
        % {"text": node.source}
    )
    return [
        inner_node for inner_node in flatten_nodes([node]) if not isinstance(inner_node, IfNode)
    ]


def _first_reached(options: list[Option], reading: PassageReading) -> list[Option]:
    """The options without those that an earlier one always forestalls.

    The last of the rest needs no condition of its own.
    """
    reached_options = [
        options[index]
        for index in reached_alternatives([term for term, _nodes in options], reading.variables)
    ]
    if reached_options:
        reached_options[-1] = ((), reached_options[-1][1])
    return reached_options or [((), [])]


def _make_variant(term: Term, nodes: list[Node], reading: PassageReading) -> SceneVariant:
    """One scene of a passage: its changes are made when it is left, its links are offered."""
    variant = SceneVariant(term, nodes)
    for number, node in enumerate(nodes):
        if isinstance(node, SetNode):
            later_names = set().union(*map(variables_read_by, nodes[number + 1 :]))
            if node.variable in later_names:
                reading.report.add_note(
                    _("This is counted only when the scene is left: %(text)s")
                    % {"text": node.source}
                )
            variant.leaving.append(node)
        elif isinstance(node, LinkNode):
            variant.offered += _offer_link(node, reading)
    return variant


def _offer_link(link: LinkNode, reading: PassageReading) -> list[OfferedLink]:
    """A link as often as its condition has alternatives; always where it has too many."""
    if not link.when:
        return [OfferedLink(link, ())]
    alternatives = _try_alternatives(reduce(Both, link.when), reading)
    if alternatives is None:
        reading.report.add_note(
            _("Condition not taken over; what it holds is always there: %(text)s")
            % {"text": link.source}
        )
        return [OfferedLink(link, ())]
    if not alternatives:
        reading.report.add_note(_("This can never be chosen: %(text)s") % {"text": link.source})
    return [OfferedLink(link, term) for term in alternatives]


def _keep_moves_alone(variants: list[SceneVariant], report: PassageReport) -> None:
    """Offer nothing else where a variant goes on by itself.

    Links that are then in no variant are noted.
    """
    before = _links_by_mark(variants)
    for variant in variants:
        moves = [offered for offered in variant.offered if offered.is_certain_move]
        variant.offered = moves[:1] or variant.offered
    after = _links_by_mark(variants)
    for mark, link in before.items():
        if mark not in after:
            report.note_not_understood(link.source)


def _links_by_mark(variants: list[SceneVariant]) -> dict[object, LinkNode]:
    links = {}
    for variant in variants:
        for offered in variant.offered:
            links[_node_mark(offered.link)] = offered.link
    return links
