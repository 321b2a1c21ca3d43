"""Events from devices: stored once, judged by their own version, never thrown away."""

import copy

import pytest

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.learning.progress.actions import answer_scene, begin_attempt, finish_reading, sync_batch
from lms.learning.progress.intake import BatchTooLarge
from lms.learning.progress.models import Answer, Attempt, LessonProgress, Quarantined
from lms.learning.progress.queries import current_standing, lessons_done, my_progress, open_lesson
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.states import EnrolmentState
from tests.factories import content, learning

BEST = [("canh-1", "b"), ("canh-2", "a")]
WORST = [("canh-1", "a"), ("canh-2", "b")]


@pytest.fixture
def school(cast):
    return learning.school(cast)


@pytest.fixture
def phone(cast, school):
    return learning.device(cast.lan, school.scenario)


def send(cast, *events, user=None):
    return sync_batch(actor=cast.actor(user or cast.lan), body=learning.batch(*events))


def given(lane):
    return [(step.scene, step.choice) for step in lane.path]


def verdicts(answer):
    return [outcomes["s"] for outcomes in answer["results"]]


def test_a_case_played_on_a_phone_is_done_and_scored(cast, school, phone):
    answer = send(cast, phone.event("view", "canh-1"), *phone.choices(*BEST))
    assert verdicts(answer) == ["ok", "ok", "ok"]
    state = answer["attempts"][str(phone.attempt)]
    assert (state["acked"], state["done"], state["score"], state["scene"]) == (
        3,
        True,
        100,
        "ket-thuc",
    )
    row = my_progress([school.seat])[school.seat.pk, school.scenario.slug]
    assert (row.state, row.done, row.total, row.score) == ("done", 2, 2, 100)
    assert lessons_done(school.group) == {school.seat.pk: 1}
    assert Event.objects.filter(kind="lesson.finished").count() == 1


def test_half_a_case_is_begun_and_has_no_score(cast, school, phone):
    send(cast, *phone.choices(BEST[0]))
    row = LessonProgress.objects.get()
    assert (row.state, row.done, row.scene, row.score) == ("started", 1, "canh-2", None)
    assert lessons_done(school.group) == {}


def test_the_same_batch_again_is_a_repetition(cast, phone):
    events = phone.choices(*BEST)
    send(cast, *events)
    before = LessonProgress.objects.values().get()
    assert verdicts(send(cast, *events)) == ["dup", "dup"]
    assert verdicts(send(cast, events[0], events[0])) == ["dup", "dup"]
    after = LessonProgress.objects.values().get()
    assert Answer.objects.count() == 2
    assert before | {"updated_at": None} == after | {"updated_at": None}


def test_another_body_under_the_same_id_is_kept_apart(cast, phone):
    first = phone.choices(BEST[0])[0]
    send(cast, first)
    forged = copy.deepcopy(first)
    forged["payload"] = {"choice": "a"}
    assert verdicts(send(cast, forged)) == ["quarantine"]
    assert Answer.objects.get().payload == {"choice": "b"}
    assert Quarantined.objects.count() == 1
    taken_seq = phone.event("choice", "canh-1", choice="a") | {"seq": first["seq"]}
    assert verdicts(send(cast, taken_seq)) == ["quarantine"]


def test_out_of_order_and_with_a_gap(cast, phone):
    first_event, second_event = phone.choices(*BEST)
    answer = send(cast, second_event)["attempts"][str(phone.attempt)]
    assert (answer["acked"], answer["done"]) == (0, False)
    answer = send(cast, first_event)["attempts"][str(phone.attempt)]
    assert (answer["acked"], answer["done"], answer["score"]) == (2, True, 100)


def test_the_first_answer_of_a_scene_counts(cast, phone):
    events = phone.choices(WORST[0], BEST[0], *BEST[1:])
    state = send(cast, *events)["attempts"][str(phone.attempt)]
    assert state["done"] and state["score"] < 100
    assert state["path"] == ["canh-1a", "canh-2a"]


