"""A scenario of the demo is proved by playing it: by who knows everything, by who does nothing, and
by the master.
"""

import datetime as dt
import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from cms.content import Scenario, Scene, StepAnswer, StepKind
from cms.content.plain import to_plain
from cms.scenarios import engine
from cms.scenarios.checks import check_scenario
from cms.scenarios.explaining import model_response
from cms.scenarios.steps import step_of
from tests.cms.demo import CONTENT, DOCUMENTS, SCENARIOS, UNCERTAIN, UNREAD, count_words

# Ten scenarios of the work at the counter (H) and five of conduct (U), each with the modes that its
# lesson asks for.
WHOLE, ALONE, TOGETHER = "watch guided solo", "guided solo", "guided"
CASES = {
    "khai-sinh-khong-giay-chung-sinh": WHOLE,
    "cha-mot-xa-me-mot-xa": WHOLE,
    "chau-ruot-xin-dang-ky-ket-hon": ALONE,
    "chung-thuc-40-ban-sao": WHOLE,
    "bang-tot-nghiep-co-vet-sua": WHOLE,
    "giay-uy-quyen-ban-dat": ALONE,
    "ho-so-dat-dai-thieu-mot-to": WHOLE,
    "cu-ba-khong-biet-chu": ALONE,
    "mot-la-don-bon-chuyen": ALONE,
    "dem-ngay-thu-ly": WHOLE,
    "nguoi-dan-lon-tieng": ALONE,
    "phong-bi-cam-on": TOGETHER,
    "nguoi-dan-mo-dien-thoai-quay": ALONE,
    "chi-nguoi-mong-khong-thao-tieng-viet": ALONE,
    "gui-anh-can-cuoc-qua-nhom-chat": ALONE,
}


def decision_scenes(scenario: Scenario) -> list[Scene]:
    return [scene for scene in scenario.scenes if scene.choices]


def choice_scenes(scenario: Scenario) -> list[Scene]:
    """The scenes in which a learner picks one of the ways to act; in all others an answer is
    judged.
    """
    return [scene for scene in decision_scenes(scenario) if not step_of(scene).is_judged]


def judged_scenes(scenario: Scenario) -> list[Scene]:
    return [scene for scene in decision_scenes(scenario) if step_of(scene).is_judged]


def right_place(scene: Scene) -> int:
    (place,) = (number for number, choice in enumerate(scene.choices) if choice.is_right)
    return place


def model_answer(scene: Scene) -> StepAnswer:
    """What somebody answers who knows it."""
    if not step_of(scene).is_judged:
        return StepAnswer(scene.key, scene.choices[right_place(scene)].key)
    return StepAnswer(scene.key, response=model_response(scene))


def poor_answer(scene: Scene) -> StepAnswer:
    """What somebody hands in who has not read the scene: nothing, or in a choice the way that
    costs most.
    """
    if step_of(scene).is_judged:
        return StepAnswer(scene.key)
    worst = max(scene.choices, key=lambda c: (not c.is_right, c.trips * 240 + c.minutes))
    return StepAnswer(scene.key, worst.key)


def play_to_end(scenario: Scenario, answer: Callable[[Scene], StepAnswer]) -> list[StepAnswer]:
    """All answers of one way to the end."""
    answers: list[StepAnswer] = []
    while not (state := engine.play_answers(scenario, answers)).finished:
        answers.append(answer(scenario.scene(state.scene)))
    return answers


def for_each_scenario(test: Any) -> Any:
    return pytest.mark.parametrize(
        "scenario", [s for _, s in SCENARIOS], ids=[slug for slug, _ in SCENARIOS]
    )(test)


def test_the_fifteen_cases_are_there_each_with_its_modes():
    assert {slug: " ".join(scenario.modes) for slug, scenario in SCENARIOS} == CASES


@for_each_scenario
def test_the_linter_finds_nothing_to_block_or_to_warn_about(scenario: Scenario):
    assert [f"{p.rule} {p.where}: {p.text}" for p in check_scenario(scenario)] == []


@for_each_scenario
def test_a_case_has_decisions_and_several_endings(scenario: Scenario):
    assert len(scenario.scenes) >= 8
    assert {scene.ending for scene in scenario.scenes if scene.is_ending} == {
        "good",
        "fair",
        "poor",
    }
    assert scenario.citizen and scenario.role and scenario.reviewed_by
    assert dt.date.fromisoformat(scenario.reviewed_on)
    for scene in scenario.scenes:
        assert scene.picture in {"counter", "office", "hall", "field"}
        assert scene.title and scene.place and scene.picture_alt and scene.right_way


@for_each_scenario
def test_a_decision_has_its_texts_and_three_ways(scenario: Scenario):
    for scene in decision_scenes(scenario):
        assert scene.question and scene.hint and scene.basis and scene.papers
        ways = [choice for choice in scene.choices if not choice.on_timeout]
        # what is written in one's own words is either there or not
        assert len(ways) == (2 if scene.step == StepKind.REASON else 3)
        assert all(
            choice.competence in {"nghiep_vu", "thai_do", "phap_luat", "phoi_hop"}
            for choice in scene.choices
        )


