"""The passage "VungViec" of Twee files of ours: what Twine has no room for, laid under what it
shows, on the way back.

A scene whose passages nobody changed comes back as it was. Where they were changed in Twine,
Twine's word goes, and only what Twine does not show is kept.
"""

import json
from dataclasses import replace

from django.utils.translation import gettext as _

from cms.content import Choice, Scenario, Scene, Variable
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.twine import writer
from cms.scenarios.exchange.twine.nodes import Passage, Story
from cms.scenarios.exchange.types import Notes

NAME, TAG = "VungViec", "vung-viec"


def passage(scenario: Scenario) -> Passage:
    """The extra passage. Twine takes "[[" for a link even here, so there is none in it."""
    plain_text = json.dumps(to_plain(scenario), ensure_ascii=False, indent=1)
    return Passage(NAME, plain_text.replace("[[", "[\\u005b").replace("]]", "]\\u005d"), (TAG,))


def taken_out(story: Story, notes: Notes) -> Scenario | None:
    """What the extra passage holds; it leaves the story. None (and listed) where it was damaged."""
    extra_passages = [
        passage for passage in story.passages if passage.name == NAME and TAG in passage.tags
    ]
    for passage in extra_passages:
        story.passages.remove(passage)
    if not extra_passages:
        return None
    try:
        return from_plain(Scenario, json.loads(extra_passages[0].text))
    except (ValueError, NotPlain, RecursionError):
        notes.add(NAME, _("Not understood: %(text)s") % {"text": extra_passages[0].text})
        return None


def completed(shown: Scenario, story: Story, original: Scenario, notes: Notes) -> Scenario:
    """The scenario of the passages with what only the extra passage knows."""
    passages = {passage.name: (passage.text, set(passage.tags)) for passage in story.passages}
    passage_names = writer.names(original)
    shown = as_ours(shown, original)
    shown_scenes = {scene.key: scene for scene in shown.scenes}
    scenes = []
    for original_scene, layout in zip(original.scenes, writer.laid(original), strict=True):
        scene = shown_scenes.pop(original_scene.key, None)
        if scene is None:
            notes.add(
                original_scene.title,
                _("The passage is gone; what Twine did not show of it: %(text)s")
                % {"text": json.dumps(to_plain(original_scene), ensure_ascii=False)},
            )
        elif all(
            passages.get(layout_passage.name) == (layout_passage.text, set(layout_passage.tags))
            for layout_passage in layout.passages
        ):
            scenes.append(original_scene)
        else:
            notes.add(
                original_scene.title,
                _("The passage was changed in Twine; what Twine does not show was kept as it was."),
            )
            scenes.append(_merged(scene, original_scene))
    scenes += shown_scenes.values()
    init = passages.get("StoryInit", ("", set()))[0]
    is_same = init == writer.beginning(original)
    return replace(
        original,
        scenes=tuple(_started(scenes, story.start, passage_names)),
        variables=original.variables if is_same else _variables(shown, original),
        start_trips=original.start_trips if is_same else shown.start_trips,
        start_minutes=original.start_minutes if is_same else shown.start_minutes,
    )


def as_ours(shown: Scenario, original: Scenario) -> Scenario:
    """The scenario of the passages under the keys that `ours` has for scenes and variables."""
    by_title = {scene.title: scene.key for scene in shown.scenes}
    keys = {by_title[name]: key for key, name in writer.names(original).items() if name in by_title}
    shown = writer.renamed(shown, {name: key for key, name in writer.identifiers(original).items()})
    taken = set(keys.values())
    new_keys = dict(keys)
    for scene in shown.scenes:
        if scene.key not in new_keys:
            new_keys[scene.key] = texts.key_of(scene.key, taken)

    def choice(one: Choice) -> Choice:
        return replace(one, target=new_keys.get(one.target, one.target))

    return replace(
        shown,
        scenes=tuple(
            replace(
                scene,
                key=new_keys[scene.key],
                otherwise=new_keys.get(scene.otherwise, scene.otherwise),
                choices=tuple(choice(one) for one in scene.choices),
            )
            for scene in shown.scenes
        ),
    )


def _started(scenes: list[Scene], start: str, passage_names: dict[str, str]) -> list[Scene]:
    """The scene in which the story begins comes first."""
    first = next(
        (
            candidate
            for candidate in scenes
            if start and passage_names.get(candidate.key, candidate.title) == start
        ),
        None,
    )
    return [first, *(scene for scene in scenes if scene is not first)] if first else scenes


def _merged(shown: Scene, original: Scene) -> Scene:
    """What Twine shows from `new`, the rest from `old`; a choice is known again by its text."""
    by_text = {texts.tidy(choice.text): choice for choice in original.choices}
    taken = {choice.key for choice in original.choices}
    choices = []
    for choice in shown.choices:
        original_choice = by_text.pop(choice.text, None)
        if original_choice is None:
            choices.append(replace(choice, key=texts.key_of(choice.key, taken)))
        else:
            choices.append(
                replace(
                    original_choice,
                    consequence=choice.consequence,
                    target=choice.target,
                    trips=choice.trips,
                    minutes=choice.minutes,
                    money=choice.money,
                    trust=choice.trust,
                    is_right=choice.is_right,
                    competence=choice.competence,
                    effects=choice.effects,
                    when=choice.when,
                )
            )
    return replace(
        original,
        place=shown.place,
        narration=shown.narration,
        speaker=shown.speaker,
        speech=shown.speech,
        words=shown.words,
        question=shown.question,
        hint=shown.hint,
        ending=shown.ending,
        when=shown.when,
        otherwise=shown.otherwise,
        choices=tuple(choices),
    )


def _variables(shown: Scenario, original: Scenario) -> tuple[Variable, ...]:
    shown_variables = {one.key: one for one in shown.variables}
    variables = []
    for variable in original.variables:
        one = shown_variables.pop(variable.key, None)
        variables.append(
            replace(variable, start=one.start) if one and one.kind == variable.kind else variable
        )
    return (*variables, *shown_variables.values())
