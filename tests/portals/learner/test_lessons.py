"""Lesson pages: the pack that knows nobody, the way without JavaScript, what comes of it."""

import json
import re

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.learning.progress.actions import sync_batch
from lms.learning.progress.fold import _LaneWalk
from lms.learning.progress.models import Answer, LessonProgress
from lms.teaching.classes.states import ClassState
from tests.factories import learning
from tests.served import served_weight


@pytest.fixture
def school(cast):
    return learning.school(cast)


def pack_url(lesson):
    return f"/hoc/{lesson.slug}/v/{lesson.hash}/"


def test_the_address_leads_to_the_pinned_version(lan, school):
    answer = lan.get(f"/hoc/{school.scenario.slug}/")
    assert (answer.status_code, answer.url) == (302, pack_url(school.scenario))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_pack_is_the_same_for_everybody(client, cast, school, number):
    other = learning.learner(cast, school.group, "Tòng Thị Sua")
    bodies = []
    for user in (cast.lan, other.official.user):
        fresh = Client(enforce_csrf_checks=True)
        fresh.force_login(user)
        answer = fresh.get(pack_url(school.outline.lessons[number]))
        assert answer.status_code == 200
        assert "immutable" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
        bodies.append(answer.content.decode())
    assert bodies[0] == bodies[1]
    assert "csrf" not in bodies[0] and "Lan" not in bodies[0]
    assert "style=" not in bodies[0] and "<script>" not in bodies[0]


def test_the_language_of_the_reader_does_not_change_the_pack(lan, cast, school):
    first = lan.get(pack_url(school.scenario)).content
    cast.lan.language = "en"
    cast.lan.save()
    assert lan.get(pack_url(school.scenario)).content == first


def test_who_has_no_seat_is_told_nothing(client, cast, school):
    for user in (cast.stranger, cast.other_hoa, cast.pao):
        client.force_login(user)
        for path in (
            f"/hoc/{school.scenario.slug}/",
            pack_url(school.scenario),
            f"/hoc/{school.scenario.slug}/tien-do/",
            f"/hoc/{school.scenario.slug}/canh/canh-1/",
            f"/hoc/{school.scenario.slug}/ket-qua/",
            f"/hoc/{school.assignment.slug}/nop-bai/",
        ):
            assert client.get(path).status_code == 404, path


def test_another_hash_and_a_class_that_has_not_begun_are_404(lan, school):
    assert lan.get(f"/hoc/{school.scenario.slug}/v/{'0' * 16}/").status_code == 404
    school.group.state = ClassState.ENROLLING
    school.group.save()
    assert lan.get(pack_url(school.scenario)).status_code == 404


def test_a_pack_costs_at_most_six_queries(lan, school):
    with CaptureQueriesContext(connection) as queries:
        lan.get(pack_url(school.scenario))
    assert len(queries) <= 6


def test_the_weight_of_a_lesson(lan, school):
    html = lan.get(pack_url(school.scenario)).content
    page = len(brotli.compress(html))
    static = {
        name: served_weight(name)
        for name in ("css/app.css", "css/lesson.css", "js/lesson.js", "js/outbox.js", "js/theme.js")
    }
    assert page <= 14_000
    assert static["js/lesson.js"] + static["js/outbox.js"] <= 12_000
    assert static["css/lesson.css"] <= 6_000
    assert page + sum(static.values()) <= 40_000


def test_the_whole_case_without_javascript(cast, school):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.lan)
    page = browser.get(pack_url(school.scenario)).content.decode()
    start = re.search(r'href="(/hoc/[^"]+/canh/[^"]*)"', page)[1]
    now, done_and_now = '<li class="now"></li>', '<li class="done"></li><li class="now"></li>'
    for scene, choice, bar in (("canh-1", "a", now), ("canh-2", "a", done_and_now)):
        page = browser.get(start, follow=True)
        assert f'aria-hidden="true">{bar}' in page.content.decode()  # as styles of .steps know them
        assert f"/canh/{scene}/" in page.redirect_chain[-1][0]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
        path = page.redirect_chain[-1][0]
        done = browser.post(path, {"choice": choice, "csrfmiddlewaretoken": token}, follow=True)
        text = done.content.decode()
        assert done.status_code == 200 and "no-store" in done["Cache-Control"]
    assert "Bà nhận giấy khai sinh." in text
    end = browser.get(start, follow=True).content.decode()
    assert "Bà cầm giấy khai sinh." in end
    result = browser.get(f"/hoc/{school.scenario.slug}/ket-qua/").content.decode()
    assert "Hỏi người làm chứng, lập văn bản xác nhận." in result  # the better branch is marked
    assert "Luật Hộ tịch 2014, Điều 16 khoản 1" in result
    # played to its end, but not as well as the school asks
    assert LessonProgress.objects.get().finished_modes == ["guided"]
    assert LessonProgress.objects.get().state == "started"


