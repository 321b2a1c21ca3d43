"""What learners of a conduct class do for themselves: rating before, reflection, commitment,
refresher, rating after.

Two are exempt.
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

# Every so many-th learner only begins.
_STOPS = 8


def build(story: Story, group: ClassGroup, exempt: Sequence[Official]) -> None:
    """Play the conduct lessons of a running class; the authority exempts `exempt`, each by another
    ground.

    To be called while the class runs: before its results are computed.
    """
    lessons = [x for x in api.edition(group.edition_id).lessons if x.kind in _WAYS]
    for number, seat in enumerate(roster(group)):
        for step, lesson in enumerate(lessons):
            early = lesson.self_check is not None and lesson.self_check.phase == "before"
            if not early and number % _STOPS == _STOPS - 1:
                continue
            at = moment(group.starts_on, 6, 50) if early else moment(group.ends_on, 19, 5)
            with clock.at(at + dt.timedelta(minutes=number + 7 * step)):
                _WAYS[lesson.kind](story, seat, lesson)
    for number, official in enumerate(exempt):
        with clock.at(moment(group.starts_on - dt.timedelta(days=10), 9, number)):
            _exempt(story, official, number)


def _assess(story: Story, seat: Enrolment, lesson: Lesson) -> None:
    if lesson.self_check is None:
        return
    first = SelfAssessment.objects.filter(enrolment=seat, phase="before").last()
    before = first.ratings if first else {}
    ratings = {
        one.key: (
            min(5, before[one.key] + story.dice.choice((0, 0, 1, 1, 2)))
            if one.key in before
            else story.dice.choice((2, 3, 3, 4))
        )
        for one in lesson.self_check.statements
    }
    actions.assess(actor=story.learner(seat), enrolment=seat, slug=lesson.slug, ratings=ratings)


def _reflect(story: Story, seat: Enrolment, lesson: Lesson) -> None:
    least = lesson.reflection.min_words if lesson.reflection else 0
    pool = [*story.texts.short_essays, *story.texts.essays]
    text = story.dice.choice([one for one in pool if words(one) >= least])
    actions.reflect(actor=story.learner(seat), enrolment=seat, slug=lesson.slug, text=text)


def _pledge(story: Story, seat: Enrolment, lesson: Lesson) -> None:
    name = seat.official.full_name
    actions.pledge(actor=story.learner(seat), enrolment=seat, slug=lesson.slug, name=name)


def _refresh(story: Story, seat: Enrolment, lesson: Lesson) -> None:
    actor = story.learner(seat)
    actions.draw(actor=actor, enrolment=seat, slug=lesson.slug)
    for drawn in drawn_of(seat, lesson.slug):
        best, worst = _judged(story, drawn)
        actions.answer(
            actor=actor,
            enrolment=seat,
            slug=lesson.slug,
            position=drawn.position,
            best=best,
            worst=worst,
        )


def _judged(story: Story, drawn: Drawn) -> tuple[str, str]:
    """Mostly as the panel does, sometimes one place beside it."""
    keys = [way.key for way in drawn.ways]
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
    actions.exempt(actor=story.actor("tu"), official=official, draft=draft)


_WAYS = {
    Kind.SELF_CHECK: _assess,
    Kind.REFLECTION: _reflect,
    Kind.PLEDGE: _pledge,
    Kind.REFRESHER: _refresh,
}
