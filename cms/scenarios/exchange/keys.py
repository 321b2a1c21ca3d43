"""Keys of scenes stand in addresses: those that cannot are changed, with the links to them."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from cms.content import Choice
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.types import Read, Warned

_FITS = re.compile(r"[\w-]{1,60}", re.ASCII)


def with_fitting_keys(found: Read) -> Read:
    """Each scene under a key of its own of letters, digits, "-" and "_", at most 60; what was
    changed is listed.
    """
    if found.scenario is None:
        return found
    scenes = found.scenario.scenes
    taken = {scene.key for scene in scenes if _FITS.fullmatch(scene.key)}
    new: dict[str, str] = {}
    keys, said = [], []
    for number, scene in enumerate(scenes, 1):
        # the first of several scenes with one key keeps it
        keeps = scene.key in taken and scene.key not in new
        key = scene.key if keeps else texts.key_of(scene.key or scene.title, taken)
        new.setdefault(scene.key, key)
        keys.append(key)
        if not keeps:
            where = _("Scene %(number)d “%(title)s”") % {
                "number": number,
                "title": scene.title or key,
            }
            said.append(
                Warned(
                    where, _("The key “%(old)s” became “%(new)s”.") % {"old": scene.key, "new": key}
                )
            )
    if not said:
        return found
    turned = tuple(
        replace(
            scene,
            key=key,
            otherwise=_link(scene.otherwise, new),
            choices=tuple(_linked(choice, new) for choice in scene.choices),
        )
        for scene, key in zip(scenes, keys, strict=True)
    )
    scenario = replace(found.scenario, scenes=turned)
    return replace(found, scenario=scenario, warnings=(*found.warnings, *said))


def _linked(choice: Choice, new: dict[str, str]) -> Choice:
    cases = tuple(replace(case, target=_link(case.target, new)) for case in choice.cases)
    return replace(choice, target=_link(choice.target, new), cases=cases)


def _link(target: str, new: dict[str, str]) -> str:
    return new.get(target, target) if target else target
