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
    work = _Work(parsed)
    candidates = {passage.name for passage in parsed.scenes[1:] if _is_aftermath(parsed, passage)}
    folded = candidates & _led_to(parsed, candidates)
    for passage in parsed.scenes:
        if passage.name in folded:
            work.after[passage.name] = _aftermath(parsed, passage)
    passages = [one for one in parsed.scenes if one.name not in work.after]
    if not passages:
        raise BadInput(_("There is no passage with a scene in the story. Choose another file."))
    check_count(len(passages))
    for passage in passages:
        reading = Reading(parsed.place(passage.name), parsed.kinds, parsed.variables)
        found_shape = work.shapes[passage.name] = shape(parsed.nodes[passage.name], reading)
        work.keys[passage.name] = [
            texts.key_of(passage.name, work.taken) for _one in found_shape.variants
        ]
    scenes = [scene for passage in passages for scene in _scenes(work, passage)]
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
    is_plain = all(isinstance(node, Link | Text) for node in nodes)
    is_one = len(links) == 1 and not links[0].sets and not links[0].when
    return bool(_tags(passage) & CONSEQUENCE_TAGS) and is_plain and is_one


def _led_to(parsed: Parsed, candidates: set[str]) -> set[str]:
    """Passages to which scenes lead and no consequence does."""
    led: dict[bool, set[str]] = {True: set(), False: set()}
    for passage in parsed.scenes:
        for node in flat(parsed.nodes[passage.name]):
            if isinstance(node, Link):
                led[passage.name in candidates].add(node.target)
    return led[False] - led[True]


def _tags(passage: Passage) -> set[str]:
    return {texts.fold(tag).replace(" ", "-") for tag in passage.tags}


def _aftermath(parsed: Parsed, passage: Passage) -> Aftermath:
    nodes, tags, place = parsed.nodes[passage.name], _tags(passage), parsed.place(passage.name)
    link = next(node for node in nodes if isinstance(node, Link))
    competence = next(
        (
            texts.COMPETENCES[t.replace("-", " ")]
            for t in tags
            if t.replace("-", " ") in texts.COMPETENCES
        ),
        "",
    )
    _tell_tags(place, sorted(tags - CONSEQUENCE_TAGS - {RIGHT_TAG, competence.replace("_", "-")}))
    if link.label not in {_("Continue"), "Đi tiếp", link.target}:
        place.odd(link.source)
    text = _prose([node for node in nodes if isinstance(node, Text)], place)
    found = _CHOICE_KEY.search(passage.name)
    return Aftermath(text, link.target, RIGHT_TAG in tags, competence, found[1] if found else "")


def _tell_tags(place: Place, tags: list[str]) -> None:
    if tags:
        place.say(_("Tags are not taken over: %(text)s") % {"text": " ".join(tags)})


def _scenes(work: _Work, passage: Passage) -> Iterator[Scene]:
    place = work.parsed.place(passage.name)
    found, keys = work.shapes[passage.name], work.keys[passage.name]
    ending = _ending(passage)

    _tell_tags(place, [t for t in passage.tags if not texts.ending_of(t.replace("-", " "))])
    for number, variant in enumerate(found.variants):
        title = passage.name if not number else f"{passage.name} ({number + 1})"
        labelled, told = _labelled(_prose(variant.texts, place))
        narration, said = _said(told)
        choices = _choices(work, variant, place)
        if not choices:
            _idle(variant.leaving, place)
        is_last = number + 1 == len(keys)
        when, otherwise = variant.when, "" if is_last else keys[number + 1]
        if found.guard is not None:
            when, otherwise = found.guard[0], _key(work, found.guard[1], place)
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
            place.say(
                _("A passage with links is no ending; its tag is not taken over: %(text)s")
                % {"text": " ".join(passage.tags)}
            )


def _ending(passage: Passage) -> texts.Ending:
    kinds = [texts.ending_of(tag.replace("-", " ")) for tag in passage.tags]
    return next((kind for kind in kinds if kind), "")


def _idle(changes: list[Set], place: Place) -> None:
    for change in changes:
        place.odd(change.source)


def _prose(found: list[Text], place: Place) -> str:
    """The text of nodes; what is to be shown letter by letter is kept out of the cleaning."""
    raw: list[str] = []
    parts = []
    for node in found:
        if node.is_raw:
            parts.append(_RAW_MARK.format(len(raw)))
            raw.append(node.text)
        else:
            parts.append(node.text.replace("\ue000", "").replace("\ue001", ""))
    clean = markup.prose("".join(parts), place)
    clean = re.sub("\ue000(\\d+)\ue001", lambda mark: raw[int(mark[1])], clean)
    return texts.tidy(clean)


def _labelled(text: str) -> tuple[dict[str, str], str]:
    """Lines "Câu hỏi: …", "Gợi ý: …", "Nơi chốn: …" apart from the rest."""
    found: dict[str, str] = {}
    rest = []
    for line in text.split("\n"):
        match = _LABEL.match(line)
        name = _LABELS.get(texts.fold(match["label"]), "") if match else ""
        if match and name and name not in found:
            found[name] = match["rest"]
        else:
            rest.append(line)
    return found, texts.tidy("\n".join(rest))


def _said(text: str) -> tuple[str, tuple[Words, ...]]:
    """Lines in quotation marks of their own ("Bà Mẩy: “Cháu tôi …”") are what is said; the rest
    tells.
    """
    lines = text.split("\n")
    found = [match for line in lines if (match := _SAID.match(line))]
    rest = "\n".join(line for line in lines if not _SAID.match(line))
    return texts.tidy(rest), tuple(Words(m["who"] or "", m["what"]) for m in found)


def _key(work: _Work, target: str, place: Place) -> str:
    """Key of the first scene of a passage; where there is no such passage, what its key would
    be.
    """
    if target in work.keys:
        return work.keys[target][0]
    place.say(_("It leads to a scene that is not there: %(name)s") % {"name": target})
    return texts.key_of(target, set(work.taken))


def _choices(work: _Work, variant: Variant, place: Place) -> tuple[Choice, ...]:
    found: list[Choice] = []
    taken: set[str] = set()
    for number, one in enumerate(variant.offered):
        link = one.link
        after = work.after.get(link.target)
        target = after.target if after else link.target
        changes = [*variant.leaving, *link.sets]
        if target in work.shapes:
            changes += work.shapes[target].entering
        impacts, effects = _effects(changes, place)
        key = after.key if after and after.key and after.key not in taken else texts.letter(number)
        key = key if key not in taken else texts.key_of(key, taken)
        taken.add(key)
        found.append(
            Choice(
                key,
                link.label or _("Continue"),
                after.text if after else "",
                _key(work, target, place),
                **impacts,
                is_right=bool(after and after.is_right),
                competence=after.competence if after else "",
                effects=effects,
                when=one.when,
            )
        )
        if link.is_move:
            place.say(
                _("The story goes on by itself here; it became a choice: %(text)s")
                % {"text": link.source}
            )
    return tuple(found)


def _effects(changes: list[Set], place: Place) -> tuple[dict[str, Any], tuple[Effect, ...]]:
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
            place.odd(change.source)
    return impacts, tuple(effects)
