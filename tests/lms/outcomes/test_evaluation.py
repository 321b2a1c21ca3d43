"""What the school learns from its scenarios: every answer counted once, names behind counts, scenes
to mend.
"""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.content import Choice, PlayMode, Scenario, Scene, StepItem, StepKind
from lms.core.audit.models import Event
from lms.core.errors import NotAllowed, NotFound
from lms.core.notices.models import Notice
from lms.learning.assessment.actions import remark_on_reason
from lms.learning.assessment.models import ReasonRemark
from lms.learning.progress.actions import sync_batch
from lms.learning.progress.models import Answer
from lms.outcomes.evaluation.actions import look_at_takers
from lms.outcomes.evaluation.analysis import (
    ReviewLimits,
    TakenAnswer,
    analyse_answers,
    is_panel_divided,
)
from lms.outcomes.evaluation.queries import analysed_class, scenario_lines, scenario_report
from lms.outcomes.evaluation.rendering import heat_map
from lms.project import sweep
from tests.factories import content, learning

RIGHT = [("canh-1", "b"), ("canh-2", "a")]
WRONG = [("canh-1", "a"), ("canh-2", "a")]


@pytest.fixture
def school(cast):
    return learning.school(cast)


def play(cast, school, enrolment, *steps, also=()):
    phone = learning.device(enrolment.official.user, school.scenario)
    events = [phone.event("view", "canh-1"), *phone.choices(*steps), *also]
    sync_batch(actor=cast.actor(enrolment.official.user), body=learning.batch(*events))
    return phone


def report(school):
    return scenario_report(school.group, school.scenario.slug, PlayMode.GUIDED)


def test_counts_are_the_events_exactly_practice_apart(cast, school):
    enrolments = [school.seat, learning.learner(cast, school.group, "Tòng Thị Sua")]
    # the third answer goes back to the first scene: practice
    play(cast, school, enrolments[0], *RIGHT, ("canh-1", "a"))
    play(cast, school, enrolments[1], *WRONG)
    counts = report(school)
    assert counts.events == Answer.objects.filter(type="choice").count() == 5
    assert counts.learners == 2
    first = counts.scenes[0]
    assert {way.choice.key: (way.first, way.again) for way in first.choices} == {
        "a": (1, 1),
        "b": (1, 0),
    }
    assert first.right_share == 50
    assert counts.choice_report("canh-1", "a").learners == (enrolments[1].pk,)
    assert counts.visits == {"canh-1": 2, "canh-2": 2, "ket-thuc": 2}
    assert (
        sum(way.total for scene_report in counts.scenes for way in scene_report.choices)
        == counts.events
    )


def test_what_two_devices_did_is_not_counted_twice(cast, school):
    phone = play(cast, school, school.seat, RIGHT[0])
    tablet = learning.device(cast.lan, school.scenario, phone.attempt)
    origin = {"device": str(phone.id), "seq": phone.seq}
    events = [tablet.event("view", "canh-2", **{"from": origin}), *tablet.choices(RIGHT[1])]
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*events))
    counts = report(school)
    assert (counts.events, counts.visits["canh-1"], counts.visits["canh-2"]) == (2, 1, 1)


def test_any_log_is_counted_whole(cast, school):
    dice = random.Random(7)
    for number in range(6):
        enrolment = learning.learner(cast, school.group, f"Người Thứ {number}")
        steps = [
            (dice.choice(["canh-1", "canh-2"]), dice.choice("ab")) for _ in range(dice.randrange(9))
        ]
        play(cast, school, enrolment, *steps)
    counts = report(school)
    assert counts.events == Answer.objects.filter(type="choice").count()
    assert (
        sum(scene_report.answers + scene_report.practice for scene_report in counts.scenes)
        == counts.events
    )
    assert sum(counts.passes.values()) == sum(
        scene_report.answers for scene_report in counts.scenes
    )


