"""Passages with conditional text as several scenes: the first whose condition holds is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from cms.content import Variable
from cms.scenarios.exchange.twine.formats.markup import Place
from cms.scenarios.exchange.twine.logic import Term, TooMany, join, reached, terms
from cms.scenarios.exchange.twine.nodes import Both, Condition, If, Link, Node, Not, Set, Text
from cms.scenarios.exchange.twine.story import flat, reads

MAX_VARIANTS = 12

Option = tuple[Term, list[Node]]


@dataclass
class Reading:
    """What a passage is read with: its report, and the kinds of the story's variables."""

    report: Place
    kinds: Mapping[str, str]
    variables: Mapping[str, Variable]


@dataclass
class Offered:
    """A link with the one condition under which it is offered."""

    link: Link
    when: Term


@dataclass
class Variant:
    """One of the scenes of a passage; `leaving`: changes that are made when the scene is left."""

    when: Term
    nodes: list[Node]
    leaving: list[Set] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        return [node for node in self.nodes if isinstance(node, Text)]


@dataclass
class Shape:
    """The scenes of a passage.

    `entering`: changes made by every choice that leads here. `guard`: a condition, and the passage
    where play goes on where it does not hold.
    """

    variants: list[Variant]
    entering: list[Set]
    guard: tuple[Term, str] | None = None


def shape(nodes: list[Node], reading: Reading) -> Shape:
    """The scenes of a passage, in the order in which they are tried."""
    entering, inner_nodes = _entering(nodes)
    guard, inner = _guard(inner_nodes, reading)
    options = _first_reached(_expand(inner, reading), reading)
    # a scene has one condition: either the guard or that of being the first variant that holds
    if guard is not None and len(options) > 1:
        guard, inner = None, inner_nodes
        options = _first_reached(_expand(inner, reading), reading)
    _tell_unreached(inner, options, reading.report)
    variants = [_variant(term, nodes_of_option, reading) for term, nodes_of_option in options]
    _moves_alone(variants, reading.report)
    return Shape(variants, entering, guard)


def _tell_unreached(nodes: list[Node], options: list[Option], report: Place) -> None:
    """Note what stands under conditions that can never hold, and so is in no scene."""
    shown_marks = {_mark(node) for _term, option_nodes in options for node in option_nodes}
    for node in flat(nodes):
        if not isinstance(node, If) and _mark(node) not in shown_marks:
            report.odd(node.text if isinstance(node, Text) else node.source)


def _mark(node: Node) -> object:
    """What stays the same in a node that is copied, as a link is when it gets more conditions."""
    return (node.label, node.target, node.source) if isinstance(node, Link) else id(node)


def _entering(nodes: list[Node]) -> tuple[list[Set], list[Node]]:
    """(changes on the way in, the other nodes).

    Changes outside conditions are made on the way in, unless a condition before them reads the
    variable.
    """
    read_names: set[str] = set()
    entering: list[Set] = []
    other_nodes: list[Node] = []
    for node in nodes:
        if isinstance(node, Set) and node.variable not in read_names:
            entering.append(node)
        else:
            other_nodes.append(node)
        if isinstance(node, If):
            for inner in flat([node]):
                read_names |= _read(inner)
    return entering, other_nodes


def _read(node: Node) -> set[str]:
    """The variables that the conditions of one node read."""
    if isinstance(node, If):
        return set().union(*(reads(branch.when) for branch in node.branches))
    return (
        set().union(*(reads(condition) for condition in node.when))
        if isinstance(node, Link)
        else set()
    )


def _guard(nodes: list[Node], reading: Reading) -> tuple[tuple[Term, str] | None, list[Node]]:
    """((condition of the scene, passage where play goes on without it) or None, other nodes).

    Such a guard is an "(if: …)[(goto: "x")]" before any text.
    """
    position = next((n for n, node in enumerate(nodes) if not _is_blank(node)), None)
    if position is None:
        return None, nodes
    move = _conditional_move(nodes[position])
    if move is None:
        return None, nodes
    condition, target = move
    alternatives = _terms(Not(condition), reading)
    if alternatives is None or len(alternatives) != 1 or not alternatives[0]:
        return None, nodes
    return (alternatives[0], target), [*nodes[:position], *nodes[position + 1 :]]


def _conditional_move(node: Node) -> tuple[Condition, str] | None:
    """(condition, target) of a condition that holds a move to another passage and nothing else."""
    if not isinstance(node, If) or len(node.branches) != 1:
        return None
    branch = node.branches[0]
    visible_nodes = [inner for inner in branch.nodes if not _is_blank(inner)]
    if branch.when is None or len(visible_nodes) != 1:
        return None
    move = visible_nodes[0]
    if not isinstance(move, Link) or not move.is_move or move.when:
        return None
    return branch.when, move.target


def _is_blank(node: Node) -> bool:
    return isinstance(node, Text) and not node.text.strip()


def _terms(condition: Condition, reading: Reading) -> tuple[Term, ...] | None:
    """The alternatives of a condition; None where they are too many."""
    try:
        return terms(condition, reading.kinds)
    except TooMany:
        return None


