"""Three ways through one case: which is open, what counts, when the lesson is done."""

import uuid

import pytest

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.learning.progress.actions import (
    answer_scene,
    begin_attempt,
    finish_reading,
    finish_watching,
    record_view,
    sync_batch,
)
from lms.learning.progress.models import Answer, Attempt, LessonProgress
from lms.learning.progress.projection import project_progress
from lms.learning.progress.queries import (
    current_standing,
    newest_explained_turn,
    own_attempt,
    run_to_explain,
    waits_for,
)
from lms.people.rulebook.models import Rule
from tests.factories import learning, people

FORM = learning.RIGHT_FORM
WRONG = {"fields": {"ngay": "13/08/2026", "ten": "Mẩy"}}


@pytest.fixture
def school(cast):
    return learning.case_school(cast)


def phone(cast, school, mode="", attempt=None):
    return learning.device(cast.lan, school.scenario, attempt, mode)


def send(cast, *events):
    return sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*events))


def best(device):
    return [
        device.event("choice", "don", choice="ghi"),
        device.event("answer", "so", response=FORM),
        device.event("choice", "loi", choice="hai"),
    ]


def worst(device):
    return [
        device.event("choice", "don", choice="hen"),
        device.event("answer", "so", response=WRONG, late=True),
        device.event("choice", "loi", choice="im"),
    ]


def row():
    return LessonProgress.objects.get()


def words(cast, school, **more):
    return {
        "actor": cast.actor(cast.lan),
        "enrolment": school.seat,
        "slug": school.scenario.slug,
    } | more


def test_the_lesson_is_done_when_every_way_is_finished_and_the_counting_one_is_good_enough(
    cast, school
):
    watch = phone(cast, school, "watch")
    send(cast, watch.event("finish"))
    assert (row().state, row().finished_modes, row().score) == ("started", ["watch"], None)
    send(cast, *best(phone(cast, school, "guided")))
    assert (row().state, row().finished_modes, row().score) == (
        "started",
        ["guided", "watch"],
        None,
    )
    send(cast, *worst(phone(cast, school, "solo")))
    assert (row().state, row().score) == ("started", 0)
    assert not Event.objects.filter(kind="lesson.finished").exists()
    send(cast, *best(phone(cast, school, "solo")))
    assert (row().state, row().score, row().done, row().total) == ("done", 100, 3, 3)
    assert Event.objects.filter(kind="lesson.finished").count() == 1


def test_done_stays_done_and_the_best_run_counts(cast, school):
    for mode in ("guided", "solo"):
        send(cast, *best(phone(cast, school, mode)))
    send(cast, phone(cast, school, "watch").event("finish"))
    assert (row().state, row().score) == ("done", 100)
    finished = row().finished_at
    again = phone(cast, school, "solo")
    send(cast, *worst(again))
    assert (row().state, row().score, row().finished_at) == ("done", 100, finished)
    assert row().attempt_id == again.attempt  # home speaks of the newest one


def test_a_device_that_was_offline_is_believed_before_the_way_was_open(cast, school):
    outcomes = send(cast, *best(phone(cast, school, "solo")))
    assert {outcome["s"] for outcome in outcomes["results"]} == {"ok"}
    assert (row().finished_modes, row().score, row().state) == (["solo"], 100, "started")


def test_projecting_again_changes_nothing(cast, school):
    device = phone(cast, school, "guided")
    send(cast, *best(device)[:2])
    before = LessonProgress.objects.values().get()
    for _ in range(2):
        project_progress(cast.actor(cast.lan), Attempt.objects.all())
    assert LessonProgress.objects.values().get() == before


def test_home_speaks_of_where_the_newest_run_stands(cast, school):
    device = phone(cast, school, "guided")
    send(cast, *best(device)[:2])
    assert (row().scene, row().done, row().total) == ("loi", 2, 3)
    send(cast, best(device)[2] | {"seq": 3, "id": str(uuid.uuid4())})
    assert row().done == 0  # the next way begins at its first step


def test_the_pass_mark_is_the_schools_own_on_the_day_the_class_began(cast, school):
    people.rules()
    Rule.objects.create(
        key="scenario.pass_share",
        unit=cast.school,
        valid_from=people.LONG_AGO,
        value=0,
        title="Điểm tối thiểu",
        basis="internal",
        source="Quy chế của trường",
    )
    send(cast, phone(cast, school, "watch").event("finish"))
    for mode in ("guided", "solo"):
        send(cast, *worst(phone(cast, school, mode)))
    assert (row().state, row().score) == ("done", 0)


