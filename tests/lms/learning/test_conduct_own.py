"""Rating, writing, signing: whose it is, what is kept, what nobody else sees."""

import datetime as dt
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.learning.conduct import actions, queries
from lms.learning.conduct.models import Commitment, Reflection, SelfAssessment
from lms.learning.progress.models import LessonProgress
from lms.teaching.enrolment.models import Enrolment
from tests.factories import conduct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
GOOD = {"chao": 2, "giai-thich": 4}


@pytest.fixture
def enrolment(cast):
    return conduct.enrolment_of_lan(cast)


def done(enrolment: Enrolment) -> set[str]:
    rows = LessonProgress.objects.filter(enrolment=enrolment, state=LessonProgress.State.DONE)
    return set(rows.values_list("lesson", flat=True))


def assess(cast, enrolment, phase: str = "before", ratings=GOOD, user=None):
    slug = conduct.slugs(enrolment)[phase]
    return actions.save_self_assessment(
        actor=cast.actor(user or cast.lan), enrolment=enrolment, slug=slug, ratings=ratings
    )


def test_a_learner_rates_before_and_after_and_sees_the_change(cast, enrolment):
    assess(cast, enrolment)
    assess(cast, enrolment, "after", {"chao": 4, "giai-thich": 4})
    ratings = queries.self_checks(enrolment)
    statements = ratings.after and conduct.STATEMENTS
    assert [
        (x["key"], ratings.before.ratings[x["key"]], ratings.after.ratings[x["key"]])
        for x in statements
    ] == [
        ("chao", 2, 4),
        ("giai-thich", 4, 4),
    ]
    assert done(enrolment) == {
        conduct.slugs(enrolment)["before"],
        conduct.slugs(enrolment)["after"],
    }


def test_a_correction_is_a_row_of_its_own_and_a_double_click_is_not(cast, enrolment):
    first = assess(cast, enrolment)
    assert assess(cast, enrolment) == first
    second = assess(cast, enrolment, ratings={"chao": 3, "giai-thich": 4})
    assert list(SelfAssessment.objects.values_list("number", "ratings__chao")) == [(1, 2), (2, 3)]
    assert queries.self_checks(enrolment).before == second


def test_the_first_rating_stands_once_the_second_was_given(cast, enrolment):
    assess(cast, enrolment)
    assess(cast, enrolment, "after")
    with pytest.raises(RuleBroken):
        assess(cast, enrolment, ratings={"chao": 1, "giai-thich": 1})
    assert queries.self_checks(enrolment).before.ratings == GOOD


@pytest.mark.parametrize(
    "ratings", [{}, {"chao": 3}, {"chao": 0, "giai-thich": 3}, {"chao": 6, "giai-thich": 3}]
)
def test_every_statement_needs_a_figure_from_1_to_5(cast, enrolment, ratings):
    with pytest.raises(BadInput):
        assess(cast, enrolment, ratings=ratings)
    assert not SelfAssessment.objects.exists()
    assert not done(enrolment)


def test_nobody_rates_writes_or_signs_for_another(cast, enrolment):
    slugs = conduct.slugs(enrolment)
    for user in (cast.minh, cast.hoa, cast.pao, cast.stranger):
        actor = cast.actor(user)
        with pytest.raises(NotAllowed):
            assess(cast, enrolment, user=user)
        with pytest.raises(NotAllowed):
            actions.save_reflection(
                actor=actor,
                enrolment=enrolment,
                slug=slugs["reflection"],
                text="một hai ba bốn năm",
            )
        with pytest.raises(NotAllowed):
            actions.sign_pledge(
                actor=actor, enrolment=enrolment, slug=slugs["pledge"], name="Lò Thị Lan"
            )
        with pytest.raises(NotAllowed):
            actions.draw_situations(actor=actor, enrolment=enrolment, slug=slugs["refresher"])
    assert not (
        SelfAssessment.objects.exists()
        or Reflection.objects.exists()
        or Commitment.objects.exists()
    )
    assert not done(enrolment)


