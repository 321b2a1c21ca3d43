"""Scenes while they are read from Word or Excel: unfinished, and linked by the names people
wrote.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from cms.content import AnswerBasis, Choice, CounterPaper, Scenario, Scene, SpokenWords, Variable
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.types import MAX_SCENES, FileNotes
from lms.core.errors import BadInput

# A line that begins a scene: "Cảnh 3: Lệ phí", "Kết thúc tốt – Bà Mẩy ra về"; the rest is its
# title.
_HEAD = re.compile(
    r"(?:canh\s*(?:so\s*)?(?P<number>\d{1,4})|ket\s*thuc(?:\s+(?P<ending>tot|kha|kem|xau|trung"
    r" binh|chua dat)\b)?(?:\s+(?P<nth>\d{1,3})\b)?)"
    r"(?P<mark>\s*(?:[-.:,;–—―‐‑‒−：﹕]|$)|\s)"
)
# A basis with its kind in brackets behind it, such as "Điều 16 (luật)".
_BASIS_KIND = re.compile(r"^(?P<text>.*?)\s*\((?P<kind>[^()]{2,30})\)\s*\.?$", re.DOTALL)
# A paper with its state behind a dash, a colon or in brackets, such as "Tờ khai: đã điền".
_STATUS = re.compile(
    r"^(?P<title>.+?)(?:\s+[-–—]\s+|\s*[:：]\s*|\s*\((?=[^()]*\)\s*$))(?P<status>[^()]+?)\)?\s*$"
)


@dataclass
class ChoiceDraft:
    """A choice whose target is not resolved yet."""

    choice: Choice
    target_name: str = ""  # the target as it was written
    where: str = ""


@dataclass
class SceneDraft:
    """A scene that is still being read; `names`: what people may call it in a target, folded."""

    scene: Scene
    names: set[str] = field(default_factory=set)
    number: int = 0
    choices: list[ChoiceDraft] = field(default_factory=list)
    where: str = ""

    def change_scene(self, **changes: Any) -> None:
        """Change fields of the scene."""
        self.scene = replace(self.scene, **changes)

    def has_name_like(self, beginning: str) -> bool:
        """Whether one of its names begins so; an empty text begins none."""
        return any(beginning and name.startswith(beginning) for name in self.names)


@dataclass(frozen=True)
class SceneHeading:
    """The heading of a scene.

    `number` is 0 where none is given; `name` is "canh 3" or "ket thuc tot", empty without a label.
    `is_clear`: the label ends in a colon, a dash or the line's end, so this is no sentence about a
    scene.
    """

    number: int
    ending: texts.Ending
    is_ending: bool
    title: str
    name: str
    is_clear: bool


def parse_heading(line: str) -> SceneHeading:
    """What a line says as a heading: "Cảnh 3: Lệ phí" is scene 3, "Kết thúc tốt: Về" is an ending,
    "Lệ phí" is a title alone.
    """
    title_text = texts.tidy_text(line).replace("\n", " ")
    match = _HEAD.match(texts.fold_letters(title_text[:60]))
    if not match:
        return SceneHeading(0, "", False, title_text, "", is_clear=False)
    name = " ".join(match.group(0)[: match.start("mark")].split())
    return SceneHeading(
        int(match["number"] or 0),
        texts.ENDINGS.get(match["ending"] or "", ""),
        match["number"] is None,
        title_text[match.end() :].lstrip(" :.-–—") or title_text[: match.start("mark")],
        f"canh {int(match['number'])}" if match["number"] else name,
        is_clear=bool(match["mark"].strip()) or match.end() == len(title_text),
    )


def new_scene(scene_heading: SceneHeading, taken: set[str], where: str) -> SceneDraft:
    """A new scene draft with this heading, under a key that is not taken yet."""
    key = texts.key_of(scene_heading.name or scene_heading.title, taken)
    scene = Scene(key, scene_heading.title, "", "", "", ending=scene_heading.ending)
    labels = (
        scene_heading.name,
        scene_heading.title,
        f"{scene_heading.name} {scene_heading.title}",
        key,
    )
    names = set(map(texts.fold_label, filter(None, labels)))
    return SceneDraft(scene, names, scene_heading.number, where=where)


def basis_of(raw: str, kind: texts.Ground | None, where: str, notes: FileNotes) -> AnswerBasis:
    """The basis that a line names, for example "Luật Hộ tịch 2014, Điều 16 (luật)".

    Where neither `kind` nor the line says which kind it is, the kind is guessed and noted.
    """
    text = raw
    if (
        kind is None
        and (kind_match := _BASIS_KIND.match(raw))
        and texts.ground_of(kind_match["kind"])
    ):
        kind, text = texts.ground_of(kind_match["kind"]), kind_match["text"]
    if kind is None:
        kind = "law" if texts.looks_like_law(raw) else "practice"
        notes.add(
            where,
            _("No kind of basis is given; read as “%(kind)s”: %(text)s")
            % {
                "kind": texts.GROUND_WORDS[kind],
                "text": raw,
            },
        )
    return AnswerBasis(kind, text)


def paper_of(raw: str, taken: set[str]) -> CounterPaper:
    """The paper that a line names: "Giấy chứng sinh – không có" is a missing one.

    A line without a state is a paper in order.
    """
    match = _STATUS.match(raw)
    status = texts.status_of(match["status"]) if match else None
    if not match or status is None:
        return CounterPaper(texts.key_of(raw, taken), raw, "ok", "")
    return CounterPaper(
        texts.key_of(match["title"], taken), match["title"], status, match["status"].strip()
    )


def speech_of(raw: str) -> SpokenWords | None:
    """The speaker and the words of "Bà Mẩy: Cháu tôi …"; None where the line names nobody."""
    match = re.match(rf"^([^:：\n]{{1,60}}?){texts.COLON}(.+)$", raw, re.DOTALL)
    if not match or len(match[1].split()) > 8:
        return None
    return SpokenWords(match[1].strip(), match[2].strip().strip("“”\"'").strip())


def add_words(draft: SceneDraft, words: SpokenWords) -> None:
    """Add spoken words to a scene: the first speaker is the scene's own, all others follow."""
    scene = draft.scene
    if scene.speech or scene.speaker:
        draft.change_scene(words=(*scene.words, words))
    else:
        draft.change_scene(speaker=words.speaker, speech=words.speech)


