"""The words of a scene with the paths of their fields, and how answers are recognised in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.content import (
    AnswerBasis,
    Audio,
    Choice,
    ChoiceCase,
    CounterPaper,
    FieldCheck,
    FormField,
    PaperLine,
    Scene,
    SpokenWords,
    StepItem,
)
from cms.scenarios.fields import comparable_text
from cms.scenarios.steps import step_of

# Fields of each type that a person reads or hears.
_READ_FIELDS: dict[type, tuple[str, ...]] = {
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
    CounterPaper: ("title", "status_text", "text", "lines"),
    PaperLine: ("label", "value"),
    Choice: ("text", "consequence", "why", "cases"),
    ChoiceCase: ("consequence",),
    AnswerBasis: ("text", "note"),
    StepItem: ("text", "why"),
    FormField: ("label", "hint", "options", "checks", "model", "why"),
    FieldCheck: ("text", "accept"),
    SpokenWords: ("speaker", "speech"),
    Audio: ("transcript",),
}
# Papers and law are quoted as they stand; recordings and model answers are not read on the way.
_QUOTED = {"papers", "basis", "audio", "model"}
_RUNNING = {"speech", "narration", "question", "hint", "text", "consequence", "why"}
# An answer of fewer words stands in many a text by chance; in another scene's more easily than in
# its own.
_MIN_WORDS = 4
_MIN_WORDS_ELSEWHERE = 6
_MIN_SHARE = 0.85
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class RightAnswer:
    """One right answer: its words, and those that no wrong answer has."""

    text: str
    words: frozenset[str]
    telling: frozenset[str]

    def is_in(self, words_of_text: set[str]) -> bool:
        """Whether a text has nearly all words, and nearly all of those that tell it apart."""
        return all(
            words and len(words & words_of_text) >= _MIN_SHARE * len(words)
            for words in (self.words, self.telling)
        )


def texts_of(content: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, text) of all that a person reads or hears in a scene, or in a part of one."""
    for name in _READ_FIELDS[type(content)]:
        value = getattr(content, name)
        if isinstance(value, str):
            yield f"{path}{name}", value
            continue
        for n, part in enumerate(value):
            if isinstance(part, str):
                yield f"{path}{name}.{n}", part
            else:
                yield from texts_of(part, f"{path}{name}.{n}.")


def is_running(path: str) -> bool:
    """Whether a text is read as running words, sentence by sentence."""
    first, last = path.partition(".")[0], path.rpartition(".")[2]
    return first == "right_way" or (last in _RUNNING and first not in _QUOTED)


def plain_words(text: str) -> str:
    """The words of a text without marks of punctuation, written in one way."""
    return " ".join(_WORD.findall(comparable_text(text)))


def right_answers(scene: Scene) -> list[RightAnswer]:
    """The right answers of a step that are long enough for a text to give them away."""
    right, wrong = _right_and_wrong(scene)
    words_of_wrong = set(_WORD.findall(" ".join(map(plain_words, wrong))))
    long_answers = []
    for text in map(plain_words, right):
        words = text.split()
        if len(words) >= _MIN_WORDS:
            own_words = frozenset(words)
            long_answers.append(RightAnswer(text, own_words, own_words - words_of_wrong))
    return long_answers


def _right_and_wrong(scene: Scene) -> tuple[list[str], list[str]]:
    """Texts of the right and of the wrong answers of a step."""
    right: list[str] = []
    wrong: list[str] = []
    for is_right, text in step_of(scene).solution_texts(scene):
        (right if is_right else wrong).append(text)
    return right, wrong


class AnswerSearch:
    """Finds out which right answers of a scenario a text gives away.

    `answers_by_scene`: those of each scene, by its number.
    """

    def __init__(self, answers_by_scene: list[list[RightAnswer]]) -> None:
        self.answers_by_scene = answers_by_scene
        # by their first words, so that a text is not compared with every answer
        self.beginnings: dict[str, list[tuple[int, RightAnswer]]] = {}
        for number, scene_answers in enumerate(answers_by_scene):
            for answer in scene_answers:
                beginning = _first_words(answer.text.split())
                self.beginnings.setdefault(beginning, []).append((number, answer))

    def scenes_answered_by(self, text: str, own_scene: int) -> Iterator[int]:
        """Numbers of the scenes whose answer stands in a text of scene `own_scene`.

        It stands there word by word; for its own scene nearly all words are enough, those that no
        wrong answer has among them.
        """
        words = plain_words(text).split()
        if any(answer.is_in(set(words)) for answer in self.answers_by_scene[own_scene]):
            yield own_scene
        whole = f" {' '.join(words)} "
        for n in range(len(words) - _MIN_WORDS + 1):
            for number, answer in self.beginnings.get(_first_words(words[n:]), ()):
                is_long = len(answer.words) >= _MIN_WORDS_ELSEWHERE
                if (number == own_scene or is_long) and f" {answer.text} " in whole:
                    yield number


def _first_words(words: list[str]) -> str:
    return " ".join(words[:_MIN_WORDS])