def test_a_lesson_of_another_kind_is_not_there(cast, enrolment):
    slugs, lan = conduct.slugs(enrolment), cast.actor(cast.lan)
    with pytest.raises(NotFound):
        actions.save_self_assessment(
            actor=lan, enrolment=enrolment, slug=slugs["pledge"], ratings=GOOD
        )
    with pytest.raises(NotFound):
        actions.save_reflection(actor=lan, enrolment=enrolment, slug=slugs["before"], text="một")
    with pytest.raises(NotFound):
        actions.sign_pledge(actor=lan, enrolment=enrolment, slug=slugs["before"], name="Lò Thị Lan")
    with pytest.raises(NotFound):
        actions.draw_situations(actor=lan, enrolment=enrolment, slug=slugs["before"])


def test_a_class_that_has_not_begun_takes_nothing(cast):
    enrolment = conduct.conduct_class(cast, state="enrolling").enrolments.get(
        official=cast.lan_official
    )
    with pytest.raises(NotAllowed):
        assess(cast, enrolment)


def test_a_reflection_is_kept_and_finishes_with_enough_words(cast, enrolment):
    slug, lan = conduct.slugs(enrolment)["reflection"], cast.actor(cast.lan)
    actions.save_reflection(actor=lan, enrolment=enrolment, slug=slug, text="Hôm qua tôi vội.")
    assert not done(enrolment)
    text = "Hôm qua tôi vội nên nói trống không."
    actions.save_reflection(actor=lan, enrolment=enrolment, slug=slug, text=text)
    actions.save_reflection(actor=lan, enrolment=enrolment, slug=slug, text=text)
    assert done(enrolment) == {slug}
    assert Reflection.objects.count() == 2
    assert queries.my_reflection(enrolment, slug).text == text
    for empty in ("", "  \n", "x" * 20_001):
        with pytest.raises(BadInput):
            actions.save_reflection(actor=lan, enrolment=enrolment, slug=slug, text=empty)


def test_neither_ratings_nor_words_go_into_the_audit_log(cast, enrolment):
    assess(cast, enrolment)
    actions.save_reflection(
        actor=cast.actor(cast.lan),
        enrolment=enrolment,
        slug=conduct.slugs(enrolment)["reflection"],
        text="Tôi đã nặng lời với một cụ già.",
    )
    log_text = " ".join(
        f"{e.data} {e.subject_name}" for e in Event.objects.filter(kind__startswith="conduct.")
    )
    assert Event.objects.filter(kind__startswith="conduct.").count() == 2
    assert "giai-thich" not in log_text
    assert "nặng lời" not in log_text


def sign(cast, enrolment, name: str = "Lò Thị Lan") -> Commitment:
    return actions.sign_pledge(
        actor=cast.actor(cast.lan),
        enrolment=enrolment,
        slug=conduct.slugs(enrolment)["pledge"],
        name=name,
    )


def test_a_signing_keeps_version_hash_edition_day_and_name(cast, enrolment):
    commitment = sign(cast, enrolment, "lo thi  LAN")
    assert (commitment.version, commitment.name) == ("2026-1", "Lò Thị Lan")
    assert commitment.digest == hashlib.sha256(conduct.PLEDGE.encode()).hexdigest()
    assert commitment.edition_id == enrolment.group.edition_id
    assert clock.local(commitment.signed_at).date() == clock.today()
    event = Event.objects.get(kind="conduct.pledged")
    assert (event.data["digest"], event.data["version"]) == (commitment.digest, "2026-1")
    signed = queries.my_commitment(cast.actor(cast.lan), commitment.pk)
    assert (signed.text, signed.is_whole) == (conduct.PLEDGE, True)
    assert done(enrolment) == {conduct.slugs(enrolment)["pledge"]}


def test_a_hash_that_does_not_fit_the_text_is_said(cast, enrolment):
    commitment = sign(cast, enrolment)
    Commitment.objects.filter(pk=commitment.pk).update(digest="0" * 64)
    assert not queries.my_commitment(cast.actor(cast.lan), commitment.pk).is_whole


def test_another_name_signs_nothing(cast, enrolment):
    for name in ("", "Lò Thị Mai", "X"):
        with pytest.raises(BadInput) as refused:
            sign(cast, enrolment, name)
        assert refused.value.field == "name"
    assert not Commitment.objects.exists()
    assert not done(enrolment)


