"""What differs between two states of a case, and putting one side of it back."""

from typing import Any

from cms.studio.graph import Plain, scenes

# What is not a scene: citizen, role, variables, modes, …
_REST = "rest"


def delta(before: Plain, after: Plain) -> tuple[Plain, Plain]:
    """Both sides of a change: {"scenes": {key: scene or null}, "order": [keys], "rest": {…}}, only
    what differs.
    """
    old = {scene["key"]: scene for scene in scenes(before)}
    new = {scene["key"]: scene for scene in scenes(after)}
    touched = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    sides: tuple[Plain, Plain] = ({}, {})
    if touched:
        sides[0]["scenes"] = {key: old.get(key) for key in touched}
        sides[1]["scenes"] = {key: new.get(key) for key in touched}
    if list(old) != list(new):
        sides[0]["order"], sides[1]["order"] = list(old), list(new)
    if _rest(before) != _rest(after):
        sides[0][_REST], sides[1][_REST] = _rest(before), _rest(after)
    return sides


def stands(case: Plain, side: Plain) -> bool:
    """Whether the case still says what this side of a change says, wherever the change touched
    it.
    """
    known = {scene["key"]: scene for scene in scenes(case)}
    said = all(known.get(key) == scene for key, scene in side.get("scenes", {}).items())
    return said and (_REST not in side or _rest(case) == side[_REST])


def put(case: Plain, side: Plain) -> Plain:
    """The case with this side of a change put in.

    Scenes that came since keep their places at the end of it.
    """
    known = {scene["key"]: scene for scene in scenes(case)}
    known |= side.get("scenes", {})
    left = {key: scene for key, scene in known.items() if scene is not None}
    order = [key for key in side.get("order", []) if key in left]
    order += [key for key in left if key not in order]
    rest: Any = side[_REST] if _REST in side else _rest(case)
    return {**rest, "scenes": [left[key] for key in order]}


def _rest(case: Plain) -> Plain:
    return {name: value for name, value in case.items() if name != "scenes"}
