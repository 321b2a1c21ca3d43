"""What differs between two states of a scenario, and putting one side of it back.

A side is {"scenes": {key: scene or null}, "order": [keys], "rest": {…}}, and holds only what
differs; null stands for a scene that the side does not have. Sides are stored in the change log.
"""

from cms.studio.graph import Plain, scenes_of

# What is not a scene: citizen, role, variables, modes, …
_REST = "rest"


def diff_cases(before: Plain, after: Plain) -> tuple[Plain, Plain]:
    """Both sides of a change, the earlier one first."""
    old_scenes = {scene["key"]: scene for scene in scenes_of(before)}
    new_scenes = {scene["key"]: scene for scene in scenes_of(after)}
    changed_keys = [
        key for key in {**old_scenes, **new_scenes} if old_scenes.get(key) != new_scenes.get(key)
    ]
    old_side: Plain = {}
    new_side: Plain = {}
    if changed_keys:
        old_side["scenes"] = {key: old_scenes.get(key) for key in changed_keys}
        new_side["scenes"] = {key: new_scenes.get(key) for key in changed_keys}
    if list(old_scenes) != list(new_scenes):
        old_side["order"] = list(old_scenes)
        new_side["order"] = list(new_scenes)
    if _without_scenes(before) != _without_scenes(after):
        old_side[_REST] = _without_scenes(before)
        new_side[_REST] = _without_scenes(after)
    return old_side, new_side


def matches_side(case: Plain, side: Plain) -> bool:
    """Whether the case still says what this side of a change says, wherever the change touched
    it; the order of scenes does not matter.
    """
    present = {scene["key"]: scene for scene in scenes_of(case)}
    for key, scene in side.get("scenes", {}).items():
        if present.get(key) != scene:
            return False
    return _REST not in side or _without_scenes(case) == side[_REST]


def apply_side(case: Plain, side: Plain) -> Plain:
    """The case with this side of a change put in.

    Scenes that came since stand at its end.
    """
    by_key = {scene["key"]: scene for scene in scenes_of(case)}
    by_key |= side.get("scenes", {})
    present = {key: scene for key, scene in by_key.items() if scene is not None}
    order = [key for key in side.get("order", []) if key in present]
    order += [key for key in present if key not in order]
    rest: Plain = side[_REST] if _REST in side else _without_scenes(case)
    return {**rest, "scenes": [present[key] for key in order]}


def _without_scenes(case: Plain) -> Plain:
    return {name: content for name, content in case.items() if name != "scenes"}
