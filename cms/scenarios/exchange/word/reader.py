"""Scenarios from Word (.docx), after the template: headings are scenes, labels name paragraphs."""

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
_NUMBERED_LABEL = re.compile(
    r"^(lua chon|phuong an|giay to|goi y|hau qua|phan hoi) (?:so )?(?:\d{1,2}|[a-z])$"
)
_BULLET = re.compile(r"^(?:[-–—•*·●○▪+]|\d{1,2}[.)]|[a-zđ][.)])\s+", re.IGNORECASE)
# "+1 lượt", "-5 phút", "+20.000 đồng"; "5 -10 phút" is a range in a sentence, and no amount
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
    """What has been read so far; `open` is the label to which further paragraphs belong."""

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
    def draft(self) -> SceneDraft:
        return self.scenes[-1]


def read(data: bytes) -> Read:
    """The scenario in a Word file. BadInput where the file cannot be used or has no scene."""
    notes = Notes()
    state = _Reading(notes)
    for paragraph in paragraphs(data, notes):
        state.where = _("Paragraph %(number)d") % {"number": paragraph.number}
        for line in filter(None, paragraph.text.split("\n")):
            _line(state, replace(paragraph, text=line))
    scenario = drafts.finish(state.scenes, notes, **state.case)
    return Read(scenario, state.title, notes.all)


def _line(state: _Reading, line: Paragraph) -> None:
    """Take one line: the title, a scene's heading, or text of the last scene."""
    heading = drafts.heading(line.text)
    if line.level == 1 and not heading.name and not state.scenes:
        state.title = f"{state.title} {line.text}".strip()
    elif line.level in {1, 2} or (heading.name and (heading.is_clear or line.level)):
        if not line.level and not line.is_bold:
            state.notes.add(
                state.where,
                _("Read as a scene's heading, though it has no heading style: %(text)s")
                % {"text": line.text},
            )
        state.scenes.append(drafts.new_scene(heading, state.keys, state.where))
        drafts.check_count(len(state.scenes))
        state.open, state.papers = "narration", set()
    else:
        _text(state, line.text)


def _text(state: _Reading, text: str) -> None:
    """Take a line that is no heading: with a label of its own, or under the one still open."""
    label, kind, content = _label(state, _BULLET.sub("", text, count=1))
    if not state.scenes:
        _text_before_scenes(state, text, label, content)
    elif label:
        state.open, state.kind = label, kind
        if content:
            _PUT[label](state, content)
            state.open = label if label in _GOES_ON else ""
    elif state.open == "narration":
        _narration(state, text)
    elif state.open in _LISTS:
        _PUT[state.open](state, _BULLET.sub("", text, count=1))
    elif state.open:
        _PUT[state.open](state, text)
    else:
        _speech_or_nothing(state, text)


def _text_before_scenes(state: _Reading, text: str, label: str, content: str) -> None:
    """Take a line above the first scene: a fact of the whole scenario, or it is noted."""
    if label not in CASE_LABELS.values():
        _not_understood(state, text)
    elif label == "reviewed_on":
        state.case[label] = _day(state, content)
    else:
        state.case[label] = content


def _not_understood(state: _Reading, text: str) -> None:
    state.notes.add(state.where, _("Not understood: %(text)s") % {"text": text})


