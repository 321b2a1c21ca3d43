"""Xem mẫu: the scenario as a master handles it, scene by scene; the same for everybody."""

from dataclasses import dataclass

from cms import api
from cms.api import AnswerLine, explain_answer, model_response
from cms.content import Choice, Scenario, Scene, Turn
from lms.portals.kit.packs.places import picture_template


@dataclass(frozen=True)
class WatchedStep:
    """One step of the master's way.

    The picture is the template of its place, "" where the place is the same as before. `impacts`:
    trips, minutes, money (đồng) and trust after the step.
    """

    scene: Scene
    picture: str
    choice: Choice | None
    turn: Turn | None
    lines: tuple[AnswerLine, ...]
    impacts: tuple[int, int, int, int]

    @property
    def trips(self) -> int:
        return self.impacts[0]

    @property
    def minutes(self) -> int:
        return self.impacts[1]


def watched_steps(scenario: Scenario) -> list[WatchedStep]:
    """The master's way from the first scene to the ending, which comes last, without a turn."""
    impacts = (scenario.start_trips, scenario.start_minutes, 0, 0)
    steps: list[WatchedStep] = []
    last_key, last_picture = scenario.scenes[0].key, ""
    for turn in api.master_turns(scenario):
        scene = scenario.scene(turn.scene)
        if scene is None:
            continue
        trips, minutes, money, trust = impacts
        impacts = (
            trips + turn.trips,
            minutes + turn.minutes,
            money + turn.money,
            trust + turn.trust,
        )
        model = explain_answer(scenario, scene, model_response(scene))
        scene_picture = "" if scene.picture == last_picture else picture_template(scene)
        steps.append(
            WatchedStep(scene, scene_picture, scene.choice(turn.choice), turn, model, impacts)
        )
        last_key, last_picture = turn.target, scene.picture
    ending = scenario.scene(last_key)
    if ending is not None and ending.is_ending:
        steps.append(WatchedStep(ending, picture_template(ending), None, None, (), impacts))
    return steps
