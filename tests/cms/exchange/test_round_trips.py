"""Out and in again: JSON loses nothing; Twee and Excel keep what they can hold and list the
rest.
"""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.content import Scenario, StepKind
from cms.content.plain import from_plain, to_plain
from cms.scenarios import exchange
from cms.scenarios.exchange.own_json import json_schema
from cms.scenarios.exchange.twine.extra_passage import (
    EXTRA_NAME,
    make_extra_passage,
    with_original_keys,
)
from tests.cms.exchange.made_scenarios import (
    WORDS,
    as_text,
    read_accepted,
    scenarios,
    without_odd_letters,
)
from tests.served import served

MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DEMO_SCENARIOS = sorted(Path("lms/portals/console/demo/content/cases").glob("*.json"))


def demo_scenario(path):
    return from_plain(Scenario, json.loads(path.read_text())["scenario"])


@settings(MANY, max_examples=12)
@given(st.from_type(Scenario).map(without_odd_letters).filter(lambda s: s.scenes), WORDS)
def test_json_keeps_every_field_of_every_kind(scenario, title):
    written = exchange.write_scenario(scenario, title, "json")
    imported = read_accepted(written.data, "json")
    assert as_text(imported.scenario) == as_text(scenario)
    assert (imported.title, imported.warnings, written.lost) == (title, (), ())


@MANY
@given(scenarios())
def test_twee_with_its_extra_passage_comes_back_as_it_was(scenario):
    imported = read_accepted(exchange.write_scenario(scenario, "Bài", "twee").data, "twee")
    assert as_text(imported.scenario) == as_text(scenario)


def list_differences(before, after):
    """The (place, field) pairs that are not the same, as a list of losses names places.

    Scenes and choices are compared by their keys; empty and missing are the same.
    """
    scenes_after = {scene["key"]: scene for scene in to_plain(after)["scenes"]}
    differences = set()
    for scene in to_plain(before)["scenes"]:
        scene_after = scenes_after.get(scene["key"], {})
        choices, choices_after = scene.pop("choices", []), scene_after.pop("choices", [])
        choices_by_key = {choice["key"]: choice for choice in choices_after}
        for name in differing_fields(scene, scene_after):
            differences.add((scene["title"] or scene["key"], name))
        for choice in choices:
            for name in differing_fields(choice, choices_by_key.get(choice["key"], {})):
                differences.add((choice["text"][:60] or choice["key"], name))
    return differences


def differing_fields(before, after):
    names = before.keys() | after.keys()
    return [name for name in names if (before.get(name) or None) != (after.get(name) or None)]


@MANY
@given(scenarios())
def test_excel_lists_every_field_that_does_not_come_back(scenario):
    written = exchange.write_scenario(scenario, "Bài", "xlsx")
    imported = read_accepted(written.data, "xlsx")
    for place, name in list_differences(scenario, imported.scenario):
        assert any(place in w.where and w.text.startswith(f"{name}: ") for w in written.lost)


WRITTEN_IN_WORDS = st.text(st.sampled_from("aăâđêôơưbcdx "), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)


@MANY
@given(scenarios(words=WRITTEN_IN_WORDS))
def test_excel_holds_words_links_costs_conditions_and_effects(scenario):
    written = exchange.write_scenario(scenario, "Bài", "xlsx")
    imported = read_accepted(written.data, "xlsx").scenario
    kept_fields = (
        "title",
        "place",
        "narration",
        "speaker",
        "speech",
        "question",
        "hint",
        "ending",
        "right_way",
        "choices",
        "key",
        "picture_alt",
    )
    for before, after in zip(scenario.scenes, imported.scenes, strict=True):
        assert [getattr(after, name) for name in kept_fields] == [
            getattr(before, name) for name in kept_fields
        ]
        assert len(after.basis) == len({basis.text for basis in before.basis})
    assert imported.variables == scenario.variables
    assert (imported.citizen, imported.role, imported.start_trips) == (
        scenario.citizen,
        scenario.role,
        scenario.start_trips,
    )


