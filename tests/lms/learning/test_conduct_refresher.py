"""The yearly refresher: what is drawn, that it stays, that last year's situations do not come
back, how it is scored.
"""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core import clock
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.learning.conduct import actions, queries
from lms.learning.conduct.drawing import choose_keys
from lms.learning.conduct.models import Draw, RefresherAnswer
from lms.learning.progress.models import LessonProgress
from tests.factories import conduct

YEARS = range(2026, 2036)


@settings(max_examples=300, deadline=None)
@given(pool=st.integers(1, 40), draw=st.integers(1, 12), person=st.uuids())
def test_over_ten_years_nobody_gets_last_years_situations_while_there_are_others(
    pool, draw, person
):
    keys = [f"t{n}" for n in range(pool)]
    last: list[str] = []
    for year in YEARS:
        got = choose_keys(keys, last, draw, f"{person}:{year}:nhac")
        assert got == choose_keys(reversed(keys), last, draw, f"{person}:{year}:nhac")
        assert len(got) == len(set(got)) == min(draw, pool)
        assert set(got) <= set(keys)
        again = set(got) & set(last)
        assert len(again) == max(0, len(got) - (pool - len(last)))
        if pool >= 2 * draw:
            assert not again
        last = got


@settings(max_examples=100, deadline=None)
@given(sizes=st.lists(st.integers(1, 30), min_size=10, max_size=10), draw=st.integers(1, 8))
def test_a_pool_that_grows_and_shrinks_gives_as_few_again_as_it_can(sizes, draw):
    last: list[str] = []
    for year, size in zip(YEARS, sizes, strict=True):
        keys = [f"t{n}" for n in range(size)]
        got = choose_keys(keys, last, draw, f"an:{year}:nhac")
        fresh = size - len(set(last) & set(keys))
        assert len(set(got) & set(last)) == max(0, len(got) - fresh)
        last = got


def test_every_situation_is_drawn_about_as_often_as_the_others():
    counted = Counter(
        key for n in range(3_000) for key in choose_keys("abcdefghijkl", (), 4, f"{n}:2026:nhac")
    )
    assert set(counted) == set("abcdefghijkl")
    assert all(850 < count < 1_150 for count in counted.values())


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def enrolment(cast):
    return conduct.enrolment_of_lan(cast)


def in_year(year: int):
    return clock.at(dt.datetime(year, 6, 1, 3, tzinfo=dt.UTC))


def draw(cast, enrolment) -> list[str]:
    row = actions.draw_situations(
        actor=cast.actor(cast.lan), enrolment=enrolment, slug=conduct.slugs(enrolment)["refresher"]
    )
    return list(row.situations.values_list("key", flat=True))


def answer(cast, enrolment, position: int, best: str = "a", worst: str = "c") -> RefresherAnswer:
    return actions.answer_situation(
        actor=cast.actor(cast.lan),
        enrolment=enrolment,
        slug=conduct.slugs(enrolment)["refresher"],
        position=position,
        best=best,
        worst=worst,
    )


def test_ten_years_of_one_person_through_the_actions(cast, enrolment):
    last: set[str] = set()
    for year in YEARS:
        with in_year(year):
            got = draw(cast, enrolment)
            assert draw(cast, enrolment) == got
        assert len(got) == 2
        assert not last & set(got)
        last = set(got)
    assert Draw.objects.count() == len(YEARS)


def test_what_was_drawn_stays_when_the_edition_changes_and_when_a_year_is_left_out(cast):
    first = conduct.edition(slug="ux", pool=2, draw=2)
    enrolment = conduct.enrolment_of_lan(cast, first)
    with in_year(2026):
        got = draw(cast, enrolment)
    rows = conduct.lessons("ux", pool=6, draw=3)
    rows[3]["refresher"]["situations"] = rows[3]["refresher"]["situations"][1:]
    later = conduct.conduct_class(cast, conduct.edition(slug="ux", rows=rows)).enrolments.get(
        official=cast.lan_official
    )
    with in_year(2026):
        assert draw(cast, later) == got
        situations = queries.situations_of_year(later, "ux-nhac")
        assert [situation.scene.key for situation in situations] == got
    with in_year(2028):
        assert not {"t1", "t2"} & set(draw(cast, later))


def test_the_same_text_in_another_lesson_is_not_drawn_again(cast):
    enrolment = conduct.enrolment_of_lan(cast, conduct.edition(slug="ux-2026", pool=2, draw=2))
    with in_year(2026):
        draw(cast, enrolment)
    rows = conduct.lessons("ux-2027", pool=4, draw=2)
    for situation in rows[3]["refresher"]["situations"][2:]:
        situation["narration"] = f"Một việc khác, {situation['key']}."
    later = conduct.enrolment_of_lan(cast, conduct.edition(slug="ux-2027", rows=rows))
    with in_year(2027):
        assert set(draw(cast, later)) == {"t3", "t4"}


