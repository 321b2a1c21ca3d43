"""Conditions as alternatives of clauses of which each excludes the others: what choices and scenes
can carry.
"""

import itertools
from collections.abc import Iterable, Mapping

from cms.content import Clause, Value, Variable
from cms.scenarios.exchange.twine.nodes import Both, Compared, Condition, Either, Not

MAX_TERMS = 8
_MAX_SPACE = 4096
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

Term = tuple[Clause, ...]


class TooMany(ValueError):
    """The condition falls into more alternatives than are readable."""


def holds(term: Term, values: Mapping[str, Value]) -> bool:
    return all(_compare(values[c.variable], c.op, c.value) for c in term)


def _compare(left: Value, op: str, right: Value) -> bool:
    if op in {"==", "!="}:
        return (left == right and isinstance(left, bool) == isinstance(right, bool)) == (op == "==")
    if not (isinstance(left, int) and isinstance(right, int)):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]


def clause(comparison: Compared, kind: str) -> Clause:
    """One comparison; the variable alone is compared by its kind."""
    if comparison.op != "truthy":
        return Clause(comparison.variable, comparison.op, comparison.value)  # type: ignore[arg-type]
    if kind == "flag":
        return Clause(comparison.variable, "==", True)
    return Clause(comparison.variable, "!=", "" if kind == "text" else 0)


def terms(condition: Condition, kinds: Mapping[str, str]) -> tuple[Term, ...]:
    """Alternatives, of which at most one holds at a time; () never holds, ((),) always.

    TooMany beyond MAX_TERMS.
    """
    while isinstance(condition, Not):
        condition = _turned(condition.inner, kinds)
    if isinstance(condition, Both | Either):
        return _joined(condition, kinds)
    if isinstance(condition, Compared):
        return ((clause(condition, kinds.get(condition.variable, "flag")),),)
    return ((),) if condition else ()


def _joined(condition: Both | Either, kinds: Mapping[str, str]) -> tuple[Term, ...]:
    left, right = terms(condition.left, kinds), terms(condition.right, kinds)
    if isinstance(condition, Both):
        return _product(left, right)
    return _limited((*left, *_product(terms(Not(condition.left), kinds), right)))


def _turned(condition: Condition, kinds: Mapping[str, str]) -> Condition:
    """The opposite of a condition, the Not moved inwards."""
    if isinstance(condition, Both | Either):
        other = Either if isinstance(condition, Both) else Both
        return other(Not(condition.left), Not(condition.right))
    if isinstance(condition, Compared):
        return _turned_test(clause(condition, kinds.get(condition.variable, "flag")))
    return condition.inner if isinstance(condition, Not) else not condition


def _turned_test(comparison: Clause) -> Compared:
    if isinstance(comparison.value, bool) and comparison.op == "==":
        return Compared(comparison.variable, "==", not comparison.value)
    return Compared(comparison.variable, _OPPOSITE[comparison.op], comparison.value)


def _product(left: Iterable[Term], right: Iterable[Term]) -> tuple[Term, ...]:
    joined = (join(left_term, right_term) for left_term in left for right_term in right)
    return _limited(tuple(term for term in joined if term is not None))


def _limited(alternatives: tuple[Term, ...]) -> tuple[Term, ...]:
    if len(alternatives) > MAX_TERMS:
        raise TooMany
    return alternatives


def join(left: Term, right: Term) -> Term | None:
    """Both at once, each clause said once; None where they contradict each other."""
    term = tuple(dict.fromkeys((*left, *right)))
    for first, second in itertools.combinations(term, 2):
        if (
            first.variable == second.variable
            and first.op == "=="
            and not _compare(first.value, second.op, second.value)
        ):
            return None
        if (
            first.variable == second.variable
            and second.op == "=="
            and not _compare(second.value, first.op, first.value)
        ):
            return None
    return term


def reached(alternatives: list[Term], variables: Mapping[str, Variable]) -> list[int]:
    """Which of the alternatives, taken in their order, can be the first that holds.

    All, where there are too many values.
    """
    named = {c.variable for term in alternatives for c in term}
    spaces = {name: _values(name, alternatives, variables.get(name)) for name in named}
    size = 1
    for values in spaces.values():
        size *= len(values)
    if size > _MAX_SPACE:
        return list(range(len(alternatives)))
    first_indexes = set()
    for combination in itertools.product(*spaces.values()):
        assignment = dict(zip(spaces, combination, strict=True))
        first = next(
            (index for index, term in enumerate(alternatives) if holds(term, assignment)), None
        )
        if first is not None:
            first_indexes.add(first)
    return sorted(first_indexes)


def _values(name: str, alternatives: list[Term], variable: Variable | None) -> list[Value]:
    """Values that tell the clauses on one variable apart."""
    if variable is not None and variable.kind == "flag":
        return [True, False]
    compared_values: list[Value] = [
        c.value for term in alternatives for c in term if c.variable == name
    ]
    if variable is not None and variable.kind == "text":
        return list(dict.fromkeys([*variable.options, *compared_values]))
    numbers = sorted({n + d for n in compared_values if isinstance(n, int) for d in (-1, 0, 1)})
    return [*numbers] or [0]