def test_an_event_of_another_way_than_its_attempt_is_kept_for_support(cast, school):
    device = phone(cast, school, "guided")
    first, second, _third = best(device)
    verdicts = [outcome["s"] for outcome in send(cast, first, second | {"mode": "solo"})["results"]]
    assert verdicts == ["ok", "quarantine"]
    alone = learning.school(cast, code="mot-cach")
    other = learning.device(cast.lan, alone.scenario, mode="solo")
    assert send(cast, *other.choices(("canh-1", "b")))["results"][0]["s"] == "quarantine"


def test_an_answer_of_any_shape_is_taken_and_a_form_fits(cast, school):
    device = phone(cast, school, "guided")
    odd = device.event("answer", "so", response={"fields": [1, {"x": None}], "picked": "ồ"})
    long = device.event("answer", "so", response={"fields": {"ten": "ắ" * 3_900}})
    longer = device.event("answer", "so", response={"fields": {"ten": "a" * 4_000}})
    hint, paper = device.event("hint", "don"), device.event("inspect", "don", paper="don")
    outcomes = send(cast, odd, long, longer, hint, paper)["results"]
    assert [outcome["s"] for outcome in outcomes] == ["ok", "ok", "quarantine", "ok", "ok"]


def test_the_clock_of_the_phone_decides_whether_time_was_up(cast, school):
    device = phone(cast, school, "solo")
    device.clock = -1000.0
    first = device.event("choice", "don", choice="ghi")
    view = device.event("view", "so")
    device.clock += 50
    in_time = device.event("answer", "so", response=FORM)
    send(cast, first, view, in_time)
    assert not current_standing(school.seat, school.scenario.slug).lane.path[-1].late
    slow = phone(cast, school, "solo")
    slow.clock = -500.0
    events = [slow.event("choice", "don", choice="ghi"), slow.event("view", "so")]
    slow.clock += 63
    send(cast, *events, slow.event("answer", "so", response=FORM))
    lane = current_standing(school.seat, school.scenario.slug).lane
    assert (lane.path[-1].late, lane.turns[-1].choice, lane.state.impacts[0]) == (True, "muon", 2)


def test_a_variable_opens_a_choice(cast, school):
    send(cast, *worst(phone(cast, school, "guided"))[:2])
    lane = answer_scene(**words(cast, school, scene="loi", choice="hai"))
    assert lane.scene == "loi"  # was never offered: moves nobody on
    assert answer_scene(**words(cast, school, scene="loi", choice="mot")).finished


# --- without JavaScript


def test_a_way_opens_when_the_ones_before_it_are_finished(cast, school):
    assert waits_for(school.scenario, "solo", ["watch"]) == "guided"
    for mode in ("guided", "solo"):
        with pytest.raises(RuleBroken, match="Xem mẫu"):
            begin_attempt(**words(cast, school, mode=mode))
        with pytest.raises(RuleBroken):
            answer_scene(**words(cast, school, scene="don", choice="ghi", mode=mode))
    with pytest.raises(RuleBroken):
        answer_scene(**words(cast, school, scene="don", choice="ghi"))
    assert not Attempt.objects.exists() and not Answer.objects.exists()
    finish_watching(**words(cast, school))
    finish_watching(**words(cast, school))
    assert Answer.objects.filter(type="finish").count() == 1
    assert begin_attempt(**words(cast, school, mode="guided")).mode == "guided"
    with pytest.raises(RuleBroken, match="Làm cùng"):
        begin_attempt(**words(cast, school, mode="solo"))


def test_a_go_that_is_not_at_its_end_is_gone_on_with_a_finished_one_begun_anew(cast, school):
    finish_watching(**words(cast, school))
    first = begin_attempt(**words(cast, school, mode="guided"))
    assert begin_attempt(**words(cast, school, mode="guided")) == first
    for scene, choice, response in (("don", "ghi", None), ("so", "", FORM), ("loi", "hai", None)):
        lane = answer_scene(**words(cast, school, scene=scene, choice=choice, response=response))
    assert (lane.finished, lane.score) == (True, 100)
    assert begin_attempt(**words(cast, school, mode="guided")) != first


