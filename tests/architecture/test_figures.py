"""Every percentage of counts comes from `lms.core.figures`, where no data is never 0 %."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import TEMPLATES, modules, short, tree

HOME = "lms/core/figures.py"
# Folders and modules that divide by something else than a count of what was recorded, and why.
OTHER_SCALES = {
    "cms/scenarios/": "marks of answers: of no item they are 100 by their rule",
    "lms/outcomes/results/verdict.py": "the periods that a share asks for, not a share",
    "lms/people/personnel/rules/dates.py": "centuries",
    "lms/portals/kit/templatetags/kit.py": "the arc that a percentage draws",
    "lms/portals/learner/scenarios/debriefing.py": "points of steps, each of which offers 100",
}
_HUNDREDS = {"WHOLE", "_WHOLE", "_ALL"}


def is_hundred(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value):
            return value in (100, 100.0)
        case ast.Name(id=name):
            return name in _HUNDREDS
        case ast.Call(func=ast.Name(id="Decimal"), args=[argument]):
            return is_hundred(argument) or (
                isinstance(argument, ast.Constant) and argument.value == "100"
            )
    return False


def divided_percentages(module: ast.AST) -> Iterator[int]:
    """Lines with a division in which a hundred is multiplied or divided by."""
    for node in ast.walk(module):
        if isinstance(node, ast.BinOp):
            parts = list(ast.walk(node))
            divides = any(isinstance(part, ast.Div | ast.FloorDiv) for part in parts)
            hundred = any(is_hundred(part) for part in parts if isinstance(part, ast.expr))
            if divides and hundred:
                yield node.lineno


def test_no_other_module_divides_to_a_percentage():
    places = {
        short(path): sorted(set(divided_percentages(tree(path)))) for path in modules("lms", "cms")
    }
    dividing = {path for path, lines in places.items() if lines} - {HOME}
    left = [path for path in dividing if not path.startswith(tuple(OTHER_SCALES))]
    assert not left, "take Share of lms.core.figures"
    needed = {scale for scale in OTHER_SCALES if any(path.startswith(scale) for path in dividing)}
    assert needed == set(OTHER_SCALES), "an exception that is not needed any more"


@pytest.mark.parametrize(
    "source",
    [
        "100 * part / whole",
        "part * 100 // whole",
        "round(WHOLE * part / whole)",
        "(Decimal(100) * part / whole).quantize(cent)",
        "part / whole * 100",
        'Decimal("100") * part / whole',
    ],
)
def test_a_percentage_is_recognised_however_it_is_written(source):
    assert list(divided_percentages(ast.parse(source)))


# Templates that write a percent sign themselves, each with its reason.
OWN_SIGNS = {
    "authority/figures/_value.html": "a figure as an old report printed it",
    "cms/preview/assignment.html": "the weight of a criterion",
    "instructor/grading/_sheet.html": "the weight of a criterion",
    "instructor/insight/case.html": "a sentence, written only where answers count",
    "instructor/register/overview.html": "the share that a rule asks for",
    "learner/lessons/_replayed.html": "the mark of an answer",
    "learner/lessons/debrief.html": "points of steps, each of which offers 100",
    "learner/submissions/_rubric.html": "the weight of a criterion",
    "learner/submissions/submission.html": "the weight of a criterion",
    "unit/_attendance.html": "a sentence, written only where a meeting was marked",
    "unit/_studying.html": "the badge of who is at risk, which nobody is without a mark",
}


def test_templates_write_percentages_by_the_filter_that_knows_of_no_data():
    signed = re.compile(r"\}\}(\{\{ \" \" \}\})?\s*%(?!\})")
    writing = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if signed.search(path.read_text(encoding="utf-8"))
    }
    assert writing == set(OWN_SIGNS), "take the filter percent"
