"""Entering officials in the register, one or many, and correcting an entry."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.accounts.models import User
from lms.people.accounts.names import clean_name, name_columns
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.personnel.actions.checks import check_not_own_file, check_posts, normalise_texts
from lms.people.personnel.actions.drafts import OfficialDraft, PostDraft
from lms.people.personnel.fields import (
    FURTHER_FIELDS,
    NO_VALUES,
    SENSITIVE_FIELDS,
    FieldValues,
    clean_values,
    columns_for_log,
)
from lms.people.personnel.models import (
    Official,
    Post,
    Qualification,
    Rating,
    Sensitive,
)
from lms.people.personnel.policies import may_keep, may_register
from lms.people.personnel.queries.entry_rules import entry_rules_of
from lms.people.personnel.queries.files import free_codes
from lms.people.personnel.rules.ages import BirthDate, check_birth_date
from lms.people.personnel.rules.codes import clean_code
from lms.people.personnel.rules.spells import split_by_main_post

_BATCH = 500


@transaction.atomic
def register_official(*, actor: Actor, draft: OfficialDraft) -> Official:
    """Enter one official with posts.

    BadInput where the staff code is taken or no post is given.
    """
    return register_officials(actor=actor, drafts=[draft])[0]


@transaction.atomic
def register_officials(*, actor: Actor, drafts: Sequence[OfficialDraft]) -> list[Official]:
    """Enter many officials: all of them or none, with one event in the audit log. They come back in
    the order of `drafts`.

    Of several posts one is the main one on each day (`rules.spells`). NotAllowed at
    units of others; BadInput for a code that is taken, a name, birth date or post that cannot be.
    """
    if not drafts:
        return []
    units = _units_of(drafts)
    if not all(may_register(actor, unit) for unit in units):
        raise NotAllowed(_("You may register officials only at the units that you manage."))
    drafts = _assign_codes([_clean_draft(draft) for draft in drafts])
    _check_drafts(drafts)
    officials = _create_officials(drafts)
    _write_details(officials, drafts)
    # the first stands for the batch; the codes name all
    record(
        "official.registered",
        actor,
        officials[0],
        count=len(officials),
        codes=[official.code for official in officials],
        units=sorted(unit.code for unit in units),
    )
    return officials


@transaction.atomic
def correct_official(
    *,
    actor: Actor,
    official: Official,
    full_name: str,
    birth_date: dt.date | BirthDate,
    reason: str,
    code: str = "",
    further: FieldValues = NO_VALUES,
) -> Official:
    """Correct the name, birth date, code or further fields of an entry (fields.FURTHER_FIELDS).

    A field that is not given stays; so does one that every entry has and that is given empty.

    The account takes the new name and code; issued certificates keep what they say. BadInput
    without a reason, or for a value that cannot be.
    """
    if not may_keep(actor, official):
        raise NotAllowed(_("Only the unit of this official may correct this entry."))
    check_not_own_file(actor, official)
    official = Official.objects.select_for_update().get(pk=official.pk)
    if not reason:
        raise BadInput(_("Say on what ground the entry is corrected."), field="reason")
    before = columns_for_log(official)
    official.full_name = clean_name(full_name)
    _correct_birth_date(official, BirthDate.of(birth_date))
    for key, value in clean_values(FURTHER_FIELDS, further).items():
        setattr(official, key, value)
    official.code = clean_code(code) if code.strip() else official.code
    _check_code_is_free(official, official.code)
    for column, value in name_columns(official.full_name).items():
        setattr(official, column, value)
    official.save()
    _correct_account(official, before["code"])
    after = columns_for_log(official)
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


def build_post(official: Official, draft: PostDraft) -> Post:
    """The unsaved post of the official with the fields of the draft."""
    draft = normalise_texts(draft)
    # not asdict, which would copy the unit
    fields = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    return Post(official=official, **fields)


def _units_of(drafts: Sequence[OfficialDraft]) -> list[Unit]:
    """The units of all posts, each once."""
    units = {post.unit.pk: post.unit for draft in drafts for post in draft.posts}
    return list(units.values())


def _write_details(officials: Sequence[Official], drafts: Sequence[OfficialDraft]) -> None:
    """Save posts, qualifications, ratings and sensitive fields, each kind with one statement."""
    sensitive, posts, qualifications, ratings = [], [], [], []
    for official, draft in zip(officials, drafts, strict=True):
        if draft.sensitive:
            values = clean_values(SENSITIVE_FIELDS, draft.sensitive)
            sensitive.append(Sensitive(official=official, **values))
        posts += [build_post(official, post) for post in _split_by_main_post(draft.posts)]
        qualifications += [
            Qualification(official=official, **asdict(normalise_texts(level)))
            for level in draft.qualifications
        ]
        ratings += [Rating(official=official, **asdict(rating)) for rating in draft.ratings]
    _write_rows(Sensitive.objects, sensitive)
    _write_rows(Post.objects, posts)
    _write_rows(Qualification.objects, qualifications)
    _write_rows(Rating.objects, ratings)


def _correct_account(official: Official, former_code: str) -> None:
    """Give the official's account their name, and their code if it had the former one."""
    user = official.user
    if user is None:
        return
    user.full_name = official.full_name
    if user.staff_code == former_code:
        user.staff_code = official.code
    user.save(update_fields=["full_name", "staff_code"])


