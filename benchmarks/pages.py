"""What a page costs, against an empty view of the same server in the same run.

`make benchmark` (or `python -m benchmarks.pages`). Prints CPU of the server process and wall time a
request, and the ratio of both to the empty view. Figures of one machine say little; ratios travel.
"""

import json
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from lms.core.ids import uuid7
from tests.server import Client, Server, serve

ROUNDS = 150
# A person may send so many batches a minute; with the warm-up this stays below.
ANSWERS = 50


def cpu(server: Server) -> float:
    """Seconds of CPU that the web process has used."""
    fields = Path(f"/proc/{server.processes[0].pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(server: Server, call: Callable[[], object], rounds: int) -> tuple[float, float]:
    """(CPU, wall) milliseconds a call."""
    for _ in range(5):
        call()
    before, start = cpu(server), time.perf_counter()
    for _ in range(rounds):
        call()
    return 1000 * (cpu(server) - before) / rounds, 1000 * (time.perf_counter() - start) / rounds


def main() -> None:
    with tempfile.TemporaryDirectory() as var, serve(Path(var)) as server:
        facts = json.loads(server.manage("demo", "--facts"))
        learner = Client.sign_in(server, facts["learner"], facts["password"])
        instructor = Client.sign_in(server, facts["instructor"], facts["password"])
        lesson = (
            learner.opener.open(f"{server.url}/hoc/{facts['lesson']}/")
            .geturl()
            .removeprefix(server.url)
        )
        state = json.loads(learner.get(f"/hoc/{facts['lesson']}/tien-do/"))
        pages = {
            "empty view": lambda: learner.get("/healthz"),
            "home": lambda: learner.get("/hom-nay/"),
            "lesson (pack)": lambda: learner.get(lesson),
            "register": lambda: instructor.get(f"/lop/{facts['class']}/so/1/"),
            "answer (POST)": lambda: learner.post_json("/hoc/dong-bo/", answer(state, facts)),
        }
        figures = {
            name: measure(server, call, ANSWERS if "POST" in name else ROUNDS)
            for name, call in pages.items()
        }
    empty = figures["empty view"]
    sys.stdout.write(f"{'page':<16}{'CPU ms':>8}{'ratio':>8}{'wall ms':>9}{'ratio':>8}\n")
    for name, (used, wall) in figures.items():
        sys.stdout.write(
            f"{name:<16}{used:>8.1f}{used / empty[0]:>8.1f}{wall:>9.1f}{wall / empty[1]:>8.1f}\n"
        )


def answer(state: dict, facts: dict) -> dict:
    """One event as the lesson's script sends it."""
    now = time.time()
    event = {
        "id": str(uuid7()),
        "attempt": str(uuid7()),
        "device": str(uuid.uuid4()),
        "seq": 1,
        "learner": state["learner"],
        "lesson": facts["lesson"],
        "type": "choice",
        "scene": facts["scene"],
        "payload": {"choice": facts["choice"]},
        "version": state["version"],
        "ts": now,
    }
    return {"v": 1, "now": now, "events": [event]}


if __name__ == "__main__":
    main()
