"""What a format cannot hold: a scenario beside the one that is read back from its own file."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.content.plain import to_plain
from cms.scenarios.exchange.types import FileNote, name_scene

_MAX_VALUE_LETTERS = 300


def list_losses(before: Scenario, after: Scenario) -> tuple[FileNote, ...]:
    """The fields of `before` that `after` lacks or says differently, scene by scene."""
    before_fields, after_fields = to_plain(before), to_plain(after)
    scenes = before_fields.pop("scenes")
    after_scenes = {scene["key"]: scene for scene in after_fields.pop("scenes")}
    losses = list(_compare_fields(_("The case"), before_fields, after_fields))
    for number, scene in enumerate(scenes, 1):
        where = name_scene(number, scene["title"] or scene["key"])
        losses += _compare_scene(where, scene, after_scenes.get(scene["key"], {}))
    order_before = [scene["key"] for scene in scenes if scene["key"] in after_scenes]
    order_after = [key for key in after_scenes if key in order_before]
    if order_before != order_after:
        losses.append(FileNote(_("The case"), _("The order of the scenes")))
    return tuple(losses)


def _compare_scene(where: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[FileNote]:
    """What one scene and its choices lose; the choices are taken out of both."""
    choices = before.pop("choices", [])
    after_choices = {choice["key"]: choice for choice in after.pop("choices", [])}
    yield from _compare_fields(where, before, after)
    for choice in choices:
        choice_place = f"{where}, {choice['text'][:60] or choice['key']}"
        yield from _compare_fields(choice_place, choice, after_choices.get(choice["key"], {}))
    order = [choice["key"] for choice in choices if choice["key"] in after_choices]
    if order != list(after_choices):
        yield FileNote(where, _("The order of the choices"))


def _compare_fields(
    where: str, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[FileNote]:
    """The fields of one scene or choice that differ; empty and missing are the same."""
    for name in dict.fromkeys([*before, *after]):
        if (before.get(name) or None) == (after.get(name) or None):
            continue
        value = "–"
        if name in before:
            value = json.dumps(before.get(name), ensure_ascii=False)
        if len(value) > _MAX_VALUE_LETTERS:
            value = value[:_MAX_VALUE_LETTERS] + "…"
        yield FileNote(where, f"{name}: {value}")
