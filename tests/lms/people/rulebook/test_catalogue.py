"""The catalogue, the code that asks it, its page in docs/ and a new installation say the same."""

import ast
import datetime as dt
import json
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput
from lms.people.rulebook.actions import RuleDraft, load_defaults, set_rule
from lms.people.rulebook.catalogue import ENTRIES
from lms.people.rulebook.models import Basis, Rule
from lms.people.rulebook.queries import rule_for
from tests.architecture.source import ROOT

SYSTEM = Actor.system("tests")


def asked() -> dict[str, set[str]]:
    """{key: modules} of every call of rule(…), rules_for(…), rows_for([…]) in lms/."""
    asked_keys: dict[str, set[str]] = {}
    for file in sorted(ROOT.glob("lms/**/*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for call in ast.walk(tree):
            called = getattr(call, "func", None)
            if getattr(called, "id", getattr(called, "attr", "")) not in {"rule", "rules_for"}:
                continue
            for arg in call.args:
                for key in _keys(arg, name):
                    asked_keys.setdefault(key, set()).add(name)
    return asked_keys


def _keys(arg: ast.expr, module: str) -> list[str]:
    """The keys that an argument names: a text, a constant of the module, or a list of such after
    a star.
    """
    if isinstance(arg, ast.Constant):
        return [arg.value]
    if isinstance(arg, ast.Starred):
        arg = arg.value
    if isinstance(arg, ast.Name):
        named = getattr(import_module(module), arg.id, None)
        if named is not None:
            return [named] if isinstance(named, str) else list(named)
        return (
            []
            # a parameter or a loop over keys that are named elsewhere; `test_keys…` finds those by
            # their text
        )
    return []


def written() -> str:
    """All the code outside the rulebook's own app, for keys that are asked by a name of a loop."""
    files = (f for f in ROOT.glob("lms/**/*.py") if "rulebook/" not in f.as_posix())
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_the_code_asks_only_what_the_catalogue_knows():
    lost = {key: modules for key, modules in asked().items() if key not in ENTRIES}
    assert not lost


def test_what_the_catalogue_knows_is_asked_or_says_that_it_is_only_told():
    text, called = written(), asked()
    is_asked = {key for key in ENTRIES if key in called or f'"{key}"' in text}
    assert {key for key, entry in ENTRIES.items() if entry.told_only} == set(ENTRIES) - is_asked


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_defaults_fit_their_kind_and_can_be_typed_again(entry):
    assert entry.defaults
    for default in entry.defaults:
        assert default.source
        assert len(default.source) <= 300
        if default.value is None:
            assert entry.none_ok
            continue
        entry.kind.check(default.value)
        assert json.loads(json.dumps(default.value)) == default.value
        assert entry.kind.read(entry.kind.typed(default.value), default.value) == default.value
        assert all(entry.words(default.value))
    assert len(entry.title) <= 200
    assert len(entry.measure) <= 40


def test_only_what_was_read_as_law_is_verified():
    read = {key for key, entry in ENTRIES.items() if any(one.is_verified for one in entry.defaults)}
    assert read == {"work.periods_per_day"}


def test_the_page_of_the_docs_lists_every_key():
    page = (ROOT / "docs" / "rulebook.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    title_by_key = {row[1].strip().strip("`"): row[2].strip() for row in rows}
    assert title_by_key == {key: entry.title for key, entry in ENTRIES.items()}


def test_a_new_installation_gets_every_rule_and_a_second_call_changes_nothing(db):
    out = StringIO()
    call_command("load_rulebook", stdout=out)
    count = sum(len(entry.defaults) for entry in ENTRIES.values())
    assert str(count) in out.getvalue()
    assert Rule.objects.filter(replaced_at=None).count() == count
    before = (Rule.objects.count(), Event.objects.count())
    call_command("load_rulebook", stdout=out)
    assert (Rule.objects.count(), Event.objects.count()) == before


def test_loading_leaves_alone_what_somebody_changed(db):
    mine = RuleDraft(
        "attendance.min_share",
        90,
        dt.date(2026, 1, 1),
        Basis.LAW,
        "Thông tư mới",
        reason="Đã đọc văn bản",
    )
    set_rule(actor=SYSTEM, draft=mine)
    load_defaults(actor=SYSTEM)
    assert Rule.objects.filter(key=mine.key).count() == 1
    assert rule_for("assessment.pass_score").value == 5


def test_a_default_of_a_later_release_is_added(db):
    load_defaults(actor=SYSTEM)
    Rule.objects.filter(key="calendar.holidays", valid_from=dt.date(2027, 1, 1)).delete()
    assert load_defaults(actor=SYSTEM) == 1
    assert load_defaults(actor=SYSTEM) == 0


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("attendance.min_share", "tám mươi", "0"),
        ("attendance.min_share", "101", "100"),
        ("attendance.min_share", "1.5", "100"),
        ("assessment.pass_score", "5,123", "10"),
        ("certificate.number_pattern", "{school}/{year}", "{number}"),
        ("certificate.number_pattern", "{school}/{year}/{number:05d}/{khoa}", "{number}"),
        ("certificate.number_pattern", "{school}/{year}/{number.__class__}", "{number}"),
        ("certificate.number_pattern", "{school", "{number}"),
        ("certificate.number_pattern", "{school}/{year}/{number:0999999999d}", "{number}"),
        ("certificate.number_pattern", "{school!r}/{year}/{number}", "{number}"),
        ("certificate.number_pattern", "{school}/{year}/{}{number}", "{number}"),
        ("attendance.min_share", "9" * 5000, "100"),
        ("privacy.finish_days", f"Chỉnh sửa: {'9' * 5000}", "Chỉnh sửa"),
        ("calendar.holidays", "30/04/2026\n31/02/2026", "2"),
        ("calendar.holidays", "", "dòng"),
        ("profile.age_bands", "dưới 30: 0–29\ntrẻ", "2"),
        ("profile.age_bands", "dưới 30: 0–29\ntừ 29: 29–45", "từ 29"),
        ("profile.age_bands", "dưới 30: 29–0", "dưới 30"),
        ("profile.age_bands", "a: 0–9\na: 10–19", "a"),
        ("rating.scale", "2026\nexcellent: Xuất sắc", "hai"),
        ("rating.scale", "", "dòng"),
        ("privacy.finish_days", "Chỉnh sửa: 10", "Xóa"),
        ("privacy.finish_days", "Chỉnh sửa: mười", "Chỉnh sửa"),
        ("conduct.exempt_grounds", "Nghỉ thai sản", "|"),
    ],
)
def test_what_cannot_be_read_says_what_to_type(key, typed, words):
    kind = ENTRIES[key].kind
    with pytest.raises(BadInput) as refused:
        kind.check(kind.read(typed))
    assert refused.value.field == "value"
    assert words in refused.value.message


def test_what_is_typed_keeps_its_keys():
    bands = ENTRIES["profile.age_bands"]
    old = bands.defaults[0].value
    read = bands.kind.read("dưới 35: 0–34\ntừ 35 đến 45: 35-45\ntừ 46 đến 60 : 46 – 62", old)
    assert [band["key"] for band in read] == ["0_34", "35_45", "46_60"]
    grounds = ENTRIES["conduct.exempt_grounds"]
    read = grounds.kind.read(
        "nghỉ thai sản | Luật mới\nĐi nghĩa vụ quân sự | Luật NVQS", grounds.defaults[0].value
    )
    assert [one["key"] for one in read] == ["thai-san", "di-nghia-vu-quan-su"]
    assert ENTRIES["workbooks.max_rows"].kind.read("20.000") == 20_000
    assert ENTRIES["assessment.pass_score"].kind.read("5,5") == 5.5
