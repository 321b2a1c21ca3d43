"""The checker: each planted defect is found once, in its place, and nothing is found in what is
clean.
"""

import copy
import json
import time
from pathlib import Path
from random import Random

import pytest
from django.utils import translation

from cms.content import Choice, Scenario, Scene
from cms.content.plain import from_plain, to_plain
from cms.scenarios.checks import check_scenario
from cms.scenarios.checks.problem import field_label
from tests.cms.scenarios.clean import clause, clean_scenario, large_scenario, plain_scenario
from tests.cms.scenarios.graphs import random_graph
from tests.cms.scenarios.planting import DEFECTS
from tests.factories.content import SCENARIO

CASES = Path(__file__).parents[3] / "lms/portals/console/demo/content/cases"
DEMO = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))["scenario"]
    for file in sorted(CASES.glob("*.json"))
}
# texts that may be anything
FREE = {
    "key",
    "target",
    "otherwise",
    "variable",
    "text",
    "value",
    "base",
    "paper",
    "line",
    "model",
    "picture",
}
RULES = {*(f"B{n}" for n in range(1, 18)), *(f"W{n}" for n in range(1, 15))}


def list_problems(scenario):
    return [(p.rule, p.scene, p.path) for p in check_scenario(from_plain(Scenario, scenario))]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.rule} {defect.name}")
def test_a_planted_defect_is_found_once_in_its_place(defect):
    scenario = plain_scenario() if defect.plain else clean_scenario()
    defect.plant(scenario)
    assert list_problems(scenario) == [(defect.rule, defect.scene, defect.path)]


@pytest.mark.parametrize("loop", [("lạc",), ("lạc", "quanh"), ("một", "hai", "ba")])
def test_scenes_that_lead_only_to_each_other_are_found_beside_endings_without_a_mark(loop):
    """The missing links of unmarked endings were not meant for scenes that never end."""

    def scene(key, *targets):
        choices = tuple(
            Choice(f"c{n}", "Đi", "Tới nơi", target) for n, target in enumerate(targets)
        )
        return Scene(key, key, "Quầy", "counter", "Quầy", choices=choices)

    onward = (*loop[1:], loop[0])
    scenes = [scene("đầu", "kết a", "kết b"), scene("kết a"), scene("kết b")]
    scenes += [scene(key, target) for key, target in zip(loop, onward, strict=True)]
    problems = check_scenario(Scenario("bà Mẩy", "công chức", tuple(scenes)))
    of_ways = [(p.rule, p.scene) for p in problems if p.rule in {"B2", "B4"}]
    assert of_ways == [("B2", loop[0]), ("B4", "kết a"), ("B4", "kết b")]


def test_each_rule_has_at_least_two_defects():
    rules = [defect.rule for defect in DEFECTS]
    assert set(rules) == RULES
    assert all(rules.count(rule) >= 2 for rule in RULES)


@pytest.mark.parametrize(
    "scenario", [clean_scenario(), plain_scenario(3), plain_scenario(5), plain_scenario(8)]
)
def test_nothing_is_found_in_clean_cases(scenario):
    assert list_problems(scenario) == []


def test_the_demo_has_fifteen_cases():
    assert len(DEMO) == 15


@pytest.mark.parametrize("name", DEMO)
def test_nothing_is_found_in_the_demos_cases(name):
    assert list_problems(DEMO[name]) == []


@pytest.mark.parametrize("name", DEMO)
def test_a_link_broken_anywhere_in_the_demos_cases_is_one_finding(name):
    for n, scene in enumerate(DEMO[name]["scenes"]):
        for k in range(len(scene.get("choices", []))):
            scenario = copy.deepcopy(DEMO[name])
            scenario["scenes"][n]["choices"][k]["target"] = "khong-co"
            assert list_problems(scenario) == [("B1", scene["key"], f"choices.{k}.target")]


@pytest.mark.parametrize("name", DEMO)
def test_a_choice_closed_for_ever_in_the_demos_cases_is_one_finding(name):
    for n, scene in enumerate(DEMO[name]["scenes"]):
        for k in range(len(scene.get("choices", []))):
            scenario = copy.deepcopy(DEMO[name])
            never = {"variable": "trips", "op": "<", "value": 0}
            scenario["scenes"][n]["choices"][k].setdefault("when", []).append(never)
            assert list_problems(scenario) == [("B10", scene["key"], f"choices.{k}.when")]


@pytest.mark.parametrize("name", DEMO)
def test_a_scene_that_loses_its_choices_or_is_alone_is_one_finding(name):
    for n, scene in enumerate(DEMO[name]["scenes"]):
        scenario = copy.deepcopy(DEMO[name])
        scenario["scenes"][n] |= {"choices": [], "ending": "", "step": "choose"}
        assert list_problems(scenario) == [("B4", scene["key"], "ending")]
        scenario = copy.deepcopy(DEMO[name])
        scenario["scenes"].insert(n + 1, {**scene, "key": "mo-coi"})
        assert list_problems(scenario) == [("B2", "mo-coi", "key")]


