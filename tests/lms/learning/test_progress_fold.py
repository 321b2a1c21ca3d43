"""The fold is a function of the set of events: order, repetition and batching never matter."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content import Choice, Kind, Lesson, Scenario, Scene
from lms.learning.progress.fold import SERVER, Entry, allowed, fold

KEYS = ("s1", "s2", "s3", "end")


def _scene(key: str, *targets: str) -> Scene:
    choices = tuple(
        Choice(chr(97 + n), f"cách {n}", "…", target, trips=n, minutes=5 * n, is_right=n == 0)
        for n, target in enumerate(targets)
    )
    return Scene(key, key, "quầy", "counter", "", question="?", choices=choices)


# s3 leads back to s1: a loop of the graph.
LESSON = Lesson(
    "bai", "Bài", Kind.SCENARIO, 5,
    scenario=Scenario(
        "bà Mẩy", "công chức",
        (_scene("s1", "s2", "s3"), _scene("s2", "end", "s3"), _scene("s3", "end", "s1"), _scene("end")),
    ),
)  # fmt: skip
DEVICES = [UUID(int=n) for n in (0, 1, 2)]
ATTEMPTS = [UUID(int=n) for n in (10, 11)]

entries = st.builds(
    Entry,
    attempt=st.sampled_from(ATTEMPTS), device=st.sampled_from(DEVICES), seq=st.integers(1, 6),
    type=st.sampled_from(["view", "choice", "finish", "note"]), scene=st.sampled_from([*KEYS, "x"]),
    choice=st.sampled_from(["a", "b", "z"]),
    after=st.none() | st.tuples(st.sampled_from(DEVICES), st.integers(1, 6)),
)  # fmt: skip
# The table has one event a lane and number.
logs = st.lists(entries, max_size=25, unique_by=lambda e: (e.attempt, e.device, e.seq))


@settings(max_examples=300, deadline=None)
@given(log=logs, data=st.data())
def test_any_order_with_repetitions_in_any_batches_gives_the_same(log, data):
    whole = fold(LESSON, log)
    shuffled = data.draw(st.permutations(log))
    repeated = shuffled + data.draw(
        st.lists(st.sampled_from(log), max_size=5) if log else st.just([])
    )
    assert fold(LESSON, repeated) == whole


@settings(max_examples=200, deadline=None)
@given(log=logs, cut=st.integers(0, 25))
def test_more_events_never_make_a_finished_lesson_unfinished(log, cut):
    """Lanes that only append: what is counted never shrinks."""
    plain = sorted((e for e in log if e.after is None), key=lambda e: e.seq)
    before, after = fold(LESSON, plain[:cut]), fold(LESSON, plain)
    if before and before[0].finished:
        assert after[0].finished and after[0].score >= before[0].score


def test_a_choice_counts_only_where_the_learner_stands():
    assert allowed(LESSON, [("s2", "a"), ("s1", "a"), ("s1", "b"), ("s2", "z"), ("s2", "a")]) == (
        ("s1", "a"), ("s2", "a"),
    )  # fmt: skip


def test_reading_is_finished_by_any_device_an_assignment_by_the_server_alone():
    phone = Entry(ATTEMPTS[0], DEVICES[1], 1, "finish")
    server = Entry(ATTEMPTS[0], SERVER, 1, "finish")
    reading = Lesson("doc", "Đọc", Kind.READING, 5)
    task = Lesson("bai", "Bài", Kind.ASSIGNMENT, 5)
    assert fold(reading, [phone])[0].finished
    assert not fold(task, [phone])[0].finished
    assert fold(task, [phone, server])[0].finished
