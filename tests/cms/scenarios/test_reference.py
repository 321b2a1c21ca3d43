"""The engine and its space against a second evaluator that tries everything, on a thousand
random scenarios.
"""

from fractions import Fraction
from random import Random

import pytest

from cms.scenarios import engine
from cms.scenarios.paths import cheapest_way, dearest_way, master_path
from cms.scenarios.space import all_conditions, explore_space
from tests.cms.scenarios import reference
from tests.cms.scenarios.graphs import is_acyclic, random_graph

SEEDS = 1_000
BATCH = 100


def random_answers(scenario, seed, count=25):
    """Answers of any scene in any order, most of them where play stands."""
    dice = Random(f"answers {seed}")
    answers = []
    for _n in range(count):
        key = reference.run_answers(scenario, answers)[0]
        scene = (
            reference.find_scene(scenario, key)
            if dice.random() < 0.8
            else dice.choice(scenario.scenes)
        )
        possible = reference.answers_in(scene)
        if possible:
            answers.append(dice.choice(possible))
    return answers


def compare_play(scenario, seed):
    answers = random_answers(scenario, seed)
    key, facts, path = reference.run_answers(scenario, answers)
    played = engine.play_answers(scenario, answers)
    assert (played.scene, list(played.path)) == (key, path)
    assert {
        **dict(played.variables),
        **{n: getattr(played, n) for n in ("trips", "minutes", "money", "trust")},
    } == facts
    assert played.finished == (not reference.find_scene(scenario, key).choices)


def compare_space(scenario, everything):
    space = explore_space(scenario)
    assert space.complete and not space.lost
    every = [when for _scene, _path, when in all_conditions(scenario)]
    mine = {
        (scene.key, tuple(space.holds(n, when) for when in every))
        for n, scene in enumerate(space.scenes)
    }
    written = [n for n, when in enumerate(reference.every_condition(scenario)) if when]
    expected = {(key, tuple(truth[n] for n in written)) for key, truth in everything.seen()}
    assert mine == expected


def compare_paths(scenario, everything, acyclic):
    space = explore_space(scenario)
    ends = {
        key for key, _facts in everything.nexts if not reference.find_scene(scenario, key).choices
    }
    assert {space.scenes[n].key for n in space.ends} == ends
    best = cheapest_way(space)
    expected = everything.best()
    assert (best is None) == (expected is None) == (not ends)
    if best:
        assert Fraction(best[0].weight, 1000) == expected
        worst = dearest_way(space)
        assert worst[0].weight >= best[0].weight
        if acyclic:
            assert Fraction(worst[0].weight, 1000) == everything.worst()
    way = master_path(space)
    if way:
        assert [edge.target for _at, edge in way[:-1]] == [at for at, _edge in way[1:]]
        assert way[0][0] == 0 and space.scenes[way[-1][1].target].is_ending


@pytest.mark.parametrize("first", range(0, SEEDS, BATCH))
def test_engine_and_reference_agree(first):
    for seed in range(first, first + BATCH):
        scenario = random_graph(seed)
        everything = reference.AllStates(scenario)
        compare_play(scenario, seed)
        compare_space(scenario, everything)
        compare_paths(scenario, everything, is_acyclic(seed))


def test_the_random_scenarios_are_worth_comparing():
    scenarios = [random_graph(seed) for seed in range(SEEDS)]
    assert sum(1 for scenario in scenarios if scenario.variables) > SEEDS / 2
    assert (
        sum(
            1
            for scenario in scenarios
            if len(explore_space(scenario).scenes) > len(scenario.scenes)
        )
        > SEEDS / 10
    )
    unreached = [
        c for c in scenarios if len({s.key for s in explore_space(c).scenes}) < len(c.scenes)
    ]
    assert len(unreached) > SEEDS / 10
    assert sum(1 for scenario in scenarios if cheapest_way(explore_space(scenario)) is None) > 10
    assert {scene.step for scenario in scenarios for scene in scenario.scenes} >= {
        "choose",
        "several",
        "order",
        "form",
        "reason",
        "judge",
        "spot",
    }
