"""Template tags and filters for playing a scenario: in a pack, scene by scene, in the Studio's
preview.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.api import STEPS, AnswerField, item_keys, step_of
from cms.content import CounterPaper, PlayMode, Scenario, Scene, StepItem
from lms.portals.kit.packs.places import picture_template
from lms.portals.kit.packs.scenarios import device_scenario

register = template.Library()
register.filter("art", picture_template)
register.filter("step_of", step_of)
# For texts that stand in a variable: {% trans %} would look for them with their % doubled.
register.filter("translated", gettext)

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
    """The scenario as JSON in the page, with the key only where the device judges."""
    has_key = preview or mode != PlayMode.SOLO
    return json_script(device_scenario(scenario, has_key=has_key), "case")


@register.simple_tag
def task(scene: Scene, scenario: Scenario) -> str:
    """What the scene asks the learner to do, in a sentence."""
    return gettext(step_of(scene).task(scene)) % {"citizen": scenario.citizen}


@register.simple_tag
def step_words() -> SafeString:
    """What the scripts of the kinds of step say, as attributes `data-<name>`."""
    texts = {
        name: gettext(text) for step in STEPS.values() for name, text in step.script_texts.items()
    }
    return format_html_join(" ", 'data-{}="{}"', texts.items())


@register.simple_tag(takes_context=True)
def answer_fields(context: Context) -> list[AnswerField]:
    """The fields that the scene is answered in, their options in the order of the attempt.

    Of choices those in `offered`, in that order; in a pack all of them: the device decides which to
    show.
    """
    scene: Scene = context["scene"]
    offered = context.get("offered")
    if offered is None:
        offered = [choice.key for choice in scene.choices if not choice.on_timeout]
    step = step_of(scene)
    keys = item_keys(scene, str(context.get("seed", ""))) if step.is_judged else offered
    return [
        replace(field, options=tuple(sorted(field.options, key=lambda pair: keys.index(pair[0]))))
        for field in step.answer_fields(scene, offered)
    ]


@register.simple_tag(takes_context=True)
def items_here(context: Context) -> list[StepItem]:
    """The items of the scene in the order of `seed` (an attempt, or the lesson's hash in a
    pack).
    """
    scene: Scene = context["scene"]
    items = (scene.item(key) for key in item_keys(scene, str(context.get("seed", ""))))
    return [item for item in items if item is not None]


@register.simple_tag
def typed(form: Any, name: str, key: str = "") -> str:
    """The value sent in a field of a bound form, "" for no form.

    With `key` it is "1" where that key is among the values sent, else "".
    """
    data = getattr(form, "data", None)
    if not data:
        return ""
    if not key:
        return str(data.get(name, ""))
    return "1" if key in data.getlist(name) else ""


@register.filter
def sheets(
    items: Iterable[StepItem], scene: Scene
) -> list[tuple[CounterPaper | None, list[StepItem]]]:
    """(paper, its items) in the order of the scene's papers; None for items on no paper."""
    by_paper: dict[str, list[StepItem]] = {paper.key: [] for paper in scene.papers}
    for item in items:
        by_paper.setdefault(item.paper, []).append(item)
    return [(scene.paper(key), on_paper) for key, on_paper in by_paper.items() if on_paper]


@register.filter
def counts_in(scenario: Scenario, name: str) -> bool:
    """Whether any choice of the scenario changes `name` ("money", "trust")."""
    return any(getattr(choice, name) for scene in scenario.scenes for choice in scene.choices)


@register.filter
def language_name(code: str) -> str:
    """The language of a recording in words; the code itself where it is not known."""
    return str(_LANGUAGES.get(code, code))


@register.filter
def as_length(seconds: int) -> str:
    """A length in seconds as minutes and seconds: 65 → "1:05"."""
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def as_kb(size: int) -> int:
    """Bytes in whole kilobytes, at least 1."""
    return max(1, round(size / _KB))