def test_two_devices_the_better_lane_counts(cast, school, phone):
    tablet = learning.device(cast.lan, school.scenario, phone.attempt)
    send(cast, *phone.choices(*WORST))
    assert LessonProgress.objects.get().score == 0
    send(cast, *tablet.choices(*BEST))
    assert LessonProgress.objects.get().score == 100


def test_a_second_device_goes_on_where_the_first_stood(cast, school, phone):
    tablet = learning.device(cast.lan, school.scenario, phone.attempt)
    send(cast, *phone.choices(BEST[0]))
    origin = {"device": str(phone.id), "seq": 1}
    events = [tablet.event("view", "canh-2", **{"from": origin}), *tablet.choices(BEST[1])]
    answer = send(cast, *events)["attempts"][str(phone.attempt)]
    assert (answer["done"], answer["score"]) == (True, 100)


def test_lanes_that_point_at_each_other_lead_nowhere(cast, school, phone):
    tablet = learning.device(cast.lan, school.scenario, phone.attempt)
    events = [
        phone.event("view", "canh-1", **{"from": {"device": str(tablet.id), "seq": 1}}),
        tablet.event("view", "canh-1", **{"from": {"device": str(phone.id), "seq": 1}}),
    ]
    assert verdicts(send(cast, *events)) == ["ok", "ok"]
    assert LessonProgress.objects.get().done == 0


def test_another_persons_answers_stay_on_the_device(cast, school, phone):
    learning.enrolment_of(
        school.group, learning.people.official("Vũ Thị Lạ", cast.commune, cast.stranger)
    )
    answer = send(cast, *phone.choices(*BEST), user=cast.stranger)
    assert verdicts(answer) == ["hold", "hold"]
    assert (Answer.objects.count(), Attempt.objects.count(), Quarantined.objects.count()) == (
        0,
        0,
        0,
    )


def test_nobody_writes_into_another_persons_attempt(cast, school, phone):
    send(cast, *phone.choices(WORST[0]))
    learning.enrolment_of(
        school.group, learning.people.official("Vũ Thị Lạ", cast.commune, cast.stranger)
    )
    thief = learning.device(cast.stranger, school.scenario, phone.attempt)
    assert verdicts(send(cast, *thief.choices(*BEST), user=cast.stranger)) == ["quarantine"] * 2
    assert Answer.objects.count() == 1


def test_who_has_no_seat_is_kept_for_support_not_counted(cast, school):
    stray = learning.device(cast.stranger, school.scenario)
    assert verdicts(send(cast, *stray.choices(*BEST), user=cast.stranger)) == ["quarantine"] * 2
    assert (Answer.objects.count(), LessonProgress.objects.count()) == (0, 0)
    assert Quarantined.objects.count() == 2


def test_withdrawn_learners_and_unknown_versions_are_not_counted(cast, school, phone):
    old_lesson = phone.event("choice", "canh-1", choice="b") | {"version": "0" * 16}
    assert verdicts(send(cast, old_lesson)) == ["quarantine"]
    school.seat.state = EnrolmentState.WITHDRAWN
    school.seat.save()
    assert verdicts(send(cast, *phone.choices(BEST[0]))) == ["quarantine"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"seq": 0},
        {"seq": True},
        {"seq": 10**9},
        {"type": "grade"},
        {"payload": []},
        {"scene": "x" * 61},
        {"scene": "a\x00"},
        {"payload": {"choice": "\ud800"}},
        {"ts": "now"},
        {"payload": {"from": {"device": "x", "seq": 1}}},
        {"payload": {"note": "x" * 5000}},
        {"device": "00000000-0000-0000-0000-000000000000"},
        {"ts": float("nan")},
    ],
)
def test_malformed_events_are_kept_and_the_others_taken(cast, phone, change):
    bad = phone.event("choice", "canh-1", choice="a") | change
    good = phone.event("choice", "canh-1", choice="b") | {"seq": 2}
    assert verdicts(send(cast, bad, good)) == ["quarantine", "ok"]
    assert Quarantined.objects.count() == Answer.objects.count() == 1


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}])
def test_what_is_no_event_at_all(cast, school, raw):
    assert verdicts(send(cast, raw)) == ["quarantine"]


