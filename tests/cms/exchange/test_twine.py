"""Stories of Harlowe, SugarCube, Chapbook and Snowman: what maps is mapped, everything else is
listed.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content import Clause, Effect
from cms.scenarios import exchange
from cms.scenarios.exchange.twine.formats.expressions import (
    NotUnderstood,
    parse_changes,
    parse_condition,
)
from cms.scenarios.exchange.twine.logic import alternatives_of, term_holds
from cms.scenarios.exchange.twine.nodes import Both, Compared, Either, Not
from tests.cms.exchange.made_scenarios import all_texts, read_accepted

SAMPLES = Path(__file__).parent / "samples"


def sample(name):
    path = SAMPLES / name
    return read_accepted(path.read_bytes(), "twine-html" if path.suffix == ".html" else "twee")


def story(text, fmt="Harlowe"):
    """A Twee story; the first passage is where it begins."""
    start = re.search(r"^:: ([^\[{\n]+)", text, re.MULTILINE)[1].strip()
    data = f':: StoryData\n{{"format": "{fmt}", "start": "{start}"}}\n\n'
    return read_accepted((data + text).encode(), "twee")


def choice_targets(imported, key):
    return {(c.text, c.target) for c in imported.scenario.scene(key).choices}


def test_harlowe():
    imported = sample("harlowe.twee")
    scenario = imported.scenario
    assert imported.title == "The lost file"
    assert scenario.scenes[0].key == "counter"
    assert {(v.key, v.kind, v.start) for v in scenario.variables} == {
        ("asked", "flag", False),
        ("patience", "number", 3),
    }
    assert choice_targets(imported, "counter") == {
        ("Ask who saw the birth", "witness"),
        ("Send her home", "empty-hands"),
        ("Look into the drawer", "drawer"),
        ("Search the drawer again", "drawer"),
        ("Wait a little", "counter-again"),
    }
    asks, *_others, wait = scenario.scene("counter").choices
    assert asks.effects == (Effect("asked", "set", True),)
    assert (wait.when, wait.effects) == (
        (Clause("patience", ">", 0),),
        (Effect("patience", "add", -1),),
    )
    again = scenario.scene("counter-again")
    assert (again.when, again.otherwise) == ((Clause("patience", "==", 0),), "counter-again-2")
    assert "Nobody is patient" in again.narration
    assert "The clock ticks" in scenario.scene("counter-again-2").narration
    assert scenario.scene("witness").when == (Clause("asked", "==", True),)
    back = scenario.scene("witness").choices[1]
    assert back.when == (Clause("asked", "==", False),)
    assert (
        scenario.scene("empty-hands").narration
        == "She walks home for two hours. It begins to rain."
    )
    assert (scenario.scene("empty-hands").ending, scenario.scene("done").ending) == ("poor", "good")
    assert scenario.scene("weather") is None
    everything = all_texts(imported)
    for text in ("(print: $patience)", "(live: 2s)", "color: navy", "the author was here"):
        assert text in everything
    assert "The light flickers." in scenario.scene("drawer").narration


def test_sugarcube():
    imported = sample("sugarcube.twee")
    scenario = imported.scenario
    assert {(v.key, v.kind, v.start) for v in scenario.variables} == {
        ("receipt", "text", "none"),
        ("calm", "number", 2),
    }
    assert set(next(v for v in scenario.variables if v.key == "receipt").options) == {
        "none",
        "written",
        "spoken",
    }
    refuse, take, tomorrow, ask = scenario.scenes[0].choices
    assert (refuse.trips, refuse.effects) == (1, (Effect("calm", "add", -1),))
    assert take.effects == (Effect("receipt", "set", "written"),)
    assert (tomorrow.target, tomorrow.effects) == (
        "tomorrow",
        (Effect("receipt", "set", "spoken"),),
    )
    assert (ask.text, ask.target) == ("Ask a colleague", "colleague")
    chain = [scenario.scene(f"colleague{n}") for n in ("", "-2", "-3")]
    assert [s.when for s in chain] == [(Clause("calm", ">=", 2),), (Clause("calm", "==", 1),), ()]
    assert [s.otherwise for s in chain] == ["colleague-2", "colleague-3", ""]
    assert "He sighs" in chain[1].narration
    bye, after_all = scenario.scene("receipt").choices
    assert bye.when == (Clause("receipt", "==", "written"),)
    assert after_all.when == (Clause("receipt", "!=", "written"),)
    guarded = scenario.scene("tomorrow")
    assert (guarded.when, guarded.otherwise) == ((Clause("receipt", "!=", "written"),), "good-end")
    everything = all_texts(imported)
    for text in (
        "Calm: $calm",
        "<<timed 3s>>",
        "$calm = random(1, 3)",
        'window.alert("no")',
        "half past three is the limit",
    ):
        assert text in everything


def test_chapbook():
    imported = sample("chapbook.twee")
    scenario = imported.scenario
    assert {(v.key, v.kind, v.start) for v in scenario.variables} == {
        ("filming", "flag", True),
        ("calm", "number", 2),
    }
    first = scenario.scenes[0]
    assert (first.when, first.otherwise) == ((Clause("filming", "==", True),), "start-2")
    assert "red light" in first.narration
    assert "pocket" in scenario.scene("start-2").narration
    assert choice_targets(imported, "start") == {
        ("Go on working", "work"),
        ("Take the phone", "taken"),
    }
    assert first.choices[0].effects == (Effect("calm", "add", 1),)
    assert "The clock says eleven." in scenario.scene("work").narration
    assert scenario.scene("work-2").choices[0].when == (Clause("filming", "==", False),)
    everything = all_texts(imported)
    for text in ("config.style.page.font", "Check the decree.", "[align center]", "{reveal link"):
        assert text in everything
    assert scenario.scene("peace").ending == "good"


def test_text_around_code_that_is_not_understood_is_kept_in_every_branch():
    story = (
        ':: StoryData\n{"format": "Snowman", "start": "One"}\n\n'
        ":: One\n<% odd <% if (s.v === 1) { %>first words<% } else { %>other words<% } %>"
    )
    imported = exchange.read_scenario(story.encode(), "twee")
    assert "first words" in all_texts(imported) and "other words" in all_texts(imported)


def test_snowman():
    imported = sample("snowman.twee")
    scenario = imported.scenario
    assert {(v.key, v.start) for v in scenario.variables} == {("read", 0), ("split", False)}
    assert choice_targets(imported, "letter") == {
        ("Read it all", "reading"),
        ("Send it on", "sent"),
        ("Read only the first page", "reading"),
    }
    assert scenario.scene("letter").choices[0].effects == (Effect("read", "add", 1),)
    assert scenario.scene("reading").when == (Clause("read", ">", 1),)
    assert "A complaint" in scenario.scene("reading-2").narration
    assert scenario.scene("reading").choices[0].when == (Clause("split", "==", False),)
    everything = all_texts(imported)
    for text in ("<%= s.read %>", "_.each([1,2]", "window.story.save()"):
        assert text in everything


def test_twine_html():
    imported = sample("harlowe.html")
    scenario = imported.scenario
    assert (imported.title, scenario.scenes[0].key) == ("The gift", "envelope")
    assert (
        scenario.scene("report").narration
        == "You write the report & hand the gift in within five days."
    )
    keep = next(c for c in scenario.scenes[0].choices if c.target == "kept")
    assert (keep.text, keep.effects) == ("Keep it 'for the office'", (Effect("kept", "set", 1),))
    everything = all_texts(imported)
    for text in (
        "https://fonts.example.org",
        'alert("hello")',
        "color: red",
        "https://example.org/envelope.png",
    ):
        assert text in everything


@pytest.mark.parametrize(
    ("link", "label", "target"),
    [
        ("[[Go->Next]]", "Go", "next"),
        ("[[Next<-Go]]", "Go", "next"),
        ("[[Go|Next]]", "Go", "next"),
        ("[[Next]]", "Next", "next"),
        ("[[a -> b->Next]]", "a -> b", "next"),
        ("[[ ''Go'' -> Next ]]", "Go", "next"),
    ],
)
@pytest.mark.parametrize("fmt", ["Harlowe", "SugarCube", "Chapbook", "Snowman", "", "Paperthin"])
def test_plain_links_are_read_in_every_format(link, label, target, fmt):
    imported = story(f":: One\nHello {link} there\n\n:: Next\nEnd", fmt)
    assert choice_targets(imported, "one") == {(label, target)}
    assert imported.scenario.scenes[0].narration == "Hello there"


def test_a_consequence_passage_becomes_the_consequence_of_its_choice():
    imported = story(
        ":: One\n[[Take it|After]]\n\n:: After [hau-qua dung phap-luat]\nHe is glad.\n[[Đi"
        " tiếp|Two]]\n\n:: Two [tot]\nEnd",
        "SugarCube",
    )
    choice = imported.scenario.scenes[0].choices[0]
    assert (choice.consequence, choice.target, choice.is_right, choice.competence) == (
        "He is glad.",
        "two",
        True,
        "phap_luat",
    )
    assert len(imported.scenario.scenes) == 2


def test_conditions_with_or_become_choices_that_exclude_each_other():
    imported = story(
        ":: One\n(set: $a to 1)(set: $b to 'x')\n(if: $a is 1 or $b is"
        " 'y')[[[Go->Two]]]\n[[Back->One]]\n\n:: Two\nEnd"
    )
    go = [c for c in imported.scenario.scenes[0].choices if c.text == "Go"]
    assert [c.when for c in go] == [
        (Clause("a", "==", 1),),
        (Clause("a", "!=", 1), Clause("b", "==", "y")),
    ]


def test_two_conditional_texts_make_the_scenes_that_can_be_reached():
    imported = story(
        ":: One\n[[Go->Two]]\n\n:: Two\n(set: $n to it + 1)(if: $n < 2)[First.](else-if: $n <"
        " 3)[Second.](else:)[Many.](if: $n is 1)[ New.]\n[[One]]"
    )
    texts = [s.narration for s in imported.scenario.scenes if s.key.startswith("two")]
    assert texts == ["First. New.", "First.", "Second.", "Many."]
    assert imported.warnings == ()


def test_a_variable_with_two_kinds_of_values_is_listed_wherever_it_is_used():
    imported = story(
        ":: One\n(set: $x to 1)\n[[Go->Two]]\n\n:: Two\n(set: $x to 'word')(if: $x is"
        " 1)[Hm.]\n[[One]]"
    )
    assert imported.scenario.variables == ()
    everything = all_texts(imported)
    assert "$x to 'word'" in everything
    assert "$x is 1" in everything
    assert "Hm." in imported.scenario.scene("two").narration


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$a is 1", Compared("a", "==", 1)),
        ("1 < $a", Compared("a", ">", 1)),
        ("$a is not 'x'", Compared("a", "!=", "x")),
        ("$a isnot true", Compared("a", "!=", True)),
        ("$a is > 2", Compared("a", ">", 2)),
        ("not $a", Not(Compared("a", "truthy"))),
        (
            "$a and ($b or $c)",
            Both(Compared("a", "truthy"), Either(Compared("b", "truthy"), Compared("c", "truthy"))),
        ),
        ("s.a === 1 && !s.b", Both(Compared("a", "==", 1), Not(Compared("b", "truthy")))),
        ("$a gte -2", Compared("a", ">=", -2)),
    ],
)
def test_conditions_are_read(source, expected):
    assert parse_condition(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "visits is 1",
        "random(1, 6) > 3",
        "$a + 1 is 2",
        "$a is $b",
        "$a is 1.5",
        "$a's length is 2",
        "$a contains 1",
        "",
        "(" * 60 + "$a" + ")" * 60,
        "__import__('os')",
        "$a is 1 2",
    ],
)
def test_what_is_more_than_a_comparison_is_not_understood(source):
    with pytest.raises(NotUnderstood):
        parse_condition(source)


def test_changes_are_read_and_nothing_is_carried_out():
    read_as = [
        (s.variable, s.op, s.value)
        for s in parse_changes("$a to 1, $b += 2; $c = 'x', $d to it - 1")
    ]
    assert read_as == [("a", "set", 1), ("b", "add", 2), ("c", "set", "x"), ("d", "add", -1)]
    assert [(s.variable, s.op, s.value) for s in parse_changes("s.n++")] == [("n", "add", 1)]
    assert [(s.variable, s.value) for s in parse_changes("5 into $a")] == [("a", 5)]
    for source in ("$a to (random: 1, 2)", "$a to $b", "$a to 1 + 1", "alert(1)", "$a to [1, 2]"):
        with pytest.raises(NotUnderstood):
            parse_changes(source)


TESTS = st.one_of(
    st.builds(
        Compared, st.sampled_from("ab"), st.sampled_from(["==", "!=", "<", ">="]), st.integers(0, 2)
    ),
    st.builds(Compared, st.just("f"), st.just("truthy")),
    st.booleans(),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(Not, inner), st.builds(Both, inner, inner), st.builds(Either, inner, inner)
    ),
    max_leaves=5,
)


def is_true(test, values):
    """Whether a condition holds, worked out directly from its tree."""
    if isinstance(test, bool):
        return test
    if isinstance(test, Not):
        return not is_true(test.inner, values)
    if isinstance(test, Both):
        return is_true(test.left, values) and is_true(test.right, values)
    if isinstance(test, Either):
        return is_true(test.left, values) or is_true(test.right, values)
    value = values[test.variable]
    ops = {"truthy": bool(value), "==": value == test.value, "!=": value != test.value}
    ops |= {"<": value < test.value, ">=": value >= test.value} if test.op in {"<", ">="} else {}
    return ops[test.op]


@settings(max_examples=200, deadline=None)
@given(CONDITIONS)
def test_alternatives_say_the_same_as_the_condition_and_exclude_each_other(test):
    try:
        alternatives = alternatives_of(test, {"a": "number", "b": "number", "f": "flag"})
    except ValueError:
        return
    for a in range(-1, 4):
        for b in range(-1, 4):
            for f in (True, False):
                values = {"a": a, "b": b, "f": f}
                count = sum(term_holds(term, values) for term in alternatives)
                assert count == is_true(test, values)


WORD = st.from_regex(r"q[a-z]{4,7}", fullmatch=True)
PIECES = [
    "{0} {1}",
    "[[{0}->{1}]]",
    "[[{0}|Two]]",
    "(if: $v is 1)[{0}](else:)[{1}]",
    "(if: visits > 2)[{0} [[{1}->Two]]]",
    "(set: $v to 1)",
    "(set: $w to (random: {0}))",
    '(link: "{0}")[{1} (goto: "Two")]',
    '(link-reveal: "{0}")[{1}]',
    '(font: "{0}")[{1}]',
    "<<if $v is 1>>{0}<<else>>{1}<</if>>",
    '<<link "{0}" "Two">>{1}<</link>>',
    "<<fancy {0}>>{1}<</fancy>>",
    "<<set $v to {0}>>",
    "<<script>>{0}<</script>>",
    "<% if (s.v === 1) {{ %>{0}<% }} else {{ %>{1}<% }} %>",
    "<% {0}({1}) %>",
    "<%= {0} %>",
    "{{{0}}}",
    "{{embed passage: '{0}'}}",
    "\n[if v === 1]\n{0}\n\n[else]\n{1}\n",
    "\n[after {0}]\n{1}\n",
    '<b class="{0}">{1}</b>',
    "<!-- {0} -->",
    "/* {0} */",
    "''{0}'' //{1}//",
    "[[{0}]",
    "<<{0}",
    "(if: $v)[{0}",
    "<% {0}",
    "((({0}",
    "[[https://{0}.org]]",
    "{0} -- {1}",
    "(if: false)[{0}](else:)[{1}]",
    "(if: $v is 1 and $v is 2)[{0} [[{1}->Two]]]",
    "<<if false>>{0}<</if>>",
    "<% if (false) {{ %>{0}<% }} %>",
    '(if: $v is 1)[{0} [[{1}->Two]] (goto: "Two")]',
    '(if: $v is 1)[{0}] [[{1}->Two]] (goto: "Two")',
    "\n[ifnever]\n{0}\n",
    '"""{0} $v <<x>>"""',
    "<<timed 2s>>{0}<</timed>>{1}",
    "|{0}>[{1}]",
    "[img[{0}.png]]",
    "`{0}`",
]


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES), WORD, WORD), min_size=1, max_size=6),
    st.sampled_from(["Harlowe", "SugarCube", "Chapbook", "Snowman", ""]),
    WORD,
)
def test_no_word_of_a_story_is_ever_dropped(pieces, fmt, tag):
    body = " ".join(piece.format(first, second) for piece, first, second in pieces)
    data = f':: StoryData\n{{"format": "{fmt}", "start": "One"}}\n\n'
    alone = ":: Three [hau-qua]\nqalone\n[[Two]]\n\n:: Four [hau-qua]\nqfirst\n[[Three]]\n\n"
    imported = exchange.read_scenario(
        f"{data}:: One [{tag}]\n{body}\n\n{alone}:: Two\nEnd".encode(), "twee"
    )
    assert not imported.refused
    everything = all_texts(imported)
    for word in re.findall(r"q[a-z]{4,7}", f"{body} {tag} {alone}"):
        assert word in everything, body
