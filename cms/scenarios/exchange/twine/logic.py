"""Conditions as alternatives that exclude each other: the form that choices and scenes can
carry.
"""

import itertools
import math
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from cms.content import Clause, Value, Variable
from cms.scenarios.exchange.twine.nodes import Both, Compared, Condition, Either, Not

MAX_TERMS = 8
_MAX_SPACE = 4096
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_ORDERS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Term = tuple[Clause, ...]


class TooMany(ValueError):
    """The condition falls into more alternatives than are readable."""


def term_holds(term: Term, values: Mapping[str, Value]) -> bool:
    """Whether all clauses hold for these values of the variables."""
    return all(_compare_values(values[c.variable], c.op, c.value) for c in term)


def _compare_values(left: Value, op: str, right: Value) -> bool:
    """Whether two values compare so; texts and flags have no order."""
    if op in {"==", "!="}:
        # for Python 1 == True; a number and a flag are never the same here
        is_same = left == right and isinstance(left, bool) == isinstance(right, bool)
        return is_same == (op == "==")
    if not (isinstance(left, int) and isinstance(right, int)):
        return False
    return _ORDERS[op](left, right)


def _to_clause(comparison: Compared, kind: str) -> Clause:
    """One comparison as a clause; a variable alone is compared by its kind."""
    if comparison.op != "truthy":
        # every other `op` of Compared is one of Clause
        op = comparison.op
        return Clause(comparison.variable, op, comparison.value)  # type: ignore[arg-type]  # see above
    if kind == "flag":
        return Clause(comparison.variable, "==", True)
    return Clause(comparison.variable, "!=", "" if kind == "text" else 0)


def alternatives_of(condition: Condition, kinds: Mapping[str, str]) -> tuple[Term, ...]:
    """The alternatives of a condition, of which at most one holds at a time.

    () never holds, ((),) always does. TooMany beyond MAX_TERMS.
    """
    while isinstance(condition, Not):
        condition = _negate_condition(condition.inner, kinds)
    if isinstance(condition, Both | Either):
        return _join_alternatives(condition, kinds)
    if isinstance(condition, Compared):
        return ((_to_clause(condition, kinds.get(condition.variable, "flag")),),)
    return ((),) if condition else ()


def _join_alternatives(condition: Both | Either, kinds: Mapping[str, str]) -> tuple[Term, ...]:
    """The alternatives of "and" and "or".

    Those of "A or B" are A, and B without A, so that they exclude each other.
    """
    left, right = alternatives_of(condition.left, kinds), alternatives_of(condition.right, kinds)
    if isinstance(condition, Both):
        return _combine_terms(left, right)
    return _limit_alternatives(
        (*left, *_combine_terms(alternatives_of(Not(condition.left), kinds), right))
    )


def _negate_condition(condition: Condition, kinds: Mapping[str, str]) -> Condition:
    """The opposite of a condition, with the Not moved inwards."""
    if isinstance(condition, Both | Either):
        opposite = Either if isinstance(condition, Both) else Both
        return opposite(Not(condition.left), Not(condition.right))
    if isinstance(condition, Compared):
        return _negate_clause(_to_clause(condition, kinds.get(condition.variable, "flag")))
    return condition.inner if isinstance(condition, Not) else not condition


def _negate_clause(comparison: Clause) -> Compared:
    """The comparison that holds where a clause does not."""
    if isinstance(comparison.value, bool) and comparison.op == "==":
        return Compared(comparison.variable, "==", not comparison.value)
    return Compared(comparison.variable, _OPPOSITE[comparison.op], comparison.value)


def _combine_terms(left: Iterable[Term], right: Iterable[Term]) -> tuple[Term, ...]:
    """The alternatives of "left and right", without those that contradict themselves."""
    joined = itertools.starmap(join_terms, itertools.product(left, right))
    return _limit_alternatives(tuple(term for term in joined if term is not None))


def _limit_alternatives(alternatives: tuple[Term, ...]) -> tuple[Term, ...]:
    """The alternatives themselves. TooMany beyond MAX_TERMS."""
    if len(alternatives) > MAX_TERMS:
        raise TooMany
    return alternatives


def join_terms(left: Term, right: Term) -> Term | None:
    """Both terms at once, each clause once; None where two clauses contradict each other."""
    term = tuple(dict.fromkeys((*left, *right)))
    for first, second in itertools.permutations(term, 2):
        is_fixed = first.op == "==" and first.variable == second.variable
        if is_fixed and not _compare_values(first.value, second.op, second.value):
            return None
    return term


def reached_alternatives(alternatives: list[Term], variables: Mapping[str, Variable]) -> list[int]:
    """The indexes of the alternatives that can be the first that holds, tried in their order.

    All of them, where there are too many values to try.
    """
    compared_values: dict[str, list[Value]] = defaultdict(list)
    for clause in itertools.chain.from_iterable(alternatives):
        compared_values[clause.variable].append(clause.value)
    spaces = {
        name: _telling_values(values, variables.get(name))
        for name, values in compared_values.items()
    }
    # to keep one alternative too many does no harm, to try for minutes does
    if math.prod(map(len, spaces.values())) > _MAX_SPACE:
        return list(range(len(alternatives)))
    first_indexes: set[int] = set()
    for combination in itertools.product(*spaces.values()):
        assignment = dict(zip(spaces, combination, strict=True))
        holding = (n for n, term in enumerate(alternatives) if term_holds(term, assignment))
        first_indexes.update(itertools.islice(holding, 1))
    return sorted(first_indexes)


def _telling_values(compared_values: list[Value], variable: Variable | None) -> list[Value]:
    """Values of one variable that tell the clauses on it apart."""
    if variable is not None and variable.kind == "flag":
        return [True, False]
    if variable is not None and variable.kind == "text":
        return list(dict.fromkeys([*variable.options, *compared_values]))
    # a flag counts as 0 or 1 here
    numbers = {
        int(number) + step
        for number in compared_values
        if isinstance(number, int)
        for step in (-1, 0, 1)
    }
    return [*sorted(numbers)] or [0]
