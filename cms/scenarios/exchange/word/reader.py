"""Word (.docx) after the documented template: headings are scenes, labels say what a paragraph
is.
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from cms.content import Choice, Words
from cms.scenarios.exchange import drafts, texts
from cms.scenarios.exchange.drafts import ChoiceDraft, SceneDraft
from cms.scenarios.exchange.types import Notes, Read
from cms.scenarios.exchange.word.xml import Paragraph, paragraphs

# Label without marks → what it is. What follows a label that stands alone belongs to it.
LABELS = {
    "boi canh": "narration",
    "dien bien": "narration",
    "noi chon": "place",
    "dia diem": "place",
    "giay to": "paper",
    "giay to tren quay": "paper",
    "cau hoi": "question",
    "goi y": "hint",
    "lua chon": "choice",
    "phuong an": "choice",
    "hau qua": "consequence",
    "phan hoi": "consequence",
    "dieu xay ra": "consequence",
    "cach lam dung": "right_way",
    "can cu": "basis",
    "can cu phap ly": "basis",
    "vi sao": "why",
    "loi": "speech",
    "loi noi": "speech",
    "nguoi noi": "speaker",
    "tranh": "picture_alt",
    "mo ta tranh": "picture_alt",
}
CASE_LABELS = {
    "nguoi dan": "citizen",
    "vai": "role",
    "vai cua ban": "role",
    "vai cua hoc vien": "role",
    "nguoi ra soat": "reviewed_by",
    "ngay ra soat": "reviewed_on",
}
# After these with words of their own, further paragraphs without a label still belong to them.
_GOES_ON = {"narration", "right_way", "speech"}
_LABEL = re.compile(
    rf"^(?P<label>[^:：\n]{{2,60}}?)(?:{texts.COLON}|\s+[-–—]\s+|\s*[-–—]\s*$)(?P<rest>.*)$",
    re.DOTALL,
)
_KIND = re.compile(r"^(?P<label>[a-z ]+?)\s*\((?P<kind>[a-z ]+)\)$")
_BULLET = re.compile(r"^(?:[-–—•*·●○▪+]|\d{1,2}[.)]|[a-zđ][.)])\s+", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?<![^\s(\[,;])(?P<sign>\+\s?|(?<!\d\s)[-−–])(?P<amount>\d[\d.,]*)\s*(?P<unit>lượt|luot|phút|phut|giờ|gio|đồng|dong|vnđ|vnd|đ|điểm"
    r" tin|diem tin)(?![^\W\d_])",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[(\[][\s,;]*[)\]]")
_RIGHT = re.compile(r"[(\[]\s*(?:đúng|dung)\s*[)\]]", re.IGNORECASE)
_UNITS = {
    "luot": ("trips", 1),
    "phut": ("minutes", 1),
    "gio": ("minutes", 60),
    "dong": ("money", 1),
    "vnd": ("money", 1),
    "d": ("money", 1),
    "diem tin": ("trust", 1),
}


@dataclass
class _Reading:
    """Where the reader stands: which scene, which label is still open."""

    notes: Notes
    title: str = ""
    case: dict[str, Any] = field(default_factory=dict)
    scenes: list[SceneDraft] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    open: str = ""
    kind: texts.Ground | None = None
    where: str = ""

    @property
    def scene(self) -> SceneDraft:
        return self.scenes[-1]


def read(data: bytes) -> Read:
    """A scenario of a Word file. BadInput where the file cannot be used or has no scene."""
    notes = Notes()
    state = _Reading(notes)
    for paragraph in paragraphs(data, notes):
        state.where = _("Paragraph %(number)d") % {"number": paragraph.number}
        for line in filter(None, paragraph.text.split("\n")):
            _line(state, replace(paragraph, text=line))
    scenario = drafts.finish(state.scenes, notes, **state.case)
    return Read(scenario, state.title, notes.all)


def _line(state: _Reading, line: Paragraph) -> None:
    head = drafts.heading(line.text)
    if line.level == 1 and not head.name and not state.scenes:
        state.title = f"{state.title} {line.text}".strip()
    elif line.level in {1, 2} or (head.name and (head.is_clear or line.level)):
        if not line.level and not line.is_bold:
            state.notes.add(
                state.where,
                _("Read as a scene's heading, though it has no heading style: %(text)s")
                % {"text": line.text},
            )
        state.scenes.append(drafts.new_scene(head, state.keys, state.where))
        drafts.check_count(len(state.scenes))
        state.open, state.papers = "narration", set()
    else:
        _text(state, line.text)


def _text(state: _Reading, text: str) -> None:
    label, kind, rest = _label(state, _BULLET.sub("", text, count=1))
    if label in CASE_LABELS.values() and not state.scenes:
        state.case[label] = _day(state, rest) if label == "reviewed_on" else rest
    elif not state.scenes:
        _not_understood(state, text)
    elif label and label not in CASE_LABELS.values():
        state.open, state.kind = label, kind
        if rest:
            _PUT[label](state, rest)
            state.open = label if label in _GOES_ON else ""
    elif state.open == "narration":
        _narration(state, text)
    elif state.open:
        _PUT[state.open](state, _BULLET.sub("", text, count=1) if state.open in _LISTS else text)
    else:
        _speech_or_nothing(state, text)


def _not_understood(state: _Reading, text: str) -> None:
    state.notes.add(state.where, _("Not understood: %(text)s") % {"text": text})


def _day(state: _Reading, text: str) -> str:
    """dd/mm/yyyy as an ISO date; anything else is listed."""
    found = re.fullmatch(r"(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if found:
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    _not_understood(state, text)
    return ""


def _label(state: _Reading, text: str) -> tuple[str, texts.Ground | None, str]:
    """(what it is, kind of basis, the rest); an empty label where the line bears none that is
    known.
    """
    found = _LABEL.match(text)
    if not found:
        return LABELS.get(texts.fold(text), ""), None, ""
    known = LABELS | CASE_LABELS if not state.scenes else LABELS
    words, kind = _words(found["label"])
    near = difflib.get_close_matches(words, [k for k in known if len(k) > 4], 1, 0.86)
    if words not in known and near:
        state.notes.add(
            state.where,
            _("The label “%(label)s” was read as “%(near)s”.")
            % {
                "label": found["label"],
                "near": near[0],
            },
        )
        words = near[0]
    return (known[words], kind, found["rest"].strip()) if words in known else ("", None, "")


def _words(label: str) -> tuple[str, texts.Ground | None]:
    """A label as LABELS has it: "Lựa chọn 2" is one, "Căn cứ (luật)" and "Căn cứ nội quy" say their
    kind.
    """
    with_kind = _KIND.match(texts.letters(label.strip()))
    kind = texts.ground_of(with_kind["kind"]) if with_kind else None
    if with_kind and kind:
        return with_kind["label"].strip(), kind
    words = texts.fold(label)
    ground = texts.GROUNDS.get(words.removeprefix("can cu ")) if words not in LABELS else None
    if ground:
        return "can cu", ground
    return (
        re.sub(
            r"^(lua chon|phuong an|giay to|goi y|hau qua|phan hoi) (?:so )?(?:\d{1,2}|[a-z])$",
            r"\1",
            words,
        ),
        None,
    )


def _speech_or_nothing(state: _Reading, text: str) -> None:
    """ "Bà Mẩy: Cháu tôi …" before the choices is somebody speaking."""
    said = drafts.speech_of(text)
    if said is not None and not state.scene.choices:
        drafts.add_words(state.scene, said)
    else:
        _not_understood(state, text)


def _joined(before: str, text: str) -> str:
    return f"{before}\n{text}" if before else text


def _into(name: str) -> Callable[[_Reading, str], None]:
    def put(state: _Reading, text: str) -> None:
        state.scene.put(**{name: _joined(getattr(state.scene.scene, name), text)})

    return put


def _narration(state: _Reading, text: str) -> None:
    """A line below "Bối cảnh:" or right below the heading; one that names a speaker is speech."""
    said = drafts.speech_of(text)
    if said is not None:
        drafts.add_words(state.scene, said)
    else:
        _into("narration")(state, text)


def _speaker(state: _Reading, text: str) -> None:
    said = drafts.speech_of(text)
    drafts.add_words(state.scene, said or Words(text, ""))
    state.open = ""


def _speech(state: _Reading, text: str) -> None:
    """ "Lời:" after "Người nói:" completes it; "Lời: Bà Mẩy: …" names the speaker itself."""
    scene = state.scene.scene
    if scene.words and not scene.words[-1].speech:
        state.scene.put(words=(*scene.words[:-1], Words(scene.words[-1].speaker, text)))
    elif scene.speaker and not scene.speech:
        state.scene.put(speech=text)
    else:
        drafts.add_words(state.scene, drafts.speech_of(text) or Words("", text))


def _paper(state: _Reading, text: str) -> None:
    state.scene.put(papers=(*state.scene.scene.papers, drafts.paper_of(text, state.papers)))


def _right_way(state: _Reading, text: str) -> None:
    state.scene.put(right_way=(*state.scene.scene.right_way, text))


def _basis(state: _Reading, text: str) -> None:
    found = drafts.basis_of(text, state.kind, state.where, state.notes)
    state.scene.put(basis=(*state.scene.scene.basis, found))


def _choice(state: _Reading, text: str) -> None:
    """Add a choice such as "Nhận hồ sơ → Cảnh 5 (đúng) +1 lượt +30 phút" to the scene.

    The line holds the text, where it leads, whether it is right and what it costs.
    """
    amounts: dict[str, Any] = {"trips": 0, "minutes": 0, "money": 0, "trust": 0}
    for found in _AMOUNT.finditer(text):
        name, times = _UNITS[texts.fold(found["unit"])]
        number = texts.whole(found["sign"] + found["amount"].rstrip(".,"))
        if number is None:
            _not_understood(state, found.group(0))
        else:
            amounts[name] += number * times
    plain = _EMPTY.sub("", _AMOUNT.sub("", text))
    is_right = bool(_RIGHT.search(plain))
    words, *targets = texts.ARROW.split(_RIGHT.sub("", plain))
    if len(targets) > 1:
        _not_understood(state, " → ".join(targets[:-1]))
    choice = Choice("", words.strip(" ,;|"), "", "", is_right=is_right, **amounts)
    wants = targets[-1].strip(" ,;|.()[]") if targets else ""
    state.scene.choices.append(ChoiceDraft(choice, wants, state.where))


def _of_choice(name: str) -> Callable[[_Reading, str], None]:
    def put(state: _Reading, text: str) -> None:
        if not state.scene.choices:
            _not_understood(state, text)
            return
        last = state.scene.choices[-1]
        changed: dict[str, Any] = {name: _joined(getattr(last.choice, name), text)}
        last.choice = replace(last.choice, **changed)

    return put


_LISTS = {"paper", "choice", "right_way", "basis"}
_PUT: dict[str, Callable[[_Reading, str], None]] = {
    "narration": _into("narration"),
    "place": _into("place"),
    "question": _into("question"),
    "hint": _into("hint"),
    "picture_alt": _into("picture_alt"),
    "paper": _paper,
    "right_way": _right_way,
    "basis": _basis,
    "choice": _choice,
    "consequence": _of_choice("consequence"),
    "why": _of_choice("why"),
    "speech": _speech,
    "speaker": _speaker,
}
