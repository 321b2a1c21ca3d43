"""Whole cases of the demo played by a plain HTTP client: no JavaScript, only links, forms and
what stands on the page.
"""

import html
import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from cms.api import model_response
from cms.content import Scenario, StepKind
from cms.content.plain import from_plain
from lms.learning.progress.models import Answer, LessonProgress
from lms.portals.console.demo.texts import load_json
from tests.factories import content, learning
from tests.factories.people import SYSTEM
from tests.factories.steps import typed_answer

CASES = ("h1", "h10")


class Page(HTMLParser):
    """Forms with their fields, and links with their words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.links: list[tuple[str, str]] = []
        self.text = html.unescape(re.sub(r"<[^>]+>", " ", text))
        self._link: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.forms.append(
                {"action": attributes.get("action", ""), "fields": {}, "names": set()}
            )
        elif tag == "a":
            self._link = [attributes.get("href", ""), ""]
        elif tag in ("input", "select", "textarea") and attributes.get("name") and self.forms:
            form = self.forms[-1]
            form["names"].add((attributes["name"], attributes.get("value", "")))
            if attributes.get("type") == "hidden":
                form["fields"][attributes["name"]] = attributes.get("value", "")

    def handle_data(self, data):
        if self._link:
            self._link[1] += data

    def handle_endtag(self, tag):
        if tag == "a" and self._link:
            self.links.append((self._link[0], " ".join(self._link[1].split())))
            self._link = None


class Reader:
    """A browser that knows nothing but pages."""

    def __init__(self, user) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(user)
        self.url, self.page = "", None

    def _take(self, answer) -> Page:
        assert answer.status_code == 200, answer.status_code
        if answer.redirect_chain:
            self.url = answer.redirect_chain[-1][0]
        self.page = Page(answer.content.decode())
        return self.page

    def open(self, url: str) -> Page:
        self.url = url
        return self._take(self.client.get(url, follow=True))

    def follow(self, words: str) -> Page:
        return self.open(next(url for url, text in self.page.links if words in text))

    def send(self, form: dict, data: dict) -> Page:
        where = form["action"] if form["action"].startswith("/") else self.url.partition("#")[0]
        self.url = where
        return self._take(self.client.post(where, form["fields"] | data, follow=True))


def play_scenario(reader: Reader, scenario: Scenario, *, right: bool) -> int:
    """From scene to scene until the ending; returns how many were answered."""
    count = 0
    while True:
        key = re.search(r"/canh/([^/?]+)/", reader.url)[1]
        scene = scenario.scene(key)
        if scene.is_ending:
            return count
        form = next(form for form in reader.page.forms if not form["action"].startswith("/"))
        offered = [value for name, value in form["names"] if name == "choice"]
        ranked = sorted(offered, key=lambda field: (not scene.choice(field).is_right, field))
        data = typed_answer(
            scene,
            model_response(scene),
            (ranked if right else ranked[::-1] or [""])[0] if ranked else "",
        )
        assert {name for name, _value in form["names"]} >= set(data) - {"ticked"}
        page = reader.send(form, data)
        assert "Điều xảy ra" in page.text
        reader.follow("Đi tiếp")
        count += 1
        assert count < 40


@pytest.fixture(params=CASES)
def case(request, cast):
    data = load_json(f"cases/{request.param}")
    documents = {
        b["document"]
        for s in data["scenario"]["scenes"]
        for b in s.get("basis", ())
        if b.get("document")
    }
    rows = [content.LAW | {"number": number} for number in sorted(documents)]
    content.section()
    content.api.write_legal_documents(actor=SYSTEM, rows=rows)
    school = learning.case_school(cast, data["scenario"])
    return school, from_plain(Scenario, data["scenario"])


def test_the_whole_case_is_played_without_javascript(case, cast):
    school, scenario = case
    base = f"/hoc/{school.scenario.slug}/"
    reader = Reader(cast.lan)
    reader.open(base)
    if "watch" in scenario.modes:
        reader.follow("Bắt đầu")
        reader.follow("Đã xem xong")
        reader.send(
            next(form for form in reader.page.forms if not form["action"].startswith("/")), {}
        )
    for word, right in (("lam-cung", False), ("lam-cung", True), ("tu-lam", True)):
        reader.open(base)
        form = next(form for form in reader.page.forms if form["fields"].get("mode") == word)
        reader.send(form, {})
        assert play_scenario(reader, scenario, right=right) >= 3
        assert "Bà" in reader.page.text or reader.page.links
    progress = LessonProgress.objects.get()
    assert (progress.state, progress.score) == ("done", 100)
    result = reader.follow("Xem kết quả")
    assert "Không cách nào tốt hơn" in result.text and "không rời cách tốt nhất" in result.text
    kinds = {scene.step for scene in scenario.scenes if not scene.is_ending}
    assert StepKind.FORM in kinds and Answer.objects.filter(type="answer").exists()
