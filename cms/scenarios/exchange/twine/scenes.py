"""Passages become scenes, links become choices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.content import IMPACTS, Choice, Effect, Scenario, Scene, SpokenWords
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.drafts import check_count, describe_missing_scene
from cms.scenarios.exchange.twine.formats import markup
from cms.scenarios.exchange.twine.formats.markup import PassageReport
from cms.scenarios.exchange.twine.logic import Term
from cms.scenarios.exchange.twine.nodes import LinkNode, Passage, SetNode, TextNode
from cms.scenarios.exchange.twine.story import ParsedStory, flatten_nodes
from cms.scenarios.exchange.twine.variants import (
    PassageReading,
    PassageShape,
    SceneVariant,
    shape_passage,
)
from lms.core.errors import BadInput

CONSEQUENCE_TAGS = {"hau-qua", "consequence"}
RIGHT_TAG = "dung"
_LABELS = {"cau hoi": "question", "goi y": "hint", "noi chon": "place"}
_LABEL = re.compile(rf"^(?P<label>[^\W\d][^:：\n]{{2,12}}?){texts.COLON}(?P<rest>\S.*)$")
_SAID = re.compile(r"^(?:(?P<who>[^:：“”\n]{1,80}?):\s*)?“(?P<what>[^“”]+)”$")
# The end of a name that our own writer gives to passages of consequences.
_CHOICE_KEY = re.compile(r" · ([a-z0-9][a-z0-9_-]*)(?: \d+)?$")
# Letters for private use: no text of a story holds them once they are taken out.
_RAW_MARK = "\ue000{}\ue001"


@dataclass(frozen=True)
class Aftermath:
    """A passage that only says what a choice came to and leads on."""

    text: str
    target: str
    is_right: bool = False
    competence: str = ""
    key: str = ""  # of the choice, where the passage's name tells it: "Lệ phí · a"


@dataclass
class _SceneBuilding:
    """Scenes while they are built from a story's passages."""

    parsed: ParsedStory
    shapes: dict[str, PassageShape] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)  # passage → keys of its variants
    after: dict[str, Aftermath] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


def scenario_of(parsed: ParsedStory) -> Scenario:
    """The scenario of a story's passages.

    BadInput where there is no scene, or more than a lesson may have.
    """
    building = _SceneBuilding(parsed)
    _find_aftermaths(building)
    passages = [passage for passage in parsed.scenes if passage.name not in building.after]
    if not passages:
        raise BadInput(_("There is no passage with a scene in the story. Choose another file."))
    # checked before and after: shaping is costly, and one passage may become several scenes
    check_count(len(passages))
    for passage in passages:
        _shape_passage(building, passage)
    scenes: list[Scene] = []
    for passage in passages:
        scenes += _scenes_of(building, passage)
    check_count(len(scenes))
    return Scenario(
        "",
        "",
        tuple(scenes),
        # one trip where the story sets none: the citizen stands at the counter already
        start_trips=_starting_amount(parsed, "trips", 1),
        start_minutes=_starting_amount(parsed, "minutes", 0),
        variables=tuple(parsed.variables.values()),
    )


def _find_aftermaths(building: _SceneBuilding) -> None:
    """Passages that only tell what a choice came to become part of that choice."""
    parsed = building.parsed
    # the story's first passage is always a scene
    candidates = {passage.name for passage in parsed.scenes[1:] if _is_aftermath(parsed, passage)}
    aftermath_names = candidates & _scene_targets(parsed, candidates)
    for passage in parsed.scenes:
        if passage.name in aftermath_names:
            building.after[passage.name] = _read_aftermath(parsed, passage)


def _shape_passage(building: _SceneBuilding, passage: Passage) -> None:
    """Find the scenes of a passage and give each a key, before any link to them is made."""
    parsed = building.parsed
    reading = PassageReading(parsed.report_on(passage.name), parsed.kinds, parsed.variables)
    passage_shape = shape_passage(parsed.nodes[passage.name], reading)
    building.shapes[passage.name] = passage_shape
    building.keys[passage.name] = [
        texts.key_of(passage.name, building.taken) for _variant in passage_shape.variants
    ]


def _starting_amount(parsed: ParsedStory, name: str, otherwise: int) -> int:
    """The start value of an impact where the story sets a whole number, else `otherwise`."""
    start = parsed.starts.get(name)
    # a flag is an int, too, for isinstance
    return start if type(start) is int else otherwise