def _expand(nodes: list[Node], reading: Reading) -> list[Option]:
    """The ways in which nodes can be shown: each condition multiplies them by its branches.

    A condition that would make more than MAX_VARIANTS is dropped, and noted.
    """
    options: list[Option] = [((), [])]
    for node in nodes:
        combined: list[Option] = []
        node_options = _options(node, reading)
        for term, nodes_before in options:
            for node_term, node_nodes in node_options:
                joint_term = join(term, node_term)
                if joint_term is not None:
                    combined.append((joint_term, [*nodes_before, *node_nodes]))
        if len(combined) > MAX_VARIANTS and isinstance(node, If):
            everything = _all(node, reading)
            combined = [(term, [*nodes_before, *everything]) for term, nodes_before in options]
        options = combined
    return options


def _options(node: Node, reading: Reading) -> list[Option]:
    """The ways in which one node can be shown."""
    if not isinstance(node, If):
        return [((), [node])]
    if not _is_heavy(node):
        return [((), list(_light(node)))]
    options: list[Option] = []
    for branch in node.branches:
        alternatives = _terms(branch.when, reading) if branch.when is not None else None
        if alternatives is None:
            return [((), _all(node, reading))]
        inner_options = _expand(list(branch.nodes), reading)
        for alternative in alternatives:
            for term, nodes in inner_options:
                joint_term = join(alternative, term)
                if joint_term is not None:
                    options.append((joint_term, nodes))
    if node.branches[-1].when is not True:
        options.append(((), []))
    return options


def _is_heavy(node: If) -> bool:
    """Whether more than links hang on a condition: text, changes or moves."""
    return any(
        (isinstance(inner_node, Text) and bool(inner_node.text.strip()))
        or isinstance(inner_node, Set)
        or (isinstance(inner_node, Link) and inner_node.is_move)
        for inner_node in flat([node])
    )


def _light(node: If, failed_before: tuple[Condition, ...] = ()) -> list[Link]:
    """The links under a condition, each with what must hold for it."""
    links: list[Link] = []
    for branch in node.branches:
        conditions = failed_before if branch.when is None else (*failed_before, branch.when)
        for inner_node in branch.nodes:
            if isinstance(inner_node, If):
                links += _light(inner_node, conditions)
            elif isinstance(inner_node, Link):
                links.append(replace(inner_node, when=(*conditions, *inner_node.when)))
        if branch.when is not None:
            failed_before = (*failed_before, Not(branch.when))
    return links


def _all(node: If, reading: Reading) -> list[Node]:
    """Everything under a condition that cannot be kept, as if it always held; noted."""
    reading.report.say(
        _("Condition not taken over; what it holds is always there: %(text)s")
        % {"text": node.source}
    )
    return [inner_node for inner_node in flat([node]) if not isinstance(inner_node, If)]


def _first_reached(options: list[Option], reading: Reading) -> list[Option]:
    """The options without those that an earlier one always forestalls.

    The last of the rest needs no condition of its own.
    """
    reached_options = [
        options[index] for index in reached([term for term, _nodes in options], reading.variables)
    ]
    if reached_options:
        reached_options[-1] = ((), reached_options[-1][1])
    return reached_options or [((), [])]


def _variant(term: Term, nodes: list[Node], reading: Reading) -> Variant:
    """One scene of a passage: its changes are made when it is left, its links are offered."""
    variant = Variant(term, nodes)
    for number, node in enumerate(nodes):
        if isinstance(node, Set):
            later_names = set().union(*(_read(later_node) for later_node in nodes[number + 1 :]))
            if node.variable in later_names:
                reading.report.say(
                    _("This is counted only when the scene is left: %(text)s")
                    % {"text": node.source}
                )
            variant.leaving.append(node)
        elif isinstance(node, Link):
            variant.offered += _offered(node, reading)
    return variant


def _offered(link: Link, reading: Reading) -> list[Offered]:
    """A link as often as its condition has alternatives; always where it has too many."""
    if not link.when:
        return [Offered(link, ())]
    condition = link.when[0]
    for other_condition in link.when[1:]:
        condition = Both(condition, other_condition)
    alternatives = _terms(condition, reading)
    if alternatives is None:
        reading.report.say(
            _("Condition not taken over; what it holds is always there: %(text)s")
            % {"text": link.source}
        )
        return [Offered(link, ())]
    if not alternatives:
        reading.report.say(_("This can never be chosen: %(text)s") % {"text": link.source})
    return [Offered(link, term) for term in alternatives]


def _moves_alone(variants: list[Variant], report: Place) -> None:
    """Offer nothing else where a variant goes on by itself.

    Links that are then in no variant are noted.
    """
    before = _links_by_mark(variants)
    for variant in variants:
        moves = [offered for offered in variant.offered if offered.link.is_move]
        unconditional_moves = [offered for offered in moves if not offered.when]
        if unconditional_moves:
            variant.offered = unconditional_moves[:1]
    after = _links_by_mark(variants)
    for mark, link in before.items():
        if mark not in after:
            report.odd(link.source)


def _links_by_mark(variants: list[Variant]) -> dict[object, Link]:
    links = {}
    for variant in variants:
        for offered in variant.offered:
            links[_mark(offered.link)] = offered.link
    return links
