"""Every kind of step is whole: on the server, in the Studio, on the learner's page and in the
browser; and nothing else names a kind.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.utils import translation

from cms.content import Choice, Scene, StepItem, StepKind
from cms.content.plain import to_plain
from cms.scenarios.steps import STEPS
from cms.scenarios.steps.step import Step
from cms.studio.forms.lists import OptionLists
from cms.studio.forms.plan import FormSheet, SheetInput, SheetRows
from cms.studio.forms.sheets.scene import SCENE_SHEET
from cms.studio.forms.sheets.tasks import ITEM_SHEET
from tests.architecture.source import ROOT
from tests.factories.steps import demo_scene

SCRIPTS = ROOT / "static/js"
EACH_KIND = pytest.mark.parametrize("kind", list(StepKind), ids=str)
# Scripts of the kinds, and what only they import.
KIND_SCRIPTS = [*sorted((SCRIPTS / "steps").glob("*.js")), SCRIPTS / "picking.js"]
# A situation of conduct is a step of one kind by its nature, and a scene without a kind is one of
# the first.
MAY_NAME_A_KIND = {"cms/content/scenario.py", "cms/courses/conduct.py"}


def said_words(path: Path) -> set[str]:
    """The names of the words that a script says or compares by."""
    source = path.read_text(encoding="utf-8")
    called = re.findall(r'\b(?:say|quote)\(\s*(?:[\w.]+ \? )?"(\w+)"(?: : "(\w+)")?', source)
    named = re.findall(r'missing\(form, "(\w+)"|title: "(\w+)"', source)
    compared = re.findall(r'compareWords\([^"]+, "(\w+)", "(\w+)"\)', source)
    return {name for names in [*called, *named, *compared] for name in names if name}


@EACH_KIND
def test_the_server_knows_it(kind):
    step = STEPS[kind]
    assert isinstance(step, Step) and step.kind == kind
    assert step.name and step.lines_title and step.send_words and step.redo_words


@EACH_KIND
def test_the_learners_page_has_its_templates(kind):
    get_template(STEPS[kind].answer_template)
    get_template(STEPS[kind].master_template)


@EACH_KIND
def test_the_studio_offers_it_with_its_inputs(kind):
    step = STEPS[kind]
    offered = dict(OptionLists({}).get("steps"))
    with translation.override("vi"):
        assert str(offered[kind]) and str(offered[kind]) != step.name
    scene_inputs = {part.name: part for part in SCENE_SHEET.fields()}
    item_inputs = {part.name: part for part in ITEM_SHEET.fields()}
    choice_inputs = {part.name: part for part in scene_inputs["choices"].sheet.fields()}
    for step_input in step.inputs:
        content_type, inputs = {
            "item": (StepItem, item_inputs),
            "choice": (Choice, choice_inputs),
        }.get(step_input.place, (Scene, scene_inputs))
        assert step_input.name in {field.name for field in fields(content_type)}
        studio_input = inputs[step_input.name]
        assert isinstance(studio_input, SheetInput) and kind in studio_input.steps.split()
        assert not step_input.options or step_input.options in _list_names()
    assert (kind in scene_inputs["items"].steps.split()) == step.has_items
    assert (kind in scene_inputs["fields"].steps.split()) == step.has_fields
    assert (kind in choice_inputs["at_least"].steps.split()) == step.is_judged


@EACH_KIND
def test_the_studio_can_write_all_that_the_demos_scene_of_the_kind_holds(kind):
    _scenario, scene = demo_scene(kind)
    assert list(_unwritable(kind, SCENE_SHEET, to_plain(scene))) == []


def _unwritable(kind: StepKind, sheet: FormSheet, data: dict) -> Iterator[str]:
    """What the Studio has no input for, or hides for this kind of step."""
    parts = {part.name: part for part in sheet.fields()}
    for name, value in data.items():
        part = parts.get(name)
        if part is None or (part.steps and kind not in part.steps.split()):
            # the key of a scene is in its address
            yield from [] if sheet is SCENE_SHEET and name == "key" else [f"{sheet.name}.{name}"]
        elif isinstance(part, SheetRows):
            for row in value:
                yield from _unwritable(kind, part.sheet, row)


def _list_names() -> set[str]:
    lists = OptionLists({})
    return {name for name in ("papers", "markers", "images") if lists.get(name)}


@EACH_KIND
def test_the_browser_knows_it(kind):
    """That it judges as the server does is tested in tests/journeys/test_play_on_the_device.py."""
    source = (SCRIPTS / f"steps/{kind}.js").read_text(encoding="utf-8")
    assert re.findall(r'register\("(\w+)"', source) == [kind]
    assert ("isChoice: true" in source) != STEPS[kind].is_judged
    assert ("isAlwaysMixed: true" in source) == STEPS[kind].is_always_mixed


def test_there_are_no_files_of_a_kind_that_does_not_exist():
    names = {kind.value for kind in StepKind}
    assert {path.stem for path in (SCRIPTS / "steps").glob("*.js")} == names
    templates = {f"{step.template or step.kind}.html" for step in STEPS.values()}
    folder = ROOT / "templates/cms/scenarios/steps"
    assert {path.name for path in folder.glob("*.html")} == templates


def test_all_that_the_scripts_of_the_kinds_say_stands_in_the_page():
    page = render_to_string("learner/lessons/_words.html", {})
    in_page = set(re.findall(r'data-(\w+)="[^"]', page))
    for path in KIND_SCRIPTS:
        assert said_words(path) <= in_page, path
    assert set().union(*map(said_words, KIND_SCRIPTS)) >= {"put", "wrote", "good", "rate", "unsaid"}


def test_no_two_texts_of_the_scripts_have_one_name():
    pairs = {pair for step in STEPS.values() for pair in step.script_texts.items()}
    assert len(dict(pairs)) == len(pairs)
    names_of_page = re.findall(
        r"data-(\w+)=", (ROOT / "templates/learner/lessons/_words.html").read_text(encoding="utf-8")
    )
    assert not {name for name, _text in pairs} & set(names_of_page)


def test_only_the_kinds_themselves_name_a_kind():
    kinds = "|".join(kind.value for kind in StepKind)
    naming = []
    for folder in ("cms", "lms"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith("cms/scenarios/steps/") and name not in MAY_NAME_A_KIND:
                naming += [name] * bool(re.search(r"StepKind\.[A-Z]", path.read_text()))
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        naming += [path.name] * bool(re.search(rf"step [!=]= ['\"](?:{kinds})['\"]", text))
    for name in ("case.js", "play.js", "player.js", "steps.js"):
        text = (SCRIPTS / name).read_text(encoding="utf-8")
        naming += [name] * bool(re.search(rf'"(?:{kinds})"', text))
    assert naming == []