def test_only_ways_that_are_asked_for_and_only_by_the_learner(cast, school):
    with pytest.raises(BadInput):
        begin_attempt(**words(cast, school, mode="khac"))
    for verb in (begin_attempt, finish_watching):
        with pytest.raises(NotAllowed):
            verb(**words(cast, school) | {"actor": cast.actor(cast.minh)})
        with pytest.raises(NotAllowed):
            verb(**words(cast, school) | {"actor": Actor.nobody()})
    alone = learning.school(cast, code="mot-cach")
    with pytest.raises(BadInput):
        finish_watching(**words(cast, alone))
    with pytest.raises(RuleBroken):
        finish_reading(**words(cast, school))
    assert not Attempt.objects.exists()


def test_what_is_no_answer_to_the_scene_is_refused(cast, school):
    finish_watching(**words(cast, school))
    attempt = begin_attempt(**words(cast, school, mode="guided"))
    for wrong in (
        {"scene": "don", "choice": "z"},
        {"scene": "khac", "choice": "ghi"},
        {"scene": "so", "response": {"fields": {"ten": "a" * 4_000}}},
    ):
        with pytest.raises(BadInput):
            answer_scene(**words(cast, school, mode="guided", **wrong))
    assert not Answer.objects.filter(attempt=attempt).exists()


def test_time_runs_on_the_server_from_when_the_scene_was_shown(cast, school, at):
    finish_watching(**words(cast, school))
    for mode in ("guided", "solo"):
        attempt = begin_attempt(**words(cast, school, mode=mode))
        with at(2026, 11, 23, 14, 0):
            answer_scene(**words(cast, school, scene="don", choice="ghi", mode=mode))
        with at(2026, 11, 23, 14, 10):
            record_view(actor=cast.actor(cast.lan), attempt=attempt, scene="so")
        with at(2026, 11, 23, 14, 10, 30):
            record_view(
                actor=cast.actor(cast.lan), attempt=attempt, scene="so"
            )  # the page is loaded again
        with at(2026, 11, 23, 14, 11, 5):
            lane = answer_scene(**words(cast, school, scene="so", response=FORM, mode=mode))
        assert lane.path[-1].late is (mode == "solo")
        answer_scene(**words(cast, school, scene="loi", choice="mot", mode=mode))
    with pytest.raises(NotAllowed):
        record_view(actor=cast.actor(cast.minh), attempt=attempt, scene="loi")


# --- reading


def test_an_attempt_is_told_to_its_owner_alone(cast, school):
    device = phone(cast, school, "guided")
    send(cast, *best(device)[:1])
    slug = school.scenario.slug
    assert own_attempt(cast.actor(cast.lan), slug, device.attempt).lane.scene == "so"
    for user in (cast.minh, cast.stranger, cast.hoa):
        with pytest.raises(NotFound):
            own_attempt(cast.actor(user), slug, device.attempt)
    with pytest.raises(NotFound):
        own_attempt(cast.actor(cast.lan), school.reading.slug, device.attempt)


def test_the_newest_answer_in_a_scene_is_told_practice_too(cast, school):
    device = phone(cast, school, "guided")
    send(cast, *best(device)[:2])
    send(cast, device.event("answer", "so", response=WRONG))
    stands = current_standing(school.seat, school.scenario.slug)
    explained, lane = newest_explained_turn(stands, "so")
    assert (explained.is_practice, explained.turn.choice, lane.scene) == (True, "thieu", "loi")
    assert [(line.key, line.is_right) for line in explained.lines] == [
        ("ngay", False),
        ("ten", False),
    ]
    counted, _lane = newest_explained_turn(stands, "don")
    assert (counted.is_practice, counted.turn.choice) == (False, "ghi")
    assert newest_explained_turn(stands, "loi") is None


def test_the_run_that_is_told_is_the_best_of_those_that_count(cast, school):
    slug, lesson = school.scenario.slug, school.scenario
    assert run_to_explain(school.seat, lesson).attempt is None
    practice = phone(cast, school, "guided")
    send(cast, *best(practice))
    assert run_to_explain(school.seat, lesson).attempt.pk == practice.attempt
    good, bad = phone(cast, school, "solo"), phone(cast, school, "solo")
    send(cast, *best(good))
    send(cast, *worst(bad))
    assert run_to_explain(school.seat, lesson).attempt.pk == good.attempt
    assert current_standing(school.seat, slug, "solo").attempt.pk == bad.attempt
