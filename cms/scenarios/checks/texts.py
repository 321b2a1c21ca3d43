"""Rules of the words and of the law behind them (B5, B9, W1–W4, W7, W8, W12)."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import Choice, Scene
from cms.scenarios.checks.facts import ScenarioFacts, reachable_from
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.checks.wording import (
    AnswerSearch,
    is_running,
    plain_words,
    right_answers,
    texts_of,
)
from cms.scenarios.steps import step_of
from lms.core import clock

MAX_WORDS = 90
MAX_SENTENCE = 30
LONGER_THAN_OTHERS = 1.6
SAME_POSITION = 0.7
# Fewer scenes than this do not show a habit.
ENOUGH_SCENES = 3
# CCCD (12 digits) and mobile numbers have no business in a lesson, in one piece or in groups.
_PERSONAL = re.compile(
    r"(?<!\d)(?:\d{12}|0\d{2}(?:[ .-]?\d{3}){3}|(?:0|\+84[ .]?)[35789]\d(?:[ .-]?\d){7})(?!\d)"
)
_SENTENCE = re.compile(r"[.!?:;…]\W*\s|\n")


def check_consequences(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B5: a choice without a consequence, or with one that cannot be."""
    for scene in facts.scenes:
        for n, choice in enumerate(scene.choices):
            if not choice.consequence.strip():
                yield problem_at(
                    "B5",
                    scene,
                    f"choices.{n}.consequence",
                    _("This choice has no consequence."),
                    _("Write what the citizen experiences after it."),
                )
            for name in ("trips", "minutes", "money"):
                if getattr(choice, name) < 0:
                    yield problem_at(
                        "B5",
                        scene,
                        f"choices.{n}.{name}",
                        _("Trips, minutes and money cannot be less than zero."),
                        _("Write 0 where the choice costs the citizen nothing."),
                    )


