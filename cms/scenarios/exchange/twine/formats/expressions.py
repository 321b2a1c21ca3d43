"""Expressions of story formats, read by their grammar and never carried out.

One grammar serves all formats: the words of Harlowe and SugarCube (is, is not, gte, and …) and
the signs of JavaScript.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cms.content import Value
from cms.scenarios.exchange.twine.nodes import Both, Compared, Condition, Either, Not, SetNode


class NotUnderstood(ValueError):
    """An expression says something that conditions and effects of scenarios cannot say."""


_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<name>(?:window\.)?(?:story\.state|State\.variables|state|s)\.[^\W\d]\w*|\$?[^\W\d]\w*)
    |(?P<sign>===|!==|==|!=|<=|>=|\+=|-=|\+\+|--|&&|\|\||[<>=!()+\-,;]))""",
    re.VERBOSE,
)
_OPERATORS = {
    "is": "==",
    "eq": "==",
    "==": "==",
    "===": "==",
    "is not": "!=",
    "isnot": "!=",
    "neq": "!=",
    "ne": "!=",
    "!=": "!=",
    "!==": "!=",
    "<": "<",
    "lt": "<",
    "<=": "<=",
    "lte": "<=",
    ">": ">",
    "gt": ">",
    ">=": ">=",
    "gte": ">=",
}
# The comparison with its sides exchanged: 1 < $a is $a > 1.
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WORDS = {
    "is",
    "not",
    "isnot",
    "eq",
    "neq",
    "ne",
    "lt",
    "lte",
    "gt",
    "gte",
    "and",
    "or",
    "to",
    "into",
    "it",
    "true",
    "false",
    "contains",
    "in",
    "def",
    "ndef",
}
_STATE = re.compile(r"^(?:window\.)?(?:story\.state|State\.variables|state|s)\.")
_MAX_DEPTH = 16
_DIGITS = 15  # JavaScript keeps whole numbers of so many digits exactly
_FLAGS = {"true": True, "false": False}
_ESCAPES = {"n": "\n", "t": "\t"}


@dataclass(frozen=True)
class _Name:
    name: str


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def _read_tokens(source: str) -> list[_Token]:
    """The tokens of an expression. NotUnderstood at the first sign that no grammar here has."""
    tokens, position = [], 0
    source = source.rstrip()
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            raise NotUnderstood(source)
        text = match[match.lastgroup]
        kind = match.lastgroup
        if kind == "name" and text in _WORDS:
            kind = "word"
        tokens.append(_Token(kind, text))
        position = match.end()
    return tokens


class _ExpressionParser:
    """Recursive descent: or > and > not > comparison > value."""

    def __init__(self, source: str, *, bare: bool) -> None:
        self.source = source
        self.bare = bare
        self.tokens = _read_tokens(source)
        self.position = 0
        self.depth = 0

    @property
    def next_sign(self) -> str:
        """The word or sign that is the next token; empty where it is none."""
        if self.at_end:
            return ""
        token = self.tokens[self.position]
        return token.text if token.kind in {"word", "sign"} else ""

    def next_is(self, *texts: str) -> bool:
        """Whether the next token is one of these words or signs."""
        return self.next_sign in texts

    def take_if(self, *texts: str) -> bool:
        """Go past the next token where it is one of these words or signs, and say whether it
        was.
        """
        is_next = self.next_is(*texts)
        self.position += is_next
        return is_next

    def take_token(self) -> _Token:
        """The next token. NotUnderstood at the end."""
        if self.at_end:
            raise NotUnderstood(self.source)
        self.position += 1
        return self.tokens[self.position - 1]

    @property
    def at_end(self) -> bool:
        return self.position >= len(self.tokens)

    def parse_either(self) -> Condition:
        return self._parse_chain(self.parse_both, ("or", "||"), Either)

    def parse_both(self) -> Condition:
        return self._parse_chain(self.parse_negation, ("and", "&&"), Both)

    def _parse_chain(
        self,
        part: Callable[[], Condition],
        signs: tuple[str, str],
        make: Callable[[Condition, Condition], Condition],
    ) -> Condition:
        """Parts of one kind with signs between them, joined from left to right."""
        left = part()
        while self.take_if(*signs):
            left = make(left, part())
        return left

    def parse_negation(self) -> Condition:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise NotUnderstood(self.source)
        try:
            if self.take_if("not", "!"):
                return Not(self.parse_negation())
            if self.take_if("("):
                inner = self.parse_either()
                if not self.take_if(")"):
                    raise NotUnderstood(self.source)
                return inner
            return self.parse_comparison()
        finally:
            self.depth -= 1

    def parse_comparison(self) -> Condition:
        """A comparison of a variable with a value, on whichever side it stands, or a
        variable alone.
        """
        left = self.parse_value()
        op = self.parse_operator()
        if not op:
            return _truth_of(left, self.source)
        right = self.parse_value()
        if isinstance(left, _Name) and not isinstance(right, _Name):
            return Compared(left.name, op, right)
        if isinstance(right, _Name) and not isinstance(left, _Name):
            return Compared(right.name, _TURNED[op], left)
        raise NotUnderstood(self.source)

    def parse_operator(self) -> str:
        """The comparison that comes next; empty where none does."""
        if self.take_if("is"):
            return self._parse_after_is()
        op = _OPERATORS.get(self.next_sign, "")
        self.position += bool(op)
        return op

    def _parse_after_is(self) -> str:
        if self.next_is("in"):
            raise NotUnderstood(self.source)
        if self.take_if("not"):
            return "!="
        return self.take_token().text if self.next_is("<", "<=", ">", ">=") else "=="

    def parse_value(self) -> _Name | Value:
        """A variable or a value. NotUnderstood for anything else."""
        value = self._value_of(self.take_token())
        if value is None:
            raise NotUnderstood(self.source)
        return value

    def _value_of(self, token: _Token) -> _Name | Value | None:
        """The variable, text, whole number or flag that a token begins; None for all others."""
        readers: dict[str, Callable[[str], _Name | Value | None]] = {
            "text": _text_of,
            "number": _number_of,
            "name": self._variable_of,
            "word": _FLAGS.get,
            "sign": self._negative_of,
        }
        return readers[token.kind](token.text)

    def _variable_of(self, name: str) -> _Name | None:
        is_variable = self.bare or name.startswith("$") or "." in name
        return _Name(_STATE.sub("", name).lstrip("$")) if is_variable else None

    def _negative_of(self, sign: str) -> int | None:
        return -self.parse_whole() if sign == "-" else None

    def parse_whole(self) -> int:
        """A whole number at the end of a sum. NotUnderstood where the sum goes on."""
        number = self.parse_value()
        if isinstance(number, bool) or not isinstance(number, int) or self.next_is("+", "-"):
            raise NotUnderstood(self.source)
        return number


