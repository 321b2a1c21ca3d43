"""The fold is a function of the set of events: order, repetition and batching never matter."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from cms import api
from cms.content import (
    Choice,
    Clause,
    Effect,
    FieldCheck,
    FormField,
    Lesson,
    LessonKind,
    PlayMode,
    Scenario,
    Scene,
    StepAnswer,
    StepItem,
    StepKind,
    Variable,
)
from lms.learning.progress.fold import SERVER, LogEntry, fold_log, is_late

KEYS = ("s1", "s2", "s3", "end")
DEVICES = [UUID(int=n) for n in (0, 1, 2)]
ATTEMPTS = [UUID(int=n) for n in (10, 11)]
NOON = dt.datetime(2026, 11, 22, 5, 0, tzinfo=dt.UTC)
COUNT = Variable("lan", "Số lần", "number", 0)

ITEMS = tuple(StepItem(key, key, right=key != "c") for key in "abc")
PANEL = tuple(
    StepItem(key, key, panel=ratings)
    for key, ratings in (("a", (5, 4)), ("b", (3,)), ("c", (1, 2)))
)
FIELDS = (
    FormField(
        "ngay",
        "Ngày",
        "date",
        checks=(
            FieldCheck("required", "Trống"),
            FieldCheck("date", "Sai", base="2026-08-03", count=7, unit="working_days"),
        ),
    ),
    FormField("ten", "Tên", checks=(FieldCheck("equals", "Sai", accept=("Mẩy",)),)),
)
# What may be answered in a scene of any kind: the right answer, halves, nonsense.
RESPONSES = [
    {},
    {"picked": ["a", "b"]},
    {"picked": ["a", "c"]},
    {"picked": 7},
    {"order": ["a", "b", "c"]},
    {"order": ["c", "a"]},
    {"fields": {"ngay": "12/8/2026", "ten": "mẩy"}},
    {"fields": {"ten": "Mẩy"}},
    {"text": "vì luật nói vậy"},
    {"best": "a", "worst": "c"},
    {"best": "b", "worst": "a"},
    {"best": "a", "worst": "a"},
]


def _choices(draw, step: StepKind) -> tuple[Choice, ...]:
    targets = draw(st.lists(st.sampled_from(KEYS), min_size=2, max_size=3))
    choices = []
    for n, target in enumerate(targets):
        when = (Clause("lan", "<", draw(st.integers(1, 3))),) if n and draw(st.booleans()) else ()
        effects = (Effect("lan", "add", draw(st.integers(-1, 2))),) if draw(st.booleans()) else ()
        choices.append(
            Choice(
                chr(97 + n),
                f"cách {n}",
                "…",
                target,
                trips=draw(st.integers(0, 1)),
                minutes=5 * n,
                money=1000 * n,
                trust=-n,
                is_right=n == 0,
                effects=effects,
                when=when,
                at_least=0
                if step == StepKind.CHOOSE or n == len(targets) - 1
                else 40 + 30 * (1 - n),
                on_timeout=False,
            )
        )
    if draw(st.booleans()):
        choices.append(
            Choice("muon", "hết giờ", "…", draw(st.sampled_from(KEYS)), minutes=60, on_timeout=True)
        )
    return tuple(choices)


@st.composite
def lessons(draw) -> Lesson:
    """A case of three scenes of any kind, with a variable, conditions, time limits and loops."""
    scenes = []
    for key in KEYS[:-1]:
        step = draw(st.sampled_from(list(StepKind)))
        items = PANEL if step == StepKind.JUDGE else ITEMS
        scenes.append(
            Scene(
                key,
                key,
                "quầy",
                "counter",
                "",
                question="?",
                choices=_choices(draw, step),
                step=step,
                items=items,
                fields=FIELDS,
                seconds=draw(st.sampled_from([0, 0, 30])),
            )
        )
    scenes.append(Scene("end", "end", "quầy", "counter", ""))
    case = Scenario("bà Mẩy", "công chức", tuple(scenes), variables=(COUNT,))
    return Lesson("bai", "Bài", LessonKind.SCENARIO, 5, scenario=case)


@st.composite
def payloads(draw) -> dict:
    what = draw(st.sampled_from(["choice", "response", "from", "nothing", "odd"]))
    if what == "choice":
        return {"choice": draw(st.sampled_from(["a", "b", "c", "z"]))}
    if what == "response":
        return {"response": draw(st.sampled_from(RESPONSES)), "late": draw(st.booleans())}
    if what == "from":
        device = draw(st.sampled_from(DEVICES))
        return {"from": {"device": str(device), "seq": draw(st.integers(1, 6))}}
    return {"response": 7, "choice": []} if what == "odd" else {}


entries = st.builds(
    LogEntry,
    attempt=st.sampled_from(ATTEMPTS),
    device=st.sampled_from(DEVICES),
    seq=st.integers(1, 8),
    type=st.sampled_from(["view", "choice", "answer", "answer", "finish", "note", "hint"]),
    scene=st.sampled_from([*KEYS, "x"]),
    payload=payloads(),
    at=st.integers(0, 300).map(lambda s: NOON + dt.timedelta(seconds=s)),
)
# The table has one event a lane and number.
logs = st.lists(entries, max_size=25, unique_by=lambda e: (e.attempt, e.device, e.seq))
modes = st.sampled_from(list(PlayMode))


@settings(max_examples=300, deadline=None)
@given(lesson=lessons(), log=logs, mode=modes, data=st.data())
def test_any_order_with_repetitions_in_any_batches_gives_the_same(lesson, log, mode, data):
    whole = fold_log(lesson, log, mode)
    shuffled = data.draw(st.permutations(log))
    repeated = shuffled + data.draw(
        st.lists(st.sampled_from(log), max_size=5) if log else st.just([])
    )
    assert fold_log(lesson, repeated, mode) == whole


@settings(max_examples=300, deadline=None)
@given(lesson=lessons(), log=logs, mode=st.sampled_from([PlayMode.GUIDED, PlayMode.SOLO]))
def test_a_lane_is_what_the_engine_makes_of_the_answers_that_counted(lesson, log, mode):
    for lane in fold_log(lesson, log, mode):
        played = api.play_answers(lesson.scenario, lane.path)
        assert lane.turns == played.turns and len(lane.path) == len(played.turns)
        assert (lane.scene, lane.state.values) == (played.scene, played.variables)
        assert lane.state.impacts == (played.trips, played.minutes, played.money, played.trust)
        assert lane.finished is played.finished
        score = api.score_play(lesson.scenario, played).percent if played.finished else None
        assert lane.score == score


@settings(max_examples=200, deadline=None)
@given(lesson=lessons(), log=logs, cut=st.integers(0, 25), mode=modes)
def test_more_events_never_make_a_finished_lesson_unfinished(lesson, log, cut, mode):
    """Lanes that only append: what is counted never shrinks."""
    plain = sorted((e for e in log if e.after is None), key=lambda e: e.seq)
    before, after = fold_log(lesson, plain[:cut], mode), fold_log(lesson, plain, mode)
    if before and before[0].finished:
        assert after[0].finished
        assert mode == PlayMode.WATCH or after[0].score >= before[0].score


@settings(max_examples=200, deadline=None)
@given(lesson=lessons(), log=logs)
def test_time_is_up_in_tu_lam_alone(lesson, log):
    for lane in fold_log(lesson, log, PlayMode.GUIDED):
        assert not any(answer.late for answer in lane.path)
    for lane in fold_log(lesson, log, PlayMode.SOLO):
        assert all(lesson.scenario.scene(a.scene).seconds for a in lane.path if a.late)


@settings(max_examples=200, deadline=None)
@given(lesson=lessons(), log=logs, place=st.integers(1, 8), data=st.data())
def test_a_lane_that_goes_on_from_another_stands_where_that_one_stood(lesson, log, place, data):
    phone, tablet = DEVICES[1], DEVICES[2]
    first = [
        replace(e, attempt=ATTEMPTS[0], device=phone)
        for e in log
        if e.device == phone and e.after is None
    ]
    first = list({e.seq: e for e in first}.values())
    origin = {"from": {"device": str(phone), "seq": place}}
    second = [LogEntry(ATTEMPTS[0], tablet, 1, "view", "", origin, NOON)]
    lanes = {
        lane.device: lane for lane in fold_log(lesson, data.draw(st.permutations(first + second)))
    }
    upto = fold_log(lesson, [e for e in first if e.seq <= place])
    assert lanes[tablet].path == (upto[0].path if upto else ())


def _scene(key: str, *targets: str, seconds: int = 0) -> Scene:
    choices = tuple(
        Choice(chr(97 + n), f"cách {n}", "…", target, trips=n, minutes=5 * n, is_right=n == 0)
        for n, target in enumerate(targets)
    )
    late = (
        (Choice("muon", "hết giờ", "…", targets[0], minutes=60, on_timeout=True),)
        if seconds
        else ()
    )
    return Scene(
        key, key, "quầy", "counter", "", question="?", choices=choices + late, seconds=seconds
    )


# s3 leads back to s1: a loop of the graph.
LESSON = Lesson(
    "bai",
    "Bài",
    LessonKind.SCENARIO,
    5,
    scenario=Scenario(
        "bà Mẩy",
        "công chức",
        (
            _scene("s1", "s2", "s3"),
            _scene("s2", "end", "s3", seconds=30),
            _scene("s3", "end", "s1"),
            _scene("end"),
        ),
    ),
)


def event(
    seq: int, kind: str, scene: str, second: int, device: UUID = DEVICES[1], **payload
) -> LogEntry:
    return LogEntry(
        ATTEMPTS[0], device, seq, kind, scene, payload, NOON + dt.timedelta(seconds=second)
    )


def test_a_choice_counts_only_where_the_learner_stands():
    asked = [("s2", "a"), ("s1", "a"), ("s1", "b"), ("s2", "z"), ("s2", "a")]
    log = [event(n, "choice", s, 0, choice=c) for n, (s, c) in enumerate(asked, 1)]
    assert fold_log(LESSON, log)[0].path == (StepAnswer("s1", "a"), StepAnswer("s2", "a"))


def solo(*log: LogEntry) -> tuple[StepAnswer, ...]:
    return fold_log(LESSON, log, PlayMode.SOLO)[0].path


def test_time_runs_from_when_the_scene_was_first_seen():
    begun = [event(1, "view", "s1", 0), event(2, "choice", "s1", 500, choice="a")]
    seen = event(3, "view", "s2", 600)
    in_time = solo(*begun, seen, event(4, "choice", "s2", 632, choice="a"))
    assert [a.late for a in in_time] == [False, False]
    late = solo(*begun, seen, event(4, "choice", "s2", 633, choice="a"))
    assert [a.late for a in late] == [False, True]
    again = solo(
        *begun,
        seen,
        event(4, "hint", "s2", 620),
        event(5, "view", "s2", 630),
        event(6, "choice", "s2", 650, choice="a"),
    )
    assert again[-1].late
    unseen = solo(*begun, event(3, "choice", "s2", 533, choice="a"))
    assert unseen[-1].late
    honest = solo(*begun, seen, event(4, "choice", "s2", 601, choice="a", late=True))
    assert honest[-1].late
    assert (
        fold_log(LESSON, [*begun, seen, event(4, "choice", "s2", 900, choice="a", late=True)])[0]
        .path[-1]
        .late
        is False
    )


def test_on_another_device_time_runs_from_when_it_went_on():
    phone = [event(1, "choice", "s1", 0, choice="a")]
    origin = {"device": str(DEVICES[1]), "seq": 1}
    there = event(1, "view", "s2", 4000, DEVICES[2], **{"from": origin})
    answer = event(2, "choice", "s2", 4020, DEVICES[2], choice="a")
    lane = fold_log(LESSON, [*phone, there, answer], PlayMode.SOLO)[0]
    assert lane.finished and not lane.path[-1].late


def test_a_scene_without_a_time_is_never_late():
    assert not is_late(LESSON.scenario.scene("s1"), {"late": True}, 9999.0)
    assert is_late(LESSON.scenario.scene("s2"), {"late": True}, None)


def test_a_forged_chain_of_lanes_leads_nowhere_and_ends():
    log = [
        event(
            n,
            "view",
            "s1",
            0,
            DEVICES[n % 2 + 1],
            **{"from": {"device": str(DEVICES[(n + 1) % 2 + 1]), "seq": n - 1}},
        )
        for n in range(2, 3000)
    ]
    assert {lane.path for lane in fold_log(LESSON, log)} == {()}


def test_reading_is_finished_by_any_device_an_assignment_by_the_server_alone():
    phone = LogEntry(ATTEMPTS[0], DEVICES[1], 1, "finish")
    server = LogEntry(ATTEMPTS[0], SERVER, 1, "finish")
    reading = Lesson("doc", "Đọc", LessonKind.READING, 5)
    task = Lesson("bai", "Bài", LessonKind.ASSIGNMENT, 5)
    assert fold_log(reading, [phone])[0].finished
    assert not fold_log(task, [phone])[0].finished
    assert fold_log(task, [phone, server])[0].finished


def test_watching_is_finished_by_saying_so_playing_is_not():
    phone = LogEntry(ATTEMPTS[0], DEVICES[1], 1, "finish")
    assert fold_log(LESSON, [phone], PlayMode.WATCH)[0].finished
    for mode in (PlayMode.GUIDED, PlayMode.SOLO):
        assert not fold_log(LESSON, [phone], mode)[0].finished
