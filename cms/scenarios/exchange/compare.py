"""What a format cannot hold: a scenario held against what is read back of the file that was written
of it.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import to_plain
from cms.scenarios.exchange.types import Warned

_MOST = 300


def lost(before: Scenario, after: Scenario) -> tuple[Warned, ...]:
    """Each field of `before` that `after` does not say the same of, scene by scene and choice by
    choice.
    """
    one, two = to_plain(before), to_plain(after)
    scenes, others = one.pop("scenes"), {scene["key"]: scene for scene in two.pop("scenes")}
    found = list(_fields(_("The case"), one, two))
    for number, scene in enumerate(scenes, 1):
        where = _("Scene %(number)d “%(title)s”") % {
            "number": number,
            "title": scene["title"] or scene["key"],
        }
        found += _scene(where, scene, others.get(scene["key"], {}))
    order = [scene["key"] for scene in scenes if scene["key"] in others]
    if order != [key for key in others if key in order]:
        found.append(Warned(_("The case"), _("The order of the scenes")))
    return tuple(found)


def _scene(where: str, one: dict[str, Any], two: dict[str, Any]) -> Iterator[Warned]:
    choices = one.pop("choices", [])
    others = {choice["key"]: choice for choice in two.pop("choices", [])}
    yield from _fields(where, one, two)
    for choice in choices:
        place = f"{where}, {choice['text'][:60] or choice['key']}"
        yield from _fields(place, choice, others.get(choice["key"], {}))
    if [c["key"] for c in choices if c["key"] in others] != list(others):
        yield Warned(where, _("The order of the choices"))


def _fields(where: str, one: dict[str, Any], two: dict[str, Any]) -> Iterator[Warned]:
    for name in dict.fromkeys([*one, *two]):
        if one.get(name) == two.get(name) or (not one.get(name) and not two.get(name)):
            continue
        value = json.dumps(one.get(name), ensure_ascii=False) if name in one else "–"
        shown = value if len(value) <= _MOST else value[:_MOST] + "…"
        yield Warned(where, f"{name}: {shown}")
