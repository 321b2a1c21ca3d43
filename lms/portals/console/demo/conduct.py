"""What learners of a conduct class do for themselves, and who is exempt from the module.

They rate themselves before and after, reflect, sign a commitment and do a refresher.
"""

import datetime as dt
from collections.abc import Sequence

from cms import api
from cms.content import Lesson, LessonKind
from lms.core import clock
from lms.learning.conduct import actions
from lms.learning.conduct.actions import ExemptionDraft
from lms.learning.conduct.models import SelfAssessment
from lms.learning.conduct.queries import (
    RefresherSituation,
    count_words,
    grounds_for,
    situations_of_year,
)
from lms.people.personnel.models import Official
from lms.portals.console.demo.calendar import local_time
from lms.portals.console.demo.story import Story
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster

# One of so many learners only begins.
_EVERY_UNFINISHED = 8


def play_conduct_lessons(story: Story, group: ClassGroup, exempt: Sequence[Official]) -> None:
    """Play the conduct lessons of a running class, before its results are computed.

    The authority exempts each official of `exempt_official` by another ground.
    """
    lessons = [
        lesson for lesson in api.read_edition(group.edition_id).lessons if lesson.kind in _PLAYERS
    ]
    for number, enrolment in enumerate(roster(group)):
        only_begins = number % _EVERY_UNFINISHED == _EVERY_UNFINISHED - 1
        for step, lesson in enumerate(lessons):
            is_before = lesson.self_check is not None and lesson.self_check.phase == "before"
            if only_begins and not is_before:
                continue
            first = (
                local_time(group.starts_on, 6, 50)
                if is_before
                else local_time(group.ends_on, 19, 5)
            )
            with clock.at(first + dt.timedelta(minutes=number + 7 * step)):
                _PLAYERS[lesson.kind](story, enrolment, lesson)
    for number, official in enumerate(exempt):
        with clock.at(local_time(group.starts_on - dt.timedelta(days=10), 9, number)):
            _exempt_official(story, official, number)


def _rate_oneself(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
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
    actions.save_self_assessment(
        actor=story.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug, ratings=ratings
    )


def _write_reflection(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
    least = lesson.reflection.min_words if lesson.reflection else 0
    pool = [*story.texts.short_essays, *story.texts.essays]
    text = story.dice.choice([essay for essay in pool if count_words(essay) >= least])
    actions.save_reflection(
        actor=story.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug, text=text
    )


def _sign_pledge(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
    name = enrolment.official.full_name
    actions.sign_pledge(
        actor=story.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug, name=name
    )


def _answer_refresher(story: Story, enrolment: Enrolment, lesson: Lesson) -> None:
    actor = story.learner_actor(enrolment)
    actions.draw_situations(actor=actor, enrolment=enrolment, slug=lesson.slug)
    for drawn in situations_of_year(enrolment, lesson.slug):
        best, worst = _choose_best_and_worst(story, drawn)
        actions.answer_situation(
            actor=actor,
            enrolment=enrolment,
            slug=lesson.slug,
            position=drawn.position,
            best=best,
            worst=worst,
        )


def _choose_best_and_worst(story: Story, drawn: RefresherSituation) -> tuple[str, str]:
    """The best and the worst response: mostly those of the panel, sometimes the next to them."""
    keys = [response.key for response in drawn.ways]
    best = keys[0] if story.dice.random() < 0.7 else keys[1]
    worst = keys[-1] if story.dice.random() < 0.8 or len(keys) == 3 else keys[-2]
    return best, worst


def _exempt_official(story: Story, official: Official, number: int) -> None:
    grounds = grounds_for(official)
    today = clock.today()
    draft = ExemptionDraft(
        ground=grounds[number % len(grounds)].key,
        decision=f"QĐ {31 + number}/QĐ-SNV",
        decided_on=today,
        valid_from=today,
        valid_to=dt.date(today.year, 12, 31),
    )
    actions.exempt_official(actor=story.actor_for("tu"), official=official, draft=draft)


_PLAYERS = {
    LessonKind.SELF_CHECK: _rate_oneself,
    LessonKind.REFLECTION: _write_reflection,
    LessonKind.PLEDGE: _sign_pledge,
    LessonKind.REFRESHER: _answer_refresher,
}
