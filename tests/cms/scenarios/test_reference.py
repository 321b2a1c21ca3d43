"""The engine and its space against a second evaluator that tries everything, on a thousand
random scenarios.
"""

from fractions import Fraction
from random import Random

import pytest

from cms.scenarios import engine
from cms.scenarios.paths import cheapest, dearest, master_path
from cms.scenarios.space import clauses, explore
from tests.cms.scenarios import reference
from tests.cms.scenarios.graphs import graph, is_acyclic

SEEDS = 1_000
BATCH = 100


def random_answers(scenario, seed, count=25):
    """Answers of any scene in any order, most of them where play stands."""
    dice = Random(f"answers {seed}")
    answers = []
    for _n in range(count):
        key = reference.run(scenario, answers)[0]
        scene = (
            reference.find(scenario, key) if dice.random() < 0.8 else dice.choice(scenario.scenes)
        )
        possible = reference.answers_in(scene)
        if possible:
            answers.append(dice.choice(possible))
    return answers


def compare_play(scenario, seed):
    answers = random_answers(scenario, seed)
    key, facts, path = reference.run(scenario, answers)
    played = engine.play(scenario, answers)
    assert (played.scene, list(played.path)) == (key, path)
    assert {
        **dict(played.variables),
        **{n: getattr(played, n) for n in ("trips", "minutes", "money", "trust")},
    } == facts
    assert played.finished == (not reference.find(scenario, key).choices)


def compare_space(scenario, everything):
    space = explore(scenario)
    assert space.complete and not space.lost
    every = [when for _scene, _path, when in clauses(scenario)]
    mine = {
        (scene.key, tuple(space.holds(n, when) for when in every))
        for n, scene in enumerate(space.scenes)
    }
    written = [n for n, when in enumerate(reference.conditions(scenario)) if when]
    expected = {(key, tuple(truth[n] for n in written)) for key, truth in everything.seen()}
    assert mine == expected


def compare_paths(scenario, everything, acyclic):
    space = explore(scenario)
    ends = {key for key, _facts in everything.nexts if not reference.find(scenario, key).choices}
    assert {space.scenes[n].key for n in space.ends} == ends
    best = cheapest(space)
    expected = everything.best()
    assert (best is None) == (expected is None) == (not ends)
    if best:
        assert Fraction(best[0].weight, 1000) == expected
        worst = dearest(space)
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
        scenario = graph(seed)
        everything = reference.Everything(scenario)
        compare_play(scenario, seed)
        compare_space(scenario, everything)
        compare_paths(scenario, everything, is_acyclic(seed))


def test_the_random_scenarios_are_worth_comparing():
    scenarios = [graph(seed) for seed in range(SEEDS)]
    assert sum(1 for scenario in scenarios if scenario.variables) > SEEDS / 2
    assert (
        sum(1 for scenario in scenarios if len(explore(scenario).scenes) > len(scenario.scenes))
        > SEEDS / 10
    )
    unreached = [c for c in scenarios if len({s.key for s in explore(c).scenes}) < len(c.scenes)]
    assert len(unreached) > SEEDS / 10
    assert sum(1 for scenario in scenarios if cheapest(explore(scenario)) is None) > 10
    assert {scene.step for scenario in scenarios for scene in scenario.scenes} >= {
        "choose",
        "several",
        "order",
        "form",
        "reason",
        "judge",
        "spot",
    }
