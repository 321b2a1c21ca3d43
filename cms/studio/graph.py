"""A case as plain JSON, changed as a whole: keys, links, places.

Pure: takes a case, gives a new one.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

from lms.core.text import slug

Plain = dict[str, Any]

# As long as a key may be: it stands in addresses.
LONGEST_KEY = 60
_NUMBER = re.compile(r"[0-9]{1,9}")


def digest(data: Any) -> str:
    """A short name of exactly these data."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def number_of(text: str) -> int | None:
    """A place or an id as our own pages write it; None for all else, "²" and a thousand digits
    too.
    """
    return int(text) if _NUMBER.fullmatch(text) else None


def scenes(case: Plain) -> list[Plain]:
    found: list[Plain] = case.get("scenes", [])
    return found


def scene_of(case: Plain, key: str) -> Plain | None:
    return next((scene for scene in scenes(case) if scene["key"] == key), None)


def keys(case: Plain) -> list[str]:
    return [scene["key"] for scene in scenes(case)]


def neat_key(text: str) -> str:
    """A key as addresses bear it: "Cảnh 2!" → "canh-2"; empty where nothing is left."""
    return slug(text)[:LONGEST_KEY].strip("-")


def fresh_key(taken: Iterable[str], stem: str = "canh") -> str:
    """The first free one of canh-1, canh-2, …"""
    known = set(taken)
    return next(f"{stem}-{n}" for n in range(1, len(known) + 2) if f"{stem}-{n}" not in known)


def free_key(taken: Iterable[str], wanted: str) -> str:
    """`wanted` itself, else with the first free number."""
    known = set(taken)
    if wanted and wanted not in known:
        return wanted
    return fresh_key(known, re.sub(r"-\d+$", "", wanted) or "canh")


def letter(taken: Iterable[str]) -> str:
    """The first free letter for a choice; after z, a2, b2, …"""
    known = set(taken)
    letters = (chr(97 + n % 26) + (str(n // 26 + 1) if n > 25 else "") for n in range(10_000))
    return next(one for one in letters if one not in known)


def links(scene: Plain) -> Iterator[tuple[Plain, str]]:
    """(what holds it, name) of each place in a scene that names another scene."""
    if scene.get("otherwise"):
        yield scene, "otherwise"
    for choice in scene.get("choices", []):
        yield choice, "target"
        for case in choice.get("cases", []):
            if case.get("target"):
                yield case, "target"


def renamed(case: Plain, old: str, new: str) -> Plain:
    """The scene under another key, and every link to it with it."""

    def turn(copy: Plain) -> None:
        for scene in scenes(copy):
            if scene["key"] == old:
                scene["key"] = new
            for holder, name in links(scene):
                if holder.get(name) == old:
                    holder[name] = new

    return _changed(case, turn)


def with_scene(case: Plain, scene: Plain, place: int) -> Plain:
    """One scene more, at `place` (0 = first)."""
    return _changed(case, lambda copy: copy.setdefault("scenes", []).insert(place, scene))


def without_scene(case: Plain, key: str) -> Plain:
    return {**case, "scenes": [scene for scene in scenes(case) if scene["key"] != key]}


def with_words(case: Plain, key: str, scene: Plain) -> Plain:
    """The scene under `key` said anew."""
    said = [scene if one["key"] == key else one for one in scenes(case)]
    return {**case, "scenes": said}


def moved(case: Plain, key: str, by: int) -> Plain:
    """A scene `by` places further down (up, where below zero); as far as there are places."""

    def turn(copy: Plain) -> None:
        order = scenes(copy)
        at = keys(copy).index(key)
        order.insert(max(0, at + by), order.pop(at))

    return _changed(case, turn)


def _changed(case: Plain, turn: Callable[[Plain], Any]) -> Plain:
    copy = deepcopy(case)
    turn(copy)
    return copy