def test_two_people_get_different_situations_and_one_gets_the_same_again(cast):
    enrolment = conduct.enrolment_of_lan(cast, conduct.edition(pool=12, draw=4))
    slug = conduct.slugs(enrolment)["refresher"]
    got = set()
    for name in ("Giàng A Dế", "Thào A Chu", "Vàng A Sua"):
        other = conduct.learner(cast, enrolment.group, name)
        row = actions.draw_situations(
            actor=cast.actor(other.official.user), enrolment=other, slug=slug
        )
        got.add(tuple(row.situations.values_list("key", flat=True)))
    assert len(got) > 1


def test_an_answer_is_held_against_the_panel_with_partial_credit(cast, enrolment):
    draw(cast, enrolment)
    whole = answer(cast, enrolment, 1)
    # a 4.75, b 2.75, c 1.25: b as the best is worth (2.75-1.25)/3.5 of one half
    part = answer(cast, enrolment, 2, best="b", worst="c")
    assert (whole.percent, part.percent) == (100, 71)


def test_the_lesson_is_done_with_the_last_answer_and_not_before(cast, enrolment):
    draw(cast, enrolment)
    done = LessonProgress.objects.filter(enrolment=enrolment, state="done")
    answer(cast, enrolment, 2)
    assert not done.exists()
    answer(cast, enrolment, 1)
    assert done.get().lesson == conduct.slugs(enrolment)["refresher"]


def test_the_first_answer_stands_and_a_double_click_changes_nothing(cast, enrolment):
    draw(cast, enrolment)
    first = answer(cast, enrolment, 1)
    assert answer(cast, enrolment, 1) == first
    with pytest.raises(RuleBroken):
        answer(cast, enrolment, 1, best="b")
    assert RefresherAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("best", "worst"), [("a", "a"), ("", "a"), ("a", ""), ("x", "a"), ("a", "x")]
)
def test_what_is_no_answer_is_refused(cast, enrolment, best, worst):
    draw(cast, enrolment)
    with pytest.raises(BadInput):
        answer(cast, enrolment, 1, best, worst)
    assert not RefresherAnswer.objects.exists()


def test_nothing_is_answered_before_it_was_drawn_or_by_another(cast, enrolment):
    with pytest.raises(NotFound):
        answer(cast, enrolment, 1)
    draw(cast, enrolment)
    with pytest.raises(NotFound):
        answer(cast, enrolment, 3)
    other = conduct.learner(cast, enrolment.group)
    slug = conduct.slugs(enrolment)["refresher"]
    dedo = cast.actor(other.official.user)
    with pytest.raises(NotFound):
        actions.answer_situation(
            actor=dedo, enrolment=other, slug=slug, position=1, best="a", worst="c"
        )
    with pytest.raises(NotAllowed):
        actions.answer_situation(
            actor=dedo, enrolment=enrolment, slug=slug, position=1, best="a", worst="c"
        )


def test_a_divided_panel_is_said_and_the_order_is_the_panels(cast, enrolment):
    draw(cast, enrolment)
    ways = queries.situations_of_year(enrolment, conduct.slugs(enrolment)["refresher"])[0].ways
    assert [way.key for way in ways] == ["a", "b", "c"]
    assert [(way.is_best, way.is_worst, way.is_divided) for way in ways] == [
        (True, False, False),
        (False, False, True),
        (False, True, False),
    ]


def test_the_ways_are_asked_in_an_order_that_stays_and_tells_nothing(cast, enrolment):
    slug = conduct.slugs(enrolment)["refresher"]
    first_ways = set()
    for name in ("Dơ", "Mỷ", "Sua", "Chía", "Páo", "Inh", "Sình", "Chu"):
        other = conduct.learner(cast, enrolment.group, f"Giàng Thị {name}")
        actions.draw_situations(actor=cast.actor(other.official.user), enrolment=other, slug=slug)
        orders = _orders_of_ways(other, slug)
        assert orders == _orders_of_ways(other, slug)
        assert all(sorted(keys) == ["a", "b", "c"] for keys in orders)
        first_ways |= {keys[0] for keys in orders}
    assert len(first_ways) > 1


def _orders_of_ways(enrolment, slug) -> list[list[str]]:
    """The keys of the ways of each situation, in the order in which this person is asked."""
    situations = queries.situations_of_year(enrolment, slug)
    return [[item.key for item in situation.items] for situation in situations]
