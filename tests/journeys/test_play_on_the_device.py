"""What a phone folds is what the server folds: static/js/play.js in a browser against the
engine.
"""

import random
from urllib.parse import urlsplit

import pytest

from cms import api
from cms.content import IMPACTS, StepKind
from cms.content.plain import to_plain
from cms.scenarios.steps import judge_answer
from lms.portals.kit.packs.scenarios import device_scenario
from tests.architecture.source import ROOT
from tests.factories.random_cases import random_answer, random_scenario
from tests.factories.steps import demo_scene

pytestmark = [pytest.mark.browser, pytest.mark.once]
SCRIPTS = ROOT / "static/js"
CASES, STEPS = 320, 12
_FOLD = """async runs => {
  const play = await import("/play.js")
  return runs.map(([scenario, answers]) => {
    let state = play.begin(scenario)
    return [state, ...answers.map(answer => {
      const came = play.step(scenario, state, answer)
      if (came) state = came.state
      const scene = play.sceneOf(scenario, answer.scene)
      const judged = play.judge(scenario, scene, answer.response || {})
      const findings = judged.findings.map(finding => [finding.key, finding.right, finding.text])
      const turn = came && came.turn
      return {
        ...state,
        offered: play.offered(scenario, state),
        judged: [judged.percent, findings],
        turn: turn && [turn.choice, turn.percent, turn.right, turn.consequence, turn.trips],
      }
    })]
  })
}"""


@pytest.fixture
def page(browser):
    """A page that has nothing but the modules."""
    context = browser.new_context()
    new_page = context.new_page()
    new_page.route(
        "http://play.test/",
        lambda route: route.fulfill(
            body="<!doctype html><title>play</title>", content_type="text/html"
        ),
    )
    new_page.route(
        "http://play.test/**/*.js",
        lambda route: route.fulfill(
            path=SCRIPTS / urlsplit(route.request.url).path.lstrip("/"),
            content_type="text/javascript",
        ),
    )
    new_page.goto("http://play.test/")
    new_page.evaluate(
        "kinds => Promise.all(kinds.map(kind => import(`/steps/${kind}.js`)))",
        [kind.value for kind in StepKind],
    )
    yield new_page
    context.close()


@pytest.mark.parametrize("kind", list(StepKind), ids=str)
def test_the_device_judges_reads_and_describes_every_kind(page, kind):
    missing = page.evaluate(
        """async step => { const { kindOf } = await import("/kinds.js")
        const kind = kindOf({ step })
        return ["judge", "read", "describe"].filter(name => typeof kind[name] !== "function") }""",
        kind.value,
    )
    assert missing == []


def told(state):
    return {
        "scene": state.scene,
        "impacts": dict(zip(IMPACTS, state.impacts, strict=True)),
        "values": dict(state.values),
    }


def folded(scenario, answers):
    """What the engine makes of the answers, one after the other."""
    state = api.begin_play(scenario)
    states = [told(state)]
    for answer in answers:
        taken = api.take_step(scenario, state, answer)
        turn = None
        if taken is not None:
            state, done = taken
            turn = [done.choice, done.percent, done.is_right, done.consequence, done.trips]
        judged = judge_answer(scenario, scenario.scene(answer.scene), answer.response)
        states.append(
            told(state)
            | {
                "offered": [
                    c.key
                    for c in scenario.scene(state.scene).choices
                    if not c.on_timeout and state.holds(c.when)
                ],
                "judged": [judged.percent, [[f.key, f.is_right, f.text] for f in judged.findings]],
                "turn": turn,
            }
        )
    return states


def way(scenario, rng):
    """Answers mostly where the learner stands, some elsewhere."""
    state, answers = api.begin_play(scenario), []
    for _ in range(STEPS):
        scene = scenario.scene(state.scene)
        asked = (
            scene
            if not scene.is_ending and rng.random() < 0.9
            else rng.choice(scenario.scenes[:-1])
        )
        answers.append(random_answer(rng, asked))
        taken = api.take_step(scenario, state, answers[-1])
        state = taken[0] if taken else state
    return answers


def test_the_device_folds_random_cases_as_the_engine_does(page):
    cases = [random_scenario(seed) for seed in range(CASES)]
    ways = [way(case, random.Random(seed)) for seed, case in enumerate(cases)]
    runs = [
        [device_scenario(case, has_key=True), to_plain(answers)]
        for case, answers in zip(cases, ways, strict=True)
    ]
    for number, states in enumerate(page.evaluate(_FOLD, runs)):
        expected = folded(cases[number], ways[number])
        for at, (mine, theirs) in enumerate(zip(states, expected, strict=True)):
            answer = ways[number][at - 1] if at else None
            assert mine == theirs, f"case {number}, after answer {at}: {answer}"
    moved = sum(
        step["turn"] is not None
        for case, w in zip(cases, ways, strict=True)
        for step in folded(case, w)[1:]
    )
    assert moved > CASES * 2, "the ways hardly move: this test would prove nothing"


@pytest.mark.parametrize("kind", list(StepKind), ids=str)
def test_the_device_judges_the_demos_step_of_every_kind_as_the_server_does(page, kind):
    scenario, scene = demo_scene(kind)
    rng = random.Random(11)
    responses = [random_answer(rng, scene).response for _ in range(200)]
    judged = page.evaluate(
        """async ([scenario, key, responses]) => { const play = await import("/play.js")
        const scene = play.sceneOf(scenario, key)
        const told = ({ key, right, text }) => [key, right, text]
        const judged = responses.map(response => play.judge(scenario, scene, response))
        return judged.map(({ percent, findings }) => [percent, findings.map(told)]) }""",
        [device_scenario(scenario, has_key=True), scene.key, responses],
    )
    for response, on_device in zip(responses, judged, strict=True):
        on_server = judge_answer(scenario, scene, response)
        findings = [[each.key, each.is_right, each.text] for each in on_server.findings]
        assert on_device == [on_server.percent, findings], response


def test_the_device_mixes_as_the_engine_does(page):
    keys = ["a", "b", "c", "chào", "hỏi", "Ẳ", "x1", "x10", "x2"]
    mixed = page.evaluate(
        "async ([keys, seeds]) => { const play = await import('/play.js'); return seeds.map(seed =>"
        " play.shuffled(keys, seed)) }",
        [keys, [f"hạt-{n}" for n in range(50)]],
    )
    assert mixed == [api.shuffle_keys(keys, f"hạt-{n}") for n in range(50)]


@pytest.mark.parametrize("pattern", [r"[[:alpha:]]+", r"(?m)^ab$", r"\pL+", "(unclosed"])
def test_a_pattern_that_only_the_server_knows_is_left_to_the_server(page, pattern):
    ask = """async value => { const play = await import("/play.js")
      const { Unsure } = await import("/kinds.js")
      const checks = [{ rule: "pattern", text: "", value }]
      const scene = { key: "s", step: "form", fields: [{ key: "f", checks }] }
      try { play.judge({ scenes: [scene] }, scene, { fields: { f: "ab" } }); return "judged" }
      catch (error) { return error instanceof Unsure ? "unsure" : String(error) } }"""
    assert page.evaluate(ask, pattern) == "unsure"
