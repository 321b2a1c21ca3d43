"""The plain things: states, ids, text, HTML, clock."""

import datetime as dt
import threading
from html.parser import HTMLParser

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock, html, ids, text
from lms.core.errors import IllegalMove
from lms.core.states import Machine


class Light(models.TextChoices):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


class Lamp:
    state = "red"


LAMP = Machine(Light, {Light.RED: (Light.GREEN,)})


def test_only_listed_moves_are_made():
    lamp = Lamp()
    LAMP.move(lamp, Light.GREEN)
    with pytest.raises(IllegalMove):
        LAMP.move(lamp, Light.RED)
    assert lamp.state == "green"


def test_a_state_nobody_can_reach_is_named():
    assert LAMP.unreachable() == {"broken"}


def test_ids_are_version_7_and_grow():
    new_ids = [ids.uuid7() for _ in range(50)]
    assert {i.version for i in new_ids} == {7}
    assert len(set(new_ids)) == 50
    assert [i.int >> 80 for i in new_ids] == sorted(i.int >> 80 for i in new_ids)


@given(st.integers(0, 15), st.sampled_from(ids.ALPHABET))
def test_one_wrong_character_is_noticed(place, wrong):
    code = ids.secret_code()
    assert ids.is_code(code)
    changed = code[:place] + wrong + code[place + 1 :]
    # 0 and Z differ by 31 and so are alike to the check; every other swap is found
    alike = {code[place], wrong} == {"0", "Z"}
    assert ids.is_code(changed) == (wrong == code[place] or alike)


def test_codes_are_read_as_people_type_them():
    assert ids.normalise_code(" ab-cd o1i l ") == "ABCD0111"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Điện Biên Đông", "dien bien dong"),
        ("Ðiện Biên Ðông", "dien bien dong"),
        ("Nguyễn  Thị Mẩn", "nguyen thi man"),
    ],
)
def test_search_needs_no_marks(typed, folded):
    assert text.fold_marks(typed) == folded


def test_look_alike_letters_become_vietnamese():
    assert text.normalise(" Ðiện  Biên ") == "Điện Biên"


def test_slugs_keep_d():
    assert text.make_slug("Đào tạo, bồi dưỡng cán bộ") == "dao-tao-boi-duong-can-bo"


def test_names_sort_by_given_name_then_family():
    names = [
        "Lò Thị Mai",
        "Hờ A Páo",
        "Vàng A Chính",
        "Lò Văn Ấn",
        "Bạc Cầm Ân",
        "Đặng Thị An",
        "Lò Thị Mai Đào",
    ]
    assert sorted(names, key=text.name_key) == [
        "Đặng Thị An",
        "Bạc Cầm Ân",
        "Lò Văn Ấn",
        "Vàng A Chính",
        "Lò Thị Mai Đào",
        "Lò Thị Mai",
        "Hờ A Páo",
    ]


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">a</a>',
        "<svg/onload=alert(1)>",
        '<p style="position:fixed">x</p>',
        "<iframe src=//evil.example></iframe>",
        '<math><mi xlink:href="javascript:alert(1)">x',
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_nothing_scripted_survives(evil):
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.extend(
                [
                    tag,
                    *(name for name, _ in attrs),
                    *(str(value).split(":")[0] for _, value in attrs),
                ]
            )

    Reader().feed(html.clean_html(evil))
    bad = {
        "script",
        "onerror",
        "onload",
        "style",
        "iframe",
        "svg",
        "math",
        "data",
        "javascript",
        "img",
    }
    assert bad.isdisjoint(seen)


def test_links_in_text_become_links_that_give_nothing_away():
    cleaned = html.clean_html("<p>Xem https://example.vn/a?b=1&amp;c=2 nhé &lt;b&gt;</p>")
    assert 'href="https://example.vn/a?b=1&amp;c=2"' in cleaned
    assert "noopener" in cleaned
    assert "&lt;b&gt;" in cleaned


def test_the_clock_can_be_set_and_is_vietnams(at):
    with at(2026, 11, 23, 0, 30):
        assert clock.today() == dt.date(2026, 11, 23)
        assert clock.now().astimezone(dt.UTC).day == 22
        seen = []
        thread = threading.Thread(target=lambda: seen.append(clock._fixed.get()))
        thread.start()
        thread.join()
        assert seen == [None]  # setting it here moves nobody else's


@pytest.mark.django_db
def test_reading_the_time_asks_the_database_rarely(django_assert_num_queries):
    clock.now()
    with django_assert_num_queries(0):
        assert clock.now() <= clock.now()
