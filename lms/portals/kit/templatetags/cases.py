"""Tags and filters of the pages on which a case is played: pack, page of a scene, preview in the
Studio.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.api import item_keys
from cms.content import Choice, Item, Mode, Paper, Scenario, Scene
from lms.portals.kit.packs.cases import device_case
from lms.portals.kit.packs.places import picture

register = template.Library()
register.filter("art", picture)

_LANGUAGES = {
    "vi": _("Vietnamese"),
    "tha": _("Thai (Thái)"),
    "th": _("Thai (Thái)"),
    "tai": _("Thai (Thái)"),
    "hmn": _("Mong (Mông)"),
    "tyz": _("Tay (Tày)"),
    "nut": _("Nung (Nùng)"),
    "ium": _("Dao (Dao)"),
}
_KB = 1024


@register.simple_tag
def case_data(scenario: Scenario, mode: str, *, preview: bool = False) -> SafeString:
    """The case for the device, as data in the page; with the key only where the device judges."""
    has_key = preview or mode != Mode.SOLO
    return json_script(device_case(scenario, has_key=has_key), "case")


@register.simple_tag(takes_context=True)
def choices_here(context: Context) -> list[Choice]:
    """What the learner may choose: the keys in `offered`, in their order; in a pack all, the device
    leaves some out.
    """
    scene: Scene = context["scene"]
    keys = context.get("offered")
    if keys is None:
        return [choice for choice in scene.choices if not choice.on_timeout]
    return [choice for key in keys if (choice := scene.choice(key))]


@register.simple_tag(takes_context=True)
def items_here(context: Context) -> list[Item]:
    """The items of the scene in the order of `seed` (an attempt, or the lesson's hash in a
    pack).
    """
    scene: Scene = context["scene"]
    found = (scene.item(key) for key in item_keys(scene, str(context.get("seed", ""))))
    return [item for item in found if item is not None]


@register.simple_tag
def typed(form: Any, name: str, key: str = "") -> str:
    """What was sent in a field of a bound form; with `key`: "1" where that was among it.

    Empty for no form.
    """
    data = getattr(form, "data", None)
    if not data:
        return ""
    if not key:
        return str(data.get(name, ""))
    return "1" if key in data.getlist(name) else ""


@register.filter
def sheets(items: Iterable[Item], scene: Scene) -> list[tuple[Paper | None, list[Item]]]:
    """Items by the paper on which they stand, in the order in which the papers lie."""
    by_paper: dict[str, list[Item]] = {paper.key: [] for paper in scene.papers}
    for item in items:
        by_paper.setdefault(item.paper, []).append(item)
    return [(scene.paper(key), found) for key, found in by_paper.items() if found]


@register.filter
def counts_in(scenario: Scenario, name: str) -> bool:
    """Whether a case ever changes `name` (money, trust)."""
    return any(getattr(choice, name) for scene in scenario.scenes for choice in scene.choices)


@register.filter
def language_name(code: str) -> str:
    """The language of a recording in words; the code itself where it is not known."""
    return str(_LANGUAGES.get(code, code))


@register.filter
def as_length(seconds: int) -> str:
    """1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def as_kb(size: int) -> int:
    """Bytes in whole kilobytes, at least 1."""
    return max(1, round(size / _KB))
