"""Rules of what play can come to: conditions that never hold, scenes never met, ways that stop (B3,
B6, B10, B12, B14, B16, W13).

They are claimed only where all states are known; where there are more, W13 says so.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import Clause, Scene, StepKind
from cms.scenarios.checks.facts import Facts, choice_of, spread
from cms.scenarios.checks.problem import Problem, at
from cms.scenarios.checks.variables import changed
from cms.scenarios.judging import marks
from cms.scenarios.paths import components
from cms.scenarios.space import MAX_STATES, branches, clauses


def circles(facts: Facts) -> Iterator[Problem]:
    """B16: conditions that send on in a circle."""
    said: set[int] = set()
    for scene in facts.scenes:
        if scene.key not in facts.space.circles or scene.otherwise not in facts.place:
            continue
        circle = _circle(facts, scene)
        for place in circle:
            facts.blame(facts.scenes[place])
        if min(circle) not in said:
            said.add(min(circle))
            yield at(
                "B16",
                facts.scenes[min(circle)],
                "otherwise",
                _("There are cases in which the conditions send play on in a circle."),
                _(
                    "Let one of the scenes in the circle be without a condition, or send play on"
                    " elsewhere."
                ),
            )


def conditions(facts: Facts) -> Iterator[Problem]:
    """B10: a condition that never holds, though its place is reached.

    What has one cause is found once: conditions are asked in the order in which play comes to them,
    and what hangs on one that never holds is not asked.
    """
    if not facts.space.complete:
        return
    facts.spread_doubt()
    said: set[object] = set()
    still = {v.key for v in facts.scenario.variables} - changed(facts)
    titles = {v.key: v.title or v.key for v in facts.scenario.variables}
    for scene, path, when in sorted(clauses(facts.scenario), key=lambda one: _met(facts, one[0])):
        is_known = (scene.key, choice_of(path)) in facts.sick or not facts.is_played(scene)
        if is_known or not _never(facts, scene, path, when):
            continue
        cause = _cause(facts, scene, path, when)
        facts.blame(scene, choice_of(path))
        facts.spread_doubt()
        key: object = when if cause is None else cause
        text = _("This condition never holds when play comes here.")
        mend = _("Let an earlier choice bring it about, or take the condition away.")
        if cause is not None and cause.variable in still:
            key = cause.variable
            text = _("This condition never holds: no choice changes “%(title)s”.") % {
                "title": titles[cause.variable]
            }
            mend = _("Let a choice change it, or take the condition away.")
        if key not in said:
            said.add(key)
            yield at("B10", scene, path, text, mend)


def closed(facts: Facts) -> Iterator[Problem]:
    """B14: a judged step whose branch for the lowest mark is closed by a condition in some
    state.
    """
    if not facts.space.complete:
        return
    for scene in facts.scenes:
        if scene.step == StepKind.CHOOSE or scene.is_ending or facts.is_sick(scene):
            continue
        lowest = [c for c in branches(scene) if c.at_least <= min(marks(scene))]
        if any(
            not any(facts.space.holds(n, c.when) for c in lowest)
            for n in facts.states.get(scene.key, ())
        ):
            facts.blame(scene)
            yield at(
                "B14",
                scene,
                "choices",
                _("There are cases in which all branches for the lowest mark are closed."),
                _("Add a branch from 0 % without a condition."),
            )


def hidden(facts: Facts) -> Iterator[Problem]:
    """B12: a scene that is linked but met under no values of the variables; not what lies behind
    another one.
    """
    for place in facts.roots(facts.unreached - facts.explained):
        facts.blame(facts.scenes[place])
        yield at(
            "B12",
            facts.scenes[place],
            "key",
            _("Choices lead to this scene, but under their conditions nobody ever comes here."),
            _("Change the conditions on the way here, or delete the scene."),
        )


def stuck(facts: Facts) -> Iterator[Problem]:
    """B3: values of the variables with which no choice is open, or play goes round for ever.

    Time that runs out is no way.
    """
    space = facts.space
    if not space.complete:
        return
    onward = [[e.target for e in edges if not e.choice.on_timeout] for edges in space.edges]
    back: list[list[int]] = [[] for _at in onward]
    for n, ways in enumerate(onward):
        for to in ways:
            back[to].append(n)
    lost = {key for key, _choice in space.lost}
    sick = {s.key for s in facts.scenes if s.key in lost or facts.is_sick(s)}
    out = [n for n, s in enumerate(space.scenes) if s.is_ending or s.key in sick]
    without = set(range(len(onward))) - spread(out, back)
    endless = {facts.scenes[place].key for place in facts.endless}
    found = set()
    for knot in components(onward):
        inside = set(knot)
        if knot[0] in without and all(to in inside for n in knot for to in onward[n]):
            found.add(min(facts.place[space.scenes[n].key] for n in knot))
    for place in sorted(found):
        scene = facts.scenes[place]
        if scene.key not in endless:
            facts.blame(scene)
            yield at(
                "B3",
                scene,
                "choices",
                _(
                    "There are cases in which no ending can be reached from here: all ways on are"
                    " closed by conditions."
                ),
                _("Leave one choice without a condition, or let it lead on to an ending."),
            )


def best_path(facts: Facts) -> Iterator[Problem]:
    """B6: right choices alone must lead from the first scene to a good ending.

    A single way on needs no mark.
    """
    space = facts.space
    met, stops = _right_way(facts)
    ends = [n for n in met if space.scenes[n].is_ending]
    good = {s.key for s in facts.scenes if s.ending == "good"}
    if not met or not space.complete or any(space.scenes[n].ending in {"good", ""} for n in ends):
        return
    if any(facts.is_sick(space.scenes[n]) for n in met):
        return
    if stops:
        scene = space.scenes[min(stops)]
        yield at(
            "B6",
            scene,
            "choices",
            _("The best path stops here: no right choice leads on."),
            _("Mark the right choice, and let it lead on towards the ending."),
        )
    elif not ends:
        scene = space.scenes[max(met)]
        yield at(
            "B6",
            scene,
            "choices",
            _("The best path goes round in a circle here."),
            _("Let the right choice lead on towards the ending."),
        )
    elif good and good <= facts.states.keys():
        scene = space.scenes[min(ends)]
        yield at(
            "B6",
            scene,
            "ending",
            _("Right choices alone lead to this ending, which is not a good one."),
            _("Let the right choices lead to the good ending, or change the kind of this one."),
        )


def unknown(facts: Facts) -> Iterator[Problem]:
    """W13: more states than are looked at."""
    if not facts.space.complete and not facts.traps:
        yield at(
            "W13",
            None,
            "variables",
            _(
                "The case has more than %(count)d combinations of scene and values. What depends on"
                " conditions was not proved: whether each is met, each scene is reached and each"
                " way ends."
            )
            % {"count": MAX_STATES},
            _(
                "Use fewer variables, or count only up to what a condition asks for; and play the"
                " case through."
            ),
        )


def _right_way(facts: Facts) -> tuple[list[int], list[int]]:
    """States met by right choices alone, nearest first; those of them where there is none."""
    space = facts.space
    met = [0] if space.scenes else []
    known, stops = set(met), []
    for n in met:
        ways = [edge for edge in space.edges[n] if not edge.choice.on_timeout]
        right = [edge for edge in ways if edge.choice.is_right] or (ways if len(ways) == 1 else [])
        if not right and not space.scenes[n].is_ending:
            stops.append(n)
        for edge in right:
            if edge.target not in known:
                known.add(edge.target)
                met.append(edge.target)
    return met, stops


def _circle(facts: Facts, scene: Scene) -> list[int]:
    """Places of the scenes that send on to each other."""
    circle: list[int] = []
    place = facts.place[scene.key]
    while place not in circle:
        circle.append(place)
        place = facts.place[facts.scenes[place].otherwise]
    return circle


def _met(facts: Facts, scene: Scene) -> int:
    """How early play comes to a scene; those that it never enters last."""
    return min(facts.states.get(scene.key, [len(facts.space.scenes)]))


def _never(facts: Facts, scene: Scene, path: str, when: tuple[Clause, ...]) -> bool:
    """Whether play comes to the place of a condition, and it never holds there."""
    parts = path.split(".")
    if parts[0] == "when":
        return scene.key in facts.space.passed and scene.key not in facts.states
    here = facts.states.get(scene.key, ())
    choice = scene.choices[int(parts[1])]
    if parts[2] == "when":
        return bool(here) and not any(facts.space.holds(n, when) for n in here)
    taken = [e.case for n in here for e in facts.space.edges[n] if e.choice is choice]
    return bool(taken) and int(parts[3]) not in taken


def _cause(facts: Facts, scene: Scene, path: str, when: tuple[Clause, ...]) -> Clause | None:
    """The part of a condition that never holds by itself."""
    space = facts.space
    states = [n for n in facts.states.get(scene.key, ()) if choice_of(path) >= 0]
    if ".cases." in path or not states:
        # what holds after a choice is known only where play goes on
        states = list(range(len(space.scenes)))
    return next((c for c in when if not any(space.holds(n, (c,)) for n in states)), None)