def test_signing_twice_is_once_and_a_newer_version_is_a_new_row(cast, enrolment):
    first = sign(cast, enrolment)
    assert sign(cast, enrolment) == first
    slug = conduct.slugs(enrolment)["pledge"].removesuffix("-cam-ket")
    rows = conduct.lessons(slug)
    rows[2]["pledge"] = {"text": conduct.PLEDGE + "\nTôi xin lỗi khi trễ hẹn.", "version": "2027-1"}
    newer = conduct.edition(slug=slug, rows=rows)
    later = conduct.conduct_class(cast, newer).enrolments.get(official=cast.lan_official)
    second = sign(cast, later)
    assert [row.version for row in queries.my_commitments(cast.actor(cast.lan))] == [
        "2027-1",
        "2026-1",
    ]
    assert queries.my_commitment(cast.actor(cast.lan), first.pk).text == conduct.PLEDGE
    assert second.digest != first.digest


def test_taking_back_keeps_the_signing_and_signing_again_is_a_new_row(cast, enrolment):
    first = sign(cast, enrolment)
    lan = cast.actor(cast.lan)
    for reason in ("", "  "):
        with pytest.raises(BadInput):
            actions.withdraw_pledge(actor=lan, commitment=first, reason=reason)
    for user in (cast.minh, cast.hoa, cast.pao):
        with pytest.raises(NotAllowed):
            actions.withdraw_pledge(actor=cast.actor(user), commitment=first, reason="không")
    assert queries.commitment_of(enrolment, first.lesson) == first
    actions.withdraw_pledge(actor=lan, commitment=first, reason="Ký nhầm")
    with pytest.raises(RuleBroken):
        actions.withdraw_pledge(actor=lan, commitment=first, reason="Ký nhầm")
    assert queries.commitment_of(enrolment, first.lesson) is None
    second = sign(cast, enrolment)
    assert (second.number, Commitment.objects.count()) == (2, 2)


def test_nobody_else_opens_a_commitment(cast, enrolment):
    commitment = sign(cast, enrolment)
    for user in (cast.minh, cast.hoa, cast.pao, cast.tu):
        with pytest.raises(NotFound):
            queries.my_commitment(cast.actor(user), commitment.pk)


def test_means_are_told_from_five_people_on_and_never_fewer(cast, enrolment):
    group = enrolment.group
    raters = [
        enrolment,
        *(conduct.learner(cast, group, f"Giàng Thị {n}") for n in ("Dơ", "Mỷ", "Sua", "Chía")),
    ]
    for number, rater in enumerate(raters[:4]):
        assess(cast, rater, ratings={"chao": number + 1, "giai-thich": 3}, user=rater.official.user)
    four = queries.class_means(cast.actor(cast.minh), group.code)
    assert (four.before, [line.before for line in four.lines]) == (4, [None, None])
    assess(cast, raters[4], ratings={"chao": 5, "giai-thich": 3}, user=raters[4].official.user)
    assess(cast, enrolment, ratings={"chao": 2, "giai-thich": 3})
    five = queries.class_means(cast.actor(cast.hoa), group.code)
    assert [(line.before, line.after) for line in five.lines] == [(3.2, None), (3.0, None)]
    for user in (cast.lan, cast.pao, cast.tu, cast.other_hoa):
        with pytest.raises(NotFound):
            queries.class_means(cast.actor(user), group.code)


def test_means_cost_the_same_for_one_and_for_many(cast, enrolment):
    minh = cast.actor(cast.minh)
    queries.class_means(minh, enrolment.group.code)
    with CaptureQueriesContext(connection) as cost_of_one:
        queries.class_means(minh, enrolment.group.code)
    for name in ("Giàng A Dế", "Thào A Chu", "Vàng A Sua"):
        added_enrolment = conduct.learner(cast, enrolment.group, name)
        assess(cast, added_enrolment, user=added_enrolment.official.user)
    with CaptureQueriesContext(connection) as many:
        queries.class_means(minh, enrolment.group.code)
    assert len(cost_of_one) == len(many)


def test_the_day_of_a_signing_is_that_of_vietnam(cast, enrolment):
    late = dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)
    with clock.at(late):
        commitment = sign(cast, enrolment)
    assert clock.local(commitment.signed_at).date() == dt.date(2027, 1, 1)
