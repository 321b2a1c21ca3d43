"""What cases cost: the checker and the fold as a case grows, and an answer and a pack against an
empty view.

`make benchmark` (or `python -m benchmarks.scenarios`). Figures of one machine say little; ratios
travel. Growth is printed against the size before: twice the scenes should cost about twice as much.
"""

import functools
import itertools
import json
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

from benchmarks.pages import ANSWERS, ROUNDS, measure
from cms.content import Scenario, Scene, StepAnswer
from cms.content.plain import from_plain
from cms.scenarios.engine import master_turns, play_answers
from cms.scenarios.space import explore_space
from lms.core.ids import uuid7
from tests.cms.scenarios.clean import large_scenario
from tests.server import Client, serve

CASES = Path(__file__).parents[1] / "lms/portals/console/demo/content/cases"

SIZES = (50, 100, 200, 400)
VARIABLES = 6
TRIES = 5


def quickest(call: Callable[[], object]) -> float:
    """Milliseconds of CPU of the quickest of some calls."""
    best = float("inf")
    for _try in range(TRIES):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return 1000 * best


def growth() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.project.settings.test")
    django.setup()
    from cms.scenarios.checks import check_scenario  # noqa: PLC0415 - it needs Django set up

    head = (
        f"{'scenes':>7}{'variables':>10}{'states':>8}{'check ms':>10}{'growth':>8}"
        f"{'fold ms':>9}{'growth':>8}"
    )
    sys.stdout.write(head + "\n")
    for variables in (0, VARIABLES):
        before: tuple[float, float] | None = None
        for size in SIZES:
            case = from_plain(Scenario, large_scenario(size, variables))
            answers = [StepAnswer(f"c{n + 1}", "a") for n in range(size)]
            states = len(explore_space(case).scenes)
            check_time = quickest(functools.partial(check_scenario, case))
            fold_time = quickest(functools.partial(play_answers, case, answers))
            now = check_time, fold_time
            grown = (
                [f"{a / b:.1f}" for a, b in zip(now, before, strict=True)] if before else ["", ""]
            )
            sys.stdout.write(
                f"{size:>7}{variables:>10}{states:>8}{now[0]:>10.1f}{grown[0]:>8}{now[1]:>9.2f}{grown[1]:>8}\n"
            )
            before = now


def served() -> None:
    with tempfile.TemporaryDirectory() as var, serve(Path(var)) as server:
        facts = json.loads(server.manage("demo", "--facts"))
        learner = Client.sign_in(server, facts["learner"], facts["password"])
        state = json.loads(learner.get(f"/hoc/{facts['lesson']}/tien-do/"))
        pack = f"/hoc/{facts['lesson']}/v/{state['version']}/"
        events = runs(learner)

        def ask(path: str) -> int:
            url = server.url + path
            headers = {"Accept-Encoding": "gzip"}
            request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own server
            with learner.opener.open(request) as response:
                return len(response.read())

        def send() -> None:
            body = {"v": 1, "now": time.time(), "events": [next(events)]}
            done = json.loads(learner.post_json("/hoc/dong-bo/", body))
            if [one["s"] for one in done["results"]] != ["ok"]:
                raise RuntimeError(f"the answer was not taken: {done}")

        figures = {
            "empty view": measure(server, lambda: ask("/healthz"), ROUNDS),
            "pack (cached)": measure(server, lambda: ask(pack), ROUNDS),
            "answer (POST)": measure(server, send, ANSWERS),
        }
        sys.stdout.write(f"\nThe pack has {ask(pack):,} bytes on the wire.\n")
    empty = figures["empty view"]
    sys.stdout.write(f"{'page':<16}{'CPU ms':>8}{'ratio':>8}{'wall ms':>9}{'ratio':>8}\n")
    for name, (used, wall) in figures.items():
        sys.stdout.write(
            f"{name:<16}{used:>8.1f}{used / empty[0]:>8.1f}{wall:>9.1f}{wall / empty[1]:>8.1f}\n"
        )


def runs(learner: Client) -> Iterator[dict[str, Any]]:
    """One event after another as a phone sends them: each case of the learner's class from its
    first scene to an ending.
    """
    cases = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(CASES.glob("*.json"))]
    standings = [(standing(learner, case["slug"]), case) for case in cases]
    for state, data in itertools.cycle([one for one in standings if "version" in one[0]]):
        case = from_plain(Scenario, data["scenario"])
        attempt, device = str(uuid7()), str(uuid.uuid4())
        for seq, turn in enumerate(master_turns(case), 1):
            yield {
                "id": str(uuid7()),
                "attempt": attempt,
                "device": device,
                "seq": seq,
                "learner": state["learner"],
                "lesson": data["slug"],
                "type": "choice",
                "scene": turn.scene,
                "payload": payload(case.scene(turn.scene), turn.choice),
                "version": state["version"],
                "mode": state["mode"],
                "ts": time.time(),
            }


def standing(learner: Client, lesson: str) -> dict[str, Any]:
    """Where the learner stands in a lesson; nothing where it is not in their class."""
    try:
        return json.loads(learner.get(f"/hoc/{lesson}/tien-do/"))
    except urllib.error.HTTPError:
        return {}


def payload(scene: Scene, choice: str) -> dict[str, Any]:
    """The right answer to a step."""
    if scene.step == "choose":
        return {"choice": choice}
    fields = {field.key: field.model for field in scene.fields}
    right = [item.key for item in scene.items if item.right]
    rated = sorted(scene.items, key=lambda item: sum(item.panel))
    return {
        "response": {
            "form": {"fields": fields},
            "order": {"order": [item.key for item in scene.items]},
            "reason": {"text": scene.model, "ticked": []},
            "judge": {"best": rated[-1].key, "worst": rated[0].key} if rated else {},
        }.get(scene.step, {"picked": right})
    }


if __name__ == "__main__":
    growth()
    served()