def _is_aftermath(parsed: ParsedStory, passage: Passage) -> bool:
    """Whether a passage is tagged as a consequence and holds nothing but text and one plain
    link.
    """
    nodes = parsed.nodes[passage.name]
    links = [node for node in nodes if isinstance(node, LinkNode)]
    holds_only_text_and_links = all(isinstance(node, LinkNode | TextNode) for node in nodes)
    has_one_plain_link = len(links) == 1 and not links[0].sets and not links[0].when
    return (
        bool(_folded_tags(passage) & CONSEQUENCE_TAGS)
        and holds_only_text_and_links
        and has_one_plain_link
    )


def _scene_targets(parsed: ParsedStory, candidates: set[str]) -> set[str]:
    """The targets of links in scenes to which no candidate's own link leads."""
    targets: dict[bool, set[str]] = {True: set(), False: set()}
    for passage in parsed.scenes:
        for node in flatten_nodes(parsed.nodes[passage.name]):
            if isinstance(node, LinkNode):
                targets[passage.name in candidates].add(node.target)
    return targets[False] - targets[True]


def _folded_tags(passage: Passage) -> set[str]:
    return {texts.fold_label(tag).replace(" ", "-") for tag in passage.tags}


def _read_aftermath(parsed: ParsedStory, passage: Passage) -> Aftermath:
    """What a consequence passage says; tags and link texts that a choice cannot hold are noted."""
    nodes, tags = parsed.nodes[passage.name], _folded_tags(passage)
    report = parsed.report_on(passage.name)
    link = next(node for node in nodes if isinstance(node, LinkNode))
    competence = _competence_of(tags)
    _note_tags(report, sorted(tags - CONSEQUENCE_TAGS - {RIGHT_TAG, competence.replace("_", "-")}))
    if link.label not in {_("Continue"), "Đi tiếp", link.target}:
        report.note_not_understood(link.source)
    text = _clean_text([node for node in nodes if isinstance(node, TextNode)], report)
    key_match = _CHOICE_KEY.search(passage.name)
    return Aftermath(
        text,
        link.target,
        is_right=RIGHT_TAG in tags,
        competence=competence,
        key=key_match[1] if key_match else "",
    )


def _competence_of(tags: set[str]) -> str:
    """The competence that one of the tags names; empty without one."""
    for tag in tags:
        name = tag.replace("-", " ")
        if name in texts.COMPETENCES:
            return texts.COMPETENCES[name]
    return ""


def _note_tags(report: PassageReport, tags: list[str]) -> None:
    if tags:
        report.add_note(_("Tags are not taken over: %(text)s") % {"text": " ".join(tags)})


def _scenes_of(building: _SceneBuilding, passage: Passage) -> Iterator[Scene]:
    """The scenes of a passage, in the order in which their conditions are tried."""
    report = building.parsed.report_on(passage.name)
    _note_tags(report, [tag for tag in passage.tags if not texts.ending_of(tag.replace("-", " "))])
    for number, variant in enumerate(building.shapes[passage.name].variants):
        yield _make_scene(building, passage, number, variant)


def _make_scene(
    building: _SceneBuilding, passage: Passage, number: int, variant: SceneVariant
) -> Scene:
    """The scene of one variant of a passage; `number` counts the variants from 0."""
    report = building.parsed.report_on(passage.name)
    labelled, other_text = _split_labelled(_clean_text(variant.texts, report))
    narration, speeches = _split_speech(other_text)
    choices = _make_choices(building, variant, report)
    if not choices:
        _note_unmade(variant.leaving, report)
    when, otherwise = _scene_condition(building, passage, number, report)
    ending = _ending_of(passage)
    if choices and ending:
        ending = ""
        report.add_note(
            _("A passage with links is no ending; its tag is not taken over: %(text)s")
            % {"text": " ".join(passage.tags)}
        )
    first_speech = speeches[0] if speeches else SpokenWords("", "")
    return Scene(
        building.keys[passage.name][number],
        passage.name if not number else f"{passage.name} ({number + 1})",
        labelled.get("place", ""),
        "",
        "",
        narration=narration,
        speaker=first_speech.speaker,
        speech=first_speech.speech,
        words=speeches[1:],
        question=labelled.get("question", ""),
        hint=labelled.get("hint", ""),
        choices=choices,
        ending=ending,
        when=when,
        otherwise=otherwise,
    )


def _scene_condition(
    building: _SceneBuilding, passage: Passage, number: int, report: PassageReport
) -> tuple[Term, str]:
    """(condition, key of the scene where play goes on without it) of one of a passage's scenes."""
    passage_shape, keys = building.shapes[passage.name], building.keys[passage.name]
    if passage_shape.guard is not None:
        condition, target = passage_shape.guard
        return condition, _key_of(building, target, report)
    is_last = number + 1 == len(keys)
    return passage_shape.variants[number].when, "" if is_last else keys[number + 1]