def test_answers_that_no_scene_asked_for_are_counted_apart(cast, school, client):
    phone = play(cast, school, school.seat, RIGHT[0])
    unasked = [*phone.choices(("khong-co", "x"), ("ket-thuc", "a"), ("canh-2", "z"), RIGHT[1])]
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*unasked))
    counts = report(school)
    assert counts.events == Answer.objects.filter(type="choice").count() == 5
    assert sum(way.total for scene_report in counts.scenes for way in scene_report.choices) == 2
    assert counts.unmatched == 3
    client.force_login(cast.minh)
    page = client.get(f"/lop/{school.group.code}/tinh-huong/{school.scenario.slug}/")
    assert "3 câu trả lời không ứng với cách xử lý nào" in page.content.decode()


def test_nearly_all_is_not_all():
    ends = (scene(), Scene("het", "Hết", "", "counter", "Quầy", ending="good"))
    case = Scenario("bà Mẩy", "công chức", ends)
    taken = [TakenAnswer(n, "mot", "a" if n else "b", bool(n), True, "het") for n in range(400)]
    first = analyse_answers(case, taken, 400, {}, ReviewLimits(95, 35, 5, 15, 3, 0.3)).scenes[0]
    assert (first.right_share, [way.share for way in first.choices]) == (99, [99, 0])


def test_time_and_hints_are_counted_where_they_were_needed(cast, school):
    phone = learning.device(cast.lan, school.scenario)
    events = [
        phone.event("view", "canh-1"),
        phone.event("hint", "canh-1"),
        phone.event("hint", "canh-1"),
        *phone.choices(*RIGHT),
    ]
    for seconds, event in zip((100, 95, 90, 60, 55), events, strict=True):
        event["ts"] -= seconds
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*events))
    first, second = report(school).scenes
    assert (first.seconds, second.seconds) == (40, 5)
    assert (first.hints, second.hints) == (2, 0)


def test_the_page_has_the_same_number_of_queries_for_one_and_three_learners(cast, school, client):
    client.force_login(cast.minh)
    url = f"/lop/{school.group.code}/tinh-huong/{school.scenario.slug}/"
    play(cast, school, school.seat, *RIGHT)
    client.get(url)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    with_one_learner = count()
    for name in ("Vàng A Chính", "Lò Văn Phong"):
        play(cast, school, learning.learner(cast, school.group, name), *WRONG)
    assert count() == with_one_learner


def test_names_are_shown_on_a_press_and_each_look_is_written_down(cast, school, client):
    play(cast, school, school.seat, *WRONG)
    client.force_login(cast.minh)
    url = f"/lop/{school.group.code}/tinh-huong/{school.scenario.slug}/canh-1/a/"
    assert "Lò Thị Lan" not in client.get(url).content.decode()
    assert not Event.objects.filter(kind="case.names_seen").exists()
    assert "Lò Thị Lan" in client.post(url).content.decode()
    seen = Event.objects.get(kind="case.names_seen")
    assert (seen.data["scene"], seen.data["choice"], seen.data["count"]) == ("canh-1", "a", 1)
    assert client.post(url.replace("/a/", "/z/")).status_code == 404


def test_strangers_see_neither_counts_nor_names(cast, school):
    play(cast, school, school.seat, *WRONG)
    for user in (cast.stranger, cast.lan, cast.other_hoa):
        with pytest.raises(NotFound):
            analysed_class(cast.actor(user), school.group.code)
        with pytest.raises(NotAllowed):
            look_at_takers(
                actor=cast.actor(user),
                group=school.group,
                slug=school.scenario.slug,
                mode=PlayMode.GUIDED,
                scene="canh-1",
                choice="a",
            )
    assert not Event.objects.filter(kind="case.names_seen").exists()


def test_the_list_tells_who_began_who_finished_and_the_mean(cast, school):
    play(cast, school, school.seat, *RIGHT)
    play(cast, school, learning.learner(cast, school.group, "Tòng Thị Sua"), RIGHT[0])
    (line,) = scenario_lines(school.group)
    assert (line.begun, line.finished, line.score) == (2, 1, 100)


