"""Scenarios from Word (.docx), after the template: headings are scenes, labels name paragraphs."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from cms.content import Choice, SpokenWords
from cms.scenarios.exchange import drafts, texts
from cms.scenarios.exchange.drafts import ChoiceDraft, SceneDraft
from cms.scenarios.exchange.types import FileNotes, ReadScenario
from cms.scenarios.exchange.word.xml import Paragraph, read_paragraphs

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
SCENARIO_LABELS = {
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
# "a) ", "2. ": an item of a list that is written by hand
_ITEM = re.compile(r"^(?P<mark>\d{1,2}|[a-zđ])[.)]\s+(?P<text>.+)$", re.IGNORECASE | re.DOTALL)
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
class _WordReading:
    """What has been read so far; `open` is the label to which further paragraphs belong."""

    notes: FileNotes
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    scenes: list[SceneDraft] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    open: str = ""
    kind: texts.Ground | None = None
    # the marks of this scene's choices that are items of a list, "a", "b", each with its place
    items: dict[str, int] = field(default_factory=dict)
    where: str = ""

    @property
    def draft(self) -> SceneDraft:
        return self.scenes[-1]


def read_docx(data: bytes) -> ReadScenario:
    """The scenario in a Word file. BadInput where the file cannot be used or has no scene."""
    notes = FileNotes()
    state = _WordReading(notes)
    for paragraph in read_paragraphs(data, notes):
        state.where = _("Paragraph %(number)d") % {"number": paragraph.number}
        for line in filter(None, paragraph.text.split("\n")):
            _take_line(state, replace(paragraph, text=line))
    scenario = drafts.build_scenario(state.scenes, notes, **state.facts)
    return ReadScenario(scenario, state.title, notes.all)


def _take_line(state: _WordReading, line: Paragraph) -> None:
    """Take one line: the title, a scene's heading, or text of the last scene."""
    heading = drafts.parse_heading(line.text)
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
        state.open, state.papers, state.items = "narration", set(), {}
    else:
        _take_text(state, line.text)


def _take_text(state: _WordReading, text: str) -> None:
    """Take a line that is no heading: with a label of its own, or under the one still open."""
    label, kind, content = _find_label(state, _BULLET.sub("", text, count=1))
    if not state.scenes:
        _take_fact(state, text, label, content)
    elif label:
        state.open, state.kind = label, kind
        if content:
            _ADDERS[label](state, content)
            state.open = label if label in _GOES_ON else ""
    elif _is_next_choice(state, text):
        state.open = "choice"
        _take_item(state, text)
    elif state.open == "narration":
        _add_narration(state, text)
    elif state.open in _LISTS or state.open in _OF_CHOICES:
        _take_item(state, text)
    elif state.open:
        _ADDERS[state.open](state, text)
    else:
        _take_unlabelled(state, text)


def _take_item(state: _WordReading, text: str) -> None:
    """Take a line below the label that is open, which may be an item of a list."""
    item = _ITEM.match(text)
    mark = item["mark"].lower() if item else ""
    if item and state.open in _OF_CHOICES and mark in state.items:
        # choices a), b), then their consequences a), b)
        _change_choice(state, state.items[mark], state.open, item["text"])
        return
    if state.open == "choice" and mark:
        state.items[mark] = len(state.draft.choices)
    in_list = state.open in _LISTS
    _ADDERS[state.open](state, _BULLET.sub("", text, count=1) if in_list else text)


def _is_next_choice(state: _WordReading, text: str) -> bool:
    """Whether the line goes on with the list of choices after a consequence: "b) …" after "a) …",
    or an item that says where it leads.
    """
    if not state.draft.choices or (state.open and state.open not in _OF_CHOICES):
        return False
    item = _ITEM.match(text)
    if item and item["mark"].lower() in _marks_after(state.items):
        return True
    return bool(_BULLET.match(text)) and texts.ARROW.search(text) is not None


