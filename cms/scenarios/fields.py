"""Fields of a form: how texts, numbers and dates are compared, and the checks that a field has.

Knows no Django.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping

import re2

from cms.content import FieldCheck, FormField, Scenario, Scene

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


def cut_text(text: str) -> str:
    """Composed before it is cut, so that both ways to write marks are cut in the same place."""
    return unicodedata.normalize("NFC", text)[:_MAX_LETTERS]


def comparable_text(text: str) -> str:
    """A text as `equals` and `paper` compare it: composed marks, small letters, single spaces, no
    full stop at the end.

    Tone marks stand on the first of two vowels: "hoà" and "hòa", "thuý" and "thúy" are the same
    word.
    """
    # casefold may take composed letters apart again
    folded = unicodedata.normalize("NFC", cut_text(text).casefold())
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


def format_day(text: str) -> str:
    """A date that a browser sent, as people write it; any other text as it is."""
    try:
        return dt.date.fromisoformat(text.strip()).strftime("%d/%m/%Y")
    except ValueError:
        return text


def reckon_day(scenario: Scenario, start: dt.date, count: int, unit: str) -> dt.date:
    """The day that lies `count` days, working days, months or years after `start`; before it where
    `count` is below zero.

    The day itself is not counted (Bộ luật Dân sự 2015, Điều 147). Working days leave out Saturdays
    and Sundays that are not in `workdays`, and the scenario's holidays. A day that its month does
    not have becomes the last one of that month. OverflowError or ValueError beyond
    MAX_DISTANCE and beyond the calendar.
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
