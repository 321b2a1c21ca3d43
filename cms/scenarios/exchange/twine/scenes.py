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
from cms.scenarios.exchange.twine.nodes import Link, Passage, Set, Text
from cms.scenarios.exchange.twine.story import Parsed, flat
from cms.scenarios.exchange.twine.variants import Reading, Shape, Variant, shape
from lms.core.errors import BadInput

CONSEQUENCE_TAGS = {"hau-qua", "consequence"}
RIGHT_TAG = "dung"
_LABELS = {"cau hoi": "question", "goi y": "hint", "noi chon": "place"}
_LABEL = re.compile(rf"^(?P<label>[^\W\d][^:：\n]{{2,12}}?){texts.COLON}(?P<rest>\S.*)$")
_SAID = re.compile(r"^(?:(?P<who>[^:：“”\n]{1,80}?):\s*)?“(?P<what>[^“”]+)”$")
_CHOICE_KEY = re.compile(r" · ([a-z0-9][a-z0-9_-]*)(?: \d+)?$")
_RAW_MARK = "\ue000{}\ue001"


@dataclass(frozen=True)
class Aftermath:
    """A passage that only tells what a choice came to and leads on."""

    text: str
    target: str
    is_right: bool
    competence: str
    key: str  # of the choice, where the passage's name tells it: "Lệ phí · a"


@dataclass
class _Work:
    parsed: Parsed
    shapes: dict[str, Shape] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)  # passage → keys of its variants
    after: dict[str, Aftermath] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


def scenario_of(parsed: Parsed) -> Scenario:
    """The scenes of a story's passages.

    BadInput where there is none, or more than a lesson may have.
    """
    building = _Work(parsed)
    candidates = {passage.name for passage in parsed.scenes[1:] if _is_aftermath(parsed, passage)}
    consequence_names = candidates & _led_to(parsed, candidates)
    for passage in parsed.scenes:
        if passage.name in consequence_names:
            building.after[passage.name] = _aftermath(parsed, passage)
    passages = [passage for passage in parsed.scenes if passage.name not in building.after]
    if not passages:
        raise BadInput(_("There is no passage with a scene in the story. Choose another file."))
    check_count(len(passages))
    for passage in passages:
        reading = Reading(parsed.report_on(passage.name), parsed.kinds, parsed.variables)
        found_shape = building.shapes[passage.name] = shape(parsed.nodes[passage.name], reading)
        building.keys[passage.name] = [
            texts.key_of(passage.name, building.taken) for _one in found_shape.variants
        ]
    scenes = [scene for passage in passages for scene in _scenes(building, passage)]
    check_count(len(scenes))
    starts = {name: parsed.starts.get(name, 0) for name in ("trips", "minutes")}
    told: dict[str, Any] = {
        f"start_{name}": value for name, value in starts.items() if type(value) is int
    }
    told["start_trips"] = told["start_trips"] if "trips" in parsed.starts else 1
    return Scenario("", "", tuple(scenes), variables=tuple(parsed.variables.values()), **told)


def _is_aftermath(parsed: Parsed, passage: Passage) -> bool:
    """Tagged as a consequence, and nothing in it but text and one plain link."""
    nodes = parsed.nodes[passage.name]
    links = [node for node in nodes if isinstance(node, Link)]
    holds_only_text_and_links = all(isinstance(node, Link | Text) for node in nodes)
    has_one_plain_link = len(links) == 1 and not links[0].sets and not links[0].when
    return (
        bool(_tags(passage) & CONSEQUENCE_TAGS) and holds_only_text_and_links and has_one_plain_link
    )


def _led_to(parsed: Parsed, candidates: set[str]) -> set[str]:
    """Passages to which scenes lead and no consequence does."""
    targets: dict[bool, set[str]] = {True: set(), False: set()}
    for passage in parsed.scenes:
        for node in flat(parsed.nodes[passage.name]):
            if isinstance(node, Link):
                targets[passage.name in candidates].add(node.target)
    return targets[False] - targets[True]


def _tags(passage: Passage) -> set[str]:
    return {texts.fold(tag).replace(" ", "-") for tag in passage.tags}


def _aftermath(parsed: Parsed, passage: Passage) -> Aftermath:
    nodes, tags, report = parsed.nodes[passage.name], _tags(passage), parsed.report_on(passage.name)
    link = next(node for node in nodes if isinstance(node, Link))
    competence = next(
        (
            texts.COMPETENCES[t.replace("-", " ")]
            for t in tags
            if t.replace("-", " ") in texts.COMPETENCES
        ),
        "",
    )
    _tell_tags(report, sorted(tags - CONSEQUENCE_TAGS - {RIGHT_TAG, competence.replace("_", "-")}))
    if link.label not in {_("Continue"), "Đi tiếp", link.target}:
        report.odd(link.source)
    text = _prose([node for node in nodes if isinstance(node, Text)], report)
    key_match = _CHOICE_KEY.search(passage.name)
    return Aftermath(
        text, link.target, RIGHT_TAG in tags, competence, key_match[1] if key_match else ""
    )