def _text_of(quoted: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), quoted[1:-1])


def _number_of(digits: str) -> int | None:
    return int(digits) if "." not in digits and len(digits) <= _DIGITS else None


def _truth_of(left: _Name | Value, source: str) -> Condition:
    """What a variable or a flag alone means as a condition."""
    if isinstance(left, _Name):
        return Compared(left.name, "truthy")
    if isinstance(left, bool):
        return left
    raise NotUnderstood(source)


def parse_condition(source: str, *, bare: bool = False) -> Condition:
    """The condition that a text says.

    NotUnderstood where it uses functions, sums, two variables or anything else. `bare`: names
    without "$" or "s." are variables too, as in Chapbook.
    """
    parser = _ExpressionParser(source, bare=bare)
    parsed = parser.parse_either()
    if not parser.at_end:
        raise NotUnderstood(source)
    return parsed


def parse_changes(source: str, *, bare: bool = False) -> tuple[SetNode, ...]:
    """The changes of variables that a text says: "$x to 1, $y to it + 1", "$x += 1; $y = 'a'" or
    "1 into $x".

    NotUnderstood for all others.
    """
    parser = _ExpressionParser(source, bare=bare)
    changes: list[SetNode] = []
    while not parser.at_end:
        changes.append(_parse_change(parser))
        if not parser.at_end and not parser.take_if(",", ";"):
            raise NotUnderstood(source)
    if not changes:
        raise NotUnderstood(source)
    return tuple(changes)


def _parse_change(parser: _ExpressionParser) -> SetNode:
    """One change of a variable."""
    first = parser.parse_value()
    source = parser.source.strip()
    if not isinstance(first, _Name):
        target = parser.parse_value() if parser.take_if("into") else None
        if not isinstance(target, _Name):
            raise NotUnderstood(source)
        return SetNode(target.name, "set", first, source)
    added = _added_amount(parser)
    if added is not None:
        return SetNode(first.name, "add", added, source)
    if not parser.take_if("to", "="):
        raise NotUnderstood(source)
    return _parse_assignment(parser, first.name)


def _added_amount(parser: _ExpressionParser) -> int | None:
    """How much "++", "--", "+= 2" or "-= 2" add; None for an assignment."""
    if parser.take_if("++"):
        return 1
    if parser.take_if("--"):
        return -1
    return _signed_amount(parser, "+=", "-=")


def _signed_amount(parser: _ExpressionParser, plus: str, minus: str) -> int | None:
    """The whole number behind the next sign; None where neither of the two signs comes next."""
    if parser.take_if(plus):
        return parser.parse_whole()
    return -parser.parse_whole() if parser.take_if(minus) else None


def _parse_assignment(parser: _ExpressionParser, name: str) -> SetNode:
    """The change to a value, or by more or less of the variable itself."""
    source = parser.source.strip()
    value = _Name(name) if parser.take_if("it") else parser.parse_value()
    if isinstance(value, _Name):
        added = _signed_amount(parser, "+", "-") if value.name == name else None
        if added is None:
            raise NotUnderstood(source)
        return SetNode(name, "add", added, source)
    if parser.next_is("+", "-"):
        raise NotUnderstood(source)
    return SetNode(name, "set", value, source)
