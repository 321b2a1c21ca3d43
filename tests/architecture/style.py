"""What the linters cannot see of how the code is written: `python -m tests.architecture.style`.

Names, size of functions, comments out of the formatter, long template lines. Prints the figures and
every violation; exit code 1 where there is one. Part of `make lint`.
"""

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import TEMPLATES, modules, short, tracked, tree

Function = ast.FunctionDef | ast.AsyncFunctionDef

# A name that says nothing of the thing it stands for.
PLACEHOLDERS = {
    *("found", "one", "held", "told", "said", "known", "here", "made", "came", "gone"),
    *("some", "nobody", "bag", "thing", "things", "stuff"),
}
MOST_PLACEHOLDERS = 1.0  # percent of the names bound outside comprehensions
# No name but these makes more than half a percent of all bindings: Django's and Python's own
# words, and those of the glossary.
MOST_OF_ONE_NAME = 0.5
COMMON_WORDS = {
    *("self", "cls", "pk", "id", "request", "form", "context", "user", "actor", "page", "client"),
    *("group", "meeting", "enrolment", "official", "unit", "day", "code", "scene", "scenario"),
    *("lesson", "certificate", "school", "key", "kind", "name", "title", "text", "number"),
    *("state", "reason", "draft", "value", "row", "rows", "path", "data", "source"),
}
# In tests, the people of the cast and what pytest passes.
TEST_WORDS = {
    *("cast", "world", "lan", "mai", "minh", "tu", "pao", "ha", "son", "hoa", "thu", "desk"),
    *("rng", "pytestmark", "answer", "body", "data", "path", "url", "fields", "cells", "person"),
    *("first", "before", "rows", "sheet", "batch"),
}

