"""The yearly refresher: situations are drawn once for a person and year, each is answered once."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api
from cms.content import Scenario
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotFound, RuleBroken
from lms.learning.conduct import drawing
from lms.learning.conduct.models import Draw, DrawnSituation, RefresherAnswer
from lms.learning.conduct.queries.refresher import had_before, refresher_of
from lms.learning.progress.actions import finish_lesson
from lms.learning.progress.checks import check_may_learn
from lms.people.personnel.models import Official
from lms.teaching.enrolment.models import Enrolment


@transaction.atomic
def draw_situations(*, actor: Actor, enrolment: Enrolment, slug: str) -> Draw:
    """This year's situations of the learner: drawn at the first call and kept from then on."""
    _lock_official(actor, enrolment)
    pool = refresher_of(enrolment.group.edition_id, slug)
    year, official = clock.today().year, enrolment.official
    new_draw = Draw(
        official=official,
        lesson=slug,
        year=year,
        edition_id=enrolment.group.edition_id,
        drawn_at=clock.now(),
    )
    # ON CONFLICT DO NOTHING, then the lock: two tabs get the same situations.
    Draw.objects.bulk_create([new_draw], ignore_conflicts=True)
    yearly_draw = Draw.objects.select_for_update().get(official=official, lesson=slug, year=year)
    if yearly_draw.situations.exists():
        return yearly_draw
    digests = {scene.key: drawing.digest_of_situation(scene) for scene in pool.situations}
    seen_keys, seen_digests = had_before(official, slug, year)
    drawn_before = {
        key for key, digest in digests.items() if key in seen_keys or digest in seen_digests
    }
    chosen = drawing.choose_keys(digests, drawn_before, pool.draw, f"{official.uid}:{year}:{slug}")
    DrawnSituation.objects.bulk_create(
        DrawnSituation(draw=yearly_draw, position=position, key=key, digest=digests[key])
        for position, key in enumerate(chosen, start=1)
    )
    record("conduct.drawn", actor, yearly_draw, situations=chosen)
    return yearly_draw


@transaction.atomic
def answer_situation(
    *, actor: Actor, enrolment: Enrolment, slug: str, position: int, best: str, worst: str
) -> RefresherAnswer:
    """Answer the situation at `position` of this year's draw; the last answer finishes the lesson.

    NotFound if nothing was drawn; BadInput if the two ways are the same or not of this situation;
    RuleBroken for a second, different answer (the same again is a double click).
    """
    _lock_official(actor, enrolment)
    year = clock.today().year
    yearly_draw = (
        Draw.objects.select_for_update()
        .filter(official=enrolment.official_id, lesson=slug, year=year)
        .first()
    )
    drawn = yearly_draw.situations.filter(position=position).first() if yearly_draw else None
    if yearly_draw is None or drawn is None:
        raise NotFound
    refresher_answer = RefresherAnswer.objects.filter(drawn=drawn).first()
    if refresher_answer is not None and (refresher_answer.best, refresher_answer.worst) != (
        best,
        worst,
    ):
        raise RuleBroken(_("You have answered this situation; the first answer stands."))
    if refresher_answer is None:
        refresher_answer = RefresherAnswer.objects.create(
            drawn=drawn,
            enrolment=enrolment,
            best=best,
            worst=worst,
            percent=_judge_answer(yearly_draw, drawn, best, worst),
            at=clock.now(),
        )
        record(
            "conduct.answered",
            actor,
            refresher_answer,
            position=position,
            percent=refresher_answer.percent,
        )
    if not yearly_draw.situations.filter(answer=None).exists():
        finish_lesson(actor=actor, enrolment=enrolment, slug=slug)
    return refresher_answer


def _lock_official(actor: Actor, enrolment: Enrolment) -> None:
    check_may_learn(actor, enrolment)
    Official.objects.select_for_update().get(pk=enrolment.official_id)


def _judge_answer(yearly_draw: Draw, drawn: DrawnSituation, best: str, worst: str) -> int:
    pool = refresher_of(yearly_draw.edition_id, yearly_draw.lesson)
    scene = next(situation for situation in pool.situations if situation.key == drawn.key)
    for name, key in (("best", best), ("worst", worst)):
        if scene.item(key) is None:
            raise BadInput(_("Choose one of the ways."), field=name)
    if best == worst:
        raise BadInput(
            _("The best and the worst way cannot be the same. Choose another one as the worst."),
            field="worst",
        )
    return api.judge_answer(
        Scenario("", "", pool.situations), scene, {"best": best, "worst": worst}
    ).percent