def test_an_answer_without_javascript_folds_its_log_twice_at_most(lan, school, monkeypatch):
    """Once for the page, once for the stored progress; the case is played on one device."""
    walks = []
    begin_walk = _LaneWalk.__init__

    def count_walk(walk, *args, **kwargs):
        walks.append(walk)
        begin_walk(walk, *args, **kwargs)

    scene = f"/hoc/{school.scenario.slug}/canh/"
    assert lan.post(f"{scene}canh-1/", {"choice": "a"}).status_code == 302
    monkeypatch.setattr(_LaneWalk, "__init__", count_walk)
    assert lan.post(f"{scene}canh-2/", {"choice": "a"}).status_code == 302
    assert Answer.objects.filter(type="choice").count() == 2
    assert 1 <= len(walks) <= 2


def test_a_form_without_an_answer_says_so_and_writes_nothing(lan, school):
    answer = lan.post(f"/hoc/{school.scenario.slug}/canh/canh-1/", {})
    assert answer.status_code == 422
    assert not Answer.objects.exists()


def test_reading_without_javascript(lan, school):
    page = lan.get(f"/hoc/{school.reading.slug}/da-doc/")
    assert page.status_code == 200
    assert (
        lan.post(f"/hoc/{school.reading.slug}/da-doc/").url
        == f"/hoc/{school.reading.slug}/ket-qua/"
    )
    assert LessonProgress.objects.get().state == "done"
    assert school.scenario.title in lan.get(f"/hoc/{school.reading.slug}/ket-qua/").content.decode()


def post(client, body, **headers):
    return client.post(
        "/hoc/dong-bo/",
        body if isinstance(body, (str, bytes)) else json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


def test_sync_over_http(cast, lan, school):
    phone = learning.device(cast.lan, school.scenario)
    answer = post(lan, learning.batch(*phone.choices(("canh-1", "b"))))
    assert answer.status_code == 200 and answer.json()["results"][0]["s"] == "ok"
    stands = lan.get(f"/hoc/{school.scenario.slug}/tien-do/")
    assert "no-store" in stands["Cache-Control"]
    assert stands.json()["scene"] == "canh-2"
    assert stands.json()["learner"] == str(cast.lan.public_id)
    assert stands.json()["from"] == {"device": str(phone.id), "seq": 1}


def test_sync_refuses_in_json(client, cast, school):
    phone = learning.device(cast.lan, school.scenario)
    good = learning.batch(*phone.choices(("canh-1", "b")))
    assert post(client, good).status_code == 401
    assert client.get(f"/hoc/{school.scenario.slug}/tien-do/").status_code == 401
    client.force_login(cast.lan)
    assert post(client, "{").status_code == 422
    assert post(client, "[" * 40_000).status_code == 422
    assert post(client, b" " * 49_200).status_code == 413
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.lan)
    refused = post(strict, good)
    assert refused.status_code == 403 and refused.json()["error"] == "csrf"
    assert not Answer.objects.exists()


def test_sixty_batches_a_minute_then_wait(lan, cast, school, at, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "throttle",
        }
    }
    with at(2026, 11, 23, 14, 0):
        for _ in range(60):
            assert post(lan, learning.batch()).status_code == 200
        answer = post(lan, learning.batch())
    assert answer.status_code == 429 and 0 < int(answer["Retry-After"]) <= 60
    with at(2026, 11, 23, 14, 1):
        assert post(lan, learning.batch()).status_code == 200


def test_staff_look_without_leaving_a_trace(client, cast, school):
    client.force_login(cast.minh)
    stands = client.get(f"/hoc/{school.scenario.slug}/tien-do/").json()
    assert stands["preview"] is True and "attempt" not in stands
    assert not LessonProgress.objects.exists()


def test_courses_list_all_lessons_with_their_state(lan, cast, school):
    phone = learning.device(cast.lan, school.scenario)
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*phone.choices(("canh-1", "b"))))
    page = lan.get("/hoc/").content.decode()
    for lesson in school.outline.lessons:
        assert lesson.title in page


def test_courses_and_home_cost_the_same_for_one_seat_and_for_many(cast, school):
    from lms.portals.learner.today import learner_section

    def cost():
        actor = cast.actor(cast.lan)
        with CaptureQueriesContext(connection) as queries:
            section = learner_section(actor)
        return len(queries), section

    learner_section(cast.actor(cast.lan))
    costs_of_one, section = cost()
    for number in range(4):
        more = learning.school(cast, outline=school.outline, code=f"them-{number}")
        learning.teaching.meeting(more.group, 0, 20 - number)
    many, section = cost()
    assert costs_of_one == many <= 8
    assert len(section.context["meetings"]) == 4


def test_home_offers_where_the_learner_stands(cast, school):
    from lms.portals.learner.today import learner_section

    assert learner_section(cast.actor(cast.stranger)) is None
    phone = learning.device(cast.lan, school.scenario)
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*phone.choices(("canh-1", "b"))))
    resume = learner_section(cast.actor(cast.lan)).context["resume"]
    assert (resume.line.lesson.slug, resume.step, resume.total) == (school.scenario.slug, 2, 2)


def test_the_home_section_renders(lan, cast, school):
    from django.template.loader import render_to_string

    from lms.portals.learner.today import learner_section

    learning.teaching.meeting(school.group, 0, 20, is_online=True)
    section = learner_section(cast.actor(cast.lan))
    page = render_to_string(section.template, section.context)
    assert school.reading.title in page and school.assignment.title in page