def _split_by_main_post(posts: Sequence[PostDraft]) -> list[PostDraft]:
    """The posts cut into pieces, so that one is the main post on each day."""
    drafts = []
    for post, pieces in zip(posts, split_by_main_post(posts), strict=True):
        for piece in pieces:
            draft = replace(
                post, valid_from=piece.first, valid_to=piece.last, is_main=piece.is_main
            )
            drafts.append(draft)
    return drafts


def _clean_draft(draft: OfficialDraft) -> OfficialDraft:
    draft = normalise_texts(draft)
    return replace(draft, code=clean_code(draft.code)) if draft.code else draft


def _assign_codes(drafts: Sequence[OfficialDraft]) -> list[OfficialDraft]:
    """The drafts, with a free code of their unit for those that have none."""
    without_code = [draft for draft in drafts if draft.posts and not draft.code]
    units = {unit.pk: unit for unit in (draft.posts[0].unit for draft in without_code)}
    # two requests at once get different codes
    Unit.objects.select_for_update().order_by("pk").in_bulk(list(units))
    free = {pk: free_codes(unit) for pk, unit in units.items()}
    coded = []
    for draft in drafts:
        if draft.code or not draft.posts:
            coded.append(draft)
        else:
            coded.append(replace(draft, code=next(free[draft.posts[0].unit.pk])))
    return coded


def _create_officials(drafts: Sequence[OfficialDraft]) -> list[Official]:
    try:
        with transaction.atomic():
            return Official.objects.bulk_create(map(_build_official, drafts), batch_size=_BATCH)
    except IntegrityError:
        raise BadInput(
            _("Somebody has just used one of these staff codes. Send the form again."), field="code"
        ) from None


def _check_code_is_free(official: Official, code: str) -> None:
    """BadInput where another person or account goes by that code."""
    people = Official.objects.exclude(pk=official.pk).filter(code=code)
    accounts = User.objects.exclude(pk=official.user_id or 0).filter(staff_code=code)
    if people.exists() or accounts.exists():
        raise BadInput(_describe_taken_codes([code]), field="code")


def _describe_taken_codes(codes: Sequence[str]) -> str:
    return _("These staff codes belong to somebody already: %(codes)s.") % {
        "codes": ", ".join(sorted(codes)[:5])
    }


def _check_drafts(drafts: Sequence[OfficialDraft]) -> None:
    codes = Counter(draft.code for draft in drafts)
    taken = set(Official.objects.filter(code__in=codes).values_list("code", flat=True))
    taken |= {code for code, count in codes.items() if count > 1}
    if taken:
        raise BadInput(_describe_taken_codes([*taken]), field="code")
    for draft in drafts:
        if not draft.posts:
            raise BadInput(_("An official has at least one post."), field="posts")
    _check_birth_dates(drafts)
    check_posts([post for draft in drafts for post in draft.posts])


def _check_birth_dates(drafts: Sequence[OfficialDraft]) -> None:
    """BadInput for a birth date that the rulebook of the first post's unit does not allow."""
    units = {draft.posts[0].unit.pk: draft.posts[0].unit for draft in drafts}
    rules = {pk: entry_rules_of(unit) for pk, unit in units.items()}
    for draft in drafts:
        born = BirthDate.of(draft.birth_date)
        check_birth_date(born, clock.today(), rules[draft.posts[0].unit.pk])


def _correct_birth_date(official: Official, born: BirthDate) -> None:
    """Set the birth date. BadInput for another one that the rulebook of the unit does not allow."""
    if born == official.birth:
        return
    post = official.posts.filter(on_day(), is_main=True).select_related("unit").first()
    check_birth_date(born, clock.today(), entry_rules_of(post.unit if post else None))
    official.birth_date, official.birth_precision = born.day, born.precision


def _build_official(draft: OfficialDraft) -> Official:
    name, born = clean_name(draft.full_name), BirthDate.of(draft.birth_date)
    return Official(
        code=draft.code,
        full_name=name,
        birth_date=born.day,
        birth_precision=born.precision,
        **clean_values(FURTHER_FIELDS, {"sex": draft.sex, **draft.further}),
        **name_columns(name),
    )


def _write_rows(manager: Manager[Any], rows: Sequence[Model]) -> None:
    manager.bulk_create(rows, batch_size=_BATCH)