def test_the_map_draws_every_scene_and_as_many_passes_as_there_were(cast, school):
    play(cast, school, school.seat, *WRONG)
    drawn = heat_map(report(school))
    assert {box.scene.key for box in drawn.boxes} == {"canh-1", "canh-2", "ket-thuc"}
    assert sum(arrow.count for arrow in drawn.arrows) == 2
    assert max(box.heat for box in drawn.boxes) == 5
    inside = [(box.x, box.y) for box in drawn.boxes]
    assert len(set(inside)) == 3
    assert all(0 <= x < drawn.width and 0 <= y < drawn.height for x, y in inside)


# --- scenes to mend: pure


def scene(step=StepKind.CHOOSE, items=()):
    ways = (
        Choice("a", "Đúng", "…", "het", is_right=True),
        Choice("b", "Sai", "…", "het", minutes=10),
    )
    return Scene("mot", "Một", "", "counter", "Quầy", choices=ways, step=step, items=items)


def mend(right, wrong, hints=0, first_scene=None, least=5):
    end = Scene("het", "Hết", "", "counter", "Quầy", ending="good")
    case = Scenario("bà Mẩy", "công chức", (first_scene or scene(), end))
    taken = [TakenAnswer(n, "mot", "a", True, True, "het") for n in range(right)]
    taken += [TakenAnswer(100 + n, "mot", "b", False, True, "het") for n in range(wrong)]
    limits = ReviewLimits(95, 35, least, 15, 3, 0.3)
    return analyse_answers(case, taken, right + wrong, {"mot": hints}, limits).scenes[0].mend


@pytest.mark.parametrize(
    ("right", "wrong", "hints", "expected"),
    [
        (20, 0, 0, ("too_easy",)),
        (19, 1, 0, ("too_easy",)),
        (9, 1, 0, ()),
        (2, 8, 0, ("too_hard", "distractor")),
        (4, 6, 0, ("distractor",)),
        (7, 3, 6, ("hints",)),
        (7, 3, 5, ()),
        (4, 0, 0, ()),  # too few to say anything
    ],
)
def test_a_scene_is_worth_a_look_only_for_a_reason(right, wrong, hints, expected):
    assert mend(right, wrong, hints) == expected


def test_experts_who_do_not_agree_are_reported_even_before_anybody_answers():
    agreed = (
        StepItem("a", "Mời ngồi", panel=(5, 5, 4, 5)),
        StepItem("b", "Im lặng", panel=(1, 2, 1, 1)),
    )
    split = (
        StepItem("a", "Mời ngồi", panel=(5, 1, 5, 1)),
        StepItem("b", "Im lặng", panel=(1, 2, 1, 1)),
    )
    assert not is_panel_divided(scene(StepKind.JUDGE, agreed), ReviewLimits(95, 35, 5, 15, 3, 0.3))
    assert mend(0, 0, first_scene=scene(StepKind.JUDGE, split)) == ("divided",)


# --- reasons


@pytest.fixture
def reasoned(cast):
    data = content.course_data()
    case = data["modules"][0]["lessons"][1]["scenario"]
    case["scenes"][0] |= {"step": "reason", "marked_by": "instructor", "model": "Vì Luật Hộ tịch"}
    del case["scenes"][0]["choices"][0]
    printed = content.edition(**data)
    reasoned_school = learning.school(cast, outline=printed)
    phone = learning.device(cast.lan, reasoned_school.scenario)
    events = [phone.event("answer", "canh-1", response={"text": "Vì có người làm chứng"})]
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*events))
    return reasoned_school


