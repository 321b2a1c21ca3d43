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
    text = json.dumps(to_plain(scenario), ensure_ascii=False, indent=1)
    return Passage(NAME, text.replace("[[", "[\\u005b").replace("]]", "]\\u005d"), (TAG,))


def taken_out(story: Story, notes: Notes) -> Scenario | None:
    """What the extra passage holds; it leaves the story. None (and listed) where it was damaged."""
    found = [one for one in story.passages if one.name == NAME and TAG in one.tags]
    for one in found:
        story.passages.remove(one)
    if not found:
        return None
    try:
        return from_plain(Scenario, json.loads(found[0].text))
    except (ValueError, NotPlain, RecursionError):
        notes.add(NAME, _("Not understood: %(text)s") % {"text": found[0].text})
        return None


def completed(found: Scenario, story: Story, ours: Scenario, notes: Notes) -> Scenario:
    """The scenario of the passages with what only the extra passage knows."""
    plain = {one.name: (one.text, set(one.tags)) for one in story.passages}
    known = writer.names(ours)
    found = as_ours(found, ours)
    by_key = {scene.key: scene for scene in found.scenes}
    scenes = []
    for old, laid in zip(ours.scenes, writer.laid(ours), strict=True):
        scene = by_key.pop(old.key, None)
        if scene is None:
            notes.add(
                old.title,
                _("The passage is gone; what Twine did not show of it: %(text)s")
                % {"text": json.dumps(to_plain(old), ensure_ascii=False)},
            )
        elif all(plain.get(p.name) == (p.text, set(p.tags)) for p in laid.passages):
            scenes.append(old)
        else:
            notes.add(
                old.title,
                _("The passage was changed in Twine; what Twine does not show was kept as it was."),
            )
            scenes.append(_merged(scene, old))
    scenes += by_key.values()
    init = plain.get("StoryInit", ("", set()))[0]
    is_same = init == writer.beginning(ours)
    return replace(
        ours,
        scenes=tuple(_started(scenes, story.start, known)),
        variables=ours.variables if is_same else _variables(found, ours),
        start_trips=ours.start_trips if is_same else found.start_trips,
        start_minutes=ours.start_minutes if is_same else found.start_minutes,
    )


def as_ours(found: Scenario, ours: Scenario) -> Scenario:
    """The scenario of the passages under the keys that `ours` has for scenes and variables."""
    by_title = {scene.title: scene.key for scene in found.scenes}
    keys = {by_title[name]: key for key, name in writer.names(ours).items() if name in by_title}
    found = writer.renamed(found, {name: key for key, name in writer.identifiers(ours).items()})
    taken = set(keys.values())
    every = dict(keys)
    for scene in found.scenes:
        if scene.key not in every:
            every[scene.key] = texts.key_of(scene.key, taken)

    def choice(one: Choice) -> Choice:
        return replace(one, target=every.get(one.target, one.target))

    return replace(
        found,
        scenes=tuple(
            replace(
                scene,
                key=every[scene.key],
                otherwise=every.get(scene.otherwise, scene.otherwise),
                choices=tuple(choice(one) for one in scene.choices),
            )
            for scene in found.scenes
        ),
    )


def _started(scenes: list[Scene], start: str, known: dict[str, str]) -> list[Scene]:
    """The scene in which the story begins comes first."""
    first = next((s for s in scenes if start and known.get(s.key, s.title) == start), None)
    return [first, *(one for one in scenes if one is not first)] if first else scenes


def _merged(new: Scene, old: Scene) -> Scene:
    """What Twine shows from `new`, the rest from `old`; a choice is known again by its text."""
    by_text = {texts.tidy(choice.text): choice for choice in old.choices}
    taken = {choice.key for choice in old.choices}
    choices = []
    for choice in new.choices:
        before = by_text.pop(choice.text, None)
        if before is None:
            choices.append(replace(choice, key=texts.key_of(choice.key, taken)))
        else:
            choices.append(
                replace(
                    before,
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
        old,
        place=new.place,
        narration=new.narration,
        speaker=new.speaker,
        speech=new.speech,
        words=new.words,
        question=new.question,
        hint=new.hint,
        ending=new.ending,
        when=new.when,
        otherwise=new.otherwise,
        choices=tuple(choices),
    )


def _variables(found: Scenario, ours: Scenario) -> tuple[Variable, ...]:
    new = {one.key: one for one in found.variables}
    kept = []
    for old in ours.variables:
        one = new.pop(old.key, None)
        kept.append(replace(old, start=one.start) if one and one.kind == old.kind else old)
    return (*kept, *new.values())