def _marks_after(items: dict[str, int]) -> set[str]:
    """The marks with which a list may go on: "9" → "10", "c" → "d"; after "d" comes "đ" or "e"."""
    if not items:
        return set()
    last = list(items)[-1]
    if last.isdigit():
        return {str(int(last) + 1)}
    return {"d": {"đ", "e"}, "đ": {"e"}}.get(last, {chr(ord(last) + 1)})


def _take_fact(state: _WordReading, text: str, label: str, content: str) -> None:
    """Take a line above the first scene: a fact of the whole scenario, or it is noted."""
    if label not in SCENARIO_LABELS.values():
        _note_not_understood(state, text)
    elif label == "reviewed_on":
        state.facts[label] = _iso_day(state, content)
    else:
        state.facts[label] = content


def _note_not_understood(state: _WordReading, text: str) -> None:
    state.notes.add(state.where, _("Not understood: %(text)s") % {"text": text})


def _iso_day(state: _WordReading, text: str) -> str:
    """A date dd/mm/yyyy in ISO form; anything else is noted, and empty."""
    match = re.fullmatch(r"(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if match:
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    _note_not_understood(state, text)
    return ""


def _find_label(state: _WordReading, text: str) -> tuple[str, texts.Ground | None, str]:
    """(what the line is, kind of basis, the rest); all empty where no known label begins it."""
    match = _LABEL.match(text)
    if not match:
        return LABELS.get(texts.fold_label(text), ""), None, ""
    known_labels = LABELS if state.scenes else LABELS | SCENARIO_LABELS
    folded_label, kind = _fold_label(match["label"])
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


def _fold_label(label: str) -> tuple[str, texts.Ground | None]:
    """(label as in LABELS, kind of basis): "Lựa chọn 2" is "lua chon", and "Căn cứ (luật)" or
    "Căn cứ nội quy" is "can cu" with its kind.
    """
    with_kind = _KIND.match(texts.fold_letters(label.strip()))
    if with_kind:
        kind = texts.ground_of(with_kind["kind"])
        if kind:
            return with_kind["label"].strip(), kind
    folded_label = texts.fold_label(label)
    ground = texts.GROUNDS.get(folded_label.removeprefix("can cu "))
    if ground and folded_label not in LABELS:
        return "can cu", ground
    return _NUMBERED_LABEL.sub(r"\1", folded_label), None


def _take_unlabelled(state: _WordReading, text: str) -> None:
    """Take a line without a label: before the choices "Bà Mẩy: Cháu tôi …" is speech, after
    them "… → Cảnh 2" one more choice; else a note.
    """
    words = drafts.speech_of(text)
    if words is not None and not state.draft.choices:
        drafts.add_words(state.draft, words)
    elif state.draft.choices and texts.ARROW.search(text):
        state.notes.add(state.where, _("Read as one more choice: %(text)s") % {"text": text})
        _add_choice(state, text)
    else:
        _note_not_understood(state, text)


def _join_lines(before: str, text: str) -> str:
    return f"{before}\n{text}" if before else text


def _append_to_scene(name: str) -> Callable[[_WordReading, str], None]:
    """A function that adds text to this field of the scene."""

    def put(state: _WordReading, text: str) -> None:
        state.draft.change_scene(**{name: _join_lines(getattr(state.draft.scene, name), text)})

    return put


def _add_narration(state: _WordReading, text: str) -> None:
    """Take a line below "Bối cảnh:" or right below the heading; one that names a speaker is
    speech.
    """
    words = drafts.speech_of(text)
    if words is not None:
        drafts.add_words(state.draft, words)
    else:
        _append_to_scene("narration")(state, text)


def _add_speaker(state: _WordReading, text: str) -> None:
    """Take "Người nói: …"; the words follow under "Lời:"."""
    words = drafts.speech_of(text)
    drafts.add_words(state.draft, words or SpokenWords(text, ""))
    state.open = ""


def _add_speech(state: _WordReading, text: str) -> None:
    """Add spoken words: those of "Người nói:" before them, or of the speaker that they name."""
    scene = state.draft.scene
    if scene.words and not scene.words[-1].speech:
        state.draft.change_scene(
            words=(*scene.words[:-1], SpokenWords(scene.words[-1].speaker, text))
        )
    elif scene.speaker and not scene.speech:
        state.draft.change_scene(speech=text)
    else:
        drafts.add_words(state.draft, drafts.speech_of(text) or SpokenWords("", text))


def _add_paper(state: _WordReading, text: str) -> None:
    state.draft.change_scene(
        papers=(*state.draft.scene.papers, drafts.paper_of(text, state.papers))
    )


def _add_right_way(state: _WordReading, text: str) -> None:
    state.draft.change_scene(right_way=(*state.draft.scene.right_way, text))


def _add_basis(state: _WordReading, text: str) -> None:
    basis = drafts.basis_of(text, state.kind, state.where, state.notes)
    state.draft.change_scene(basis=(*state.draft.scene.basis, basis))


def _add_choice(state: _WordReading, text: str) -> None:
    """Add a choice such as "Nhận hồ sơ → Cảnh 5 (đúng) +1 lượt +30 phút" to the scene.

    The line holds the text, where it leads, whether it is right and what it costs.
    """
    amounts: dict[str, Any] = {"trips": 0, "minutes": 0, "money": 0, "trust": 0}
    for amount_match in _AMOUNT.finditer(text):
        name, factor = _UNITS[texts.fold_label(amount_match["unit"])]
        number = texts.parse_whole_number(
            amount_match["sign"] + amount_match["amount"].rstrip(".,")
        )
        if number is None:
            _note_not_understood(state, amount_match.group(0))
        else:
            amounts[name] += number * factor
    text_without_amounts = _EMPTY.sub("", _AMOUNT.sub("", text))
    is_right = bool(_RIGHT.search(text_without_amounts))
    choice_text, *target_names = texts.ARROW.split(_RIGHT.sub("", text_without_amounts))
    if len(target_names) > 1:
        _note_not_understood(state, " → ".join(target_names[:-1]))
    choice = Choice("", choice_text.strip(" ,;|"), "", "", is_right=is_right, **amounts)
    target_name = target_names[-1].strip(" ,;|.()[]") if target_names else ""
    state.draft.choices.append(ChoiceDraft(choice, target_name, state.where))


def _append_to_choice(name: str) -> Callable[[_WordReading, str], None]:
    """A function that adds text to this field of the last choice; it notes text without a
    choice.
    """

    def put(state: _WordReading, text: str) -> None:
        if not state.draft.choices:
            _note_not_understood(state, text)
            return
        _change_choice(state, -1, name, text)

    return put


def _change_choice(state: _WordReading, place: int, name: str, text: str) -> None:
    """Add text to this field of the choice at `place` of the scene."""
    choice_draft = state.draft.choices[place]
    changes: dict[str, Any] = {name: _join_lines(getattr(choice_draft.choice, name), text)}
    choice_draft.choice = replace(choice_draft.choice, **changes)


_LISTS = {"paper", "choice", "right_way", "basis"}
# what is said of a choice
_OF_CHOICES = {"consequence", "why"}
_ADDERS: dict[str, Callable[[_WordReading, str], None]] = {
    "narration": _append_to_scene("narration"),
    "place": _append_to_scene("place"),
    "question": _append_to_scene("question"),
    "hint": _append_to_scene("hint"),
    "picture_alt": _append_to_scene("picture_alt"),
    "paper": _add_paper,
    "right_way": _add_right_way,
    "basis": _add_basis,
    "choice": _add_choice,
    "consequence": _append_to_choice("consequence"),
    "why": _append_to_choice("why"),
    "speech": _add_speech,
    "speaker": _add_speaker,
}
