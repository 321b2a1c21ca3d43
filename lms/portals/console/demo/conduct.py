"""What learners of a conduct class do for themselves, and who is exempt from the module.

They rate themselves before and after, reflect, sign a commitment and do a refresher.
"""

import datetime as dt
from collections.abc import Sequence

from cms import api
from cms.content import Kind, Lesson
from lms.core import clock
from lms.learning.conduct import actions
from lms.learning.conduct.actions import ExemptionDraft
from lms.learning.conduct.models import SelfAssessment
from lms.learning.conduct.queries import Drawn, drawn_of, grounds_for, words
from lms.people.personnel.models import Official
from lms.portals.console.demo.calendar import moment
from lms.portals.console.demo.story import Story
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster

# One of so many learners only begins.
_STOPS = 8


def build(story: Story, group: ClassGroup, exempt: Sequence[Official]) -> None:
    """Play the conduct lessons of a running class, before its results are computed.

    The authority exempts each official of `exempt` by another ground.
    """
    lessons = [lesson for lesson in api.edition(group.edition_id).lessons if lesson.kind in _WAYS]
    for number, enrolment in enumerate(roster(group)):
        only_begins = number % _STOPS == _STOPS - 1
        for step, lesson in enumerate(lessons):
            is_before = lesson.self_check is not None and lesson.self_check.phase == "before"
            if only_begins and not is_before:
                continue
            first = moment(group.starts_on, 6, 50) if is_before else moment(group.ends_on, 19, 5)
            with clock.at(first + dt.timedelta(minutes=number + 7 * step)):
                _WAYS[lesson.kind](story, enrolment, lesson)
    for number, official in enumerate(exempt):
        with clock.at(moment(group.starts_on - dt.timedelta(days=10), 9, number)):
            _exempt(story, official, number)


def _assess(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
    if lesson.self_check is None:
        return
    first = SelfAssessment.objects.filter(enrolment=enrolment, phase="before").last()
    before = first.ratings if first else {}
    ratings = {}
    for statement in lesson.self_check.statements:
        if statement.key in before:
            better = before[statement.key] + story.dice.choice((0, 0, 1, 1, 2))
            ratings[statement.key] = min(5, better)
        else:
            ratings[statement.key] = story.dice.choice((2, 3, 3, 4))
    actions.assess(
        actor=story.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug, ratings=ratings
    )


def _reflect(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
    least = lesson.reflection.min_words if lesson.reflection else 0
    pool = [*story.texts.short_essays, *story.texts.essays]
    text = story.dice.choice([essay for essay in pool if words(essay) >= least])
    actions.reflect(
        actor=story.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug, text=text
    )


def _pledge(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
    name = enrolment.official.full_name
    actions.pledge(
        actor=story.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug, name=name
    )


def _refresh(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
    actor = story.learner_actor(enrolment)
    actions.draw(actor=actor, enrolment=enrolment, slug=lesson.slug)
    for drawn in drawn_of(enrolment, lesson.slug):
        best, worst = _judged(story, drawn)
        actions.answer(
            actor=actor,
            enrolment=enrolment,
            slug=lesson.slug,
            position=drawn.position,
            best=best,
            worst=worst,
        )


def _judged(story: Story, drawn: Drawn) -> tuple[str, str]:
    """The best and the worst response: mostly those of the panel, sometimes the next to them."""
    keys = [response.key for response in drawn.ways]
    best = keys[0] if story.dice.random() < 0.7 else keys[1]
    worst = keys[-1] if story.dice.random() < 0.8 or len(keys) == 3 else keys[-2]
    return best, worst


def _exempt(story: Story, official: Official, number: int) -> None:
    grounds = grounds_for(official)
    today = clock.today()
    draft = ExemptionDraft(
        ground=grounds[number % len(grounds)].key,
        decision=f"QĐ {31 + number}/QĐ-SNV",
        decided_on=today,
        valid_from=today,
        valid_to=dt.date(today.year, 12, 31),
    )
    actions.exempt(actor=story.actor_for("tu"), official=official, draft=draft)


_WAYS = {
    Kind.SELF_CHECK: _assess,
    Kind.REFLECTION: _reflect,
    Kind.PLEDGE: _pledge,
    Kind.REFRESHER: _refresh,
}
