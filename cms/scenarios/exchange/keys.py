"""Keys of scenes stand in URLs: keys that cannot are replaced, and the links to them follow."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from cms.content import Choice, Scene
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.types import FileNote, ReadScenario, name_scene

_FITS = re.compile(r"[\w-]{1,60}", re.ASCII)


def with_fitting_keys(imported: ReadScenario) -> ReadScenario:
    """The same scenario with each scene under a unique key that fits into a URL.

    Such a key has at most 60 ASCII letters, digits, "-" and "_". Every replaced key is noted.
    """
    if imported.scenario is None:
        return imported
    scenes = imported.scenario.scenes
    taken = {scene.key for scene in scenes if _FITS.fullmatch(scene.key)}
    new_keys: dict[str, str] = {}
    rekeyed_scenes, notes = [], []
    for number, scene in enumerate(scenes, 1):
        # the first of several scenes with one key keeps it
        if scene.key in taken and scene.key not in new_keys:
            key = scene.key
        else:
            key = texts.key_of(scene.key or scene.title, taken)
            notes.append(_note_new_key(number, scene, key))
        new_keys.setdefault(scene.key, key)
        rekeyed_scenes.append(replace(scene, key=key))
    if not notes:
        return imported
    linked_scenes = tuple(_relink_scene(scene, new_keys) for scene in rekeyed_scenes)
    scenario = replace(imported.scenario, scenes=linked_scenes)
    return replace(imported, scenario=scenario, warnings=(*imported.warnings, *notes))


def _note_new_key(number: int, scene: Scene, key: str) -> FileNote:
    where = name_scene(number, scene.title or key)
    text = _("The key “%(old)s” became “%(new)s”.") % {"old": scene.key, "new": key}
    return FileNote(where, text)


def _relink_scene(scene: Scene, new_keys: dict[str, str]) -> Scene:
    """The scene with all its links to the new keys."""
    return replace(
        scene,
        otherwise=_relink_target(scene.otherwise, new_keys),
        choices=tuple(_relink_choice(choice, new_keys) for choice in scene.choices),
    )


def _relink_choice(choice: Choice, new_keys: dict[str, str]) -> Choice:
    cases = tuple(
        replace(choice_case, target=_relink_target(choice_case.target, new_keys))
        for choice_case in choice.cases
    )
    return replace(choice, target=_relink_target(choice.target, new_keys), cases=cases)


def _relink_target(target: str, new_keys: dict[str, str]) -> str:
    return new_keys.get(target, target) if target else target
