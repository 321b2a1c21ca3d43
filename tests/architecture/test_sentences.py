"""A sentence stands in one Python file, beside the rule that it speaks of; others call the rule."""

import ast
from collections import defaultdict

from tests.architecture.source import ROOT

# Names under which gettext is called → the place of the msgid among the arguments.
_CALLS = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
    "npgettext": 1,
}
# Shorter ones are words and labels.
_LONGER_THAN = 25
# Labels and examples beside two inputs that have nothing else in common.
ALLOWED = {
    "For example: Luật Hộ tịch 2014, Điều 16 khoản 1",
    "For example: QĐ 12/QĐ-UBND",
    "Issued by (school, centre)",
}


def _sentences_of(tree):
    """The (context, msgid) of each call of gettext."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        place = _CALLS.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
        if place is None or len(node.args) <= place:
            continue
        texts = [arg.value for arg in node.args[: place + 1] if isinstance(arg, ast.Constant)]
        if len(texts) == place + 1 and all(isinstance(text, str) for text in texts):
            yield tuple(texts)


def find_repeated_sentences(files):
    """Msgid → the files in which it stands, of those longer than a label that stand in several."""
    places = defaultdict(set)
    for name, source in files:
        for sentence in _sentences_of(ast.parse(source)):
            places[sentence].add(name)
    return {
        sentence[-1]: sorted(names)
        for sentence, names in places.items()
        if len(names) > 1 and len(sentence[-1]) > _LONGER_THAN
    }


def test_a_sentence_stands_in_one_file():
    paths = sorted(path for top in ("lms", "cms") for path in ROOT.glob(f"{top}/**/*.py"))
    files = [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    ]
    repeated = find_repeated_sentences(files)
    assert {text: names for text, names in repeated.items() if text not in ALLOWED} == {}
    assert ALLOWED & set(repeated) == ALLOWED


def test_a_sentence_in_a_second_file_is_found():
    sentence = "_('Nobody keeps their own file. Ask the training authority.')"
    assert find_repeated_sentences([("a.py", sentence), ("b.py", sentence)])
    assert not find_repeated_sentences([("a.py", sentence), ("b.py", "_('Save')")])
