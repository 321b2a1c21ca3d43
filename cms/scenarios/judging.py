"""How an answer is held against the key: items, orders, expert panels, and forms field by field.

Knows no Django.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, permutations
from typing import Any

import re2

from cms.content import Field, FieldCheck, Finding, Judged, Scenario, Scene, StepKind

WHOLE = 100
# What is compared of a text that somebody typed; longer ones are cut.
_LONGEST = 2_000
_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)
_SATURDAY = 5
# No date of a case lies further off than this many days, working days, months or years.
FARTHEST = 36_500
# Both ways to write the tone of oa, oe, uy, from the newer to the older.
_TONED = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_TONES = re.compile("|".join(_TONED))


def judge(scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> Judged:
    """The share of an answer that is right, in percent, and what to say of each item or field.

    Any JSON is taken for an answer; what does not fit the step counts as not answered. CHOOSE has
    nothing to judge here (its choices say what is right): 100. REASON is compared by the learner or
    an instructor, never by us: 100 where something was written.
    """
    return _JUDGES[scene.step](scenario, scene, response if isinstance(response, Mapping) else {})


def marks(scene: Scene) -> frozenset[int]:
    """Every percent that some answer to the scene can come to."""
    right, wrong = _counts(scene)
    match scene.step:
        case StepKind.SEVERAL | StepKind.SPOT | StepKind.PICTURE:
            found = {
                _picked_percent(h, f, right) for h in range(right + 1) for f in range(wrong + 1)
            }
        case StepKind.ORDER:
            pairs = len(scene.items) * (len(scene.items) - 1) // 2
            found = {_share(n, pairs) for n in range(pairs + 1)}
        case StepKind.FORM:
            free = sum(1 for field in scene.fields if not field.checks)
            found = {_share(n, len(scene.fields)) for n in range(free, len(scene.fields) + 1)}
        case StepKind.JUDGE:
            keys = [item.key for item in scene.items]
            found = {0} | {
                _panel_percent(scene, best, worst) for best, worst in permutations(keys, 2)
            }
        case StepKind.REASON:
            found = {0, WHOLE}
        case _:
            found = {WHOLE}
    return frozenset(found)


def same(text: str) -> str:
    """A text as `equals` and `paper` compare it: composed marks, small letters, single spaces, no
    full stop at the end.

    Tone marks stand on the first of two vowels: "hoà" and "hòa", "thuý" and "thúy" are the same
    word.
    """
    plain = unicodedata.normalize("NFC", _cut(text).casefold())
    return _TONES.sub(lambda found: _TONED[found[0]], " ".join(plain.split()).rstrip(" .;,"))


def day_of(text: str) -> dt.date | None:
    """A date as people write it (03/8/2026, 3-8-2026) or as browsers send it (2026-08-03)."""
    for form in _DATES:
        found = form.fullmatch(text.strip())
        if found:
            try:
                return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def reckon(scenario: Scenario, start: dt.date, count: int, unit: str) -> dt.date:
    """`count` days, working days, months or years after `start` (before it, where count is below
    zero).

    The day itself is not counted (Bộ luật Dân sự 2015, Điều 147). Working days leave out Saturdays
    and Sundays that are not in `workdays`, and the scenario's holidays. A month's end that does not
    exist is its last day. OverflowError or ValueError beyond FARTHEST and beyond the calendar.
    """
    if abs(count) > FARTHEST:
        raise OverflowError(f"{count} {unit} is too far off")
    if unit in {"months", "years"}:
        months = start.year * 12 + start.month - 1 + count * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    step = dt.timedelta(days=1 if count >= 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        if unit != "working_days" or _is_worked(scenario, day):
            left -= 1
    return day


def expected_day(
    scenario: Scenario, scene: Scene, check: FieldCheck, typed: Mapping[str, str]
) -> dt.date | None:
    """The day a `date` check compares with; None where its base is not there (yet)."""
    source, _, name = check.base.partition(":")
    text = check.base
    if source == "field":
        text = typed.get(name, "")
    elif source == "paper":
        text = _line(scenario, scene, *name.split(".", 1)) if "." in name else ""
    base = day_of(text)
    try:
        return reckon(scenario, base, check.count, check.unit) if base else None
    except (ValueError, OverflowError):
        return None


def failing(
    scenario: Scenario, scene: Scene, field: Field, typed: Mapping[str, str]
) -> FieldCheck | None:
    """The first rule of a field that what was typed breaks.

    An empty field breaks `required` alone.
    """
    text = typed.get(field.key, "").strip()
    for check in field.checks:
        if not text and check.rule != "required":
            continue
        if not _CHECKS[check.rule](scenario, scene, check, text, typed):
            return check
    return None


def _is_worked(scenario: Scenario, day: dt.date) -> bool:
    iso = day.isoformat()
    return iso in scenario.workdays or (day.weekday() < _SATURDAY and iso not in scenario.holidays)


def _line(scenario: Scenario, scene: Scene, paper: str, line: str) -> str:
    """A line of a paper: of this scene, else of the last scene that shows that paper."""
    for one in (scene, *reversed(scenario.scenes)):
        found = one.paper(paper)
        if found is not None and found.line(line) is not None:
            return found.line(line).value  # type: ignore[union-attr]  # asked the line before
    return ""


# --- rules of a field


def _pattern(_c: Scenario, _s: Scene, check: FieldCheck, text: str, _t: Mapping[str, str]) -> bool:
    try:
        return re2.fullmatch(check.value, text) is not None
    except re2.error:
        return False


def _number(_c: Scenario, _s: Scene, check: FieldCheck, text: str, _t: Mapping[str, str]) -> bool:
    digits = text.replace(".", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,15}", digits):
        return False
    value = int(digits)
    return (check.low is None or value >= check.low) and (check.high is None or value <= check.high)


def _date(
    scenario: Scenario, scene: Scene, check: FieldCheck, text: str, typed: Mapping[str, str]
) -> bool:
    day = day_of(text)
    if day is None:
        return False
    if not check.base:
        return True
    wanted = expected_day(scenario, scene, check, typed)
    if wanted is None:
        return False
    return {"==": day == wanted, "<=": day <= wanted, ">=": day >= wanted}[check.op]


_CHECKS: dict[str, Callable[[Scenario, Scene, FieldCheck, str, Mapping[str, str]], bool]] = {
    "required": lambda _c, _s, _k, text, _t: bool(text),
    "pattern": _pattern,
    "equals": lambda _c, _s, check, text, _t: same(text) in {same(one) for one in check.accept},
    "number": _number,
    "words": lambda _c, _s, check, text, _t: len(text.split()) >= (check.low or 0),
    "paper": lambda c, s, check, text, _t: same(text) == same(_line(c, s, check.paper, check.line)),
    "date": _date,
}


# --- kinds of steps


def _nothing(_scenario: Scenario, _scene: Scene, _response: Mapping[str, Any]) -> Judged:
    return Judged(WHOLE)


def _picked(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> Judged:
    """Share of the right items that were picked, less the wrong ones that were picked too."""
    picked = set(_keys(response.get("picked")))
    hits = sum(1 for item in scene.items if item.right and item.key in picked)
    false = sum(1 for item in scene.items if not item.right and item.key in picked)
    findings = tuple(
        Finding(item.key, item.right == (item.key in picked), item.why) for item in scene.items
    )
    return Judged(_picked_percent(hits, false, _counts(scene)[0]), findings)


def _ordered(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> Judged:
    """Share of all pairs that stand in the right order; an item that is missing stands last."""
    right = [item.key for item in scene.items]
    given = [key for key in dict.fromkeys(_keys(response.get("order"))) if key in right]
    place = {key: given.index(key) if key in given else len(right) for key in right}
    good = sum(1 for a, b in combinations(right, 2) if place[a] < place[b])
    findings = tuple(
        Finding(item.key, place[item.key] == n, item.why) for n, item in enumerate(scene.items)
    )
    return Judged(_share(good, len(right) * (len(right) - 1) // 2), findings)


def _filled(scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> Judged:
    given = response.get("fields")
    raw = given if isinstance(given, Mapping) else {}
    typed = {str(k): _cut(str(v)) for k, v in raw.items() if isinstance(v, (str, int))}
    findings = []
    for field in scene.fields:
        broken = failing(scenario, scene, field, typed)
        findings.append(Finding(field.key, broken is None, broken.text if broken else field.why))
    good = sum(1 for finding in findings if finding.is_right)
    return Judged(_share(good, len(findings)), tuple(findings))


def _written(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> Judged:
    ticked = set(_keys(response.get("ticked")))
    findings = tuple(Finding(item.key, item.key in ticked, item.why) for item in scene.items)
    return Judged(WHOLE if str(response.get("text") or "").strip() else 0, findings)


def _rated(_scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> Judged:
    """Best and worst against the mean of the panel: half the points each, partial credit in
    between.
    """
    best, worst = str(response.get("best") or ""), str(response.get("worst") or "")
    if best == worst or scene.item(best) is None or scene.item(worst) is None:
        return Judged(0, tuple(Finding(item.key, False, item.why) for item in scene.items))
    means = _means(scene)
    top, bottom = max(means.values()), min(means.values())
    wrong = {best} if means[best] < top else set()
    wrong |= {worst} if means[worst] > bottom else set()
    findings = tuple(Finding(item.key, item.key not in wrong, item.why) for item in scene.items)
    return Judged(_panel_percent(scene, best, worst), findings)


_JUDGES: dict[StepKind, Callable[[Scenario, Scene, Mapping[str, Any]], Judged]] = {
    StepKind.CHOOSE: _nothing,
    StepKind.SEVERAL: _picked,
    StepKind.SPOT: _picked,
    StepKind.PICTURE: _picked,
    StepKind.ORDER: _ordered,
    StepKind.FORM: _filled,
    StepKind.REASON: _written,
    StepKind.JUDGE: _rated,
}


def _keys(value: Any) -> Iterable[str]:
    return (
        [key for key in value if isinstance(key, str)] if isinstance(value, (list, tuple)) else []
    )


def _cut(text: str) -> str:
    """Composed before it is cut, so that both ways to write marks are cut in the same place."""
    return unicodedata.normalize("NFC", text)[:_LONGEST]


def _counts(scene: Scene) -> tuple[int, int]:
    right = sum(1 for item in scene.items if item.right)
    return right, len(scene.items) - right


def _share(good: int, of: int) -> int:
    return WHOLE * good // of if of else WHOLE


def _picked_percent(hits: int, false: int, right: int) -> int:
    if not right:
        return WHOLE if not false else 0
    return max(0, WHOLE * (hits - false) // right)


def _means(scene: Scene) -> dict[str, float]:
    return {item.key: item.rating for item in scene.items}


def _panel_percent(scene: Scene, best: str, worst: str) -> int:
    means = _means(scene)
    top, bottom = max(means.values()), min(means.values())
    if top == bottom:
        return WHOLE
    share = (means[best] - bottom + top - means[worst]) / (2 * (top - bottom))
    return int(WHOLE * share + 1e-9)
