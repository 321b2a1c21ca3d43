"""Passages become scenes, links become choices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.content import IMPACTS, Choice, Effect, Scenario, Scene, Words
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.drafts import check_count
from cms.scenarios.exchange.twine.formats import markup
from cms.scenarios.exchange.twine.formats.markup import Place
from cms.scenarios.exchange.twine.logic import Term
from cms.scenarios.exchange.twine.nodes import Link, Passage, Set, Text
from cms.scenarios.exchange.twine.story import Parsed, flat
from cms.scenarios.exchange.twine.variants import Reading, Shape, Variant, shape
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
class _Work:
    """Scenes while they are built from a story's passages."""

    parsed: Parsed
    shapes: dict[str, Shape] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)  # passage → keys of its variants
    after: dict[str, Aftermath] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


def scenario_of(parsed: Parsed) -> Scenario:
    """The scenario of a story's passages.

    BadInput where there is no scene, or more than a lesson may have.
    """
    building = _Work(parsed)
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
        scenes += _scenes(building, passage)
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


def _find_aftermaths(building: _Work) -> None:
    """Passages that only tell what a choice came to become part of that choice."""
    parsed = building.parsed
    # the story's first passage is always a scene
    candidates = {passage.name for passage in parsed.scenes[1:] if _is_aftermath(parsed, passage)}
    aftermath_names = candidates & _led_to(parsed, candidates)
    for passage in parsed.scenes:
        if passage.name in aftermath_names:
            building.after[passage.name] = _aftermath(parsed, passage)


def _shape_passage(building: _Work, passage: Passage) -> None:
    """Find the scenes of a passage and give each a key, before any link to them is made."""
    parsed = building.parsed
    reading = Reading(parsed.report_on(passage.name), parsed.kinds, parsed.variables)
    passage_shape = shape(parsed.nodes[passage.name], reading)
    building.shapes[passage.name] = passage_shape
    building.keys[passage.name] = [
        texts.key_of(passage.name, building.taken) for _variant in passage_shape.variants
    ]


def _starting_amount(parsed: Parsed, name: str, otherwise: int) -> int:
    """The start value of an impact where the story sets a whole number, else `otherwise`."""
    start = parsed.starts.get(name)
    if isinstance(start, int) and not isinstance(start, bool):
        return start
    return otherwise


def _is_aftermath(parsed: Parsed, passage: Passage) -> bool:
    """Whether a passage is tagged as a consequence and holds nothing but text and one plain
    link.
    """
    nodes = parsed.nodes[passage.name]
    links = [node for node in nodes if isinstance(node, Link)]
    holds_only_text_and_links = all(isinstance(node, Link | Text) for node in nodes)
    has_one_plain_link = len(links) == 1 and not links[0].sets and not links[0].when
    return (
        bool(_tags(passage) & CONSEQUENCE_TAGS) and holds_only_text_and_links and has_one_plain_link
    )


def _led_to(parsed: Parsed, candidates: set[str]) -> set[str]:
    """The targets of links in scenes to which no candidate's own link leads."""
    targets: dict[bool, set[str]] = {True: set(), False: set()}
    for passage in parsed.scenes:
        for node in flat(parsed.nodes[passage.name]):
            if isinstance(node, Link):
                targets[passage.name in candidates].add(node.target)
    return targets[False] - targets[True]


def _tags(passage: Passage) -> set[str]:
    return {texts.fold(tag).replace(" ", "-") for tag in passage.tags}


def _aftermath(parsed: Parsed, passage: Passage) -> Aftermath:
    """What a consequence passage says; tags and link texts that a choice cannot hold are noted."""
    nodes, tags = parsed.nodes[passage.name], _tags(passage)
    report = parsed.report_on(passage.name)
    link = next(node for node in nodes if isinstance(node, Link))
    competence = _competence(tags)
    _tell_tags(report, sorted(tags - CONSEQUENCE_TAGS - {RIGHT_TAG, competence.replace("_", "-")}))
    if link.label not in {_("Continue"), "Đi tiếp", link.target}:
        report.odd(link.source)
    text = _prose([node for node in nodes if isinstance(node, Text)], report)
    key_match = _CHOICE_KEY.search(passage.name)
    return Aftermath(
        text,
        link.target,
        is_right=RIGHT_TAG in tags,
        competence=competence,
        key=key_match[1] if key_match else "",
    )


def _competence(tags: set[str]) -> str:
    """The competence that one of the tags names; empty without one."""
    for tag in tags:
        name = tag.replace("-", " ")
        if name in texts.COMPETENCES:
            return texts.COMPETENCES[name]
    return ""


def _tell_tags(report: Place, tags: list[str]) -> None:
    if tags:
        report.say(_("Tags are not taken over: %(text)s") % {"text": " ".join(tags)})


def _scenes(building: _Work, passage: Passage) -> Iterator[Scene]:
    """The scenes of a passage, in the order in which their conditions are tried."""
    report = building.parsed.report_on(passage.name)
    _tell_tags(report, [tag for tag in passage.tags if not texts.ending_of(tag.replace("-", " "))])
    for number, variant in enumerate(building.shapes[passage.name].variants):
        yield _scene(building, passage, number, variant)


