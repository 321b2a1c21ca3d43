"""Whose officials somebody may see, keep and know sensitive things about."""

from django.db.models import Q, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.people.accounts.models import User
from lms.people.organisation.models import Level, Role, RoleAssignment, Unit
from lms.people.organisation.policies import may_on, on_day, roles_of
from lms.people.personnel.models import Official, Post

# Who sees officials by their posts of today, and who also sees where they worked before.
_NOW = (Role.UNIT_MANAGER, Role.SCHOOL_OFFICE)
_EVER = (Role.AUTHORITY, Role.AUDITOR)
_OPENERS = (Role.UNIT_MANAGER, Role.SCHOOL_OFFICE, Role.AUTHORITY)


def seen_by(actor: Actor) -> Q:
    """Officials whom the actor may see: himself, those of his units, those of his school's
    province.
    """
    if actor.is_system:
        return ~Q(pk__in=[])
    if actor.user_id is None:
        return Q(pk__in=[])
    return Q(user_id=actor.user_id) | _at(_paths(actor, *_NOW), on_day(), _paths(actor, *_EVER))


def may_see(actor: Actor, official: Official) -> bool:
    """One official; the other face of `seen_by`."""
    if actor.is_system:
        return True
    if actor.user_id is None:
        return False
    if official.user_id == actor.user_id:
        return True
    now, ever = _paths(actor, *_NOW), _paths(actor, *_EVER)
    current = official.posts.filter(on_day()).values_list("unit__path", flat=True)
    past = official.posts.values_list("unit__path", flat=True)
    return _reaches(now, current) or _reaches(ever, past)


def served_by(actor: Actor) -> Q:
    """Officials whom the actor's school offices serve: those who work today in the province of the
    school.
    """
    held = _paths(actor, Role.SCHOOL_OFFICE)
    return Q(pk__in=_posts(held).filter(on_day()).values("official")) if held else Q(pk__in=[])


def may_register(actor: Actor, unit: Unit) -> bool:
    """Officials and their posts are written down by the unit itself or by the training authority
    above it.
    """
    return may_on(actor, unit, Role.UNIT_MANAGER, Role.AUTHORITY)


def may_keep(actor: Actor, official: Official) -> bool:
    """Whether the actor keeps this official's file: at a unit where he has a post today."""
    if actor.is_system:
        return True
    held = _paths(actor, Role.UNIT_MANAGER, Role.AUTHORITY)
    return _reaches(held, official.posts.filter(on_day()).values_list("unit__path", flat=True))


def may_read_file(actor: Actor, official: Official) -> bool:
    """Whether the actor reads the whole file: who keeps it or will, the authority of any former
    unit, the auditor.
    """
    if actor.is_system:
        return True
    return _reads(actor, official, _EVER)


def file_read_by(actor: Actor) -> Q:
    """Second face of `may_read_file`."""
    return _read_by(actor, _EVER)


def may_open_evidence(actor: Actor, official: Official) -> bool:
    """Whether the actor opens the papers in the file: the person himself and who keeps it, not the
    auditor.
    """
    if actor.is_system or (actor.user_id is not None and official.user_id == actor.user_id):
        return True
    return _reads(actor, official, (Role.AUTHORITY,))


def evidence_opened_by(actor: Actor) -> Q:
    """Second face of `may_open_evidence`."""
    return _read_by(actor, (Role.AUTHORITY,)) | Q(user_id=actor.key)


def may_merge(actor: Actor, official: Official) -> bool:
    """Whether the actor decides that this entry and another are one person: a keeper, or the
    authority of a former unit.

    Nobody decides about himself. Two entries may be merged where this holds for both.
    """
    if actor.user_id is None or official.user_id == actor.user_id:
        return False
    former = official.posts.values_list("unit__path", flat=True)
    return may_keep(actor, official) or _reaches(_paths(actor, Role.AUTHORITY), former)


def mergeable_by(actor: Actor) -> Q:
    """Second face of `may_merge`."""
    if actor.user_id is None:
        return Q(pk__in=[])
    scope = _at(_paths(actor, Role.UNIT_MANAGER), on_day(), _paths(actor, Role.AUTHORITY))
    return scope & (Q(user=None) | ~Q(user_id=actor.user_id))


