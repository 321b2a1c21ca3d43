"""Writing officials down, one or many, and correcting what was written wrong."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.personnel.actions.drafts import OfficialDraft, PostDraft
from lms.people.personnel.models import (
    Official,
    Post,
    Qualification,
    Rating,
    Sensitive,
)
from lms.people.personnel.policies import may_keep, may_register

_BATCH = 500


@transaction.atomic
def register_official(*, actor: Actor, draft: OfficialDraft) -> Official:
    """Write one official down with his posts. BadInput where the staff code is taken or no post is given."""
    return register_officials(actor=actor, drafts=[draft])[0]


@transaction.atomic
def register_officials(*, actor: Actor, drafts: Sequence[OfficialDraft]) -> list[Official]:
    """Write many down: all of them or none, with one event in the book. The order of `drafts` is kept."""
    if not drafts:
        return []
    units = {post.unit.pk: post.unit for draft in drafts for post in draft.posts}
    if not all(may_register(actor, unit) for unit in units.values()):
        raise NotAllowed(_("You may register officials only at the units that you manage."))
    _check(drafts)
    officials = Official.objects.bulk_create(map(_official, drafts), batch_size=_BATCH)
    pairs = list(zip(officials, drafts, strict=True))
    _write(
        Sensitive.objects,
        [Sensitive(official=o, **asdict(d.sensitive)) for o, d in pairs if d.sensitive],
    )
    _write(Post.objects, [post_of(o, post) for o, d in pairs for post in d.posts])
    _write(
        Qualification.objects,
        [Qualification(official=o, **asdict(q)) for o, d in pairs for q in d.qualifications],
    )
    _write(Rating.objects, [Rating(official=o, **asdict(r)) for o, d in pairs for r in d.ratings])
    # the first stands for the batch; the codes name all
    record(
        "official.registered",
        actor,
        officials[0],
        count=len(officials),
        codes=[official.code for official in officials],
        units=sorted(unit.code for unit in units.values()),
    )
    return officials  # fmt: skip


@transaction.atomic
def correct_official(
    *, actor: Actor, official: Official, full_name: str, birth_date: dt.date, reason: str
) -> Official:
    """Mend a name or birth date that was written wrong. Issued certificates keep what they say."""
    if not may_keep(actor, official):
        raise NotAllowed(_("Only the unit of this official may correct his entry."))
    official = Official.objects.select_for_update().get(pk=official.pk)
    if not reason:
        raise BadInput(_("Say on what ground the entry is corrected."), field="reason")
    full_name = _name(full_name)
    _born(birth_date)
    before = {"full_name": official.full_name, "birth_date": official.birth_date.isoformat()}
    official.full_name, official.birth_date = full_name, birth_date
    for column, value in names_of(full_name).items():
        setattr(official, column, value)
    official.save(update_fields=["full_name", "birth_date", *names_of(full_name)])
    if official.user is not None:
        official.user.full_name = full_name
        official.user.save(update_fields=["full_name"])
    after = {"full_name": full_name, "birth_date": birth_date.isoformat()}
    record("official.corrected", actor, official, before=before, after=after, reason=reason)
    return official


def post_of(official: Official, draft: PostDraft) -> Post:
    """The row of a post that is drafted (`asdict` would copy the unit)."""
    fields = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    return Post(official=official, **fields)


def _check(drafts: Sequence[OfficialDraft]) -> None:
    codes = [draft.code for draft in drafts]
    if not all(codes):
        raise BadInput(_("Give a staff code."), field="code")
    known = Official.objects.filter(code__in=codes).values_list("code", flat=True)
    taken = {*known, *(code for code in codes if codes.count(code) > 1)}
    if taken:
        raise BadInput(
            _("These staff codes belong to somebody already: %(codes)s.")
            % {"codes": ", ".join(sorted(taken)[:5])},
            field="code",
        )
    for draft in drafts:
        if not draft.posts:
            raise BadInput(_("An official has at least one post."), field="posts")
        _born(draft.birth_date)


def _official(draft: OfficialDraft) -> Official:
    name = _name(draft.full_name)
    return Official(
        code=draft.code, full_name=name, birth_date=draft.birth_date, sex=draft.sex,
        **names_of(name),
    )  # fmt: skip


def names_of(full_name: str) -> dict[str, str]:
    """The columns by which a name is found and sorted; see models.Official."""
    return {
        "name_low": f" {full_name.lower()}", "name_fold": f" {text.fold(full_name)}",
        "name_key": text.name_key(full_name), "name_sorted": " ".join(sorted(text.fold(full_name).split())),
    }  # fmt: skip


def _name(full_name: str) -> str:
    name = text.normal(full_name)
    if len(name.split()) < 2:
        raise BadInput(_("Write the full name: family name first."), field="full_name")
    return name


def _born(birth_date: dt.date) -> None:
    if not dt.date(1900, 1, 1) < birth_date < clock.today():
        raise BadInput(
            _("The birth date cannot be right; write day/month/year."), field="birth_date"
        )


def _write(manager: Manager[Any], rows: Sequence[Model]) -> None:
    manager.bulk_create(rows, batch_size=_BATCH)
