"""Ranks, ratings and training of an official: each change adds a dated row."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.ids import uuid7
from lms.people.personnel.actions.checks import check_may_keep, check_not_own_file, normalise_texts
from lms.people.personnel.actions.drafts import RankDraft, RatingDraft, TrainingDraft
from lms.people.personnel.models import Official, RankHeld, Rating, TrainingRecord
from lms.people.personnel.policies import may_keep
from lms.people.personnel.queries import posts_on, scale_for
from lms.people.personnel.queries.careers import last_day_of
from lms.people.personnel.rules.courses import check_course_days


@transaction.atomic
def give_rank(*, actor: Actor, official: Official, draft: RankDraft) -> RankHeld:
    """Give a rank or grade from a day on; the former one ends the day before.

    An official holds one at a time. BadInput where a later one is entered already.
    """
    check_may_keep(actor, official)
    official = Official.objects.select_for_update().get(pk=official.pk)
    later = official.ranks.filter(Q(valid_from__gte=draft.valid_from)).first()
    if later is not None:
        raise BadInput(
            _("From %(day)s on “%(rank)s” is held. End that one first, or write a later day.")
            % {
                "day": f"{later.valid_from:%d/%m/%Y}",
                "rank": later,
            },
            field="valid_from",
        )
    until = draft.valid_from - dt.timedelta(days=1)
    official.ranks.filter(Q(valid_to=None) | Q(valid_to__gt=until)).update(valid_to=until)
    row = RankHeld.objects.create(official=official, **asdict(normalise_texts(draft)))
    record(
        "official.ranked",
        actor,
        official,
        rank=draft.rank,
        title=draft.title,
        valid_from=draft.valid_from.isoformat(),
        decision=draft.decision,
    )
    return row


@transaction.atomic
def end_rank(*, actor: Actor, rank: RankHeld, on: dt.date, reason: str) -> RankHeld:
    """End a rank without a new one: `on` is its last day. BadInput for a day outside its period."""
    check_may_keep(actor, rank.official)
    rank = RankHeld.objects.select_for_update().get(pk=rank.pk)
    if on < rank.valid_from or (rank.valid_to is not None and on >= rank.valid_to):
        raise BadInput(_("The last day lies between its first day and its end so far."), field="on")
    if not reason:
        raise BadInput(_("Say why the rank ends."), field="reason")
    rank.valid_to = on
    rank.save(update_fields=["valid_to"])
    record(
        "official.rank_ended",
        actor,
        rank.official,
        rank=rank.rank,
        title=rank.title,
        on=on.isoformat(),
        reason=reason,
    )
    return rank


@transaction.atomic
def rate_official(*, actor: Actor, official: Official, draft: RatingDraft) -> Rating:
    """Enter a rating on the scale of its period (rulebook: rating.scale).

    A correction is a new row: the newest counts. RuleBroken where the rulebook has no scale for the
    period; BadInput for a level that is not on it, or a day to come.
    """
    check_may_keep(actor, official)
    if last_day_of(draft.period) is None:
        raise BadInput(_("Write the period as 2025, or 2025-H1 for a half year."), field="period")
    scale = scale_for(draft.period, posts_on(official).first())
    if scale is None:
        raise RuleBroken(
            _(
                "The rulebook has no rating scale for %(period)s. Ask the training authority to set"
                " “rating.scale”."
            )
            % {"period": draft.period}
        )
    if draft.scale != scale.key or draft.value not in {key for key, _words in scale.levels}:
        raise BadInput(_("This level does not stand on the scale of that period."), field="value")
    if draft.decided_on > clock.today():
        raise BadInput(_("A rating is entered once it is decided."), field="decided_on")
    row = Rating.objects.create(official=official, **asdict(normalise_texts(draft)))
    record(
        "official.rated",
        actor,
        official,
        period=draft.period,
        scale=draft.scale,
        value=draft.value,
        decision=draft.decision,
    )
    return row


@transaction.atomic
def add_external_training(
    *, actor: Actor, official: Official, draft: TrainingDraft
) -> TrainingRecord:
    """Enter a course that the official completed outside this system, by the paper they showed.

    BadInput for a course that is not over.
    """
    check_may_keep(actor, official)
    check_course_days(draft.starts_on, draft.ends_on, clock.today())
    row = TrainingRecord.objects.create(
        official=official,
        source=f"external:{uuid7()}",
        origin=TrainingRecord.Origin.EXTERNAL,
        **_fields_without(draft, "source", "origin"),
    )
    record("official.trained", actor, official, source=row.source, title=draft.title)
    return row


@transaction.atomic
def add_training_record(
    *, actor: Actor, official: Official, draft: TrainingDraft
) -> TrainingRecord:
    """Enter a training that the official completed.

    The same source again changes nothing and returns the row of the first time.
    """
    if not (actor.is_system or may_keep(actor, official)):
        raise NotAllowed(
            _("Training is written down by the unit of the official, or by a certificate.")
        )
    check_not_own_file(actor, official)
    row, is_new = TrainingRecord.objects.get_or_create(
        source=draft.source, defaults={"official": official, **_fields_without(draft, "source")}
    )
    if is_new:
        record("official.trained", actor, official, source=draft.source, title=draft.title)
    return row


@transaction.atomic
def revoke_training_record(*, actor: Actor, source: str, on: dt.date, reason: str) -> None:
    """Mark a training as revoked with its document; the row stays.

    Does nothing where no row of this source is in force.
    """
    if not actor.is_system:
        raise NotAllowed(_("Training is taken back only with the certificate that it stands on."))
    row = TrainingRecord.objects.select_for_update().filter(source=source, revoked_on=None).first()
    if row is not None:
        row.revoked_on = on
        row.save(update_fields=["revoked_on"])
        record("official.training_revoked", actor, row.official, source=source, reason=reason)


def _fields_without(draft: TrainingDraft, *names: str) -> dict[str, object]:
    return {key: value for key, value in asdict(normalise_texts(draft)).items() if key not in names}