def check_personal_data(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B9: something that looks like an identity card or telephone number."""
    for name in ("citizen", "role"):
        if _PERSONAL.search(getattr(facts.scenario, name)):
            yield _personal_data_problem(None, name)
    for scene in facts.scenes:
        for path, text in texts_of(scene):
            if _PERSONAL.search(text):
                yield _personal_data_problem(scene, path)


def check_lengths(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W1: a scene of over 90 words · W2: the right answer is given away by its length."""
    for scene in facts.scenes:
        count = _count_words(scene)
        if count > MAX_WORDS:
            path = "narration" if len(scene.narration) > len(scene.speech) else "speech"
            yield problem_at(
                "W1",
                scene,
                path,
                _("The scene has %(count)d words; a phone screen holds about 90.")
                % {"count": count},
                _("Shorten it, or make two scenes of it."),
            )
        longest = _telling_choice(scene)
        if longest is not None:
            yield problem_at(
                "W2",
                scene,
                f"choices.{longest}.text",
                _("The right answer is much longer than the others and gives itself away."),
                _("Make the answers about equally long."),
            )


def _count_words(scene: Scene) -> int:
    """Words of a scene that are told or spoken."""
    texts = [scene.narration, scene.speech, *(words.speech for words in scene.words)]
    return sum(len(text.split()) for text in texts)


def _telling_choice(scene: Scene) -> int | None:
    """The number of the longest right choice, where it is much longer than all wrong ones."""
    lengths: dict[bool, dict[int, int]] = {True: {}, False: {}}
    for n, choice in _offered_choices(scene):
        lengths[choice.is_right][n] = len(choice.text)
    right, wrong = lengths[True], lengths[False]
    if not right or not wrong:
        return None
    longest = max(right, key=right.__getitem__)
    return longest if right[longest] > LONGER_THAN_OTHERS * max(wrong.values()) else None


def check_positions(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W3: the right answer mostly stands in the same position."""
    if facts.unmarked or facts.linked != set(range(len(facts.scenes))):
        return  # scenes are missing, or too many
    positions = list(_right_positions(facts))
    often = max(Counter(positions).values(), default=0)
    if len(positions) >= ENOUGH_SCENES and often >= SAME_POSITION * len(positions):
        yield problem_at(
            "W3",
            None,
            "",
            _("The right answer nearly always stands in the same place."),
            _("Change the order of the choices in some scenes, or let them be shuffled."),
        )


def _right_positions(facts: ScenarioFacts) -> Iterator[int]:
    """For each scene with several ways in a fixed order: where the first right one stands."""
    for scene in facts.scenes:
        is_right = [choice.is_right for _n, choice in _offered_choices(scene)]
        if any(is_right) and len(is_right) > 1 and not scene.is_shuffled:
            yield is_right.index(True)


def check_bases(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W4: no legal basis, or one that is not in force today. A single way on needs none."""
    today = clock.today().isoformat()
    for scene in facts.scenes:
        if len(scene.choices) > 1 and not scene.basis:
            yield problem_at(
                "W4",
                scene,
                "basis",
                _("Nothing says why the right answer is right."),
                _("Name the law, the rule of the office, or mark it as good practice."),
            )
        for n, basis in enumerate(scene.basis):
            if basis.valid_to and basis.valid_to < today:
                yield problem_at(
                    "W4",
                    scene,
                    f"basis.{n}",
                    _("“%(text)s” is no longer in force.") % {"text": basis.text},
                    _("Check the scene against the document that replaced it."),
                )
            elif basis.valid_from and basis.valid_from > today:
                yield problem_at(
                    "W4",
                    scene,
                    f"basis.{n}",
                    _("“%(text)s” is not in force yet.") % {"text": basis.text},
                    _(
                        "Name what holds today, and change the scene when the document comes into"
                        " force."
                    ),
                )


def check_twin_choices(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W7: two choices with the same text that can be offered together."""
    for scene in facts.scenes:
        seen = set()
        for n, choice in _offered_choices(scene):
            text = (plain_words(choice.text), choice.when)
            if text in seen:
                yield problem_at(
                    "W7",
                    scene,
                    f"choices.{n}.text",
                    _("Two choices say the same."),
                    _("Change one of them or delete it."),
                )
            seen.add(text)


def check_sentences(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W8: a sentence that nobody can follow when it is read aloud."""
    for scene in facts.scenes:
        for path, text in texts_of(scene):
            count = max((len(sentence.split()) for sentence in _SENTENCE.split(text)), default=0)
            if count > MAX_SENTENCE and is_running(path):
                yield problem_at(
                    "W8",
                    scene,
                    path,
                    _("A sentence has %(count)d words.") % {"count": count},
                    _(
                        "Make two sentences of it: 30 words are the most that can be followed by"
                        " ear."
                    ),
                )


def check_given_away(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W12: a hint or question that gives away the right answer of its own scene or of a later
    one.
    """
    search = AnswerSearch(list(map(right_answers, facts.scenes)))
    for number, scene in enumerate(facts.scenes):
        for path, text in (("hint", scene.hint), ("question", scene.question)):
            answered = set(search.scenes_answered_by(text, number))
            later = answered & reachable_from([number], facts.links) if answered else set()
            if number in answered:
                yield problem_at(
                    "W12",
                    scene,
                    path,
                    _("It gives the right answer away."),
                    _("Say what to look at or whom to ask, not what to do."),
                )
            elif later:
                title = facts.scenes[min(later)].title
                yield problem_at(
                    "W12",
                    scene,
                    path,
                    _("It gives away the right answer of the scene “%(title)s”.")
                    % {"title": title},
                    _("Say what to look at or whom to ask, not what to do."),
                )


def _personal_data_problem(scene: Scene | None, path: str) -> ScenarioProblem:
    return problem_at(
        "B9",
        scene,
        path,
        _("There is an identity card or telephone number in the text."),
        _("Take it out, or replace digits by dots."),
    )


def _offered_choices(scene: Scene) -> list[tuple[int, Choice]]:
    """(number, choice) of what a learner chooses from; nothing in a judged step."""
    if step_of(scene).is_judged:
        return []
    return [(n, choice) for n, choice in enumerate(scene.choices) if not choice.on_timeout]