@pytest.mark.parametrize(
    "body",
    [None, [], {"v": 1}, {"v": 2, "now": 1, "events": []}, {"v": 1, "now": "x", "events": []}],
)
def test_what_is_no_batch(cast, school, body):
    with pytest.raises(BadInput):
        sync_batch(actor=cast.actor(cast.lan), body=body)


def test_at_most_fifty_events_and_only_signed_in(cast, phone):
    many = [phone.event("view", "canh-1") for _ in range(51)]
    with pytest.raises(BatchTooLarge):
        send(cast, *many)
    with pytest.raises(NotAllowed):
        sync_batch(actor=Actor.nobody(), body=learning.batch(many[0]))
    assert not Answer.objects.exists()


def test_without_javascript_the_lane_of_the_server_goes_on_from_the_phone(cast, school, phone):
    send(cast, *phone.choices(BEST[0]))
    lane = answer_scene(
        actor=cast.actor(cast.lan),
        enrolment=school.seat,
        slug=school.scenario.slug,
        scene="canh-2",
        choice="a",
    )
    assert given(lane) == BEST
    assert LessonProgress.objects.get().score == 100
    again = answer_scene(
        actor=cast.actor(cast.lan),
        enrolment=school.seat,
        slug=school.scenario.slug,
        scene="canh-2",
        choice="b",
    )
    assert given(again) == BEST
    assert LessonProgress.objects.get().score == 100


def test_only_the_learner_answers_and_only_what_is_asked(cast, school):
    with pytest.raises(NotAllowed):
        answer_scene(
            actor=cast.actor(cast.minh),
            enrolment=school.seat,
            slug=school.scenario.slug,
            scene="canh-1",
            choice="a",
        )
    with pytest.raises(BadInput):
        answer_scene(
            actor=cast.actor(cast.lan),
            enrolment=school.seat,
            slug=school.scenario.slug,
            scene="canh-1",
            choice="z",
        )
    assert not Answer.objects.exists() and not Attempt.objects.exists()


def test_reading_is_done_by_saying_so(cast, school):
    finish_reading(actor=cast.actor(cast.lan), enrolment=school.seat, slug=school.reading.slug)
    finish_reading(actor=cast.actor(cast.lan), enrolment=school.seat, slug=school.reading.slug)
    assert lessons_done(school.group) == {school.seat.pk: 1}
    assert Answer.objects.count() == 1
    with pytest.raises(RuleBroken):
        finish_reading(
            actor=cast.actor(cast.lan), enrolment=school.seat, slug=school.assignment.slug
        )


def test_a_device_cannot_finish_a_case_or_an_assignment_by_saying_so(cast, school, phone):
    paper = learning.device(cast.lan, school.assignment)
    assert verdicts(send(cast, phone.event("finish"), paper.event("finish"))) == ["ok", "ok"]
    assert set(LessonProgress.objects.values_list("state", flat=True)) == {"started"}


def test_a_new_edition_leaves_the_running_attempt_on_its_own(cast, school, phone):
    send(cast, *phone.choices(BEST[0]))
    newer = content.edition(slug=f"{school.outline.slug}-moi")
    school.group.edition_id = newer.edition_id
    school.group.save()
    answer = send(cast, *phone.choices(BEST[1]))["attempts"][str(phone.attempt)]
    assert (answer["done"], answer["score"]) == (True, 100)


def test_begin_makes_an_attempt_of_the_pinned_edition(cast, school):
    attempt = begin_attempt(
        actor=cast.actor(cast.lan), enrolment=school.seat, slug=school.scenario.slug
    )
    assert (attempt.lesson_hash, attempt.edition_id) == (
        school.scenario.hash,
        school.outline.edition_id,
    )
    assert current_standing(school.seat, school.scenario.slug).attempt == attempt


def test_lessons_open_when_the_class_runs(cast, school):
    assert open_lesson(cast.actor(cast.lan), school.scenario.slug).enrolment == school.seat
    school.group.state = ClassState.ENROLLING
    school.group.save()
    with pytest.raises(NotFound):
        open_lesson(cast.actor(cast.lan), school.scenario.slug)
    with pytest.raises(NotFound):
        open_lesson(cast.actor(cast.stranger), school.scenario.slug)