@pytest.mark.parametrize("name", DEMO)
def test_a_trap_anywhere_in_the_demos_cases_is_one_finding(name):
    for n, scene in enumerate(DEMO[name]["scenes"]):
        if scene.get("choices") and not scene.get("when"):
            scenario = copy.deepcopy(DEMO[name])
            for choice in scenario["scenes"][n]["choices"]:
                choice["target"] = scene["key"]
                for choice_case in choice.get("cases", []):
                    choice_case["target"] = scene["key"]
            assert list_problems(scenario) == [("B3", scene["key"], "choices")]


def test_two_defects_are_two_findings_and_what_blocks_comes_first():
    scenario = clean_scenario()
    scenario["scenes"][0]["basis"] = []
    scenario["scenes"][3]["picture_alt"] = ""
    scenario["scenes"][8]["choices"][2]["consequence"] = ""
    assert [rule for rule, _scene, _path in list_problems(scenario)] == ["B5", "B7", "W4"]


def test_a_finding_names_place_and_mend_in_the_editors_language():
    with translation.override("vi"):
        for defect in DEFECTS:
            scenario = plain_scenario() if defect.plain else clean_scenario()
            defect.plant(scenario)
            (problem,) = check_scenario(from_plain(Scenario, scenario))
            shown = f"{problem.where} · {problem.field}: {problem.text} {problem.mend}"
            assert problem.blocks == problem.rule.startswith("B")
            assert all((problem.where, problem.field, problem.text, problem.mend)), defect.name
            english = [word for word in ("the", "is", "of", "to", "Scene") if f" {word} " in shown]
            assert not english, shown


def test_every_field_of_a_path_has_a_name():
    assert {field_label(defect.path) for defect in DEFECTS if defect.path}
    assert field_label("choices.1.cases.0.when.1") != field_label("choices.0.target")


def test_a_case_without_scenes_says_so():
    (problem,) = check_scenario(Scenario("bà Mẩy", "công chức", ()))
    assert (problem.rule, problem.path) == ("B4", "scenes")


def test_what_is_not_explored_is_not_claimed():
    scenario = plain_scenario()
    next(d for d in DEFECTS if d.name == "numbers without an end").plant(scenario)
    scenario["scenes"][0]["choices"][1]["when"] = [{"variable": "d0", "op": ">", "value": 10**6}]
    assert list_problems(scenario) == [("W13", "", "variables")]


def test_the_factorys_case_can_only_not_be_lost():
    assert list_problems(SCENARIO) == [("W10", "", "")]


def test_a_first_scene_that_cannot_be_entered_is_found_and_breaks_nothing():
    for kind, fields in (("otherwise to itself", "c1"), ("to nowhere", "")):
        scenario = plain_scenario()
        scenario["scenes"][0] |= {"when": [clause("trips", ">", 5)], "otherwise": fields}
        assert list_problems(scenario) == [("B16", "c1", "otherwise")], kind


def test_nothing_that_can_be_stored_breaks_the_checker():
    """Random scenarios of which pieces are missing, doubled or exchanged."""
    for seed in range(400):
        dice = Random(seed)
        scenario = clean_scenario() if seed % 2 else to_plain(random_graph(seed))
        for _n in range(dice.randint(1, 4)):
            spoil_scenario(scenario, dice)
        for problem in check_scenario(from_plain(Scenario, scenario)):
            assert problem.where and problem.text and problem.mend


def spoil_scenario(scenario, dice):
    """Empty, double, exchange or drop something, wherever it lies."""
    holders = list(lists_of(scenario))
    holder = dice.choice(holders)
    kind = dice.choice(["empty", "double", "drop", "swap", "text"])
    if kind == "empty":
        holder.clear()
    elif kind == "double" and holder:
        holder.append(copy.deepcopy(dice.choice(holder)))
    elif kind == "drop" and holder:
        holder.pop(dice.randrange(len(holder)))
    elif kind == "swap":
        dice.shuffle(holder)
    if kind == "text":
        for member in holder:
            spoil_text(member, dice)


def spoil_text(member, dice):
    """Put something odd into one of the texts that may be anything."""
    if not isinstance(member, dict):
        return
    names = [name for name, value in member.items() if isinstance(value, str) and name in FREE]
    if names:
        member[dice.choice(names)] = dice.choice(["", "c1", "lạ", "paper:.", "field:"])


def lists_of(value):
    if isinstance(value, list):
        yield value
        for member in value:
            yield from lists_of(member)
    elif isinstance(value, dict):
        for member in value.values():
            yield from lists_of(member)


def test_200_scenes_with_6_variables_are_checked_in_2_seconds():
    scenario = from_plain(Scenario, large_scenario(200, 6))
    best = 10.0
    for _try in range(3):
        start = time.process_time()
        check_scenario(scenario)
        best = min(best, time.process_time() - start)
    assert best < 2