@for_each_scenario
def test_a_case_asks_for_more_than_picking_one_of_three(scenario: Scenario):
    assert len(choice_scenes(scenario)) >= 3
    assert judged_scenes(scenario)
    for scene in judged_scenes(scenario):
        for item in scene.items:
            assert item.text and item.why
        for field in scene.fields:
            assert field.label and field.model and field.why
            assert field.checks and all(check.text for check in field.checks)


def test_together_the_cases_use_every_kind_of_step():
    used = {scene.step for _, scenario in SCENARIOS for scene in decision_scenes(scenario)}
    assert used == set(StepKind)


@for_each_scenario
def test_one_answer_is_right_and_nothing_about_its_shape_tells_which(scenario: Scenario):
    scenes = choice_scenes(scenario)
    places = [right_place(scene) for scene in scenes]
    assert max(places.count(place) for place in places) < 0.7 * len(places)
    for shape in (min, max):
        telling = [
            scene
            for scene in scenes
            if len(scene.choices[right_place(scene)].text)
            == shape(len(c.text) for c in scene.choices)
        ]
        assert len(telling) <= len(scenes) / 2


@for_each_scenario
def test_the_wrong_way_always_costs_the_citizen_more(scenario: Scenario):
    for scene in decision_scenes(scenario):
        best = scene.choices[right_place(scene)]
        for choice in scene.choices:
            if choice is not best:
                assert choice.trips >= best.trips and choice.trust <= best.trust
                assert choice.trips * 240 + choice.minutes > best.trips * 240 + best.minutes


@for_each_scenario
def test_the_model_answer_of_every_step_is_wholly_right(scenario: Scenario):
    for scene in judged_scenes(scenario):
        judged_answer = engine.judge_answer(scenario, scene, model_answer(scene).response)
        assert judged_answer.percent == 100, (scene.key, judged_answer.findings)


@for_each_scenario
def test_an_empty_answer_is_never_taken_for_a_right_one(scenario: Scenario):
    for scene in judged_scenes(scenario):
        assert engine.judge_answer(scenario, scene, {}).percent < 50, scene.key


@for_each_scenario
def test_the_right_way_ends_well_and_scores_full(scenario: Scenario):
    way = engine.play_answers(scenario, play_to_end(scenario, model_answer))
    assert scenario.scene(way.scene).ending == "good"
    assert all(turn.is_right for turn in way.turns)
    assert engine.score_play(scenario, way).percent == 100


@for_each_scenario
def test_the_master_goes_the_right_way_and_says_why_at_each_step(scenario: Scenario):
    turns = engine.master_turns(scenario)
    assert scenario.scene(turns[-1].target).ending == "good"
    for turn in turns:
        choice = scenario.scene(turn.scene).choice(turn.choice)
        assert choice.is_right and len(choice.why.split()) >= 8


@for_each_scenario
def test_who_does_everything_wrong_does_not_end_well(scenario: Scenario):
    way = engine.play_answers(scenario, play_to_end(scenario, poor_answer))
    assert scenario.scene(way.scene).ending != "good"
    assert not any(turn.is_right for turn in way.turns)
    assert engine.score_play(scenario, way).percent < 50


@for_each_scenario
def test_what_was_done_is_remembered_and_changes_what_comes_after(scenario: Scenario):
    choices = [choice for scene in scenario.scenes for choice in scene.choices]
    cases = [choice_case for choice in choices for choice_case in choice.cases]
    assert scenario.variables
    assert cases or any(scene.when for scene in scenario.scenes)


@for_each_scenario
def test_sentences_stay_short_enough_to_be_read_aloud(scenario: Scenario):
    texts = [
        text
        for scene in scenario.scenes
        for text in (
            scene.speech,
            scene.narration,
            scene.question,
            scene.hint,
            *scene.right_way,
            *itertools.chain.from_iterable((c.text, c.consequence, c.why) for c in scene.choices),
            *itertools.chain.from_iterable((item.text, item.why) for item in scene.items),
            *(field.why for field in scene.fields),
            scene.model,
        )
    ]
    sentences = [part for text in texts for part in re.split(r"[.!?:;…]\W*\s", text)]
    assert [part for part in sentences if count_words(part) > 30] == []


@for_each_scenario
def test_law_rule_and_advice_are_kept_apart_and_doubts_are_said(scenario: Scenario):
    for basis in (basis for scene in scenario.scenes for basis in scene.basis):
        assert basis.kind in {"law", "internal", "practice"}
        assert (basis.kind == "law") == bool(basis.document)
        if basis.document:
            row = DOCUMENTS[basis.document]
            assert not row["valid_to"], f"{basis.document} is no longer in force"
        if basis.document in UNCERTAIN:
            assert UNREAD in basis.note


def test_cases_are_written_without_what_has_its_default_value():
    for file in (CONTENT / "cases").glob("*.json"):
        data = json.loads(file.read_text(encoding="utf-8"))
        (scenario,) = (scenario for slug, scenario in SCENARIOS if slug == data["slug"])
        assert to_plain(scenario) == data["scenario"], file.name
