"""Conduct lessons between page and plain content: self-assessment, reflection, commitment, yearly
refresher.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from cms.content import (
    Basis,
    Item,
    Lesson,
    Pledge,
    Reflection,
    Refresher,
    Scenario,
    Scene,
    SelfCheck,
    Statement,
    StepKind,
)
from cms.content.plain import from_plain, to_plain
from cms.courses.models import (
    LessonPage,
    PledgeLessonPage,
    ReflectionLessonPage,
    RefresherLessonPage,
    SelfCheckLessonPage,
)
from cms.library.models import LegalDocument
from cms.library.queries import dated
from cms.scenarios.checks import Problem
from lms.core.errors import BadInput

_OPTIONS = "abcde"
_FEWEST, _MOST = 3, len(_OPTIONS)
# What a situation may say; a scene of a case can say more than its form here has fields for.
_PLAIN = (
    "key",
    "title",
    "place",
    "picture",
    "picture_alt",
    "narration",
    "speaker",
    "speech",
    "question",
)


def parts(page: LessonPage) -> dict[str, Any]:
    """The field of Lesson that the page fills, where it is a conduct lesson: {"pledge":
    Pledge(…)}.
    """
    found: dict[str, Any] = {}
    if isinstance(page, SelfCheckLessonPage):
        statements = tuple(Statement(b.value["key"], b.value["text"]) for b in page.statements)
        # the choices of the field
        found["self_check"] = SelfCheck(page.phase, statements)  # type: ignore[arg-type]
    elif isinstance(page, ReflectionLessonPage):
        points = tuple(block.value for block in page.points)
        found["reflection"] = Reflection(page.question, points, page.min_words)
    elif isinstance(page, PledgeLessonPage):
        found["pledge"] = Pledge(_lines(page.text), page.version)
    elif isinstance(page, RefresherLessonPage):
        scenes = tuple(_scene(block.value) for block in page.situations)
        found["refresher"] = Refresher(page.draw, dated(Scenario("", "", scenes)).scenes)
    return found


def fill(page: LessonPage, data: dict[str, Any], document: Callable[[str], LegalDocument]) -> None:
    """Plain data onto the page.

    KeyError, NotPlain; BadInput where a situation says what its form has no field for.
    """
    if isinstance(page, SelfCheckLessonPage):
        check = from_plain(SelfCheck, data["self_check"])
        page.phase = check.phase
        page.statements = [("statement", to_plain(one)) for one in check.statements]
    elif isinstance(page, ReflectionLessonPage):
        reflection = from_plain(Reflection, data["reflection"])
        page.question, page.min_words = reflection.question, reflection.min_words
        page.points = [("point", point) for point in reflection.points]
    elif isinstance(page, PledgeLessonPage):
        pledge = from_plain(Pledge, data["pledge"])
        page.text, page.version = pledge.text, pledge.version
    elif isinstance(page, RefresherLessonPage):
        refresher = from_plain(Refresher, data["refresher"])
        page.draw = refresher.draw
        page.situations = [("situation", _block(one, document)) for one in refresher.situations]


def problems(lesson: Lesson, before: Lesson | None) -> list[Problem]:
    """What stands against printing a conduct lesson; empty for all other kinds.

    `before`: it in the last edition.
    """
    found: list[tuple[str, str, str, str]] = []
    if lesson.self_check is not None:
        found += _self_check_problems(lesson.self_check)
    if lesson.pledge is not None and not (lesson.pledge.text and lesson.pledge.version):
        found.append(
            (
                "",
                _("Text of the commitment"),
                _("The text or its version is missing."),
                _("Write both."),
            )
        )
    if _is_two_texts(before.pledge if before else None, lesson.pledge):
        found.append(
            (
                "",
                _("Version"),
                _("The text differs from the one that was printed under this version."),
                _(
                    "Give the changed text a new version, so that people know which one they"
                    " signed."
                ),
            )
        )
    if lesson.refresher is not None:
        found += _refresher_problems(lesson.refresher)
    return [
        Problem("B0", f"{lesson.title} · {where}".rstrip(" ·"), field, text, mend)
        for where, field, text, mend in found
    ]


def _is_two_texts(before: Pledge | None, now: Pledge | None) -> bool:
    """Whether one name of a version would stand for two texts."""
    if before is None or now is None:
        return False
    return before.version == now.version and before.text != now.text


def _lines(text: str) -> str:
    """Paragraphs one a line, without the line ends of Windows and without empty lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _scene(value: Any) -> Scene:
    items = tuple(
        Item(
            _OPTIONS[number],
            option["text"],
            why=option["why"] or "",
            panel=_ratings(option["panel"]),
        )
        for number, option in enumerate(list(value["options"])[:_MOST])
    )
    basis = tuple(
        Basis(
            one["kind"],
            one["text"],
            one["document"].number if one["document"] else "",
            note=one["note"] or "",
        )
        for one in list(value["basis"])
    )
    texts: dict[str, Any] = {name: value[name] or "" for name in _PLAIN}
    right_way = tuple(line for line in list(value["right_way"]) if line)
    return Scene(**texts, step=StepKind.JUDGE, items=items, right_way=right_way, basis=basis)