def _ending_of(passage: Passage) -> texts.Ending:
    """The kind of ending that a passage's tags name; empty without one."""
    kinds = [texts.ending_of(tag.replace("-", " ")) for tag in passage.tags]
    return next(filter(None, kinds), "")


def _note_unmade(changes: list[SetNode], report: PassageReport) -> None:
    """Note changes that would be made on leaving a scene that no choice leaves."""
    for change in changes:
        report.note_not_understood(change.source)


def _clean_text(text_nodes: list[TextNode], report: PassageReport) -> str:
    """The text of nodes; raw text is kept letter by letter, outside the cleaning."""
    raw: list[str] = []
    parts = []
    for node in text_nodes:
        if node.is_raw:
            parts.append(_RAW_MARK.format(len(raw)))
            raw.append(node.text)
        else:
            parts.append(node.text.replace("\ue000", "").replace("\ue001", ""))
    cleaned = markup.clean_prose("".join(parts), report)
    cleaned = re.sub("\ue000(\\d+)\ue001", lambda mark: raw[int(mark[1])], cleaned)
    return texts.tidy_text(cleaned)


def _split_labelled(text: str) -> tuple[dict[str, str], str]:
    """The lines "Câu hỏi: …", "Gợi ý: …", "Nơi chốn: …" by field, and the rest of the text."""
    labelled: dict[str, str] = {}
    other_lines = []
    for line in text.split("\n"):
        match = _LABEL.match(line)
        name = _LABELS.get(texts.fold_label(match["label"]), "") if match else ""
        if match and name and name not in labelled:
            labelled[name] = match["rest"]
        else:
            other_lines.append(line)
    return labelled, texts.tidy_text("\n".join(other_lines))


def _split_speech(text: str) -> tuple[str, tuple[SpokenWords, ...]]:
    """The narration, and the lines that are speech: in quotation marks of their own, such as
    "Bà Mẩy: “Cháu tôi …”".
    """
    speeches, other_lines = [], []
    for line in text.split("\n"):
        match = _SAID.match(line)
        if match:
            speeches.append(SpokenWords(match["who"] or "", match["what"]))
        else:
            other_lines.append(line)
    return texts.tidy_text("\n".join(other_lines)), tuple(speeches)


def _key_of(building: _SceneBuilding, target: str, report: PassageReport) -> str:
    """The key of a passage's first scene; a missing passage is noted, its key is made up."""
    if target in building.keys:
        return building.keys[target][0]
    report.add_note(describe_missing_scene(target))
    return texts.key_of(target, set(building.taken))


def _make_choices(
    building: _SceneBuilding, variant: SceneVariant, report: PassageReport
) -> tuple[Choice, ...]:
    """The choices of a scene: its links, each with the changes that are made on the way."""
    choices: list[Choice] = []
    taken: set[str] = set()
    for number, offered in enumerate(variant.offered):
        link = offered.link
        aftermath = building.after.get(link.target) or Aftermath(text="", target=link.target)
        changes = [*variant.leaving, *link.sets]
        if aftermath.target in building.shapes:
            changes += building.shapes[aftermath.target].entering
        impacts, effects = _split_changes(changes, report)
        choices.append(
            Choice(
                _choice_key(aftermath.key, number, taken),
                link.label or _("Continue"),
                aftermath.text,
                _key_of(building, aftermath.target, report),
                **impacts,
                is_right=aftermath.is_right,
                competence=aftermath.competence,
                effects=effects,
                when=offered.when,
            )
        )
        if link.is_move:
            report.add_note(
                _("The story goes on by itself here; it became a choice: %(text)s")
                % {"text": link.source}
            )
    return tuple(choices)


def _choice_key(wished_key: str, number: int, taken: set[str]) -> str:
    """The key that the passage's name tells, else the next letter; marked as taken."""
    key = wished_key
    if not key or key in taken:
        key = texts.choice_key(number)
    if key in taken:
        return texts.key_of(key, taken)
    taken.add(key)
    return key


def _split_changes(
    changes: list[SetNode], report: PassageReport
) -> tuple[dict[str, Any], tuple[Effect, ...]]:
    """What changes come to: amounts of the choice by name of impact, and effects on variables."""
    impacts: dict[str, Any] = dict.fromkeys(IMPACTS, 0)
    effects = []
    for change in changes:
        if change.variable not in IMPACTS:
            effects.append(Effect(change.variable, change.op, change.value))
        elif change.op == "add" and isinstance(change.value, int):
            impacts[change.variable] += change.value
        else:
            report.note_not_understood(change.source)
    return impacts, tuple(effects)