def _tell_tags(report: Place, tags: list[str]) -> None:
    if tags:
        report.say(_("Tags are not taken over: %(text)s") % {"text": " ".join(tags)})


def _scenes(building: _Work, passage: Passage) -> Iterator[Scene]:
    report = building.parsed.report_on(passage.name)
    found, keys = building.shapes[passage.name], building.keys[passage.name]
    ending = _ending(passage)

    _tell_tags(report, [t for t in passage.tags if not texts.ending_of(t.replace("-", " "))])
    for number, variant in enumerate(found.variants):
        title = passage.name if not number else f"{passage.name} ({number + 1})"
        labelled, told = _labelled(_prose(variant.texts, report))
        narration, said = _said(told)
        choices = _choices(building, variant, report)
        if not choices:
            _idle(variant.leaving, report)
        is_last = number + 1 == len(keys)
        when, otherwise = variant.when, "" if is_last else keys[number + 1]
        if found.guard is not None:
            when, otherwise = found.guard[0], _key(building, found.guard[1], report)
        yield Scene(
            keys[number],
            title,
            labelled.get("place", ""),
            "",
            "",
            narration=narration,
            speaker=said[0].speaker if said else "",
            speech=said[0].speech if said else "",
            words=said[1:],
            question=labelled.get("question", ""),
            hint=labelled.get("hint", ""),
            choices=choices,
            ending="" if choices else ending,
            when=when,
            otherwise=otherwise,
        )
        if choices and ending:
            report.say(
                _("A passage with links is no ending; its tag is not taken over: %(text)s")
                % {"text": " ".join(passage.tags)}
            )


def _ending(passage: Passage) -> texts.Ending:
    kinds = [texts.ending_of(tag.replace("-", " ")) for tag in passage.tags]
    return next((kind for kind in kinds if kind), "")


def _idle(changes: list[Set], report: Place) -> None:
    for change in changes:
        report.odd(change.source)


def _prose(text_nodes: list[Text], report: Place) -> str:
    """The text of nodes; what is to be shown letter by letter is kept out of the cleaning."""
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
    """Lines "Câu hỏi: …", "Gợi ý: …", "Nơi chốn: …" apart from the rest."""
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
    """Lines in quotation marks of their own ("Bà Mẩy: “Cháu tôi …”") are what is said; the rest
    tells.
    """
    lines = text.split("\n")
    speech_matches = [match for line in lines if (match := _SAID.match(line))]
    other_text = "\n".join(line for line in lines if not _SAID.match(line))
    return texts.tidy(other_text), tuple(
        Words(speech_match["who"] or "", speech_match["what"]) for speech_match in speech_matches
    )


def _key(building: _Work, target: str, report: Place) -> str:
    """Key of the first scene of a passage; where there is no such passage, what its key would
    be.
    """
    if target in building.keys:
        return building.keys[target][0]
    report.say(_("It leads to a scene that is not there: %(name)s") % {"name": target})
    return texts.key_of(target, set(building.taken))


def _choices(building: _Work, variant: Variant, report: Place) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    taken: set[str] = set()
    for number, offered_link in enumerate(variant.offered):
        link = offered_link.link
        aftermath = building.after.get(link.target)
        target = aftermath.target if aftermath else link.target
        changes = [*variant.leaving, *link.sets]
        if target in building.shapes:
            changes += building.shapes[target].entering
        impacts, effects = _effects(changes, report)
        key = (
            aftermath.key
            if aftermath and aftermath.key and aftermath.key not in taken
            else texts.letter(number)
        )
        key = key if key not in taken else texts.key_of(key, taken)
        taken.add(key)
        choices.append(
            Choice(
                key,
                link.label or _("Continue"),
                aftermath.text if aftermath else "",
                _key(building, target, report),
                **impacts,
                is_right=bool(aftermath and aftermath.is_right),
                competence=aftermath.competence if aftermath else "",
                effects=effects,
                when=offered_link.when,
            )
        )
        if link.is_move:
            report.say(
                _("The story goes on by itself here; it became a choice: %(text)s")
                % {"text": link.source}
            )
    return tuple(choices)


def _effects(changes: list[Set], report: Place) -> tuple[dict[str, Any], tuple[Effect, ...]]:
    """What changes come to: trips, minutes, money and trust of the choice, and effects on the
    variables.
    """
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
