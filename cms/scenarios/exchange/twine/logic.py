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


def clause(test: Compared, kind: str) -> Clause:
    """One comparison; the variable alone is compared by its kind."""
    if test.op != "truthy":
        return Clause(test.variable, test.op, test.value)  # type: ignore[arg-type]
    if kind == "flag":
        return Clause(test.variable, "==", True)
    return Clause(test.variable, "!=", "" if kind == "text" else 0)


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


def _turned_test(found: Clause) -> Compared:
    if isinstance(found.value, bool) and found.op == "==":
        return Compared(found.variable, "==", not found.value)
    return Compared(found.variable, _OPPOSITE[found.op], found.value)


def _product(left: Iterable[Term], right: Iterable[Term]) -> tuple[Term, ...]:
    joined = (join(a, b) for a in left for b in right)
    return _limited(tuple(term for term in joined if term is not None))


def _limited(found: tuple[Term, ...]) -> tuple[Term, ...]:
    if len(found) > MAX_TERMS:
        raise TooMany
    return found


def join(left: Term, right: Term) -> Term | None:
    """Both at once, each clause said once; None where they contradict each other."""
    term = tuple(dict.fromkeys((*left, *right)))
    for a, b in itertools.combinations(term, 2):
        if a.variable == b.variable and a.op == "==" and not _compare(a.value, b.op, b.value):
            return None
        if a.variable == b.variable and b.op == "==" and not _compare(b.value, a.op, a.value):
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
    found = set()
    for combination in itertools.product(*spaces.values()):
        told = dict(zip(spaces, combination, strict=True))
        first = next((n for n, t in enumerate(alternatives) if holds(t, told)), None)
        if first is not None:
            found.add(first)
    return sorted(found)


def _values(name: str, alternatives: list[Term], variable: Variable | None) -> list[Value]:
    """Values that tell the clauses on one variable apart."""
    if variable is not None and variable.kind == "flag":
        return [True, False]
    told: list[Value] = [c.value for term in alternatives for c in term if c.variable == name]
    if variable is not None and variable.kind == "text":
        return list(dict.fromkeys([*variable.options, *told]))
    numbers = sorted({n + d for n in told if isinstance(n, int) for d in (-1, 0, 1)})
    return [*numbers] or [0]