def may_open_account(actor: Actor, official: Official) -> bool:
    """Accounts and printed codes: by the official's unit, the authority above it, or a school
    office of his province.

    Nobody gives himself a code, so that a borrowed session cannot make itself a second key. Who
    holds a role is reset by the authority above that role alone: else a school office could sign as
    its own head.
    """
    if actor.is_system:
        return True
    if official.user_id is not None and not _may_reset(actor, official.user_id):
        return False
    held = _paths(actor, *_OPENERS)
    return _reaches(held, official.posts.filter(on_day()).values_list("unit__path", flat=True))


def account_openable_by(actor: Actor) -> QuerySet[Official]:
    """Second face of `may_open_account`."""
    if actor.is_system:
        return Official.objects.all()
    held = _paths(actor, *_OPENERS)
    if not held or actor.user_id is None:
        return Official.objects.none()
    above = Q(pk__in=[])
    for path in _paths(actor, Role.AUTHORITY):
        above |= Q(unit__path__startswith=path)
    out_of_reach = RoleAssignment.objects.filter(on_day()).exclude(above).values("user")
    return (
        Official.objects.filter(pk__in=_posts(held).filter(on_day()).values("official"))
        .exclude(user__in=out_of_reach)
        .exclude(user__is_superuser=True)
        .exclude(user=actor.user_id)
    )


def _may_reset(actor: Actor, user_id: int) -> bool:
    if user_id == actor.user_id or User.objects.filter(pk=user_id, is_superuser=True).exists():
        return False
    above = _paths(actor, Role.AUTHORITY)
    roles = RoleAssignment.objects.filter(on_day(), user=user_id).values_list(
        "unit__path", flat=True
    )
    return all(any(unit.startswith(path) for path in above) for unit in roles)


def may_see_sensitive(actor: Actor, official: Official) -> bool:
    """Ethnic origin and Party membership: the person himself and who keeps his file. Never a
    school.

    Source: Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP (sensitive personal data, from summaries).
    """
    himself = actor.user_id is not None and official.user_id == actor.user_id
    return himself or may_keep(actor, official)


def _reads(actor: Actor, official: Official, ever: tuple[Role, ...]) -> bool:
    now, past = _paths(actor, Role.UNIT_MANAGER), _paths(actor, *ever)
    to_come = official.posts.filter(_not_over()).values_list("unit__path", flat=True)
    return _reaches(now, to_come) or _reaches(
        past, official.posts.values_list("unit__path", flat=True)
    )


def _read_by(actor: Actor, ever: tuple[Role, ...]) -> Q:
    if actor.is_system:
        return ~Q(pk__in=[])
    now, past = _paths(actor, Role.UNIT_MANAGER), _paths(actor, *ever)
    return _at(now, _not_over(), past)


def _not_over() -> Q:
    """Posts of today and those to come: the new unit prepares for whom it gets."""
    return Q(valid_to=None) | Q(valid_to__gte=clock.today())


def _paths(actor: Actor, *roles: str) -> list[str]:
    return [_reach(held.unit, held.role) for held in roles_of(actor) if held.role in roles]


def _reach(unit: Unit, role: str) -> str:
    # A provincial school teaches the officials of the whole province that it stands below.
    if role == Role.SCHOOL_OFFICE and unit.level == Level.SCHOOL and unit.depth > 1:
        parent: str = unit.path[: -unit.steplen]
        return parent
    path: str = unit.path
    return path


def _at(now: list[str], when: Q, ever: list[str]) -> Q:
    """Officials with a post `when` at or below `now`, or at any time at or below `ever`.

    One question about posts, not two joined by "or": so PostgreSQL may begin with whichever side is
    smaller.
    """
    if not now and not ever:
        return Q(pk__in=[])
    scope = (_below(now) & when) | _below(ever)
    return Q(pk__in=Post.objects.filter(scope).values("official"))


def _below(paths: list[str]) -> Q:
    scope = Q(pk__in=[])
    for path in paths:
        scope |= Q(unit__path__startswith=path)
    return scope


def _posts(paths: list[str]) -> QuerySet[Post]:
    return Post.objects.filter(_below(paths))


def _reaches(paths: list[str], units: QuerySet[Post, str]) -> bool:
    return bool(paths) and any(unit.startswith(path) for unit in units for path in paths)
