"""Out and in again: JSON loses nothing; Twee and Excel keep what they can hold and list the
rest.
"""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.content import Scenario
from cms.content.plain import from_plain, to_plain
from cms.scenarios import exchange
from cms.scenarios.exchange.own_json import schema
from cms.scenarios.exchange.twine.data import NAME, as_ours, passage
from tests.cms.exchange.cases import WORDS, plain, read, readable, scenarios

MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CASES = sorted(Path("lms/portals/console/demo/content/cases").glob("*.json"))


def demo_case(path):
    return from_plain(Scenario, json.loads(path.read_text())["scenario"])


@settings(MANY, max_examples=12)
@given(st.from_type(Scenario).map(readable).filter(lambda s: s.scenes), WORDS)
def test_json_keeps_every_field_of_every_kind(scenario, title):
    written = exchange.write(scenario, title, "json")
    found = read(written.data, "json")
    assert plain(found.scenario) == plain(scenario)
    assert (found.title, found.warnings, written.lost) == (title, (), ())


@MANY
@given(scenarios())
def test_twee_with_its_extra_passage_comes_back_as_it_was(scenario):
    found = read(exchange.write(scenario, "Bài", "twee").data, "twee")
    assert plain(found.scenario) == plain(scenario)


def differs(before, after):
    """(scene, field) and (scene, choice, field) that are not the same, scenes and choices by
    their keys.
    """
    one, two = to_plain(before), to_plain(after)
    others = {scene["key"]: scene for scene in two["scenes"]}
    found = set()
    for scene in one["scenes"]:
        other = others.get(scene["key"], {})
        known = {choice["key"]: choice for choice in other.get("choices", [])}
        for name in (scene.keys() | other.keys()) - {"choices"}:
            if (scene.get(name) or None) != (other.get(name) or None):
                found.add((scene["title"] or scene["key"], name))
        for choice in scene.get("choices", []):
            mate = known.get(choice["key"], {})
            for name in choice.keys() | mate.keys():
                if (choice.get(name) or None) != (mate.get(name) or None):
                    found.add((choice["text"][:60] or choice["key"], name))
    return found


@MANY
@given(scenarios())
def test_excel_lists_every_field_that_does_not_come_back(scenario):
    written = exchange.write(scenario, "Bài", "xlsx")
    found = read(written.data, "xlsx")
    for place, name in differs(scenario, found.scenario):
        assert any(place in w.where and w.text.startswith(f"{name}: ") for w in written.lost)


WRITTEN_IN_WORDS = st.text(st.sampled_from("aăâđêôơưbcdx "), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)


@MANY
@given(scenarios(words=WRITTEN_IN_WORDS))
def test_excel_holds_words_links_costs_conditions_and_effects(scenario):
    written = exchange.write(scenario, "Bài", "xlsx")
    found = read(written.data, "xlsx").scenario
    kept = (
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
    for before, after in zip(scenario.scenes, found.scenes, strict=True):
        assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
        assert len(after.basis) == len({one.text for one in before.basis})
    assert found.variables == scenario.variables
    assert (found.citizen, found.role, found.start_trips) == (
        scenario.citizen,
        scenario.role,
        scenario.start_trips,
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_demos_cases_go_through_twee_and_excel(path):
    scenario = demo_case(path)
    assert read(exchange.write(scenario, "Bài", "twee").data, "twee").scenario == scenario
    written = exchange.write(scenario, "Bài", "xlsx")
    found = read(written.data, "xlsx")
    assert found.warnings == ()
    for place, name in differs(scenario, found.scenario):
        assert any(place in w.where and w.text.startswith(f"{name}: ") for w in written.lost)
    for before, after in zip(scenario.scenes, found.scenario.scenes, strict=True):
        assert [c.target for c in after.choices] == [c.target for c in before.choices]
        assert [(c.trips, c.minutes, c.is_right) for c in after.choices] == [
            (c.trips, c.minutes, c.is_right) for c in before.choices
        ]


@pytest.mark.parametrize("path", CASES[:6], ids=lambda path: path.stem)
def test_twees_own_passages_carry_the_graph_without_the_extra_one(path):
    scenario = demo_case(path)
    written = exchange.write(scenario, "Bài", "twee")
    text = written.data.decode()
    alone = text[: text.index(f":: {NAME} ")]
    found = read(alone.encode(), "twee").scenario
    titles = {scene.key: scene.title for scene in found.scenes}
    before = {scene.key: scene.title for scene in scenario.scenes}
    assert list(titles.values()) == list(before.values())
    for old, new in zip(scenario.scenes, found.scenes, strict=True):
        assert [
            (titles[c.target], c.consequence, c.trips, c.minutes, c.is_right) for c in new.choices
        ] == [
            (before[c.target], c.consequence, c.trips, c.minutes, c.is_right) for c in old.choices
        ]
        assert new.narration == old.narration
    for place, name in differs(scenario, as_ours(found, scenario)):
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
    assert [v.start for v in found.variables] == [v.start for v in scenario.variables]


def test_what_was_changed_in_twine_counts_and_the_rest_is_kept():
    scenario = demo_case(CASES[0])
    first = scenario.scenes[0]
    text = exchange.write(scenario, "Bài", "twee").data.decode()
    head, _mark, extra = text.partition(f":: {NAME} ")
    changed = head.replace(first.narration, "Trời mưa to.").replace(
        f"[[{first.choices[0].text}|",
        "[[Gọi trưởng bản|Trưởng bản]]\n[[" + first.choices[0].text + "|",
    )
    changed += "\n\n:: Trưởng bản\nÔng đến ngay.\n\n"
    found = read((changed + _mark + extra).encode(), "twee")
    scene = found.scenario.scenes[0]
    assert scene.narration == "Trời mưa to."
    assert (scene.key, scene.papers, scene.basis, scene.speech) == (
        first.key,
        first.papers,
        first.basis,
        first.speech,
    )
    assert [c.text for c in scene.choices] == ["Gọi trưởng bản", *(c.text for c in first.choices)]
    assert scene.choices[1:] == first.choices
    assert found.scenario.scenes[1 : len(scenario.scenes)] == scenario.scenes[1:]
    assert found.scenario.scene(scene.choices[0].target).narration == "Ông đến ngay."
    assert [w.where for w in found.warnings] == [first.title]


def test_a_passage_deleted_in_twine_is_told_with_all_that_it_held():
    scenario = demo_case(CASES[0])
    last = scenario.scenes[-1]
    text = exchange.write(scenario, "Bài", "twee").data.decode()
    start = text.index(f":: {last.title}")
    found = read((text[:start] + text[text.index(f":: {NAME} ") :]).encode(), "twee")
    assert found.scenario.scene(last.key) is None
    assert any(last.picture_alt in warned.text for warned in found.warnings)


def test_the_extra_passage_holds_nothing_that_twine_takes_for_a_link():
    scenario = demo_case(CASES[0])
    assert "[[" not in passage(scenario).text


def test_the_json_schema_is_that_of_the_types():
    known = json.loads(Path("static/schema/scenario-1.json").read_text())
    assert known == json.loads(json.dumps(schema())), (
        "write it anew: json.dumps(schema(), ensure_ascii=False, indent=1)"
    )
    assert "Scene" in known["$defs"]
