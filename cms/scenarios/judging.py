"""How an answer is judged by the key: items, orders, expert panels, and forms field by field.

Knows no Django.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, permutations, product
from typing import Any

import re2

from cms.content import (
    AnswerFinding,
    FieldCheck,
    FormField,
    JudgedAnswer,
    Scenario,
    Scene,
    StepKind,
)

WHOLE = 100
# Letters that are compared of a text that a learner wrote; longer ones are cut.
_MAX_LETTERS = 2_000
_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)
_SATURDAY = 5
# No date of a scenario lies further off than this many days, working days, months or years.
MAX_DISTANCE = 36_500
# Both ways to write the tone of oa, oe, uy, from the newer to the older.
_TONED = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_TONES = re.compile("|".join(_TONED))


def judge_answer(scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
    """The share of an answer that is right, in percent, and what to say of each item or field.

    Any JSON is taken for an answer; what does not fit the step counts as not answered. CHOOSE has
    nothing to judge here (its choices say what is right): 100. REASON is compared by the learner or
    an instructor, never by the program: 100 where something was written.
    """
    return _JUDGES[scene.step](scenario, scene, response if isinstance(response, Mapping) else {})


def possible_marks(scene: Scene) -> frozenset[int]:
    """Every percent that some answer to the scene can come to."""
    return frozenset(_MARKS[scene.step](scene))


def comparable_text(text: str) -> str:
    """A text as `equals` and `paper` compare it: composed marks, small letters, single spaces, no
    full stop at the end.

    Tone marks stand on the first of two vowels: "hoà" and "hòa", "thuý" and "thúy" are the same
    word.
    """
    # casefold may take composed letters apart again
    folded = unicodedata.normalize("NFC", _cut_text(text).casefold())
    trimmed = " ".join(folded.split()).rstrip(" .;,")
    return _TONES.sub(lambda match: _TONED[match[0]], trimmed)


def parse_day(text: str) -> dt.date | None:
    """A date as people write it (03/8/2026, 3-8-2026) or as browsers send it (2026-08-03)."""
    for pattern in _DATES:
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        try:
            return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return None
    return None


def reckon_day(scenario: Scenario, start: dt.date, count: int, unit: str) -> dt.date:
    """The day that lies `count` days, working days, months or years after `start`; before it where
    `count` is below zero.

    The day itself is not counted (Bộ luật Dân sự 2015, Điều 147). Working days leave out Saturdays
    and Sundays that are not in `workdays`, and the scenario's holidays. A day that its month does
    not have becomes the last one of that month. OverflowError or ValueError beyond FARTHEST and
    beyond the calendar.
    """
    if abs(count) > MAX_DISTANCE:
        raise OverflowError(f"{count} {unit} is too far off")
    if unit in {"months", "years"}:
        months = start.year * 12 + start.month - 1 + count * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    step = dt.timedelta(days=1 if count >= 0 else -1)
    day, remaining = start, abs(count)
    while remaining:
        day += step
        if unit != "working_days" or _is_working_day(scenario, day):
            remaining -= 1
    return day


def expected_day(
    scenario: Scenario, scene: Scene, check: FieldCheck, texts: Mapping[str, str]
) -> dt.date | None:
    """The day a `date` check compares with; None where its base is no date (yet).

    `texts`: what the learner wrote, by key of the field.
    """
    source, _, name = check.base.partition(":")
    text = check.base
    if source == "field":
        text = texts.get(name, "")
    elif source == "paper":
        paper, dot, line = name.partition(".")
        text = _paper_line_text(scenario, scene, paper, line) if dot else ""
    base = parse_day(text)
    try:
        return reckon_day(scenario, base, check.count, check.unit) if base else None
    except (ValueError, OverflowError):
        return None


def first_broken_check(
    scenario: Scenario, scene: Scene, field: FormField, texts: Mapping[str, str]
) -> FieldCheck | None:
    """The first rule of a field that the learner's text breaks.

    An empty field breaks `required` alone.
    """
    text = texts.get(field.key, "").strip()
    for check in field.checks:
        if not text and check.rule != "required":
            continue
        if not _CHECKS[check.rule](scenario, scene, check, text, texts):
            return check
    return None


def _is_working_day(scenario: Scenario, day: dt.date) -> bool:
    iso = day.isoformat()
    return iso in scenario.workdays or (day.weekday() < _SATURDAY and iso not in scenario.holidays)


def _paper_line_text(scenario: Scenario, scene: Scene, paper: str, line: str) -> str:
    """The text of a line of a paper: as this scene shows it, else as the last scene that does."""
    for showing_scene in (scene, *reversed(scenario.scenes)):
        shown_paper = showing_scene.paper(paper)
        paper_line = shown_paper.line(line) if shown_paper else None
        if paper_line is not None:
            return paper_line.value
    return ""


# --- rules of a field


def _meets_pattern(
    _c: Scenario, _s: Scene, check: FieldCheck, text: str, _t: Mapping[str, str]
) -> bool:
    try:
        return re2.fullmatch(check.value, text) is not None
    except re2.error:
        return False


def _meets_number(
    _c: Scenario, _s: Scene, check: FieldCheck, text: str, _t: Mapping[str, str]
) -> bool:
    digits = text.replace(".", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,15}", digits):
        return False
    value = int(digits)
    if check.low is not None and value < check.low:
        return False
    return check.high is None or value <= check.high


def _meets_date(
    scenario: Scenario, scene: Scene, check: FieldCheck, text: str, texts: Mapping[str, str]
) -> bool:
    day = parse_day(text)
    if day is None:
        return False
    if not check.base:
        return True
    expected = expected_day(scenario, scene, check, texts)
    if expected is None:
        return False
    return {"==": day == expected, "<=": day <= expected, ">=": day >= expected}[check.op]


_CHECKS: dict[str, Callable[[Scenario, Scene, FieldCheck, str, Mapping[str, str]], bool]] = {
    "required": lambda _c, _s, _k, text, _t: bool(text),
    "pattern": _meets_pattern,
    "equals": lambda _c, _s, check, text, _t: (
        comparable_text(text) in map(comparable_text, check.accept)
    ),
    "number": _meets_number,
    "words": lambda _c, _s, check, text, _t: len(text.split()) >= (check.low or 0),
    "paper": lambda c, s, check, text, _t: (
        comparable_text(text) == comparable_text(_paper_line_text(c, s, check.paper, check.line))
    ),
    "date": _meets_date,
}


# --- kinds of steps


def _judge_choice(_scenario: Scenario, _scene: Scene, _response: Mapping[str, Any]) -> JudgedAnswer:
    return JudgedAnswer(WHOLE)


def _judge_picked(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
    """The share of the right items that were picked, less the wrong ones that were picked too."""
    keys = set(_text_keys(response.get("picked")))
    picked = [item for item in scene.items if item.key in keys]
    hits = sum(1 for item in picked if item.right)
    findings = tuple(
        AnswerFinding(item.key, item.right == (item.key in keys), item.why) for item in scene.items
    )
    return JudgedAnswer(_picked_percent(hits, len(picked) - hits, _count_items(scene)[0]), findings)


def _judge_order(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
    """The share of all pairs that stand in the right order; an item that is missing stands last."""
    right_order = [item.key for item in scene.items]
    # of a key that is sent twice the first place counts
    order = [key for key in dict.fromkeys(_text_keys(response.get("order"))) if key in right_order]
    positions = dict.fromkeys(right_order, len(right_order))
    positions |= {key: position for position, key in enumerate(order)}
    good = sum(1 for a, b in combinations(right_order, 2) if positions[a] < positions[b])
    findings = tuple(
        AnswerFinding(item.key, positions[item.key] == n, item.why)
        for n, item in enumerate(scene.items)
    )
    return JudgedAnswer(_share_percent(good, _count_pairs(scene)), findings)


def _judge_form(scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
    sent = response.get("fields")
    sent_fields = sent if isinstance(sent, Mapping) else {}
    texts = {
        str(key): _cut_text(str(value))
        for key, value in sent_fields.items()
        if isinstance(value, (str, int))
    }
    findings = []
    for field in scene.fields:
        broken = first_broken_check(scenario, scene, field, texts)
        findings.append(
            AnswerFinding(field.key, broken is None, broken.text if broken else field.why)
        )
    good = sum(1 for finding in findings if finding.is_right)
    return JudgedAnswer(_share_percent(good, len(findings)), tuple(findings))


def _judge_reason(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
    ticked = set(_text_keys(response.get("ticked")))
    findings = tuple(AnswerFinding(item.key, item.key in ticked, item.why) for item in scene.items)
    return JudgedAnswer(WHOLE if str(response.get("text") or "").strip() else 0, findings)


def _judge_ratings(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
    """Best and worst against the mean of the panel: half the points each, partial credit in
    between.
    """
    best, worst = str(response.get("best") or ""), str(response.get("worst") or "")
    if best == worst or scene.item(best) is None or scene.item(worst) is None:
        return JudgedAnswer(
            0, tuple(AnswerFinding(item.key, False, item.why) for item in scene.items)
        )
    means = _mean_ratings(scene)
    wrong = set()
    if means[best] < max(means.values()):
        wrong.add(best)
    if means[worst] > min(means.values()):
        wrong.add(worst)
    findings = tuple(
        AnswerFinding(item.key, item.key not in wrong, item.why) for item in scene.items
    )
    return JudgedAnswer(_panel_percent(scene, best, worst), findings)


_JUDGES: dict[StepKind, Callable[[Scenario, Scene, Mapping[str, Any]], JudgedAnswer]] = {
    StepKind.CHOOSE: _judge_choice,
    StepKind.SEVERAL: _judge_picked,
    StepKind.SPOT: _judge_picked,
    StepKind.PICTURE: _judge_picked,
    StepKind.ORDER: _judge_order,
    StepKind.FORM: _judge_form,
    StepKind.REASON: _judge_reason,
    StepKind.JUDGE: _judge_ratings,
}


# --- marks that answers can come to


def _whole_mark(_scene: Scene) -> set[int]:
    return {WHOLE}


def _picked_marks(scene: Scene) -> set[int]:
    right, wrong = _count_items(scene)
    pairs = product(range(right + 1), range(wrong + 1))
    return {_picked_percent(hits, false, right) for hits, false in pairs}


def _order_marks(scene: Scene) -> set[int]:
    pairs = _count_pairs(scene)
    return {_share_percent(good, pairs) for good in range(pairs + 1)}


def _form_marks(scene: Scene) -> set[int]:
    # a field without checks is always right
    unchecked = sum(1 for field in scene.fields if not field.checks)
    count = len(scene.fields)
    return {_share_percent(good, count) for good in range(unchecked, count + 1)}


def _reason_marks(_scene: Scene) -> set[int]:
    return {0, WHOLE}


def _rating_marks(scene: Scene) -> set[int]:
    keys = [item.key for item in scene.items]
    return {0, *(_panel_percent(scene, best, worst) for best, worst in permutations(keys, 2))}


_MARKS: dict[StepKind, Callable[[Scene], set[int]]] = {
    StepKind.CHOOSE: _whole_mark,
    StepKind.SEVERAL: _picked_marks,
    StepKind.SPOT: _picked_marks,
    StepKind.PICTURE: _picked_marks,
    StepKind.ORDER: _order_marks,
    StepKind.FORM: _form_marks,
    StepKind.REASON: _reason_marks,
    StepKind.JUDGE: _rating_marks,
}


def _text_keys(value: Any) -> Iterable[str]:
    if not isinstance(value, (list, tuple)):
        return []
    return [key for key in value if isinstance(key, str)]


def _cut_text(text: str) -> str:
    """Composed before it is cut, so that both ways to write marks are cut in the same place."""
    return unicodedata.normalize("NFC", text)[:_MAX_LETTERS]


def _count_items(scene: Scene) -> tuple[int, int]:
    """How many items are right, and how many are not."""
    right = sum(1 for item in scene.items if item.right)
    return right, len(scene.items) - right


def _count_pairs(scene: Scene) -> int:
    return len(scene.items) * (len(scene.items) - 1) // 2


def _share_percent(good: int, of: int) -> int:
    """`good` of `of` in percent, rounded down; 100 of nothing."""
    return WHOLE * good // of if of else WHOLE


def _picked_percent(hits: int, false: int, right: int) -> int:
    if not right:
        return WHOLE if not false else 0
    return max(0, WHOLE * (hits - false) // right)


def _mean_ratings(scene: Scene) -> dict[str, float]:
    return {item.key: item.rating for item in scene.items}


def _panel_percent(scene: Scene, best: str, worst: str) -> int:
    means = _mean_ratings(scene)
    top, bottom = max(means.values()), min(means.values())
    if top == bottom:
        return WHOLE
    share = (means[best] - bottom + top - means[worst]) / (2 * (top - bottom))
    # rounded down; the small term keeps a share that is whole from falling below itself as a float
    return int(WHOLE * share + 1e-9)
