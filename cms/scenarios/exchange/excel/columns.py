"""The columns of the Excel form, for reader and writer: a row is a choice, or a scene
without any.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cms.content import Choice, Clause, CounterPaper, Effect, Scene, Value
from cms.scenarios.exchange import texts

SCENES_SHEET = "Cảnh"
VARIABLES_SHEET = "Biến"
SCENARIO_SHEET = "Tình huống"


@dataclass(frozen=True)
class ExcelColumn:
    """A column of the form.

    `names`: other headers that mean it, without marks; `of_scene`: it belongs to the scene, not to
    the choice.
    """

    key: str
    title: str
    names: tuple[str, ...] = ()
    width: int = 18
    of_scene: bool = False


COLUMNS = (
    ExcelColumn("number", "Cảnh", ("so canh", "ma canh", "scene"), 8, True),
    ExcelColumn("title", "Tên cảnh", ("ten", "tieu de"), 24, True),
    ExcelColumn("place", "Nơi chốn", ("dia diem",), 18, True),
    ExcelColumn("picture", "Tranh", (), 10, True),
    ExcelColumn("picture_alt", "Mô tả tranh", (), 24, True),
    ExcelColumn("narration", "Bối cảnh", ("dien bien",), 40, True),
    ExcelColumn("speaker", "Người nói", (), 14, True),
    ExcelColumn("speech", "Lời nói", ("loi", "loi thoai"), 40, True),
    ExcelColumn("papers", "Giấy tờ", (), 30, True),
    ExcelColumn("question", "Câu hỏi", (), 30, True),
    ExcelColumn("key", "Mã lựa chọn", (), 9),
    ExcelColumn("text", "Lựa chọn", ("phuong an",), 40),
    ExcelColumn("consequence", "Hậu quả", ("phan hoi", "dieu xay ra"), 40),
    ExcelColumn("target", "Dẫn tới", ("den canh", "canh tiep", "canh tiep theo"), 12),
    ExcelColumn("trips", "Lượt", ("so luot", "luot di"), 7),
    ExcelColumn("minutes", "Phút", ("so phut", "thoi gian"), 7),
    ExcelColumn("money", "Tiền", ("so tien", "dong"), 10),
    ExcelColumn("trust", "Lòng tin", ("diem tin",), 9),
    ExcelColumn("is_right", "Đúng", ("dap an", "dung sai"), 7),
    ExcelColumn("competence", "Năng lực", (), 12),
    ExcelColumn("when", "Khi", ("dieu kien",), 20),
    ExcelColumn("effects", "Thay đổi", ("tac dong",), 20),
    ExcelColumn("basis", "Căn cứ", ("can cu phap ly",), 36, True),
    ExcelColumn("basis_kind", "Loại căn cứ", (), 14, True),
    ExcelColumn("ending", "Kết thúc", ("loai ket thuc",), 10, True),
    ExcelColumn("hint", "Gợi ý", (), 30, True),
    ExcelColumn("right_way", "Cách làm đúng", (), 36, True),
    ExcelColumn("why", "Vì sao", ("ly do",), 30),
)
VARIABLE_COLUMNS = (
    ExcelColumn("key", "Biến", ("ma bien", "ma"), 16),
    ExcelColumn("title", "Tên", ("ten bien",), 30),
    ExcelColumn("kind", "Kiểu", (), 10),
    ExcelColumn("start", "Ban đầu", ("gia tri dau", "bat dau"), 12),
    ExcelColumn("options", "Các giá trị", ("gia tri",), 30),
)
SCENARIO_ROWS = (
    ("title", "Tên bài"),
    ("citizen", "Người dân"),
    ("role", "Vai"),
    ("start_trips", "Lượt ban đầu"),
    ("start_minutes", "Phút ban đầu"),
    ("reviewed_on", "Ngày rà soát"),
    ("reviewed_by", "Người rà soát"),
)
KIND_WORDS: dict[Literal["number", "flag", "text"], str] = {
    "number": "số",
    "flag": "đúng/sai",
    "text": "chữ",
}


def by_header(columns: tuple[ExcelColumn, ...]) -> dict[str, str]:
    """Header without marks → key of the column."""
    return {
        name: column.key
        for column in columns
        for name in (texts.fold_label(column.title), *column.names)
    }


def value_text(value: Value) -> str:
    """A value as conditions and effects are written: texts are quoted."""
    if isinstance(value, bool):
        return "đúng" if value else "sai"
    return json.dumps(value, ensure_ascii=False)


def _clauses_text(clauses: tuple[Clause, ...]) -> str:
    """A condition as the cell "Khi" holds it: clauses with ";" between them."""
    return "; ".join(f"{c.variable} {c.op} {value_text(c.value)}" for c in clauses)


def _effects_text(effects: tuple[Effect, ...]) -> str:
    """Effects as the cell "Thay đổi" holds them: "=" sets, "+=" adds."""
    marks = {"set": "=", "add": "+="}
    return "; ".join(f"{e.variable} {marks[e.op]} {value_text(e.value)}" for e in effects)


def paper_text(paper: CounterPaper) -> str:
    """A paper as one line of the cell "Giấy tờ"."""
    return f"{paper.title} – {paper.status_text}" if paper.status_text else paper.title


SCENE_CELLS: dict[str, Callable[[Scene], str]] = {
    "number": lambda s: s.key,
    "title": lambda s: s.title,
    "place": lambda s: s.place,
    "picture": lambda s: s.picture,
    "picture_alt": lambda s: s.picture_alt,
    "narration": lambda s: s.narration,
    "speaker": lambda s: s.speaker,
    "speech": lambda s: s.speech,
    "papers": lambda s: "\n".join(paper_text(p) for p in s.papers),
    "question": lambda s: s.question,
    "basis": lambda s: "\n".join(b.text for b in s.basis),
    "basis_kind": lambda s: "\n".join(texts.GROUND_WORDS[b.kind] for b in s.basis),
    "ending": lambda s: texts.ENDING_WORDS.get(s.ending, ""),
    "hint": lambda s: s.hint,
    "right_way": lambda s: "\n".join(s.right_way),
}
CHOICE_CELLS: dict[str, Callable[[Choice], str | int]] = {
    "key": lambda c: c.key,
    "text": lambda c: c.text,
    "consequence": lambda c: c.consequence,
    "target": lambda c: c.target,
    "trips": lambda c: c.trips,
    "minutes": lambda c: c.minutes,
    "money": lambda c: c.money,
    "trust": lambda c: c.trust,
    "is_right": lambda c: "x" if c.is_right else "",
    "competence": lambda c: texts.COMPETENCE_WORDS.get(c.competence, ""),
    "when": lambda c: _clauses_text(c.when),
    "effects": lambda c: _effects_text(c.effects),
    "why": lambda c: c.why,
}
