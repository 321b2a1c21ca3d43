"""The extra passage "VungViec" of our Twee files: it keeps what Twine has no place for.

A scene whose passages nobody changed comes back as it was. Where they were changed in Twine,
Twine's text counts, and only what Twine does not show is kept.
"""

import json
from dataclasses import replace

from django.utils.translation import gettext as _

from cms.content import Scenario, Scene, Variable
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.twine import writer
from cms.scenarios.exchange.twine.nodes import Passage, TwineStory
from cms.scenarios.exchange.types import FileNotes

EXTRA_NAME, EXTRA_TAG = "VungViec", "vung-viec"


def make_extra_passage(scenario: Scenario) -> Passage:
    """The extra passage. Twine takes "[[" for a link even here, so it is escaped."""
    plain_text = json.dumps(to_plain(scenario), ensure_ascii=False, indent=1)
    return Passage(
        EXTRA_NAME, plain_text.replace("[[", "[\\u005b").replace("]]", "]\\u005d"), (EXTRA_TAG,)
    )


def take_extra_passage(story: TwineStory, notes: FileNotes) -> Scenario | None:
    """The scenario that the extra passage holds, after removing that passage from the story.

    None where there is no such passage, or (noted) where it was damaged.
    """
    extra_passages = [
        passage
        for passage in story.passages
        if passage.name == EXTRA_NAME and EXTRA_TAG in passage.tags
    ]
    for passage in extra_passages:
        story.passages.remove(passage)
    if not extra_passages:
        return None
    try:
        return from_plain(Scenario, json.loads(extra_passages[0].text))
    except (ValueError, NotPlain, RecursionError):
        notes.add(EXTRA_NAME, _("Not understood: %(text)s") % {"text": extra_passages[0].text})
        return None


def restore_scenario(
    edited: Scenario, story: TwineStory, original: Scenario, notes: FileNotes
) -> Scenario:
    """The scenario of the passages, with what only the extra passage knows."""
    passages = {passage.name: (passage.text, set(passage.tags)) for passage in story.passages}
    passage_names = writer.name_passages(original)
    edited = with_original_keys(edited, original)
    edited_scenes = {scene.key: scene for scene in edited.scenes}
    scenes = []
    for original_scene, layout in zip(
        original.scenes, writer.lay_out_scenes(original), strict=True
    ):
        scene = edited_scenes.pop(original_scene.key, None)
        is_unchanged = all(
            passages.get(passage.name) == (passage.text, set(passage.tags))
            for passage in layout.passages
        )
        if scene is None:
            notes.add(
                original_scene.title,
                _("The passage is gone; what Twine did not show of it: %(text)s")
                % {"text": json.dumps(to_plain(original_scene), ensure_ascii=False)},
            )
        elif is_unchanged:
            scenes.append(original_scene)
        else:
            notes.add(
                original_scene.title,
                _("The passage was changed in Twine; what Twine does not show was kept as it was."),
            )
            scenes.append(_merge_scene(scene, original_scene))
    scenes += edited_scenes.values()
    scenario = replace(original, scenes=tuple(_start_first(scenes, story.start, passage_names)))
    beginning = passages.get("StoryInit", ("", set()))[0]
    if beginning == writer.write_beginning(original):
        return scenario
    return replace(
        scenario,
        variables=_merge_variables(edited, original),
        start_trips=edited.start_trips,
        start_minutes=edited.start_minutes,
    )


def with_original_keys(edited: Scenario, original: Scenario) -> Scenario:
    """The scenario of the passages, with the keys that `original` has for scenes and variables."""
    edited = writer.rename_variables(
        edited, {name: key for key, name in writer.name_variables(original).items()}
    )
    new_keys = _scene_keys(edited, original)
    scenes = []
    for scene in edited.scenes:
        choices = tuple(
            replace(choice, target=new_keys.get(choice.target, choice.target))
            for choice in scene.choices
        )
        otherwise = new_keys.get(scene.otherwise, scene.otherwise)
        scenes.append(replace(scene, key=new_keys[scene.key], otherwise=otherwise, choices=choices))
    return replace(edited, scenes=tuple(scenes))


def _scene_keys(edited: Scenario, original: Scenario) -> dict[str, str]:
    """Key of an edited scene → its original key, found by its title; a free one for a new scene."""
    by_title = {scene.title: scene.key for scene in edited.scenes}
    new_keys = {}
    for key, name in writer.name_passages(original).items():
        if name in by_title:
            new_keys[by_title[name]] = key
    taken = set(new_keys.values())
    for scene in edited.scenes:
        if scene.key not in new_keys:
            new_keys[scene.key] = texts.key_of(scene.key, taken)
    return new_keys


def _start_first(scenes: list[Scene], start: str, passage_names: dict[str, str]) -> list[Scene]:
    """The scenes, beginning with the one in whose passage the story begins."""
    for first in scenes:
        if start and passage_names.get(first.key, first.title) == start:
            return [first, *(scene for scene in scenes if scene is not first)]
    return scenes


def _merge_scene(edited: Scene, original: Scene) -> Scene:
    """The scene with what Twine shows from `edited` and the rest from `original`.

    A choice is known again by its text.
    """
    by_text = {texts.tidy_text(choice.text): choice for choice in original.choices}
    taken = {choice.key for choice in original.choices}
    choices = []
    for choice in edited.choices:
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
        place=edited.place,
        narration=edited.narration,
        speaker=edited.speaker,
        speech=edited.speech,
        words=edited.words,
        question=edited.question,
        hint=edited.hint,
        ending=edited.ending,
        when=edited.when,
        otherwise=edited.otherwise,
        choices=tuple(choices),
    )


def _merge_variables(edited: Scenario, original: Scenario) -> tuple[Variable, ...]:
    """The original variables with the start values of the story, then those that are new in it."""
    edited_variables = {variable.key: variable for variable in edited.variables}
    variables = []
    for variable in original.variables:
        edited_variable = edited_variables.pop(variable.key, None)
        if edited_variable is not None and edited_variable.kind == variable.kind:
            variables.append(replace(variable, start=edited_variable.start))
        else:
            variables.append(variable)
    return (*variables, *edited_variables.values())
