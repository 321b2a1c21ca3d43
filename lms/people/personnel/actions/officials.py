"""Writing officials down, one or many, and correcting what was written wrong."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.accounts.models import User
from lms.people.organisation.models import Unit
from lms.people.personnel.actions.drafts import OfficialDraft, PostDraft
from lms.people.personnel.actions.keeping import check_posts, not_himself, tidy
from lms.people.personnel.models import (
    Official,
    Post,
    Qualification,
    Rating,
    Sensitive,
)
from lms.people.personnel.policies import may_keep, may_register
from lms.people.personnel.queries.files import free_codes
from lms.people.personnel.spells import one_main

_BATCH = 500
# Years; the same as in workbooks (workbooks.reading.values.dates.birth).
_YOUNGEST = 16


@transaction.atomic
def register_official(*, actor: Actor, draft: OfficialDraft) -> Official:
    """Write one official down with his posts.

    BadInput where the staff code is taken or no post is given.
    """
    return register_officials(actor=actor, drafts=[draft])[0]


@transaction.atomic
def register_officials(*, actor: Actor, drafts: Sequence[OfficialDraft]) -> list[Official]:
    """Write many down: all of them or none, with one event in the book. The order of `drafts` is
    kept.

    Of several posts one is the main one on each day (spells.one_main).
    """
    if not drafts:
        return []
    units = {post.unit.pk: post.unit for draft in drafts for post in draft.posts}
    if not all(may_register(actor, unit) for unit in units.values()):
        raise NotAllowed(_("You may register officials only at the units that you manage."))
    drafts = _coded([tidy(draft) for draft in drafts])
    _check(drafts)
    officials = _made(drafts)
    pairs = list(zip(officials, drafts, strict=True))
    _write(
        Sensitive.objects,
        [Sensitive(official=o, **asdict(d.sensitive)) for o, d in pairs if d.sensitive],
    )
    _write(Post.objects, [post_of(o, post) for o, d in pairs for post in _settled(d.posts)])
    _write(
        Qualification.objects,
        [Qualification(official=o, **asdict(tidy(q))) for o, d in pairs for q in d.qualifications],
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
    return officials


@transaction.atomic
def correct_official(
    *,
    actor: Actor,
    official: Official,
    full_name: str,
    birth_date: dt.date,
    reason: str,
    sex: str = "",
    code: str = "",
) -> Official:
    """Mend what was written wrong; empty `sex` and `code` stay.

    Issued certificates keep what they say.
    """
    if not may_keep(actor, official):
        raise NotAllowed(_("Only the unit of this official may correct his entry."))
    not_himself(actor, official)
    official = Official.objects.select_for_update().get(pk=official.pk)
    if not reason:
        raise BadInput(_("Say on what ground the entry is corrected."), field="reason")
    before = _identity(official)
    official.full_name = _name(full_name)
    _born(birth_date)
    official.birth_date = birth_date
    official.sex = sex or official.sex
    code = text.normal(code) or official.code
    _free(official, code)
    official.code = code
    for column, value in names_of(official.full_name).items():
        setattr(official, column, value)
    official.save()
    if official.user is not None:
        official.user.full_name = official.full_name
        if official.user.staff_code == before["code"]:
            official.user.staff_code = code
        official.user.save(update_fields=["full_name", "staff_code"])
    after = _identity(official)
    changed = [name for name in after if after[name] != before[name]]
    record(
        "official.corrected",
        actor,
        official,
        reason=reason,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return official


def post_of(official: Official, draft: PostDraft) -> Post:
    """The row of a post that is drafted (`asdict` would copy the unit)."""
    draft = tidy(draft)
    fields = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    return Post(official=official, **fields)


def _settled(posts: Sequence[PostDraft]) -> list[PostDraft]:
    pieces = zip(posts, one_main(posts), strict=True)
    return [
        replace(post, valid_from=part.first, valid_to=part.last, is_main=part.is_main)
        for post, parts in pieces
        for part in parts
    ]


def _coded(drafts: Sequence[OfficialDraft]) -> list[OfficialDraft]:
    """With codes for those who have none; the units are locked so that two at once get two
    codes.
    """
    without = {d.posts[0].unit.pk: d.posts[0].unit for d in drafts if d.posts and not d.code}
    Unit.objects.select_for_update().order_by("pk").in_bulk(list(without))
    free = {pk: free_codes(unit) for pk, unit in without.items()}
    return [
        (
            draft
            if draft.code or not draft.posts
            else replace(draft, code=next(free[draft.posts[0].unit.pk]))
        )
        for draft in drafts
    ]


def _made(drafts: Sequence[OfficialDraft]) -> list[Official]:
    try:
        with transaction.atomic():
            return Official.objects.bulk_create(map(_official, drafts), batch_size=_BATCH)
    except IntegrityError:
        raise BadInput(
            _("Somebody has just used one of these staff codes. Send the form again."), field="code"
        ) from None


def _identity(official: Official) -> dict[str, str]:
    return {
        "full_name": official.full_name,
        "birth_date": official.birth_date.isoformat(),
        "sex": official.sex,
        "code": official.code,
    }


def _free(official: Official, code: str) -> None:
    """BadInput where another person or account goes by that code."""
    people = Official.objects.exclude(pk=official.pk).filter(code=code)
    accounts = User.objects.exclude(pk=official.user_id or 0).filter(staff_code=code)
    if people.exists() or accounts.exists():
        raise BadInput(_taken([code]), field="code")


def _taken(codes: Sequence[str]) -> str:
    return _("These staff codes belong to somebody already: %(codes)s.") % {
        "codes": ", ".join(sorted(codes)[:5])
    }


def _check(drafts: Sequence[OfficialDraft]) -> None:
    codes = [draft.code for draft in drafts]
    known = Official.objects.filter(code__in=codes).values_list("code", flat=True)
    taken = {*known, *(code for code in codes if codes.count(code) > 1)}
    if taken:
        raise BadInput(_taken([*taken]), field="code")
    for draft in drafts:
        if not draft.posts:
            raise BadInput(_("An official has at least one post."), field="posts")
        _born(draft.birth_date)
    check_posts([post for draft in drafts for post in draft.posts])


def _official(draft: OfficialDraft) -> Official:
    name = _name(draft.full_name)
    return Official(
        code=draft.code,
        full_name=name,
        birth_date=draft.birth_date,
        sex=draft.sex,
        **names_of(name),
    )


def names_of(full_name: str) -> dict[str, str]:
    """The columns by which a name is found and sorted; see models.Official."""
    return {
        "name_low": f" {full_name.lower()}",
        "name_fold": f" {text.fold(full_name)}",
        "name_key": text.name_key(full_name),
        "name_sorted": " ".join(sorted(text.fold(full_name).split())),
    }


def _name(full_name: str) -> str:
    name = text.normal(full_name)
    if len(name.split()) < 2:
        raise BadInput(_("Write the full name: family name first."), field="full_name")
    if any(letter.isdigit() for letter in name):
        raise BadInput(_("A name holds no digits. Write the name alone."), field="full_name")
    if name in (name.lower(), name.upper()):
        # typed in a hurry, or copied from a list in capitals: the register writes names with
        # capitals
        name = " ".join(word[:1].upper() + word[1:].lower() for word in name.split())
    return name


def _born(birth_date: dt.date) -> None:
    today = clock.today()
    # nobody holds a post younger; a slip in the year is the likely reason. Workbooks are read by
    # the same age.
    if not dt.date(1900, 1, 1) < birth_date <= today - dt.timedelta(days=round(365.25 * _YOUNGEST)):
        raise BadInput(
            _("The birth date cannot be right; write day/month/year."), field="birth_date"
        )


def _write(manager: Manager[Any], rows: Sequence[Model]) -> None:
    manager.bulk_create(rows, batch_size=_BATCH)
