"""A passage with conditional text as several scenes, of which the first whose condition holds is
shown.
"""

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
    """What a passage is read with."""

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
    """One of the scenes of a passage. `leaving`: changes that are made when the scene is left."""

    when: Term
    nodes: list[Node]
    leaving: list[Set] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        return [node for node in self.nodes if isinstance(node, Text)]


@dataclass
class Shape:
    """A passage in the shape of scenes. `entering`: changes made by every choice that leads here.

    `guard`: where its condition does not hold, play goes on in another passage.
    """

    variants: list[Variant]
    entering: list[Set]
    guard: tuple[Term, str] | None = None


def shape(nodes: list[Node], reading: Reading) -> Shape:
    """Variants of a passage in the order in which they are tried."""
    entering, inner_nodes = _entering(nodes)
    guard, inner = _guard(inner_nodes, reading)
    options = _first_reached(_expand(inner, reading), reading)
    if guard is not None and len(options) > 1:
        guard, inner = None, inner_nodes
        options = _first_reached(_expand(inner, reading), reading)
    _tell_unreached(inner, options, reading.report)
    variants = [_variant(term, nodes_of_option, reading) for term, nodes_of_option in options]
    _moves_alone(variants, reading.report)
    return Shape(variants, entering, guard)


def _tell_unreached(nodes: list[Node], options: list[Option], report: Place) -> None:
    """What stands under conditions that can never hold is in no scene; it is listed."""
    shown_marks = {_mark(node) for _term, option_nodes in options for node in option_nodes}
    for node in flat(nodes):
        if not isinstance(node, If) and _mark(node) not in shown_marks:
            report.odd(node.text if isinstance(node, Text) else node.source)


def _mark(node: Node) -> object:
    """The same for a link that only got more conditions."""
    return (node.label, node.target, node.source) if isinstance(node, Link) else id(node)


def _entering(nodes: list[Node]) -> tuple[list[Set], list[Node]]:
    """Changes at the passage's own level that no condition before them reads are made on the way
    in.
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
    if isinstance(node, If):
        return set().union(*(reads(branch.when) for branch in node.branches))
    return (
        set().union(*(reads(condition) for condition in node.when))
        if isinstance(node, Link)
        else set()
    )


def _guard(nodes: list[Node], reading: Reading) -> tuple[tuple[Term, str] | None, list[Node]]:
    """ "(if: …)[(goto: "x")]" at the very beginning: the scene's own condition and where play goes
    on otherwise.
    """
    at = next(
        (n for n, node in enumerate(nodes) if not isinstance(node, Text) or node.text.strip()), -1
    )
    first = nodes[at] if at >= 0 else None
    if not isinstance(first, If) or len(first.branches) != 1 or first.branches[0].when is None:
        return None, nodes
    inner = [n for n in first.branches[0].nodes if not isinstance(n, Text) or n.text.strip()]
    move = inner[0] if len(inner) == 1 else None
    if not isinstance(move, Link) or not move.is_move or move.when:
        return None, nodes
    alternatives = _terms(Not(first.branches[0].when), reading)
    if alternatives is None or len(alternatives) != 1 or not alternatives[0]:
        return None, nodes
    return (alternatives[0], move.target), [*nodes[:at], *nodes[at + 1 :]]


def _terms(condition: Condition, reading: Reading) -> tuple[Term, ...] | None:
    try:
        return terms(condition, reading.kinds)
    except TooMany:
        return None


def _expand(nodes: list[Node], reading: Reading) -> list[Option]:
    options: list[Option] = [((), [])]
    for node in nodes:
        found = _options(node, reading)
        joined = [(join(a, b), [*x, *y]) for a, x in options for b, y in found]
        kept = [(term, both) for term, both in joined if term is not None]
        if len(kept) > MAX_VARIANTS and isinstance(node, If):
            kept = [(term, [*x, *_all(node, reading)]) for term, x in options]
        options = kept
    return options


def _options(node: Node, reading: Reading) -> list[Option]:
    if not isinstance(node, If):
        return [((), [node])]
    if not _is_heavy(node):
        return [((), list(_light(node)))]
    found: list[Option] = []
    for branch in node.branches:
        alternatives = _terms(branch.when, reading) if branch.when is not None else None
        if alternatives is None:
            return [((), _all(node, reading))]
        inner = _expand(list(branch.nodes), reading)
        joined = [(join(term, when), nodes) for term in alternatives for when, nodes in inner]
        found += [(term, nodes) for term, nodes in joined if term is not None]
    return found if node.branches[-1].when is True else [*found, ((), [])]


def _is_heavy(node: If) -> bool:
    """Does more than links hang on the condition: text, changes, moves?"""
    return any(
        (isinstance(inner_node, Text) and bool(inner_node.text.strip()))
        or isinstance(inner_node, Set)
        or (isinstance(inner_node, Link) and inner_node.is_move)
        for inner_node in flat([node])
    )


def _light(node: If, failed_before: tuple[Condition, ...] = ()) -> list[Link]:
    """Links of a condition, each with what must hold for it."""
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
    """Everything under a condition that cannot be kept, as if it always held."""
    reading.report.say(
        _("Condition not taken over; what it holds is always there: %(text)s")
        % {"text": node.source}
    )
    return [inner_node for inner_node in flat([node]) if not isinstance(inner_node, If)]


def _first_reached(options: list[Option], reading: Reading) -> list[Option]:
    """Without alternatives that an earlier one always forestalls; the last one left needs no
    condition.
    """
    reached_options = [
        options[index] for index in reached([term for term, _nodes in options], reading.variables)
    ]
    if reached_options:
        reached_options[-1] = ((), reached_options[-1][1])
    return reached_options or [((), [])]


def _variant(term: Term, nodes: list[Node], reading: Reading) -> Variant:
    variant = Variant(term, nodes)
    for number, node in enumerate(nodes):
        if isinstance(node, Set):
            later = set().union(*(_read(one) for one in nodes[number + 1 :]))
            if node.variable in later:
                reading.report.say(
                    _("This is counted only when the scene is left: %(text)s")
                    % {"text": node.source}
                )
            variant.leaving.append(node)
        elif isinstance(node, Link):
            variant.offered += _offered(node, reading)
    return variant


def _offered(link: Link, reading: Reading) -> list[Offered]:
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
    """Where a variant goes on by itself, nothing else is offered; links that no other variant has
    are listed.
    """
    before = {_mark(one.link): one.link for variant in variants for one in variant.offered}
    for variant in variants:
        moves = [one for one in variant.offered if one.link.is_move and not one.when]
        if moves:
            variant.offered = moves[:1]
    after = {_mark(one.link) for variant in variants for one in variant.offered}
    for mark, link in before.items():
        if mark not in after:
            report.odd(link.source)
