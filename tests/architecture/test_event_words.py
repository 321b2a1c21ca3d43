"""Every kind of event has words of its own: nobody reads "Changed the file" of something else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

from lms.core.jobs.states import JobState
from lms.project.event_words import EVENT_MODULES, EVENT_WORDS

_KIND = re.compile(r"[a-z_]+\.[a-z_]+")
_SOURCES = [
    path
    for layer in ("lms", "cms")
    for path in sorted(Path(layer).rglob("*.py"))
    if path.name != "event_words.py" and "migrations" not in path.parts
]


def test_every_recorded_kind_has_words():
    recorded = {
        constant.value
        for path in _SOURCES
        for call in _record_calls(path)
        for constant in ast.walk(call.args[0])
        if isinstance(constant, ast.Constant) and _KIND.fullmatch(str(constant.value))
    }
    assert len(recorded) > 80
    assert sorted(recorded - EVENT_WORDS.keys()) == []


def test_no_kind_has_words_that_nothing_records():
    written = {
        node.value
        for path in _SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    written |= {f"job.{state}" for state in JobState.values}
    assert sorted(EVENT_WORDS.keys() - written) == []


def test_no_two_kinds_of_one_app_share_their_words():
    with translation.override("vi"):
        for app in sorted({kind.split(".")[0] for kind in EVENT_WORDS}):
            words = [str(text) for kind, text in EVENT_WORDS.items() if kind.split(".")[0] == app]
            assert len(words) == len(set(words)), app


def test_the_words_are_vietnamese_and_english():
    for kind, text in EVENT_WORDS.items():
        with translation.override("vi"):
            vietnamese = str(text)
        with translation.override("en"):
            assert str(text) != vietnamese, kind


def test_every_app_with_words_is_collected():
    modules = {
        ".".join(path.with_suffix("").parts)
        for layer in ("lms", "cms")
        for path in Path(layer).rglob("event_words.py")
        if "pgettext_lazy" in path.read_text(encoding="utf-8")
    }
    assert modules - {"lms.project.event_words"} == set(EVENT_MODULES)


def _record_calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name == "record":
                yield node