MOST_ONE_WORD_FUNCTIONS = 35.0  # percent of all function names
MOST_DECISIONS = 10  # in a function
MOST_STATEMENTS = 30
MOST_DECISIONS_PER_100_LINES = 24.0
LONGEST_TEMPLATE_LINE = 160
MOST_FORMATTER_SKIPS = 5
# Django finds a management command by this class name.
REPEATED_CLASSES = frozenset({"Command"})


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions and classes inside it."""
    queue = list(ast.iter_child_nodes(function))
    while queue:
        node = queue.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            queue += ast.iter_child_nodes(node)


def count_decisions(function: Function) -> int:
    """Branches, loops, conditions of comprehensions, each `and`/`or`, each `except` and `case`."""
    decisions = 0
    for node in own_nodes(function):
        if isinstance(node, ast.BoolOp):
            decisions += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            decisions += 1 + len(node.ifs)
        elif isinstance(
            node,
            ast.If
            | ast.IfExp
            | ast.For
            | ast.AsyncFor
            | ast.While
            | ast.ExceptHandler
            | ast.match_case,
        ):
            decisions += 1
    return decisions


def count_statements(function: Function) -> int:
    return sum(isinstance(node, ast.stmt) for node in own_nodes(function))


def bound_names(module: ast.Module) -> Iterator[str]:
    """Names that the module binds: assigned, looped over, passed, caught; not in comprehensions."""
    in_comprehensions = {
        id(target)
        for node in ast.walk(module)
        if isinstance(node, ast.comprehension)
        for target in ast.walk(node.target)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        elif (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Store)
            and id(node) not in in_comprehensions
        ):
            yield node.id


class Report:
    """What was measured in one part of the code, and what breaks a rule."""

    def __init__(
        self, folders: tuple[str, ...], *, own_words: frozenset[str] | set[str] = frozenset()
    ) -> None:
        self.folders = folders
        self.own_words = own_words
        self.names: Counter[str] = Counter()
        self.function_names: list[str] = []
        self.decisions = 0
        self.function_lines = 0
        self.classes: dict[str, list[str]] = defaultdict(list)
        self.violations: list[str] = []
        self.large_functions: list[str] = []

    def read(self) -> None:
        for path in modules(*self.folders):
            module = tree(path)
            self.names.update(bound_names(module))
            self._read_functions(path, module)
            for node in module.body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    self.classes[node.name].append(short(path))
        self._check_names()

    def _read_functions(self, path: Path, module: ast.Module) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        numbers: set[int] = set()
        for node in ast.walk(module):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if not node.name.startswith("__"):
                self.function_names.append(node.name.strip("_"))
            numbers.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            decisions = count_decisions(node)
            statements = count_statements(node)
            self.decisions += decisions
            place = f"{short(path)}:{node.lineno} {node.name}"
            if decisions > MOST_DECISIONS:
                self.large_functions.append(f"{place}: {decisions} decisions")
            if statements > MOST_STATEMENTS:
                self.large_functions.append(f"{place}: {statements} statements")
        self.function_lines += sum(bool(lines[number - 1].strip()) for number in numbers)

    def _check_names(self) -> None:
        words = COMMON_WORDS | self.own_words
        for name, share in self.shares():
            if share > MOST_OF_ONE_NAME and name not in words:
                self.violations.append(f"{self.title}: {name} is {share:.2f} % of all bound names")
        if self.placeholders > MOST_PLACEHOLDERS:
            self.violations.append(f"{self.title}: {self.placeholders:.2f} % placeholder names")

    @property
    def title(self) -> str:
        return "+".join(self.folders)

    def shares(self) -> Iterator[tuple[str, float]]:
        """Each bound name with its share of all bindings in percent, the most frequent first."""
        for name, count in self.names.most_common():
            yield name, 100 * count / self.names.total()

    @property
    def placeholders(self) -> float:
        """Share of placeholder names in percent."""
        return 100 * sum(self.names[name] for name in PLACEHOLDERS) / self.names.total()

    @property
    def one_word_functions(self) -> float:
        """Share of function names of one word in percent."""
        one_word = sum("_" not in name for name in self.function_names)
        return 100 * one_word / len(self.function_names)

    @property
    def decisions_per_100_lines(self) -> float:
        return 100 * self.decisions / self.function_lines

    def figures(self) -> str:
        return (
            f"{self.title}: {self.names.total()} names, {self.placeholders:.2f} % placeholders;"
            f" {len(self.function_names)} functions, {self.one_word_functions:.1f} % of one word,"
            f" {self.decisions_per_100_lines:.1f} decisions per 100 lines"
        )


def check_product(report: Report) -> list[str]:
    """Rules that hold for the product and not for its tests."""
    violations = list(report.large_functions)
    violations += [
        f"class {name} stands in {', '.join(places)}"
        for name, places in sorted(report.classes.items())
        if len(places) > 1 and name not in REPEATED_CLASSES
    ]
    if report.one_word_functions > MOST_ONE_WORD_FUNCTIONS:
        violations.append(f"{report.one_word_functions:.1f} % of the functions have one-word names")
    if report.decisions_per_100_lines > MOST_DECISIONS_PER_100_LINES:
        violations.append(f"{report.decisions_per_100_lines:.1f} decisions per 100 function lines")
    return violations


def check_templates() -> list[str]:
    violations = []
    for path in TEMPLATES.rglob("*.html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if len(line) > LONGEST_TEMPLATE_LINE:
                violations.append(f"{short(path)}:{number}: {len(line)} characters")
    return violations


def check_formatter_skips() -> list[str]:
    """Parts kept out of the formatter are matrices of data and say so on the same line."""
    skips = []
    violations = []
    # Put together, so that this file does not find itself.
    mark = re.compile("# fmt: " + r"(?:skip|off)\b(.*)")
    for path in tracked(".py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            skip = mark.search(line)
            if skip is None:
                continue
            skips.append(f"{short(path)}:{number}")
            if not skip.group(1).strip():
                violations.append(f"{short(path)}:{number}: kept out of the formatter, no reason")
    if len(skips) > MOST_FORMATTER_SKIPS:
        violations.append(f"{len(skips)} lines are kept out of the formatter")
    return violations


def main() -> int:
    product = Report(("lms", "cms"))
    tests = Report(("tests", "benchmarks"), own_words=TEST_WORDS)
    violations = []
    for report in (product, tests):
        report.read()
        violations += report.violations
        sys.stdout.write(report.figures() + "\n")
    violations += check_product(product) + check_templates() + check_formatter_skips()
    for violation in violations:
        sys.stdout.write(violation + "\n")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
