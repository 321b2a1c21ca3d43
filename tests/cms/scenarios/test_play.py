"""What holds for every scenario and every run: practice, prefixes, starting elsewhere, the master's
way, stable shuffling.
"""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content import Choice, Clause, Effect, Scenario, Scene, StepAnswer, Variable
from cms.scenarios import engine
from cms.scenarios.space import explore_space
from tests.cms.scenarios import reference
from tests.cms.scenarios.graphs import random_graph

seeds = st.integers(0, 100_000)


def play_at_random(seed, count=20):
    scenario = random_graph(seed)
    dice = Random(seed)
    answers = []
    for _n in range(count):
        possible = reference.answers_in(
            reference.find_scene(scenario, reference.run_answers(scenario, answers)[0])
        )
        if not possible:
            break
        answers.append(dice.choice(possible))
    return scenario, answers


def scene(key, *choices, **fields):
    return Scene(key, key, "Quầy", "counter", "Quầy", choices=choices, **fields)


@settings(max_examples=100, deadline=None)
@given(seeds, st.data())
def test_an_answer_of_a_scene_where_play_does_not_stand_changes_nothing(seed, data):
    scenario, answers = play_at_random(seed)
    place = data.draw(st.integers(0, len(answers)))
    key = engine.play_answers(scenario, answers[:place]).scene
    elsewhere = [a for s in scenario.scenes if s.key != key for a in reference.answers_in(s)]
    if elsewhere:
        practice = data.draw(st.sampled_from(elsewhere))
        with_practice = [*answers[:place], practice, *answers[place:]]
        assert engine.play_answers(scenario, with_practice) == engine.play_answers(
            scenario, answers
        )


@settings(max_examples=100, deadline=None)
@given(seeds, st.data())
def test_what_was_played_is_the_beginning_of_what_is_played_on(seed, data):
    scenario, answers = play_at_random(seed)
    place = data.draw(st.integers(0, len(answers)))
    before, after = (
        engine.play_answers(scenario, answers[:place]),
        engine.play_answers(scenario, answers),
    )
    assert after.turns[: len(before.turns)] == before.turns
    state = engine.begin_play(scenario)
    for answer in answers[:place]:
        next_step = engine.take_step(scenario, state, answer)
        state = next_step[0] if next_step else state
    assert state.scene == before.scene
    assert (
        engine.play_answers(scenario, answers[place:], state).turns
        == after.turns[len(before.turns) :]
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 50_000).map(lambda n: 2 * n), st.data())
def test_an_answer_that_arrives_twice_counts_once_where_no_way_leads_back(seed, data):
    scenario, answers = play_at_random(seed)
    twice = [a for a in answers for _n in range(data.draw(st.integers(1, 3)))]
    late = [*twice, *data.draw(st.permutations(answers))]
    assert engine.play_answers(scenario, late) == engine.play_answers(scenario, answers)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_each_turn_begins_where_the_one_before_led_and_sums_add_up(seed):
    scenario, answers = play_at_random(seed)
    played = engine.play_answers(scenario, answers)
    stands = [*(turn.target for turn in played.turns), played.scene]
    assert [turn.scene for turn in played.turns][1:] == stands[: len(played.turns) - 1]
    assert (
        stands[-1] == stands[-2]
        if played.turns
        else played.scene == engine.begin_play(scenario).scene
    )
    assert played.trips == scenario.start_trips + sum(turn.trips for turn in played.turns)
    assert played.money == sum(turn.money for turn in played.turns)
    assert all(0 <= turn.percent <= 100 for turn in played.turns)
    assert all(0 <= c.won <= c.of for c in played.competences)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_a_score_is_between_0_and_100(seed):
    scenario, answers = play_at_random(seed)
    assert 0 <= engine.score_play(scenario, engine.play_answers(scenario, answers)).percent <= 100


def test_the_cheapest_way_of_all_scores_100_and_the_dearest_0():
    compared = 0
    for seed in range(0, 600, 2):
        scenario = random_graph(seed)
        everything = reference.AllStates(scenario)
        best, worst = everything.way(min), everything.way(max)
        if best is None or best[0] == worst[0]:
            continue
        compared += 1
        assert engine.score_play(scenario, engine.play_answers(scenario, best[1])).percent == 100
        assert engine.score_play(scenario, engine.play_answers(scenario, worst[1])).percent == 0
    assert compared > 100


