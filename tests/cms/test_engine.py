"""The play of a scenario and its score."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content import Choice, Scenario, Scene, StepAnswer
from cms.content.plain import from_plain
from cms.scenarios import engine
from cms.scenarios.space import TRIP_MINUTES
from tests.factories.content import SCENARIO

CASE = from_plain(Scenario, SCENARIO)


def play(scenario, path):
    return engine.play_answers(scenario, [StepAnswer(*step) for step in path])


def scene(key, *choices, ending=""):
    return Scene(key, key, "", "counter", "Quầy", choices=choices, ending=ending)


def choice(key, target, trips=0, minutes=0, is_right=False):
    return Choice(key, key, "…", target, trips, minutes, is_right)


def make_scenario(*scenes):
    return Scenario("bà Mẩy", "công chức", scenes, start_trips=0)


def test_the_best_path_scores_100_and_the_worst_0():
    best = play(CASE, [("canh-1", "b"), ("canh-2", "a")])
    worst = play(CASE, [("canh-1", "a"), ("canh-2", "b")])
    assert (best.finished, best.trips, best.minutes, best.right) == (True, 1, 15, 2)
    assert engine.score_play(CASE, best).percent == 100
    assert engine.score_play(CASE, worst).percent == 0
    assert (worst.trips, worst.minutes) == (3, 180)


def test_between_them_a_trip_weighs_as_much_as_240_minutes():
    middle = engine.score_play(CASE, play(CASE, [("canh-1", "a"), ("canh-2", "a")]))
    # worst 3·240+180 = 900, best 240+15 = 255, this one 2·240+125 = 605
    assert middle.percent == round(100 * (900 - 605) / (900 - 255))
    assert (middle.best_trips, middle.best_minutes, middle.worst_trips) == (1, 15, 3)


def test_doing_a_scene_again_is_practice():
    played = play(CASE, [("canh-1", "a"), ("canh-1", "b"), ("canh-2", "a")])
    assert played.path == (("canh-1", "a"), ("canh-2", "a"))
    assert played.right == 1


@pytest.mark.parametrize("step", [("canh-9", "a"), ("canh-1", "z"), ("ket-thuc", "a")])
def test_what_the_scenario_does_not_have_is_refused(step):
    with pytest.raises(ValueError):
        play(CASE, [step])


def test_a_loop_neither_hangs_nor_makes_the_worst_path_endless():
    loop = make_scenario(
        scene("s1", choice("a", "s1", minutes=30), choice("b", "s2", minutes=5, is_right=True)),
        scene("s2", choice("a", "s1", trips=1), choice("b", "e", is_right=True)),
        scene("e", ending="good"),
    )
    score = engine.score_play(loop, play(loop, [("s1", "b"), ("s2", "b")]))
    assert (score.best_minutes, score.worst_trips, score.worst_minutes) == (5, 1, 30)
    assert score.percent == 100
    again = play(loop, [("s1", "a")] * 50 + [("s1", "b"), ("s2", "b")])
    assert again.minutes == 1505
    assert engine.score_play(loop, again).percent == 0


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_graph_is_played_and_scored_within_0_and_100(data):
    size = data.draw(st.integers(1, 8))
    keys = [f"s{n}" for n in range(size)] + ["e"]
    scenes = [
        scene(
            key,
            *(
                choice(
                    str(n),
                    data.draw(st.sampled_from(keys)),
                    data.draw(st.integers(0, 2)),
                    data.draw(st.integers(0, 60)),
                )
                for n in range(data.draw(st.integers(1, 3)))
            ),
        )
        for key in keys[:-1]
    ]
    graph = make_scenario(*scenes, scene("e", ending="good"))
    played = play(graph, [])
    for _ in range(20):
        current_scene = graph.scene(played.scene)
        if current_scene.is_ending:
            break
        drawn = data.draw(st.sampled_from(current_scene.choices))
        played = play(graph, [*played.path, (current_scene.key, drawn.key)])
    score = engine.score_play(graph, played)
    assert 0 <= score.percent <= 100
    best = score.best_trips * TRIP_MINUTES + score.best_minutes
    assert best <= score.worst_trips * TRIP_MINUTES + score.worst_minutes
    if played.finished:
        assert best <= played.trips * TRIP_MINUTES + played.minutes
