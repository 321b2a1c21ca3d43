"""A step of every kind as a form: the field names, kind words for what is no answer, wrong
answers taken.
"""

import random
from urllib.parse import parse_qs

import pytest
from django.utils.datastructures import MultiValueDict

from cms import api
from cms.api import ItemVerdict, explain_answer, format_day, item_keys, model_response
from cms.content import Choice, FieldCheck, FormField, Scenario, Scene, StepItem, StepKind
from lms.portals.learner.scenarios.answering import AS_IT_IS, StepForm
from tests.factories.steps import demo_scene, typed_answer

ITEMS = (
    StepItem("a", "một", right=True, panel=(5, 4)),
    StepItem("b", "hai", right=True, panel=(3,)),
    StepItem("c", "ba", panel=(1,)),
)
FIELDS = (
    FormField(
        "ten",
        "Tên",
        checks=(FieldCheck("required", "Trống"), FieldCheck("equals", "Sai", accept=("Mẩy",))),
        model="Mẩy",
    ),
    FormField("ghi", "Ghi chú", "long"),
)
CHOICES = (
    Choice("dung", "đúng", "…", "het", is_right=True, at_least=100),
    Choice("sai", "sai", "…", "het"),
    Choice("muon", "", "…", "het", on_timeout=True),
)


def scene(kind: StepKind) -> Scene:
    return Scene(
        "s",
        "Cảnh",
        "quầy",
        "counter",
        "",
        question="?",
        step=kind,
        items=ITEMS,
        fields=FIELDS,
        choices=CHOICES,
    )


def form(kind: StepKind, query: str) -> StepForm:
    return StepForm(
        scene(kind), ["dung", "sai"], MultiValueDict(parse_qs(query, keep_blank_values=True))
    )


GOOD = {
    StepKind.CHOOSE: ("choice=sai", {}),
    StepKind.SEVERAL: ("picked=a&picked=c", {"picked": ["a", "c"]}),
    StepKind.SPOT: ("picked=c", {"picked": ["c"]}),
    StepKind.PICTURE: ("picked=b", {"picked": ["b"]}),
    StepKind.ORDER: ("order-a=3&order-b=1&order-c=2", {"order": ["b", "c", "a"]}),
    StepKind.FORM: ("field-ten=+Lan+&field-ghi=", {"fields": {"ten": "Lan", "ghi": ""}}),
    StepKind.REASON: ("text=vì+luật&ticked=a", {"text": "vì luật", "ticked": ["a"]}),
    StepKind.JUDGE: ("best=b&worst=a", {"best": "b", "worst": "a"}),
}


@pytest.mark.parametrize("kind", list(StepKind))
def test_the_form_of_every_kind_reads_the_right_answer_and_wrong_ones(kind):
    scenario, demo = demo_scene(kind)
    step, dice = api.step_of(demo), random.Random(7)
    keys = [item.key for item in demo.items]
    wrong = [step.wrong_response(demo, keys[:n], dice) for n in range(1, len(keys) + 1)]
    for response in [step.model_response(demo), *wrong]:
        data = MultiValueDict({AS_IT_IS: ["1"]})
        for name, value in typed_answer(demo, response, demo.choices[0].key).items():
            data.setlist(name, value if isinstance(value, list) else [str(value)])
        step_form = StepForm(demo, [choice.key for choice in demo.choices], data)
        assert step_form.is_valid(), step_form.errors
        assert step_form.response == response
        assert step_form.choice == ("" if step.is_judged else demo.choices[0].key)
        percent = api.judge_answer(scenario, demo, step_form.response).percent
        assert percent in step.marks(demo)
    assert not StepForm(demo, [], MultiValueDict({"la": ["x"]})).is_valid() or step.has_fields


@pytest.mark.parametrize("kind", list(GOOD))
def test_a_wrong_answer_is_an_answer(kind):
    query, response = GOOD[kind]
    step_form = form(kind, query)
    assert step_form.is_valid(), step_form.errors
    assert step_form.response == response
    assert step_form.choice == ("sai" if kind == StepKind.CHOOSE else "")