def test_the_masters_way_can_be_played_and_ends():
    for seed in range(200):
        scenario = random_graph(seed)
        if any(s.step != "choose" for s in scenario.scenes):
            continue
        turns = engine.master_turns(scenario)
        played = engine.play_answers(scenario, [StepAnswer(t.scene, t.choice) for t in turns])
        assert [(t.target, t.consequence, t.minutes) for t in played.turns] == [
            (t.target, t.consequence, t.minutes) for t in turns
        ]
        assert played.finished or not turns


@given(st.sets(st.text(min_size=1, max_size=5), max_size=12), st.text(max_size=20))
def test_shuffling_keeps_all_keys_and_is_the_same_for_an_attempt(keys, seed):
    order = engine.shuffle_keys(keys, seed)
    assert sorted(order) == sorted(keys)
    assert engine.shuffle_keys(sorted(keys), seed) == order == engine.shuffle_keys(order, seed)


def test_two_attempts_see_another_order():
    orders = {tuple(engine.shuffle_keys("abcd", f"luot-{n}")) for n in range(60)}
    assert len(orders) > 15


def counting_loop(most):
    """Asked for a paper until it is brought; who was sent away `most` times complains."""
    return Scenario(
        "bà Mẩy",
        "công chức",
        variables=(Variable("lan", "Lần trả", "number", 0),),
        scenes=(
            scene(
                "quay",
                Choice("tra", "Trả", "Về", "quay", trips=1, effects=(Effect("lan", "add", 1),)),
                Choice("nhan", "Nhận", "Xong", "het", is_right=True),
            ),
            scene(
                "het",
                ending="good",
                when=(Clause("lan", "<", most), Clause("trips", "<", most)),
                otherwise="don",
            ),
            scene("don", ending="poor"),
        ),
    )


def test_a_loop_that_counts_has_no_more_states_than_its_conditions_tell_apart():
    space = explore_space(counting_loop(5))
    assert space.complete and len(space.scenes) < 50
    assert {s.key for s in space.scenes} == {"quay", "het", "don"}
    assert not explore_space(counting_loop(10**9), limit=500).complete


def test_begin_elsewhere_with_other_values():
    scenario = counting_loop(3)
    assert engine.begin_play(scenario, "het").scene == "het"
    assert engine.begin_play(scenario, "het", [("lan", 3)]).scene == "don"
    with pytest.raises(engine.UnknownStep):
        engine.begin_play(scenario, "khong-co")


def test_time_that_is_up_takes_its_own_way_and_is_never_offered():
    scenario = Scenario(
        "bà Mẩy",
        "công chức",
        (
            scene(
                "a",
                Choice("het-gio", "", "Chậm", "b", minutes=30, on_timeout=True),
                Choice("x", "X", "Rồi", "b"),
                seconds=20,
            ),
            scene("b", ending="good"),
        ),
    )
    assert [c.key for c in engine.offered_choices(scenario, engine.begin_play(scenario))] == ["x"]
    assert engine.play_answers(scenario, [StepAnswer("a", "het-gio")]).turns == ()
    assert engine.play_answers(scenario, [StepAnswer("a", "x", late=True)]).path == (
        ("a", "het-gio"),
    )


def test_a_variable_named_like_an_impact_does_not_hide_it():
    scenario = Scenario(
        "bà Mẩy",
        "công chức",
        variables=(Variable("trips", "Lượt", "number", 9),),
        scenes=(
            scene("a", Choice("x", "X", "Rồi", "b", trips=1)),
            scene("b", ending="good", when=(Clause("trips", "==", 2),), otherwise="c"),
            scene("c", ending="poor"),
        ),
    )
    assert engine.play_answers(scenario, [StepAnswer("a", "x")]).scene == "b"
    assert {s.key for s in explore_space(scenario).scenes} == {"a", "b"}