def _day(state: _Reading, text: str) -> str:
    """A date dd/mm/yyyy in ISO form; anything else is noted, and empty."""
    match = re.fullmatch(r"(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if match:
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    _not_understood(state, text)
    return ""


def _label(state: _Reading, text: str) -> tuple[str, texts.Ground | None, str]:
    """(what the line is, kind of basis, the rest); all empty where no known label begins it."""
    match = _LABEL.match(text)
    if not match:
        return LABELS.get(texts.fold(text), ""), None, ""
    known_labels = LABELS if state.scenes else LABELS | CASE_LABELS
    folded_label, kind = _words(match["label"])
    if folded_label not in known_labels:
        # 0.86 forgives one wrong letter in seven; short labels are too like other words
        long_labels = [label for label in known_labels if len(label) > 4]
        similar_labels = difflib.get_close_matches(folded_label, long_labels, 1, 0.86)
        if not similar_labels:
            return "", None, ""
        folded_label = similar_labels[0]
        state.notes.add(
            state.where,
            _("The label “%(label)s” was read as “%(near)s”.")
            % {
                "label": match["label"],
                "near": folded_label,
            },
        )
    return known_labels[folded_label], kind, match["rest"].strip()


def _words(label: str) -> tuple[str, texts.Ground | None]:
    """(label as in LABELS, kind of basis): "Lựa chọn 2" is "lua chon", and "Căn cứ (luật)" or
    "Căn cứ nội quy" is "can cu" with its kind.
    """
    with_kind = _KIND.match(texts.letters(label.strip()))
    if with_kind:
        kind = texts.ground_of(with_kind["kind"])
        if kind:
            return with_kind["label"].strip(), kind
    folded_label = texts.fold(label)
    ground = texts.GROUNDS.get(folded_label.removeprefix("can cu "))
    if ground and folded_label not in LABELS:
        return "can cu", ground
    return _NUMBERED_LABEL.sub(r"\1", folded_label), None


def _speech_or_nothing(state: _Reading, text: str) -> None:
    """Take a line without a label: before the choices "Bà Mẩy: Cháu tôi …" is speech, else a
    note.
    """
    words = drafts.speech_of(text)
    if words is not None and not state.draft.choices:
        drafts.add_words(state.draft, words)
    else:
        _not_understood(state, text)


def _joined(before: str, text: str) -> str:
    return f"{before}\n{text}" if before else text


def _into(name: str) -> Callable[[_Reading, str], None]:
    """A function that adds text to this field of the scene."""

    def put(state: _Reading, text: str) -> None:
        state.draft.put(**{name: _joined(getattr(state.draft.scene, name), text)})

    return put


def _narration(state: _Reading, text: str) -> None:
    """Take a line below "Bối cảnh:" or right below the heading; one that names a speaker is
    speech.
    """
    words = drafts.speech_of(text)
    if words is not None:
        drafts.add_words(state.draft, words)
    else:
        _into("narration")(state, text)


def _speaker(state: _Reading, text: str) -> None:
    """Take "Người nói: …"; the words follow under "Lời:"."""
    words = drafts.speech_of(text)
    drafts.add_words(state.draft, words or Words(text, ""))
    state.open = ""


def _speech(state: _Reading, text: str) -> None:
    """Add spoken words: those of "Người nói:" before them, or of the speaker that they name."""
    scene = state.draft.scene
    if scene.words and not scene.words[-1].speech:
        state.draft.put(words=(*scene.words[:-1], Words(scene.words[-1].speaker, text)))
    elif scene.speaker and not scene.speech:
        state.draft.put(speech=text)
    else:
        drafts.add_words(state.draft, drafts.speech_of(text) or Words("", text))


def _paper(state: _Reading, text: str) -> None:
    state.draft.put(papers=(*state.draft.scene.papers, drafts.paper_of(text, state.papers)))


def _right_way(state: _Reading, text: str) -> None:
    state.draft.put(right_way=(*state.draft.scene.right_way, text))


def _basis(state: _Reading, text: str) -> None:
    basis = drafts.basis_of(text, state.kind, state.where, state.notes)
    state.draft.put(basis=(*state.draft.scene.basis, basis))


def _choice(state: _Reading, text: str) -> None:
    """Add a choice such as "Nhận hồ sơ → Cảnh 5 (đúng) +1 lượt +30 phút" to the scene.

    The line holds the text, where it leads, whether it is right and what it costs.
    """
    amounts: dict[str, Any] = {"trips": 0, "minutes": 0, "money": 0, "trust": 0}
    for amount_match in _AMOUNT.finditer(text):
        name, factor = _UNITS[texts.fold(amount_match["unit"])]
        number = texts.whole(amount_match["sign"] + amount_match["amount"].rstrip(".,"))
        if number is None:
            _not_understood(state, amount_match.group(0))
        else:
            amounts[name] += number * factor
    text_without_amounts = _EMPTY.sub("", _AMOUNT.sub("", text))
    is_right = bool(_RIGHT.search(text_without_amounts))
    choice_text, *target_names = texts.ARROW.split(_RIGHT.sub("", text_without_amounts))
    if len(target_names) > 1:
        _not_understood(state, " → ".join(target_names[:-1]))
    choice = Choice("", choice_text.strip(" ,;|"), "", "", is_right=is_right, **amounts)
    target_name = target_names[-1].strip(" ,;|.()[]") if target_names else ""
    state.draft.choices.append(ChoiceDraft(choice, target_name, state.where))


def _of_choice(name: str) -> Callable[[_Reading, str], None]:
    """A function that adds text to this field of the last choice; it notes text without a
    choice.
    """

    def put(state: _Reading, text: str) -> None:
        if not state.draft.choices:
            _not_understood(state, text)
            return
        choice_draft = state.draft.choices[-1]
        changes: dict[str, Any] = {name: _joined(getattr(choice_draft.choice, name), text)}
        choice_draft.choice = replace(choice_draft.choice, **changes)

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