@pytest.mark.parametrize(
    ("kind", "query", "field"),
    [
        (StepKind.CHOOSE, "", "choice"),
        (StepKind.CHOOSE, "choice=muon", "choice"),
        (StepKind.CHOOSE, "choice=z", "choice"),
        (StepKind.SEVERAL, "", "picked"),
        (StepKind.SPOT, "picked=z", "picked"),
        (StepKind.PICTURE, "", "picked"),
        (StepKind.ORDER, "order-a=1&order-b=1&order-c=2", "order-b"),
        (StepKind.ORDER, "order-a=1&order-b=2", "order-c"),
        (StepKind.ORDER, "order-a=1&order-b=2&order-c=4", "order-c"),
        (StepKind.ORDER, "order-a=x&order-b=2&order-c=3", "order-a"),
        (StepKind.FORM, "field-ten=&field-ghi=x", "field-ten"),
        (StepKind.FORM, f"field-ten={'a' * 501}", "field-ten"),
        (StepKind.REASON, "text=++&ticked=a", "text"),
        (StepKind.REASON, f"text={'a' * 3001}", "text"),
        (StepKind.JUDGE, "best=a&worst=a", "worst"),
        (StepKind.JUDGE, "best=a", "worst"),
        (StepKind.JUDGE, "best=z&worst=a", "best"),
    ],
)
def test_what_is_no_answer_yet_is_said_at_its_field(kind, query, field):
    step_form = form(kind, query)
    assert not step_form.is_valid()
    assert list(step_form.errors) == [field]


def test_a_form_with_gaps_is_handed_in_when_the_learner_wants_it_so():
    assert not form(StepKind.FORM, "field-ten=").is_valid()
    step_form = form(StepKind.FORM, f"field-ten=&{AS_IT_IS}=1")
    assert step_form.is_valid() and step_form.response == {"fields": {"ten": "", "ghi": ""}}


@pytest.mark.parametrize("kind", [kind for kind in StepKind if kind != StepKind.CHOOSE])
def test_the_masters_answer_is_wholly_right(kind):
    case = Scenario(
        "bà Mẩy", "công chức", (scene(kind), Scene("het", "Hết", "quầy", "counter", ""))
    )
    response = model_response(scene(kind))
    assert api.judge_answer(case, scene(kind), response).percent == 100
    wrong = {line.key for line in explain_answer(case, scene(kind), response) if not line.is_right}
    # a reason is compared point by point: those that are no points are not ticked
    assert wrong == ({"c"} if kind == StepKind.REASON else set())


def verdicts(kind, response):
    case = Scenario("bà Mẩy", "công chức", (scene(kind),))
    return {line.key: line.verdict for line in explain_answer(case, scene(kind), response)}


def test_an_answer_is_told_item_by_item():
    picked = verdicts(StepKind.SEVERAL, {"picked": ["a", "c"]})
    assert picked == {"a": ItemVerdict.HIT, "b": ItemVerdict.MISSED, "c": ItemVerdict.EXTRA}
    assert verdicts(StepKind.SPOT, {"picked": 7})["c"] == ItemVerdict.LEFT
    ordered = verdicts(StepKind.ORDER, {"order": ["a", "c", "b"]})
    assert ordered == {"a": ItemVerdict.GOOD, "b": ItemVerdict.BAD, "c": ItemVerdict.BAD}
    rated = verdicts(StepKind.JUDGE, {"best": "a", "worst": "b"})
    assert rated == {"a": ItemVerdict.GOOD, "b": ItemVerdict.BAD, "c": ItemVerdict.MISSED}
    assert verdicts(StepKind.CHOOSE, {}) == {}
    assert format_day("2026-08-12") == "12/08/2026" and format_day("mai") == "mai"


def test_what_is_to_be_ordered_never_stands_in_its_right_order():
    orders = {tuple(item_keys(scene(StepKind.ORDER), str(seed))) for seed in range(200)}
    assert ("a", "b", "c") not in orders and len(orders) > 3
    assert item_keys(scene(StepKind.SEVERAL), "x") == ["a", "b", "c"]
