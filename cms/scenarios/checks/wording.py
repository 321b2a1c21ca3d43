"""The words of a scene with the paths of their fields, and how answers are recognised in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.content import (
    Audio,
    Basis,
    Case,
    Choice,
    Field,
    FieldCheck,
    Item,
    Paper,
    PaperLine,
    Scene,
    StepKind,
    Words,
)
from cms.scenarios.judging import same

# Fields of each type that a person reads or hears.
_SAID: dict[type, tuple[str, ...]] = {
    Scene: (
        "title",
        "place",
        "picture_alt",
        "speaker",
        "speech",
        "words",
        "narration",
        "papers",
        "question",
        "hint",
        "choices",
        "items",
        "form_title",
        "fields",
        "model",
        "right_way",
        "basis",
        "audio",
    ),
    Paper: ("title", "status_text", "text", "lines"),
    PaperLine: ("label", "value"),
    Choice: ("text", "consequence", "why", "cases"),
    Case: ("consequence",),
    Basis: ("text", "note"),
    Item: ("text", "why"),
    Field: ("label", "hint", "options", "checks", "model", "why"),
    FieldCheck: ("text", "accept"),
    Words: ("speaker", "speech"),
    Audio: ("transcript",),
}
# Papers and law are quoted as they stand; recordings and model answers are not read on the way.
_QUOTED = {"papers", "basis", "audio", "model"}
_RUNNING = {"speech", "narration", "question", "hint", "text", "consequence", "why"}
# An answer of fewer words stands in many a text by chance; in another scene's more easily than in
# its own.
_MIN_WORDS = 4
_MIN_WORDS_ELSEWHERE = 6
_MOST = 0.85
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class RightAnswer:
    """One right answer: its words, and those that no wrong answer has."""

    text: str
    words: frozenset[str]
    telling: frozenset[str]

    def is_in(self, said: set[str]) -> bool:
        return all(
            own and len(own & said) >= _MOST * len(own) for own in (self.words, self.telling)
        )


def texts_of(thing: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, text) of all that a person reads or hears in a scene."""
    for name in _SAID[type(thing)]:
        value = getattr(thing, name)
        if isinstance(value, str):
            yield f"{path}{name}", value
            continue
        for n, one in enumerate(value):
            if isinstance(one, str):
                yield f"{path}{name}.{n}", one
            else:
                yield from texts_of(one, f"{path}{name}.{n}.")


def is_running(path: str) -> bool:
    """Whether a text is read as running words, sentence by sentence."""
    first, last = path.partition(".")[0], path.rpartition(".")[2]
    return first == "right_way" or (last in _RUNNING and first not in _QUOTED)


def plain(text: str) -> str:
    """Words alone, in one way to write them."""
    return " ".join(_WORD.findall(same(text)))


def answers(scene: Scene) -> list[RightAnswer]:
    """The right answers of a step that a text could tell word by word."""
    match scene.step:
        case StepKind.CHOOSE:
            right = [c.text for c in scene.choices if c.is_right and len(scene.choices) > 1]
            wrong = [c.text for c in scene.choices if not c.is_right]
        case StepKind.SEVERAL | StepKind.SPOT | StepKind.PICTURE:
            right = [item.text for item in scene.items if item.right]
            wrong = [item.text for item in scene.items if not item.right]
        case StepKind.FORM:
            right, wrong = [field.model for field in scene.fields], []
        case _:
            return []
    others = set(_WORD.findall(" ".join(map(plain, wrong))))
    found = []
    for text in map(plain, right):
        words = frozenset(text.split())
        found.append(RightAnswer(text, words, words - others))
    return [answer for answer in found if len(answer.text.split()) >= _MIN_WORDS]


class Told:
    """Which of the right answers of a case a text tells."""

    def __init__(self, known: list[list[RightAnswer]]) -> None:
        self.known = known
        self.begins: dict[str, list[tuple[int, RightAnswer]]] = {}
        for place, own in enumerate(known):
            for answer in own:
                self.begins.setdefault(_beginning(answer.text.split()), []).append((place, answer))

    def by(self, text: str, here: int) -> Iterator[int]:
        """Places of the scenes whose answer a text of scene `here` tells.

        Word by word; of its own scene also nearly all words, those that no wrong answer has among
        them.
        """
        words = plain(text).split()
        said = set(words)
        if any(answer.is_in(said) for answer in self.known[here]):
            yield here
        whole = f" {' '.join(words)} "
        for n in range(len(words) - _MIN_WORDS + 1):
            for place, answer in self.begins.get(_beginning(words[n:]), ()):
                is_long = len(answer.words) >= _MIN_WORDS_ELSEWHERE
                if (place == here or is_long) and f" {answer.text} " in whole:
                    yield place


def _beginning(words: list[str]) -> str:
    return " ".join(words[:_MIN_WORDS])
