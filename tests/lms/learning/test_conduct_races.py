"""Two tabs at once: one draw, one signing, one answer, one exemption."""

import datetime as dt
import itertools
import threading
import time

from django.db import connection

from lms.core import clock
from lms.core.errors import RuleBroken
from lms.learning.conduct import actions
from lms.learning.conduct.actions import ExemptionDraft, refreshing
from lms.learning.conduct.models import (
    Commitment,
    Draw,
    DrawnSituation,
    Exemption,
    RefresherAnswer,
    SelfAssessment,
)
from lms.learning.progress.models import LessonProgress
from tests.factories import conduct

CLICKS = 6


def at_once(work) -> list[Exception]:
    """Run `work` in several threads that begin together; what they were refused."""
    refused: list[Exception] = []
    gate = threading.Barrier(CLICKS)

    def run() -> None:
        try:
            gate.wait(30)
            work()
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(CLICKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused


def test_clicks_at_once_draw_answer_sign_and_rate_once(committed):
    enrolment = conduct.enrolment_of_lan(committed)
    slugs, lan = conduct.slugs(enrolment), committed.lan
    assert not at_once(
        lambda: actions.draw_situations(
            actor=committed.actor(lan), enrolment=enrolment, slug=slugs["refresher"]
        )
    )
    assert (Draw.objects.count(), DrawnSituation.objects.count()) == (1, 2)
    assert not at_once(
        lambda: actions.answer_situation(
            actor=committed.actor(lan),
            enrolment=enrolment,
            slug=slugs["refresher"],
            position=1,
            best="a",
            worst="c",
        )
    )
    assert RefresherAnswer.objects.count() == 1
    assert not at_once(
        lambda: actions.sign_pledge(
            actor=committed.actor(lan), enrolment=enrolment, slug=slugs["pledge"], name="Lò Thị Lan"
        )
    )
    assert Commitment.objects.count() == 1
    assert not at_once(
        lambda: actions.save_self_assessment(
            actor=committed.actor(lan),
            enrolment=enrolment,
            slug=slugs["before"],
            ratings={"chao": 3, "giai-thich": 3},
        )
    )
    assert SelfAssessment.objects.count() == 1
    assert LessonProgress.objects.filter(state="done").count() == 2


def test_an_answer_and_a_signing_at_once_do_not_wait_for_each_other(committed, monkeypatch):
    enrolment = conduct.enrolment_of_lan(committed)
    slugs, actor = conduct.slugs(enrolment), committed.actor(committed.lan)
    actions.draw_situations(actor=actor, enrolment=enrolment, slug=slugs["refresher"])
    judged = refreshing._judge_answer

    def slowly(*args):
        time.sleep(0.5)  # the other tab comes in between
        return judged(*args)

    monkeypatch.setattr(refreshing, "_judge_answer", slowly)
    tabs = itertools.cycle(
        (
            lambda: actions.answer_situation(
                actor=committed.actor(committed.lan),
                enrolment=enrolment,
                slug=slugs["refresher"],
                position=1,
                best="a",
                worst="c",
            ),
            lambda: actions.sign_pledge(
                actor=committed.actor(committed.lan),
                enrolment=enrolment,
                slug=slugs["pledge"],
                name="Lò Thị Lan",
            ),
        )
    )

    def tab() -> None:
        next(tabs)()

    assert not at_once(tab)
    assert (RefresherAnswer.objects.count(), Commitment.objects.count()) == (1, 1)


def test_two_exemptions_at_once_leave_one(committed):
    today = clock.today()
    draft = ExemptionDraft("thai-san", "QĐ 1/QĐ-UBND", today, today, today + dt.timedelta(days=30))
    refused = at_once(
        lambda: actions.exempt_official(
            actor=committed.actor(committed.pao), official=committed.lan_official, draft=draft
        )
    )
    assert Exemption.objects.count() == 1
    assert len(refused) == CLICKS - 1
    assert {type(error) for error in refused} == {RuleBroken}