def _block(scene: Scene, document: Callable[[str], LegalDocument]) -> dict[str, Any]:
    value: dict[str, Any] = {name: getattr(scene, name) for name in _PLAIN}
    value["options"] = [
        {"text": item.text, "panel": ", ".join(map(str, item.panel)), "why": item.why}
        for item in scene.items
    ]
    value["right_way"] = list(scene.right_way)
    value["basis"] = [
        {
            "kind": b.kind,
            "text": b.text,
            "document": document(b.document) if b.document else None,
            "note": b.note,
        }
        for b in scene.basis
    ]
    if _bare(_scene(value)) != _bare(scene):
        message = _(
            "%(key)s: a situation has a text, three to five ways with ratings of the panel, the"
            " right way and its basis, and nothing else."
        )
        raise BadInput(message % {"key": scene.key}, field="refresher")
    return value


def _bare(scene: Scene) -> Scene:
    """Without what is named anew: keys of the ways, dates of the library."""
    items = tuple(replace(item, key="") for item in scene.items)
    basis = tuple(replace(one, valid_from="", valid_to="") for one in scene.basis)
    return replace(scene, items=items, basis=basis)


def _ratings(text: str) -> tuple[int, ...]:
    return tuple(int(figure) for figure in text if figure.isdigit())


def _twice(keys: list[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _self_check_problems(check: SelfCheck) -> Iterator[tuple[str, str, str, str]]:
    if not check.statements:
        yield "", _("Statements"), _("There is no statement to rate."), _("Write at least one.")
    for key in _twice([one.key for one in check.statements]):
        yield key, _("Key"), _("Two statements have the same key."), _("Give one of them another.")


def _refresher_problems(refresher: Refresher) -> Iterator[tuple[str, str, str, str]]:
    if not 1 <= refresher.draw <= len(refresher.situations):
        yield (
            "",
            _("Situations"),
            _("The pool has fewer situations than one person gets, or none is drawn."),
            _("Write more situations or draw fewer, at least one."),
        )
    for key in _twice([one.key for one in refresher.situations]):
        yield key, _("Key"), _("Two situations have the same key."), _("Give one of them another.")
    for scene in refresher.situations:
        yield from _situation_problems(scene)


def _situation_problems(scene: Scene) -> Iterator[tuple[str, str, str, str]]:
    if not scene.narration and not scene.speech:
        yield (
            scene.title,
            _("What happens"),
            _("Nothing is told."),
            _("Say what happens, or what somebody says."),
        )
    if not _FEWEST <= len(scene.items) <= _MOST:
        yield (
            scene.title,
            _("Ways to act"),
            _("There are fewer than three ways to act, or more than five."),
            _("Write three to five."),
        )
        return
    experts = {len(item.panel) for item in scene.items}
    if len(experts) > 1 or experts == {0}:
        yield (
            scene.title,
            _("Ratings of the experts"),
            _("Not every expert has rated every way."),
            _("Write as many figures at each way as there are experts."),
        )
        return
    if len({sum(item.panel) for item in scene.items}) == 1:
        yield (
            scene.title,
            _("Ratings of the experts"),
            _("The experts rate all ways alike, so none is best or worst."),
            _("Write a way that is clearly better or worse."),
        )