@pytest.mark.parametrize("path", DEMO_SCENARIOS, ids=lambda path: path.stem)
def test_the_demos_cases_go_through_twee_and_excel(path):
    scenario = demo_scenario(path)
    assert (
        read_accepted(exchange.write_scenario(scenario, "Bài", "twee").data, "twee").scenario
        == scenario
    )
    written = exchange.write_scenario(scenario, "Bài", "xlsx")
    imported = read_accepted(written.data, "xlsx")
    assert imported.warnings == ()
    for place, name in list_differences(scenario, imported.scenario):
        assert any(place in w.where and w.text.startswith(f"{name}: ") for w in written.lost)
    for before, after in zip(scenario.scenes, imported.scenario.scenes, strict=True):
        assert [c.target for c in after.choices] == [c.target for c in before.choices]
        assert [(c.trips, c.minutes, c.is_right) for c in after.choices] == [
            (c.trips, c.minutes, c.is_right) for c in before.choices
        ]


@pytest.mark.parametrize("path", DEMO_SCENARIOS[:6], ids=lambda path: path.stem)
def test_twees_own_passages_carry_the_graph_without_the_extra_one(path):
    scenario = demo_scenario(path)
    written = exchange.write_scenario(scenario, "Bài", "twee")
    text = written.data.decode()
    alone = text[: text.index(f":: {EXTRA_NAME} ")]
    imported = read_accepted(alone.encode(), "twee").scenario
    titles = {scene.key: scene.title for scene in imported.scenes}
    before = {scene.key: scene.title for scene in scenario.scenes}
    assert list(titles.values()) == list(before.values())
    for scene, scene_after in zip(scenario.scenes, imported.scenes, strict=True):
        assert [
            (titles[c.target], c.consequence, c.trips, c.minutes, c.is_right)
            for c in scene_after.choices
        ] == [
            (before[c.target], c.consequence, c.trips, c.minutes, c.is_right) for c in scene.choices
        ]
        assert scene_after.narration == scene.narration
    for place, name in list_differences(scenario, with_original_keys(imported, scenario)):
        assert any(place in w.where and w.text.startswith(f"{name}: ") for w in written.lost)
        assert name not in {
            "consequence",
            "target",
            "trips",
            "minutes",
            "money",
            "trust",
            "when",
            "effects",
            "question",
        }
    assert [v.start for v in imported.variables] == [v.start for v in scenario.variables]


def test_what_was_changed_in_twine_counts_and_the_rest_is_kept():
    scenario = demo_scenario(DEMO_SCENARIOS[0])
    first = scenario.scenes[0]
    text = exchange.write_scenario(scenario, "Bài", "twee").data.decode()
    head, _mark, extra = text.partition(f":: {EXTRA_NAME} ")
    changed = head.replace(first.narration, "Trời mưa to.").replace(
        f"[[{first.choices[0].text}|",
        "[[Gọi trưởng bản|Trưởng bản]]\n[[" + first.choices[0].text + "|",
    )
    changed += "\n\n:: Trưởng bản\nÔng đến ngay.\n\n"
    imported = read_accepted((changed + _mark + extra).encode(), "twee")
    scene = imported.scenario.scenes[0]
    assert scene.narration == "Trời mưa to."
    assert (scene.key, scene.papers, scene.basis, scene.speech) == (
        first.key,
        first.papers,
        first.basis,
        first.speech,
    )
    assert [c.text for c in scene.choices] == ["Gọi trưởng bản", *(c.text for c in first.choices)]
    assert scene.choices[1:] == first.choices
    assert imported.scenario.scenes[1 : len(scenario.scenes)] == scenario.scenes[1:]
    assert imported.scenario.scene(scene.choices[0].target).narration == "Ông đến ngay."
    assert [w.where for w in imported.warnings] == [first.title]


def test_a_passage_deleted_in_twine_is_told_with_all_that_it_held():
    scenario = demo_scenario(DEMO_SCENARIOS[0])
    last = scenario.scenes[-1]
    text = exchange.write_scenario(scenario, "Bài", "twee").data.decode()
    start = text.index(f":: {last.title}")
    imported = read_accepted(
        (text[:start] + text[text.index(f":: {EXTRA_NAME} ") :]).encode(), "twee"
    )
    assert imported.scenario.scene(last.key) is None
    assert any(last.picture_alt in warned.text for warned in imported.warnings)


def test_the_extra_passage_holds_nothing_that_twine_takes_for_a_link():
    scenario = demo_scenario(DEMO_SCENARIOS[0])
    assert "[[" not in make_extra_passage(scenario).text


def test_the_json_schema_that_is_served_is_that_of_the_types():
    stored = json.loads(served("schema/scenario-1.json"))
    assert stored == json.loads(json.dumps(json_schema()))
    assert stored["$defs"]["StepKind"]["enum"] == sorted(StepKind)
    assert "Scene" in stored["$defs"]
