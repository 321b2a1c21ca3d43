"""Conduct lessons between page and plain content: self-assessment, reflection, commitment, yearly
refresher.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from cms.content import (
    AnswerBasis,
    Lesson,
    Pledge,
    ReflectionTask,
    Refresher,
    Scenario,
    Scene,
    SelfCheck,
    Statement,
    StepItem,
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
from cms.library.queries import with_legal_dates
from cms.scenarios.checks import ScenarioProblem
from lms.core.errors import BadInput

_OPTIONS = "abcde"
_MIN_OPTIONS, _MAX_OPTIONS = 3, len(_OPTIONS)
# Texts that a situation may have; a scene of a scenario may have more than its form here has fields
# for.
_TEXT_FIELDS = (
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


_Fault = tuple[str, str, str, str]  # where in the lesson, field, text, mend


def conduct_parts(page: LessonPage) -> dict[str, Any]:
    """The field of Lesson that a conduct lesson fills: {"pledge": Pledge(…)}; empty for others."""
    if isinstance(page, SelfCheckLessonPage):
        statements = tuple(Statement(b.value["key"], b.value["text"]) for b in page.statements)
        return {
            "self_check": SelfCheck(
                page.phase,  # type: ignore[arg-type]  # the field has these choices alone
                statements,
            )
        }
    if isinstance(page, ReflectionLessonPage):
        points = tuple(block.value for block in page.points)
        return {"reflection": ReflectionTask(page.question, points, page.min_words)}
    if isinstance(page, PledgeLessonPage):
        return {"pledge": Pledge(_tidy_paragraphs(page.text), page.version)}
    if isinstance(page, RefresherLessonPage):
        scenes = tuple(_situation_scene(block.value) for block in page.situations)
        return {
            "refresher": Refresher(page.draw, with_legal_dates(Scenario("", "", scenes)).scenes)
        }
    return {}


def fill_page(
    page: LessonPage, data: dict[str, Any], document: Callable[[str], LegalDocument]
) -> None:
    """Fill the fields of a page from plain data; `document` finds a legal document by its number.

    KeyError, NotPlain; BadInput where a situation says what its form has no field for.
    """
    if isinstance(page, SelfCheckLessonPage):
        check = from_plain(SelfCheck, data["self_check"])
        page.phase = check.phase
        page.statements = [("statement", to_plain(statement)) for statement in check.statements]
    elif isinstance(page, ReflectionLessonPage):
        reflection = from_plain(ReflectionTask, data["reflection"])
        page.question, page.min_words = reflection.question, reflection.min_words
        page.points = [("point", point) for point in reflection.points]
    elif isinstance(page, PledgeLessonPage):
        pledge = from_plain(Pledge, data["pledge"])
        page.text, page.version = pledge.text, pledge.version
    elif isinstance(page, RefresherLessonPage):
        refresher = from_plain(Refresher, data["refresher"])
        page.draw = refresher.draw
        page.situations = [
            ("situation", _situation_block(scene, document)) for scene in refresher.situations
        ]


def conduct_problems(lesson: Lesson, before: Lesson | None) -> list[ScenarioProblem]:
    """Problems that block printing a conduct lesson; none for all other kinds.

    `before`: the lesson as the last edition has it.
    """
    faults: list[_Fault] = []
    if lesson.self_check is not None:
        faults += _self_check_problems(lesson.self_check)
    if lesson.pledge is not None:
        faults += _pledge_problems(lesson.pledge, before.pledge if before else None)
    if lesson.refresher is not None:
        faults += _refresher_problems(lesson.refresher)
    return [
        ScenarioProblem("B0", f"{lesson.title} · {where}".rstrip(" ·"), field, text, mend)
        for where, field, text, mend in faults
    ]


def _pledge_problems(pledge: Pledge, before: Pledge | None) -> Iterator[_Fault]:
    if not pledge.text or not pledge.version:
        yield (
            "",
            _("Text of the commitment"),
            _("The text or its version is missing."),
            _("Write both."),
        )
    if before and before.version == pledge.version and before.text != pledge.text:
        yield (
            "",
            _("Version"),
            _("The text differs from the one that was printed under this version."),
            _("Give the changed text a new version, so that people know which one they signed."),
        )


def _tidy_paragraphs(text: str) -> str:
    """Paragraphs one a line, without the line ends of Windows and without empty lines."""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _situation_scene(value: Any) -> Scene:
    """The scene of the value of a situation's block."""
    items = tuple(
        StepItem(
            _OPTIONS[number],
            option["text"],
            why=option["why"] or "",
            panel=_parse_ratings(option["panel"]),
        )
        for number, option in enumerate(list(value["options"])[:_MAX_OPTIONS])
    )
    basis = tuple(
        AnswerBasis(
            basis_value["kind"],
            basis_value["text"],
            basis_value["document"].number if basis_value["document"] else "",
            note=basis_value["note"] or "",
        )
        for basis_value in list(value["basis"])
    )
    texts: dict[str, Any] = {name: value[name] or "" for name in _TEXT_FIELDS}
    right_way = tuple(filter(None, list(value["right_way"])))
    return Scene(**texts, step=StepKind.JUDGE, items=items, right_way=right_way, basis=basis)


def _situation_block(scene: Scene, document: Callable[[str], LegalDocument]) -> dict[str, Any]:
    """The value of a situation's block. BadInput for what the block has no field for."""
    value: dict[str, Any] = {name: getattr(scene, name) for name in _TEXT_FIELDS}
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
    # read back, so that nothing is lost without a word
    if _without_assigned(_situation_scene(value)) != _without_assigned(scene):
        message = _(
            "%(key)s: a situation has a text, three to five ways with ratings of the panel, the"
            " right way and its basis, and nothing else."
        )
        raise BadInput(message % {"key": scene.key}, field="refresher")
    return value


def _without_assigned(scene: Scene) -> Scene:
    """A scene without what is assigned anew each time: keys of the ways, dates of the library."""
    items = tuple(replace(item, key="") for item in scene.items)
    bases = tuple(replace(basis, valid_from="", valid_to="") for basis in scene.basis)
    return replace(scene, items=items, basis=bases)


def _parse_ratings(text: str) -> tuple[int, ...]:
    return tuple(map(int, filter(str.isdigit, text)))


def _repeated_keys(keys: list[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _self_check_problems(check: SelfCheck) -> Iterator[_Fault]:
    if not check.statements:
        yield "", _("Statements"), _("There is no statement to rate."), _("Write at least one.")
    for key in _repeated_keys([statement.key for statement in check.statements]):
        yield key, _("Key"), _("Two statements have the same key."), _("Give one of them another.")


def _refresher_problems(refresher: Refresher) -> Iterator[_Fault]:
    if not 1 <= refresher.draw <= len(refresher.situations):
        yield (
            "",
            _("Situations"),
            _("The pool has fewer situations than one person gets, or none is drawn."),
            _("Write more situations or draw fewer, at least one."),
        )
    for key in _repeated_keys([situation.key for situation in refresher.situations]):
        yield key, _("Key"), _("Two situations have the same key."), _("Give one of them another.")
    for scene in refresher.situations:
        yield from _situation_problems(scene)


def _situation_problems(scene: Scene) -> Iterator[_Fault]:
    if not scene.narration and not scene.speech:
        yield (
            scene.title,
            _("What happens"),
            _("Nothing is told."),
            _("Say what happens, or what somebody says."),
        )
    if not _MIN_OPTIONS <= len(scene.items) <= _MAX_OPTIONS:
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