def _scene(building: _Work, passage: Passage, number: int, variant: Variant) -> Scene:
    """The scene of one variant of a passage; `number` counts the variants from 0."""
    report = building.parsed.report_on(passage.name)
    labelled, other_text = _labelled(_prose(variant.texts, report))
    narration, speeches = _said(other_text)
    choices = _choices(building, variant, report)
    if not choices:
        _idle(variant.leaving, report)
    when, otherwise = _scene_condition(building, passage, number, report)
    ending = _ending(passage)
    if choices and ending:
        ending = ""
        report.say(
            _("A passage with links is no ending; its tag is not taken over: %(text)s")
            % {"text": " ".join(passage.tags)}
        )
    first_speech = speeches[0] if speeches else Words("", "")
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
    building: _Work, passage: Passage, number: int, report: Place
) -> tuple[Term, str]:
    """(condition, key of the scene where play goes on without it) of one of a passage's scenes."""
    passage_shape, keys = building.shapes[passage.name], building.keys[passage.name]
    if passage_shape.guard is not None:
        condition, target = passage_shape.guard
        return condition, _key(building, target, report)
    is_last = number + 1 == len(keys)
    return passage_shape.variants[number].when, "" if is_last else keys[number + 1]


def _ending(passage: Passage) -> texts.Ending:
    """The kind of ending that a passage's tags name; empty without one."""
    kinds = [texts.ending_of(tag.replace("-", " ")) for tag in passage.tags]
    return next((kind for kind in kinds if kind), "")


def _idle(changes: list[Set], report: Place) -> None:
    """Note changes that would be made on leaving a scene that no choice leaves."""
    for change in changes:
        report.odd(change.source)


def _prose(text_nodes: list[Text], report: Place) -> str:
    """The text of nodes; raw text is kept letter by letter, outside the cleaning."""
    raw: list[str] = []
    parts = []
    for node in text_nodes:
        if node.is_raw:
            parts.append(_RAW_MARK.format(len(raw)))
            raw.append(node.text)
        else:
            parts.append(node.text.replace("\ue000", "").replace("\ue001", ""))
    cleaned = markup.prose("".join(parts), report)
    cleaned = re.sub("\ue000(\\d+)\ue001", lambda mark: raw[int(mark[1])], cleaned)
    return texts.tidy(cleaned)


def _labelled(text: str) -> tuple[dict[str, str], str]:
    """The lines "Câu hỏi: …", "Gợi ý: …", "Nơi chốn: …" by field, and the rest of the text."""
    labelled: dict[str, str] = {}
    other_lines = []
    for line in text.split("\n"):
        match = _LABEL.match(line)
        name = _LABELS.get(texts.fold(match["label"]), "") if match else ""
        if match and name and name not in labelled:
            labelled[name] = match["rest"]
        else:
            other_lines.append(line)
    return labelled, texts.tidy("\n".join(other_lines))


def _said(text: str) -> tuple[str, tuple[Words, ...]]:
    """The narration, and the lines that are speech: in quotation marks of their own, such as
    "Bà Mẩy: “Cháu tôi …”".
    """
    speeches, other_lines = [], []
    for line in text.split("\n"):
        match = _SAID.match(line)
        if match:
            speeches.append(Words(match["who"] or "", match["what"]))
        else:
            other_lines.append(line)
    return texts.tidy("\n".join(other_lines)), tuple(speeches)


def _key(building: _Work, target: str, report: Place) -> str:
    """The key of a passage's first scene; a missing passage is noted, its key is made up."""
    if target in building.keys:
        return building.keys[target][0]
    report.say(_("It leads to a scene that is not there: %(name)s") % {"name": target})
    return texts.key_of(target, set(building.taken))


def _choices(building: _Work, variant: Variant, report: Place) -> tuple[Choice, ...]:
    """The choices of a scene: its links, each with the changes that are made on the way."""
    choices: list[Choice] = []
    taken: set[str] = set()
    for number, offered in enumerate(variant.offered):
        link = offered.link
        aftermath = building.after.get(link.target) or Aftermath(text="", target=link.target)
        changes = [*variant.leaving, *link.sets]
        if aftermath.target in building.shapes:
            changes += building.shapes[aftermath.target].entering
        impacts, effects = _effects(changes, report)
        choices.append(
            Choice(
                _choice_key(aftermath.key, number, taken),
                link.label or _("Continue"),
                aftermath.text,
                _key(building, aftermath.target, report),
                **impacts,
                is_right=aftermath.is_right,
                competence=aftermath.competence,
                effects=effects,
                when=offered.when,
            )
        )
        if link.is_move:
            report.say(
                _("The story goes on by itself here; it became a choice: %(text)s")
                % {"text": link.source}
            )
    return tuple(choices)


def _choice_key(wished_key: str, number: int, taken: set[str]) -> str:
    """The key that the passage's name tells, else the next letter; marked as taken."""
    key = wished_key
    if not key or key in taken:
        key = texts.letter(number)
    if key in taken:
        return texts.key_of(key, taken)
    taken.add(key)
    return key


def _effects(changes: list[Set], report: Place) -> tuple[dict[str, Any], tuple[Effect, ...]]:
    """What changes come to: amounts of the choice by name of impact, and effects on variables."""
    impacts: dict[str, Any] = dict.fromkeys(IMPACTS, 0)
    effects = []
    for change in changes:
        if change.variable not in IMPACTS:
            effects.append(
                Effect(change.variable, "add" if change.op == "add" else "set", change.value)
            )
        elif change.op == "add" and isinstance(change.value, int):
            impacts[change.variable] += change.value
        else:
            report.odd(change.source)
    return impacts, tuple(effects)
