"""A scenario while it is read from Word or Excel: scenes that are still being written, targets
still as people name them.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from cms.content import Basis, Choice, Paper, Scenario, Scene, Variable, Words
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.types import MAX_SCENES, Notes
from lms.core.errors import BadInput

# A line that begins a scene: "Cảnh 3: Lệ phí", "Kết thúc tốt – Bà Mẩy ra về"; the rest is its
# title.
_HEAD = re.compile(
    r"(?:canh\s*(?:so\s*)?(?P<number>\d{1,4})|ket\s*thuc(?:\s+(?P<ending>tot|kha|kem|xau|trung"
    r" binh|chua dat)\b)?(?:\s+(?P<nth>\d{1,3})\b)?)"
    r"(?P<mark>\s*(?:[-.:,;–—―‐‑‒−：﹕]|$)|\s)"
)
_BASIS_KIND = re.compile(r"^(?P<text>.*?)\s*\((?P<kind>[^()]{2,30})\)\s*\.?$", re.DOTALL)
_STATUS = re.compile(
    r"^(?P<title>.+?)(?:\s+[-–—]\s+|\s*[:：]\s*|\s*\((?=[^()]*\)\s*$))(?P<status>[^()]+?)\)?\s*$"
)


@dataclass
class ChoiceDraft:
    choice: Choice
    wants: str = ""  # the target as it was written
    where: str = ""


@dataclass
class SceneDraft:
    """`names`: what people may call it in a target, folded."""

    scene: Scene
    names: set[str] = field(default_factory=set)
    number: int = 0
    choices: list[ChoiceDraft] = field(default_factory=list)
    where: str = ""

    def put(self, **changes: Any) -> None:
        self.scene = replace(self.scene, **changes)


@dataclass(frozen=True)
class Heading:
    """A scene's heading. `number` 0 where none is given; `name`: "canh 3", "ket thuc tot", empty
    without a label.

    `is_clear`: the label ends in a colon, a dash or the line's end, so that this is no sentence
    about a scene.
    """

    number: int
    ending: texts.Ending
    is_ending: bool
    title: str
    name: str
    is_clear: bool


def heading(line: str) -> Heading:
    """ "Cảnh 3: Lệ phí" → number 3; "Kết thúc tốt: Về" → an ending; "Lệ phí" → a title alone."""
    plain = texts.tidy(line).replace("\n", " ")
    found = _HEAD.match(texts.letters(plain[:60]))
    if not found:
        return Heading(0, "", False, plain, "", is_clear=False)
    name = " ".join(found.group(0)[: found.start("mark")].split())
    return Heading(
        int(found["number"] or 0),
        texts.ENDINGS.get(found["ending"] or "", ""),
        found["number"] is None,
        plain[found.end() :].lstrip(" :.-–—") or plain[: found.start("mark")],
        f"canh {int(found['number'])}" if found["number"] else name,
        is_clear=bool(found["mark"].strip()) or found.end() == len(plain),
    )


def new_scene(head: Heading, taken: set[str], where: str) -> SceneDraft:
    """A scene of a heading, under a key of its own."""
    key = texts.key_of(head.name or head.title, taken)
    scene = Scene(key, head.title, "", "", "", ending=head.ending)
    names = {texts.fold(x) for x in (head.name, head.title, f"{head.name} {head.title}", key) if x}
    return SceneDraft(scene, names, head.number, where=where)


def basis_of(raw: str, kind: texts.Ground | None, where: str, notes: Notes) -> Basis:
    """ "Luật Hộ tịch 2014, Điều 16 (luật)" with its kind; where the kind is not said, it is guessed
    and listed.
    """
    text = raw
    if kind is None and (found := _BASIS_KIND.match(raw)) and texts.ground_of(found["kind"]):
        kind, text = texts.ground_of(found["kind"]), found["text"]
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
    return Basis(kind, text)


def paper_of(raw: str, taken: set[str]) -> Paper:
    """ "Giấy chứng sinh – không có" → a paper that is missing.

    Where no state is told, the paper is in order.
    """
    found = _STATUS.match(raw)
    status = texts.status_of(found["status"]) if found else None
    if not found or status is None:
        return Paper(texts.key_of(raw, taken), raw, "ok", "")
    return Paper(
        texts.key_of(found["title"], taken), found["title"], status, found["status"].strip()
    )


def speech_of(raw: str) -> Words | None:
    """ "Bà Mẩy: Cháu tôi …" → who and what; None where nobody is named."""
    found = re.match(rf"^([^:：\n]{{1,60}}?){texts.COLON}(.+)$", raw, re.DOTALL)
    if not found or len(found[1].split()) > 8:
        return None
    return Words(found[1].strip(), found[2].strip().strip("“”\"'").strip())


def add_words(draft: SceneDraft, said: Words) -> None:
    """The first who speaks is the scene's speaker; what is said afterwards follows."""
    scene = draft.scene
    if scene.speech or scene.speaker:
        draft.put(words=(*scene.words, said))
    else:
        draft.put(speaker=said.speaker, speech=said.speech)


def finish(
    drafts: list[SceneDraft], notes: Notes, variables: tuple[Variable, ...] = (), **case: Any
) -> Scenario:
    """Targets become keys of scenes; a target that no scene bears is listed and kept, for the
    checker to point at.
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
                one.choice,
                key=one.choice.key or texts.letter(n),
                target=_target(one, drafts, notes),
            )
            for n, one in enumerate(draft.choices)
        ]
        scenes.append(replace(draft.scene, choices=tuple(choices)))
    return Scenario(
        str(case.pop("citizen", "")),
        str(case.pop("role", "")),
        tuple(scenes),
        variables=variables,
        **case,
    )


def check_count(count: int) -> None:
    """BadInput where there are more scenes than a lesson may have."""
    if count > MAX_SCENES:
        raise BadInput(
            _(
                "The file has %(count)d scenes; a lesson may have %(most)d at most. Split it into"
                " several lessons."
            )
            % {"count": count, "most": MAX_SCENES}
        )


def _target(one: ChoiceDraft, drafts: list[SceneDraft], notes: Notes) -> str:
    found = _called(one.wants, drafts) if one.wants else []
    if len(found) > 1:
        notes.add(
            one.where,
            _("Several scenes are called so; the first was taken: %(name)s") % {"name": one.wants},
        )
    if found:
        return found[0].scene.key
    if texts.fold(one.wants):
        notes.add(
            one.where, _("It leads to a scene that is not there: %(name)s") % {"name": one.wants}
        )
        return texts.key_of(one.wants, set())
    return ""


def _called(wants: str, drafts: list[SceneDraft]) -> list[SceneDraft]:
    """Scenes that a target may mean: by key, by number or name, at last by how the name begins."""
    wanted = texts.fold(wants)
    if wanted.isdigit():
        wanted = f"canh {int(wanted)}"
    wanted = re.sub(r"^canh (?:so )?0*(\d+)$", r"canh \1", wanted)
    return (
        [draft for draft in drafts if draft.scene.key == wants]
        or [draft for draft in drafts if wanted in draft.names]
        or [draft for draft in drafts if wanted and any(x.startswith(wanted) for x in draft.names)]
    )
