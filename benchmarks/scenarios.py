"""What cases cost: the checker and the fold as a case grows, and an answer and a pack against an empty view.

`make benchmark` (or `python -m benchmarks.scenarios`). Figures of one machine say little; ratios travel. Growth is
printed against the size before: twice the scenes should cost about twice as much.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

from benchmarks.pages import ANSWERS, ROUNDS, answer, measure
from tests.cms.scenarios.clean import large_case
from tests.server import Client, serve

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
    # only now: the checker speaks through Django's catalogue
    from cms.content import Answer, Scenario  # noqa: PLC0415
    from cms.content.plain import from_plain  # noqa: PLC0415
    from cms.scenarios.checks import check  # noqa: PLC0415
    from cms.scenarios.engine import play  # noqa: PLC0415
    from cms.scenarios.space import explore  # noqa: PLC0415

    head = f"{'scenes':>7}{'variables':>10}{'states':>8}{'check ms':>10}{'growth':>8}{'fold ms':>9}{'growth':>8}"
    sys.stdout.write(head + "\n")
    for variables in (0, VARIABLES):
        before: tuple[float, float] | None = None
        for size in SIZES:
            case = from_plain(Scenario, large_case(size, variables))
            answers = [Answer(f"c{n + 1}", "a") for n in range(size)]
            states = len(explore(case).scenes)
            now = quickest(lambda: check(case)), quickest(lambda: play(case, answers))  # noqa: B023
            grown = [f"{a / b:.1f}" for a, b in zip(now, before, strict=True)] if before else ["", ""]  # fmt: skip
            sys.stdout.write(
                f"{size:>7}{variables:>10}{states:>8}{now[0]:>10.1f}{grown[0]:>8}{now[1]:>9.2f}{grown[1]:>8}\n"
            )
            before = now


def served() -> None:
    with tempfile.TemporaryDirectory() as var, serve(Path(var)) as server:
        facts = json.loads(server.manage("demo", "--facts"))
        learner = Client.sign_in(server, facts["learner"], facts["password"])
        lesson = learner.opener.open(f"{server.url}/hoc/{facts['lesson']}/").geturl()
        pack = lesson.removeprefix(server.url)
        state = json.loads(learner.get(f"/hoc/{facts['lesson']}/tien-do/"))

        def send() -> None:
            body = answer(state, facts)
            done = json.loads(learner.post_json("/hoc/dong-bo/", body))
            assert [one["s"] for one in done["results"]] == ["ok"], done

        found = {
            "empty view": measure(server, lambda: learner.get("/healthz"), ROUNDS),
            "pack (cached)": measure(server, lambda: learner.get(pack), ROUNDS),
            "answer (POST)": measure(server, send, ANSWERS),
        }
    empty = found["empty view"]
    sys.stdout.write(f"\n{'page':<16}{'CPU ms':>8}{'ratio':>8}{'wall ms':>9}{'ratio':>8}\n")
    for name, (used, wall) in found.items():
        sys.stdout.write(
            f"{name:<16}{used:>8.1f}{used / empty[0]:>8.1f}{wall:>9.1f}{wall / empty[1]:>8.1f}\n"
        )


if __name__ == "__main__":
    growth()
    served()
