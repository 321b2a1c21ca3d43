"""Scenarios made up by hypothesis, and small helpers to look at what was read."""

import json
import re

from hypothesis import strategies as st

from cms.content import (
    AnswerBasis,
    Choice,
    Clause,
    CounterPaper,
    Effect,
    Scenario,
    Scene,
    SpokenWords,
    Variable,
)
from cms.content.plain import from_plain, to_plain
from cms.scenarios import exchange

# Letters of the language, and everything that one of the formats takes for a sign of its own.
WORDS = st.text(
    st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyảạấếộữÂĐ 0123456789.,:;!?-–—+=@'\"“”()[]{}<>|$_*/\\&%#~`→\n"
    ),
    max_size=30,
)
LINES = st.lists(
    st.text(st.sampled_from("aăâđêôơư bcx. "), min_size=1, max_size=12).map(
        lambda x: " ".join(x.split()) or "x"
    ),
    max_size=3,
)
KEYS = st.from_regex(r"[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3})?", fullmatch=True)
VARIABLES = (
    Variable("so-lan", "Số lần", "number", 2),
    Variable("da_hoi", "Đã hỏi", "flag", False),
    Variable("thai-do", "Thái độ", "text", "cau", ("cau", 'diu "hien"', "5")),
)


def _clauses():
    return st.lists(
        st.one_of(
            st.builds(
                Clause,
                st.sampled_from(["so-lan", "trips", "trust"]),
                st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
                st.integers(-5, 9),
            ),
            st.builds(Clause, st.just("da_hoi"), st.just("=="), st.booleans()),
            st.builds(
                Clause,
                st.just("thai-do"),
                st.sampled_from(["==", "!="]),
                st.sampled_from(VARIABLES[2].options),
            ),
        ),
        max_size=2,
        unique_by=lambda part: part.variable,
    ).map(tuple)


def _effects():
    return st.lists(
        st.one_of(
            st.builds(
                Effect, st.just("so-lan"), st.sampled_from(["set", "add"]), st.integers(-9, 9)
            ),
            st.builds(Effect, st.just("da_hoi"), st.just("set"), st.booleans()),
            st.builds(
                Effect, st.just("thai-do"), st.just("set"), st.sampled_from(VARIABLES[2].options)
            ),
        ),
        max_size=2,
        unique_by=lambda part: part.variable,
    ).map(tuple)


@st.composite
def scenarios(draw, words=WORDS):
    """Scenarios of one to five scenes with variables, conditions and effects, all links sound."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=5, unique=True))
    amounts = st.integers(-3, 90)

    def choice(key):
        return Choice(
            key,
            draw(words),
            draw(words),
            draw(st.sampled_from(keys)),
            draw(amounts),
            draw(amounts),
            draw(st.integers(-9, 50_000)),
            draw(amounts),
            draw(st.booleans()),
            draw(st.sampled_from(["", "nghiep_vu", "thai_do"])),
            draw(words),
            draw(_effects()),
            draw(_clauses()),
        )

    def scene(key):
        choices = [choice(k) for k in draw(st.lists(KEYS, max_size=3, unique=True))]
        return Scene(
            key,
            draw(words),
            draw(words),
            draw(st.sampled_from(["", "counter"])),
            draw(words),
            speaker=draw(words),
            speech=draw(words),
            narration=draw(words),
            question=draw(words),
            hint=draw(words),
            papers=tuple(CounterPaper(f"p{n}", x, "ok", "") for n, x in enumerate(draw(LINES))),
            choices=tuple(choices),
            right_way=tuple(draw(LINES)),
            ending="" if choices else draw(st.sampled_from(["", "good", "fair", "poor"])),
            basis=tuple(
                AnswerBasis(draw(st.sampled_from(["law", "internal", "practice"])), x)
                for x in draw(LINES)
            ),
            words=tuple(draw(st.lists(st.builds(SpokenWords, words, words), max_size=1))),
            when=draw(_clauses()),
            otherwise=draw(st.sampled_from(keys)),
        )

    scenes = tuple(scene(key) for key in keys)
    return Scenario(
        draw(words),
        draw(words),
        scenes,
        draw(st.integers(0, 3)),
        draw(st.integers(0, 60)),
        variables=VARIABLES,
    )


def as_text(scenario):
    """A scenario as text, in which 1 and true differ."""
    return json.dumps(to_plain(scenario), ensure_ascii=False, sort_keys=True)


def without_odd_letters(scenario):
    """The scenario without NUL, and without letters that look like broken Vietnamese."""
    text = json.dumps(to_plain(scenario), ensure_ascii=False)
    return from_plain(Scenario, json.loads(re.sub(r"\\u0000|[ÃÄÆá]", "", text)))


def read_accepted(data, fmt):
    """The scenario file as it was read, which must not be refused."""
    imported = exchange.read_scenario(data, fmt)
    assert not imported.refused
    assert imported.scenario is not None
    return imported


def all_texts(imported):
    """All texts and all notes of a file that was read, in one string."""
    return " ".join(
        [
            imported.title,
            as_text(imported.scenario),
            *(f"{w.where} {w.text}" for w in imported.warnings),
        ]
    )
