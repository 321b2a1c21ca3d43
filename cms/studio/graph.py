"""A scenario as plain JSON (`case`), changed as a whole: keys, links, places.

Pure: each function takes a case and returns another one.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from string import ascii_lowercase
from typing import Any

from lms.core.text import make_slug

Plain = dict[str, Any]

# As long as a key may be: it stands in addresses.
MAX_KEY_LETTERS = 60
_NUMBER = re.compile(r"[0-9]{1,9}")


def digest_of(data: Any) -> str:
    """A short name of exactly these data (16 hexadecimal digits), to see whether they changed."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def number_of(text: str) -> int | None:
    """A place or an id as our own pages write it; None for all else, "²" and a thousand digits
    too.
    """
    return int(text) if _NUMBER.fullmatch(text) else None


def scenes_of(case: Plain) -> list[Plain]:
    """Its scenes, in their order; the first one is where the scenario begins."""
    plain_scenes: list[Plain] = case.get("scenes", [])
    return plain_scenes


def scene_of(case: Plain, key: str) -> Plain | None:
    """The scene with that key, or None."""
    return next((scene for scene in scenes_of(case) if scene["key"] == key), None)


def scene_keys(case: Plain) -> list[str]:
    """The keys of its scenes, in their order."""
    return [scene["key"] for scene in scenes_of(case)]


def neat_key(text: str) -> str:
    """A key as it stands in addresses: "Cảnh 2!" → "canh-2"; empty where nothing is left."""
    return make_slug(text)[:MAX_KEY_LETTERS].strip("-")


def next_key(taken: Iterable[str], stem: str = "canh") -> str:
    """The first free one of canh-1, canh-2, …"""
    taken_keys = set(taken)
    # among one number more than keys, one is free
    candidates = (f"{stem}-{number}" for number in range(1, len(taken_keys) + 2))
    return next(key for key in candidates if key not in taken_keys)


def free_key(taken: Iterable[str], wanted: str) -> str:
    """`wanted` itself, else with the first free number."""
    taken_keys = set(taken)
    if wanted and wanted not in taken_keys:
        return wanted
    stem = re.sub(r"-\d+$", "", wanted)
    return next_key(taken_keys, stem or "canh")


def free_letter(taken: Iterable[str]) -> str:
    """The first free letter for a choice; after z, a2, b2, …"""
    taken_keys = set(taken)
    suffix, number = "", 1
    while True:
        for small_letter in ascii_lowercase:
            if small_letter + suffix not in taken_keys:
                return small_letter + suffix
        number += 1
        suffix = str(number)


def scene_links(scene: Plain) -> Iterator[tuple[Plain, str]]:
    """(holder, name) of each link of a scene: `holder[name]` is the key of another scene."""
    if scene.get("otherwise"):
        yield scene, "otherwise"
    for choice in scene.get("choices", []):
        yield choice, "target"
        for outcome in choice.get("cases", []):
            if outcome.get("target"):
                yield outcome, "target"


def with_scene_renamed(case: Plain, old_key: str, new_key: str) -> Plain:
    """The scene under another key, and every link to it with it."""
    copy = deepcopy(case)
    for scene in scenes_of(copy):
        if scene["key"] == old_key:
            scene["key"] = new_key
        for holder, name in scene_links(scene):
            if holder.get(name) == old_key:
                holder[name] = new_key
    return copy


def with_scene(case: Plain, scene: Plain, place: int) -> Plain:
    """One scene more, at `place` (0 = first)."""
    copy = deepcopy(case)
    copy.setdefault("scenes", []).insert(place, scene)
    return copy


def without_scene(case: Plain, key: str) -> Plain:
    """One scene less; links to it stay."""
    return {**case, "scenes": [scene for scene in scenes_of(case) if scene["key"] != key]}


def with_scene_replaced(case: Plain, key: str, scene: Plain) -> Plain:
    """`scene` in the place of the one under `key`."""
    return {**case, "scenes": [scene if old["key"] == key else old for old in scenes_of(case)]}


def with_scene_moved(case: Plain, key: str, by: int) -> Plain:
    """A scene `by` places further down (up, where below zero); as far as there are places."""
    copy = deepcopy(case)
    order = scenes_of(copy)
    place = scene_keys(copy).index(key)
    order.insert(max(0, place + by), order.pop(place))
    return copy
