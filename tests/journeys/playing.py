"""Playing a case in a browser: previews without a server's data, answers put in as a person
would, a wire to cut.
"""

import contextlib
import json
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, expect

from cms import api
from cms.api import model_response
from cms.content import IMPACTS, Lesson, LessonKind, Scenario, Scene, StepAnswer, StepKind
from cms.content.plain import from_plain
from tests.architecture.source import ROOT

CASES = ROOT / "lms/portals/console/demo/content/cases"
ON, DONE = "Đi tiếp", {StepKind.CHOOSE: "Chọn cách này"}


def demo_case(name: str) -> Scenario:
    """A case of the demo: "h1"."""
    scenario = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return from_plain(Scenario, scenario["scenario"])


def draft(scenario: Scenario, mode: str, start: str = "", *, preview: bool = True) -> str:
    """The pack of a case as the Studio (preview) or a learner gets it."""
    shown = Lesson(
        slug="ban-nhap",
        title="Bản nháp",
        kind=LessonKind.SCENARIO,
        minutes=10,
        scenario=scenario,
        hash="0",
    )
    context = {"lesson": shown, "mode": mode, "preview": preview, "start": start, "values": "{}"}
    with translation.override("vi"):
        return render_to_string("learner/lessons/scenario.html", context)


def open_draft(page: Page, url: str, scenario: Scenario, mode: str, start: str = "") -> None:
    """Show a preview at an address of the server, whose styles and scripts it uses."""
    html = draft(scenario, mode, start)
    page.route(
        f"{url}/ban-nhap/**",
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
    )
    page.goto(f"{url}/ban-nhap/{start or 'dau'}/")
    expect(page.locator("form.question, .answer-outcome").first).to_be_visible()


def right(scene: Scene) -> dict[str, Any]:
    """The right answer to a scene, as `put` takes it."""
    if scene.step == StepKind.CHOOSE:
        return {"choice": next(choice.key for choice in scene.choices if choice.is_right)}
    return model_response(scene)


def put(page: Page, scene: Scene, given: dict[str, Any]) -> None:
    """Fill an answer into the form of the scene that is shown, and send it."""
    form = page.locator("form.question")
    for key in [given["choice"]] if "choice" in given else given.get("picked", []):
        form.locator(f"input[value='{key}']").check()
    for place, key in enumerate(given.get("order", []), 1):
        form.locator(f"select[name='order-{key}']").select_option(str(place))
    for key, text in given.get("fields", {}).items():
        box = form.locator(f"[name='field-{key}']")
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)
    for name in given.keys() - {"choice", "picked", "order", "fields", "ticked"}:
        option = form.locator(f"input[name={name}][type=radio][value='{given[name]}']")
        if option.count():
            option.check()
        else:
            form.locator(f"[name={name}]").fill(str(given[name]))
    send = form.get_by_role("button", name=DONE.get(scene.step, "Xong, xem điều xảy ra"))
    send.click()
    compare = form.locator("[data-compare]")
    if scene.step == StepKind.REASON and compare.is_visible():
        for key in given.get("ticked", []):
            compare.locator(f"input[value='{key}']").check()
        send.click()


def impacts(page: Page) -> dict[str, int]:
    """What the strip says."""
    amounts = {}
    for name in ("trips", "minutes", "money", "trust"):
        spot = page.locator(f".impact [data-{name}]")
        if spot.count():
            amounts[name] = int(spot.inner_text().replace(".", ""))
    return amounts


def way(scenario, start, answers):
    """(scene, answer, state after it) from a state on, the right way."""
    state = start
    while answers and not scenario.scene(state.scene).is_ending:
        scene = scenario.scene(state.scene)
        given = right(scene)
        answer = StepAnswer(
            scene.key, given.get("choice", ""), {k: v for k, v in given.items() if k != "choice"}
        )
        state, _turn = api.take_step(scenario, state, answer)
        yield scene, given, state
        answers -= 1


def stands(page: Page, scenario, state):
    """The page shows the scene of this state, and its impacts."""
    expect(page.locator("h1")).to_contain_text(scenario.scene(state.scene).title)
    expected = dict(zip(IMPACTS, state.impacts, strict=True))
    shown = impacts(page)
    assert shown == {name: expected[name] for name in shown}


def played(page: Page, scenario, state, steps=99):
    """Play the right way on the page, step by step; the state where it ends."""
    for scene, given, after in way(scenario, state, steps):
        stands(page, scenario, state)
        put(page, scene, given)
        expect(page.get_by_role("heading", name="Điều xảy ra")).to_be_focused()
        page.get_by_role("button", name=ON).click()
        state = after
    stands(page, scenario, state)
    return state


@dataclass
class Wire:
    """A line to the server that can be cut as by a fallen mast: what is open breaks, what is new
    is refused.
    """

    target: int
    port: int = 0
    open: list[socket.socket] = field(default_factory=list)
    listener: socket.socket | None = None

    def join(self) -> "Wire":
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        connection.bind(("127.0.0.1", self.port))
        connection.listen(64)
        self.listener, self.port = connection, connection.getsockname()[1]
        threading.Thread(target=self._accept, args=(connection,), daemon=True).start()
        return self

    def cut(self) -> None:
        ends = [self.listener, *self.open]
        self.open = []
        for end in ends:
            if end is not None:
                with contextlib.suppress(OSError):  # it is down already
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
                there = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.open += [client, there]
            for one, other in ((client, there), (there, client)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):  # cut
            while data := source.recv(65_536):
                target.sendall(data)
        for end in (source, target):
            end.close()
