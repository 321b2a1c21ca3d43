"""What changes in a career: posts, qualifications, ratings, training. Each is a dated row that is added."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.personnel.actions.drafts import (
    PostDraft,
    QualificationDraft,
    RatingDraft,
    TrainingDraft,
)
from lms.people.personnel.actions.officials import post_of
from lms.people.personnel.levels import LADDER
from lms.people.personnel.models import (
    Dimension,
    Level,
    Official,
    Post,
    Qualification,
    Rating,
    TrainingRecord,
)
from lms.people.personnel.policies import may_keep, may_register


@transaction.atomic
def appoint(
    *, actor: Actor, official: Official, draft: PostDraft, end_others: bool = False
) -> Post:
    """Give a post. With `end_others` the posts held so far end the day before (a move, not a second office)."""
    if not may_register(actor, draft.unit) or (end_others and not may_keep(actor, official)):
        raise NotAllowed(_("You may give posts only at the units that you manage."))
    Official.objects.select_for_update().get(pk=official.pk)
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        raise BadInput(_("A post cannot end before it began."), field="valid_to")
    if end_others:
        running = official.posts.filter(valid_to=None, valid_from__lt=draft.valid_from)
        running.update(valid_to=draft.valid_from - dt.timedelta(days=1))
    post = post_of(official, draft)
    post.save()
    record(
        "official.appointed", actor, official,
        unit=draft.unit.code, title=draft.title, valid_from=draft.valid_from.isoformat(),
    )  # fmt: skip
    return post


@transaction.atomic
def end_post(*, actor: Actor, post: Post, on: dt.date, reason: str) -> Post:
    """End a post: `on` is its last day."""
    if not may_register(actor, post.unit):
        raise NotAllowed(_("You may end posts only at the units that you manage."))
    post = Post.objects.select_for_update().select_related("official", "unit").get(pk=post.pk)
    if on < post.valid_from:
        raise BadInput(_("A post cannot end before it began."), field="on")
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    record(
        "official.post_ended", actor, post.official,
        unit=post.unit.code, title=post.title, on=on.isoformat(), reason=reason,
    )  # fmt: skip
    return post


@transaction.atomic
def add_qualification(
    *, actor: Actor, official: Official, draft: QualificationDraft
) -> Qualification:
    """Write down a level that the official holds from a day on. BadInput for a level of another dimension."""
    _keeper(actor, official)
    if Level(draft.level) not in LADDER[Dimension(draft.dimension)]:
        raise BadInput(
            _("This level does not belong to this kind of qualification."), field="level"
        )
    row = Qualification.objects.create(official=official, **asdict(draft))
    record("official.qualified", actor, official, dimension=draft.dimension, level=draft.level)
    return row


@transaction.atomic
def rate(*, actor: Actor, official: Official, draft: RatingDraft) -> Rating:
    """Write down a rating that was decided; the newest one counts."""
    _keeper(actor, official)
    row = Rating.objects.create(official=official, **asdict(draft))
    record("official.rated", actor, official, period=draft.period, scale=draft.scale)
    return row


@transaction.atomic
def add_training_record(
    *, actor: Actor, official: Official, draft: TrainingDraft
) -> TrainingRecord:
    """Write down what the official completed. The same source again changes nothing and gives the same row."""
    if not (actor.is_system or may_keep(actor, official)):
        raise NotAllowed(
            _("Training is written down by the unit of the official, or by a certificate.")
        )
    row, made = TrainingRecord.objects.get_or_create(
        source=draft.source, defaults={"official": official, **_without_source(draft)}
    )
    if made:
        record("official.trained", actor, official, source=draft.source, title=draft.title)
    return row


@transaction.atomic
def revoke_training_record(*, actor: Actor, source: str, on: dt.date, reason: str) -> None:
    """The document behind a record was revoked: the row stays and says so. Nothing where there is no such row."""
    if not actor.is_system:
        raise NotAllowed(_("Training is taken back only with the certificate that it stands on."))
    row = TrainingRecord.objects.select_for_update().filter(source=source, revoked_on=None).first()
    if row is not None:
        row.revoked_on = on
        row.save(update_fields=["revoked_on"])
        record("official.training_revoked", actor, row.official, source=source, reason=reason)


def _keeper(actor: Actor, official: Official) -> None:
    if not may_keep(actor, official):
        raise NotAllowed(
            _("Only the unit of this official and the authority above it keep his file.")
        )


def _without_source(draft: TrainingDraft) -> dict[str, object]:
    fields = asdict(draft)
    fields.pop("source")
    return fields