def build_scenario(
    drafts: list[SceneDraft],
    notes: FileNotes,
    variables: tuple[Variable, ...] = (),
    **scenario_fields: Any,
) -> Scenario:
    """The scenario of all drafts, with targets turned into keys of scenes.

    A target that fits no scene is noted and kept as a key, so that the checker can point at it.
    BadInput where there are no scenes or too many.
    """
    if not drafts:
        raise BadInput(
            _(
                "No scene was found in the file. Begin from the template: each scene has a heading"
                " “Cảnh 1: …”."
            )
        )
    check_count(len(drafts))
    if not any(draft.number for draft in drafts):
        for number, draft in enumerate(drafts, 1):
            draft.names.add(f"canh {number}")
    scenes = []
    for draft in drafts:
        choices = [
            replace(
                choice_draft.choice,
                key=choice_draft.choice.key or texts.choice_key(index),
                target=_target_key(choice_draft, drafts, notes),
            )
            for index, choice_draft in enumerate(draft.choices)
        ]
        scenes.append(replace(draft.scene, choices=tuple(choices)))
    return Scenario(
        str(scenario_fields.pop("citizen", "")),
        str(scenario_fields.pop("role", "")),
        tuple(scenes),
        variables=variables,
        **scenario_fields,
    )


def check_count(count: int) -> None:
    """Raise BadInput where there are more scenes than a lesson may have."""
    if count > MAX_SCENES:
        raise BadInput(
            _(
                "The file has %(count)d scenes; a lesson may have %(most)d at most. Split it into"
                " several lessons."
            )
            % {"count": count, "most": MAX_SCENES}
        )


def describe_missing_scene(name: str) -> str:
    """What a file's reader is told of a target that no scene of the file answers to."""
    return _("It leads to a scene that is not there: %(name)s") % {"name": name}


def _target_key(choice_draft: ChoiceDraft, drafts: list[SceneDraft], notes: FileNotes) -> str:
    """The key of the scene to which a choice leads; ambiguous and unknown targets are noted."""
    matches = _drafts_called(choice_draft.target_name, drafts) if choice_draft.target_name else []
    if len(matches) > 1:
        notes.add(
            choice_draft.where,
            _("Several scenes are called so; the first was taken: %(name)s")
            % {"name": choice_draft.target_name},
        )
    if matches:
        return matches[0].scene.key
    if texts.fold_label(choice_draft.target_name):
        notes.add(
            choice_draft.where,
            describe_missing_scene(choice_draft.target_name),
        )
        return texts.key_of(choice_draft.target_name, set())
    return ""


def _drafts_called(target_name: str, drafts: list[SceneDraft]) -> list[SceneDraft]:
    """The scenes that a target may mean: by key, by number or name, else by how a name begins."""
    folded_name = _fold_target(target_name)
    by_key = [draft for draft in drafts if draft.scene.key == target_name]
    by_name = [draft for draft in drafts if folded_name in draft.names]
    by_beginning = [draft for draft in drafts if draft.has_name_like(folded_name)]
    return by_key or by_name or by_beginning


def _fold_target(target_name: str) -> str:
    """A target as scene names are folded: "3", "Cảnh 03" and "cảnh số 3" are all "canh 3"."""
    folded_name = texts.fold_label(target_name)
    if folded_name.isdigit():
        return f"canh {int(folded_name)}"
    return re.sub(r"^canh (?:so )?0*(\d+)$", r"canh \1", folded_name)
