"""Rules of the case as a whole: it can be won and lost, and its ways are not too long (B13, B17,
W6, W10, W11, W14).
"""

from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import IMPACTS, Mode, Scene, StepKind
from cms.scenarios.checks.facts import Facts
from cms.scenarios.checks.problem import Problem, at
from cms.scenarios.paths import master_path

MAX_SCENES = 12
# The best way may be somewhat longer than the worst, which often breaks off early.
MUCH_LONGER = 1.5


def winnable(facts: Facts) -> Iterator[Problem]:
    """B13: no good ending."""
    endings = {scene.ending for scene in facts.scenes if scene.is_ending}
    if endings and not endings & {"good", ""} and not facts.dangling:
        yield at(
            "B13",
            None,
            "",
            _("The case cannot be won: it has no good ending."),
            _(
                "Add the ending in which the citizen gets what is due, and let the right choices"
                " lead there."
            ),
        )


def paths(facts: Facts) -> Iterator[Problem]:
    """W6 more than 12 scenes on the best path, or on every way on from some scene · W11 the best
    path longer than the worst.
    """
    space = facts.space
    if not space.complete or not facts.is_whole:
        return
    best, worst = facts.best, facts.worst
    count = len(master_path(space)) + 1
    if count <= MAX_SCENES:
        count = max(_shortest_over(facts), default=0)
    if count > MAX_SCENES:
        yield at(
            "W6",
            None,
            "",
            _(
                "There is a way on which a learner must pass %(count)d scenes; %(most)d are enough"
                " for one sitting."
            )
            % {"count": count, "most": MAX_SCENES},
            _("Shorten it, or make two cases of it."),
        )
    elif best and worst and best[0].weight < worst[0].weight and best[1] >= MUCH_LONGER * worst[1]:
        yield at(
            "W11",
            None,
            "",
            _(
                "The best path has %(best)d steps, the worst only %(worst)d: who does it wrong is"
                " done sooner."
            )
            % {"best": best[1], "worst": worst[1]},
            _("Let the wrong choices lead through their consequences too."),
        )


def losable(facts: Facts) -> Iterator[Problem]:
    """W10: nothing can go wrong. That nothing costs anything is W14's where Tự làm is asked for."""
    endings = {scene.ending for scene in facts.scenes if scene.is_ending}
    if not facts.is_whole or not endings & {"good", "fair"}:
        return
    best, worst = facts.best, facts.worst
    if not endings & {"poor", ""}:
        yield at(
            "W10",
            None,
            "",
            _("The case cannot be lost: it has no poor ending."),
            _("Add the ending to which the wrong choices lead."),
        )
    elif (
        facts.space.complete
        and best
        and worst
        and best[0].weight == worst[0].weight
        and not _is_free(facts)
    ):
        yield at(
            "W10",
            None,
            "",
            _("All paths cost the citizen the same, so every run has the best score."),
            _("Let wrong choices cost trips, minutes, money or trust."),
        )


def modes(facts: Facts) -> Iterator[Problem]:
    """B17 no mode · W14 a mode without what it lives by: costs for Tự làm, the master's reasons for
    Xem mẫu.
    """
    asked = facts.scenario.modes
    if not asked:
        yield at(
            "B17",
            None,
            "modes",
            _("The case asks for no mode, so nobody can play it."),
            _("Choose at least one: Xem mẫu, Làm cùng or Tự làm."),
        )
    if Mode.SOLO in asked and _is_free(facts):
        yield at(
            "W14",
            None,
            "modes",
            _(
                "Tự làm is asked for, but no choice costs the citizen anything, so every run has"
                " the best score."
            ),
            _("Let wrong choices cost trips, minutes, money or trust."),
        )
    if Mode.WATCH in asked:
        for scene in facts.scenes:
            yield from _unsaid(scene)


def _unsaid(scene: Scene) -> Iterator[Problem]:
    for n, choice in enumerate(scene.choices):
        if choice.is_right and not choice.why.strip():
            yield at(
                "W14",
                scene,
                f"choices.{n}.why",
                _("Xem mẫu is asked for, but the master does not say why he takes this way."),
                _("Write in one or two sentences why it is right."),
            )
    if scene.step == StepKind.FORM:
        for n, field in enumerate(scene.fields):
            if field.checks and not field.model:
                yield at(
                    "W14",
                    scene,
                    f"fields.{n}.model",
                    _("Xem mẫu is asked for, but the master leaves this field empty."),
                    _("Write what the master fills in."),
                )


def _is_free(facts: Facts) -> bool:
    choices = (choice for scene in facts.scenes for choice in scene.choices)
    return not any(getattr(choice, name) for choice in choices for name in IMPACTS)


def _shortest_over(facts: Facts) -> Iterator[int]:
    """For each state from which an ending can be reached: scenes on the shortest way through it."""
    space = facts.space
    onward = [[edge.target for edge in edges] for edges in space.edges]
    back: list[list[int]] = [[] for _at in onward]
    for n, ways in enumerate(onward):
        for to in ways:
            back[to].append(n)
    here, there = _steps([0], onward), _steps(space.ends, back)
    return (here[n] + there[n] + 1 for n in here if n in there)


def _steps(starts: list[int], onward: list[list[int]]) -> dict[int, int]:
    found = dict.fromkeys(starts, 0)
    waiting = deque(starts)
    while waiting:
        n = waiting.popleft()
        for to in onward[n]:
            if to not in found:
                found[to] = found[n] + 1
                waiting.append(to)
    return found