def test_an_instructor_remarks_on_a_reason_and_a_change_is_a_new_row(cast, reasoned, client):
    client.force_login(cast.minh)
    url = f"/lop/{reasoned.group.code}/ly-do/"
    assert "Vì có người làm chứng" in client.get(url).content.decode()
    answer = Answer.objects.get(type="answer")
    form = {"answer": str(answer.pk), "verdict": "partly", "text": ""}
    refused = client.post(url, form)
    assert refused.status_code == 422
    assert "còn thiếu gì" in refused.content.decode()
    assert not ReasonRemark.objects.exists()
    assert client.post(url, form | {"text": "Chưa nêu căn cứ"}).status_code == 302
    assert client.post(url, form | {"verdict": "full"}).status_code == 302
    assert [row.verdict for row in ReasonRemark.objects.order_by("pk")] == ["partly", "full"]
    assert Event.objects.filter(kind="reason.remarked").count() == 2


def test_the_learner_is_notified_and_sees_the_remark_beside_the_words_it_is_about(
    cast, reasoned, client
):
    answer = Answer.objects.get(type="answer")
    remark_on_reason(
        actor=cast.actor(cast.minh), answer=answer, verdict="partly", text="Chưa nêu <điều> nào"
    )
    sweep.drain()
    client.force_login(cast.lan)
    (notice,) = Notice.objects.filter(user=cast.lan, key__startswith="remark:")
    page = client.get(notice.url).content.decode()
    assert "còn thiếu ý" in page
    assert "Chưa nêu &lt;điều&gt; nào" in page
    assert "lượt làm khác" not in page


def test_a_remark_on_other_words_says_so(cast, reasoned, client):
    answer = Answer.objects.get(type="answer")
    remark_on_reason(
        actor=cast.actor(cast.minh), answer=answer, verdict="partly", text="Nêu điều luật"
    )
    # a newer attempt, other words: the debrief tells of it
    phone = learning.device(cast.lan, reasoned.scenario)
    again = phone.event("answer", "canh-1", response={"text": "Theo Điều 13 Luật Hộ tịch"})
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(again))
    client.force_login(cast.lan)
    page = client.get(f"/hoc/{reasoned.scenario.slug}/ket-qua/").content.decode()
    assert "Theo Điều 13 Luật Hộ tịch" in page
    older_remark = page.split("lượt làm khác")[1]
    assert "Vì có người làm chứng" in older_remark
    assert "Nêu điều luật" in older_remark
    # a remark on the new words comes before the other one
    newer = Answer.objects.exclude(pk=answer.pk).get(type="answer")
    remark_on_reason(actor=cast.actor(cast.minh), answer=newer, verdict="full", text="Đã đủ")
    remark_on_reason(actor=cast.actor(cast.minh), answer=answer, verdict="partly", text="Vẫn thiếu")
    page = client.get(f"/hoc/{reasoned.scenario.slug}/ket-qua/").content.decode()
    assert "Đã đủ" in page
    assert "Vẫn thiếu" not in page


def test_reasons_come_page_by_page(cast, reasoned, client):
    for number in range(21):
        enrolment = learning.learner(cast, reasoned.group, f"Người Thứ {number}")
        phone = learning.device(enrolment.official.user, reasoned.scenario)
        sync_batch(
            actor=cast.actor(enrolment.official.user),
            body=learning.batch(
                phone.event("answer", "canh-1", response={"text": f"Lý do {number}"})
            ),
        )
    client.force_login(cast.minh)
    url = f"/lop/{reasoned.group.code}/ly-do/"
    pages = client.get(url).content.decode(), client.get(url + "?trang=2").content.decode()
    assert [page.count('<article class="card') for page in pages] == [20, 2]
    form = {
        "answer": str(Answer.objects.get(attempt__enrolment=reasoned.seat).pk),
        "verdict": "full",
    }
    assert client.post(url + "?trang=2", form).status_code == 302


def test_nobody_else_remarks_on_reasons(cast, reasoned):
    answer = Answer.objects.get(type="answer")
    for user in (cast.stranger, cast.lan, cast.hoa):
        with pytest.raises(NotAllowed):
            remark_on_reason(actor=cast.actor(user), answer=answer, verdict="full")
    assert not ReasonRemark.objects.exists()
