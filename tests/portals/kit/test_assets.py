"""What is built for browsers says the same as its source, and leaves nothing out."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from lms.project.assets import BUNDLES, build_bundle, minify_script
from tests.served import served

STATIC = Path(settings.BASE_DIR) / "static"
SCRIPTS = sorted(path.name for path in (STATIC / "js").glob("*.js"))

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    |(?P<word>[\w$#]+)
    |(?P<regex>/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*)
    |(?P<sign>=>|.)""",
    re.VERBOSE | re.DOTALL,
)
# After these a slash divides; after everything else it begins a regular expression.
OPERAND = re.compile(r"[\w$)\]}\"'`]$")
BEFORE_REGEX = {"return", "typeof", "case", "in", "of"}


def tokens(source: str) -> list[str]:
    """The tokens of a script without white space and remarks; template literals as they stand."""
    result: list[str] = []
    nesting: list[int | None] = []  # None: in the text of a template; a number: braces in a ${…}
    at = 0
    while at < len(source):
        if nesting and nesting[-1] is None:
            text = re.compile(r"(?:\\.|(?!\$\{)[^`\\])*(`|\$\{)", re.DOTALL).match(source, at)
            assert text, source[at : at + 80]
            result.append(text[0])
            at = text.end()
            if text[1] == "`":
                nesting.pop()
            else:
                nesting.append(0)
            continue
        last = result[-1] if result else ""
        divides = bool(OPERAND.search(last)) and last not in BEFORE_REGEX
        match = TOKEN.match(source, at)
        assert match
        if match["regex"] and divides:
            match = re.compile(r"(?P<sign>/)").match(source, at)
            assert match
            kind = "sign"
        else:
            kind = match.lastgroup or ""
        at = match.end()
        token = match[0]
        if kind == "space":
            continue
        result.append(token)
        if token == "`":
            nesting.append(None)
        elif nesting and token == "{":
            nesting[-1] += 1
        elif nesting and token == "}":
            if nesting[-1] == 0:
                nesting.pop()
            else:
                nesting[-1] -= 1
    return result


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_without_white_space_says_the_same(name):
    """The minifier knows regular expressions and template literals by their surroundings only."""
    source = (STATIC / "js" / name).read_text(encoding="utf-8")
    assert tokens(served(f"js/{name}")) == tokens(source)


@pytest.mark.parametrize(
    "source",
    [
        "const f = () => /a; b/.test(c);",
        "const a = `x ${b ? `y  z` : d}`;",
    ],
)
def test_what_the_minifier_gets_wrong_is_seen(source):
    assert tokens(minify_script(source)) != tokens(source)


def imported_modules(path: Path) -> set[Path]:
    """The module and all that it imports, at any depth."""
    source = path.read_text(encoding="utf-8")
    modules = {path}
    for address in re.findall(r'from "([^"]+)"', source):
        modules |= imported_modules((path.parent / address).resolve())
    return modules


@pytest.mark.parametrize(("bundle", "sources"), BUNDLES.items())
def test_a_bundle_holds_each_module_once(bundle, sources):
    first, *folders = sources
    modules = imported_modules(STATIC / first)
    for folder in folders:
        for path in (STATIC / folder).glob("*.js"):
            modules |= imported_modules(path)
    whole = "\0".join(tokens(served(bundle)))
    for path in modules:
        source = re.sub(r"(?m)^import [^;]+;\n|^export ", "", path.read_text(encoding="utf-8"))
        assert whole.count("\0".join(tokens(source))) == 1, path
    declared = len(re.findall(r"\0(?:import|export)\0", whole))
    assert declared == 0


@pytest.mark.parametrize("clash", ["export const say = 1;", "export const said = 1;\nlet say;"])
def test_two_modules_of_one_name_are_not_put_into_one_file(tmp_path, clash):
    (tmp_path / "words.js").write_text("export const say = 2;\n")
    (tmp_path / "other.js").write_text(f"{clash}\n")
    first = tmp_path / "first.js"
    first.write_text(
        'import { say } from "./words.js";\nimport { said } from "./other.js";\nsay;\n'
    )
    with pytest.raises(ValueError, match="say"):
        build_bundle(first)


def test_every_part_of_a_style_sheet_is_served():
    """A file in a folder below is named by the sheet above it, once."""
    for sheet in sorted((STATIC / "css").glob("*.css")):
        named = re.findall(r'@import "([^"]+)"', sheet.read_text(encoding="utf-8"))
        parts = [
            path.relative_to(STATIC / "css").as_posix()
            for path in (STATIC / "css" / sheet.stem).glob("*.css")
        ]
        assert sorted(named) == sorted(parts), sheet
        assert "@import" not in served(f"css/{sheet.name}")
