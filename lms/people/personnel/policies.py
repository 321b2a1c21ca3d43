"""Which officials an actor may see, whose files they keep, and whose sensitive data they may read.

A permission about one official is a function `may_…`; its second face is the condition for rows
(Q) that lists are made with. Both answer alike for everybody (tests compare them).
"""

from django.db.models import Q, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.people.accounts.models import User
from lms.people.organisation.models import Role, RoleAssignment, Unit, UnitLevel
from lms.people.organisation.policies import may_on, on_day, roles_of
from lms.people.personnel.models import Official, Post

# Roles that see officials by their posts of today, and roles that also see former staff.
_SEE_CURRENT_STAFF = (Role.UNIT_MANAGER, Role.SCHOOL_OFFICE)
_SEE_FORMER_STAFF = (Role.AUTHORITY, Role.AUDITOR)
_OPEN_ACCOUNTS = (Role.UNIT_MANAGER, Role.SCHOOL_OFFICE, Role.AUTHORITY)


def seen_by(actor: Actor) -> Q:
    """Officials whom the actor may see: themselves, those of their units, and those of the
    province of their school.
    """
    if actor.is_system:
        return ~Q(pk__in=[])
    if actor.user_id is None:
        return Q(pk__in=[])
    return Q(user_id=actor.user_id) | _with_posts_at(
        _role_paths(actor, *_SEE_CURRENT_STAFF), on_day(), _role_paths(actor, *_SEE_FORMER_STAFF)
    )


def served_by(actor: Actor) -> Q:
    """Officials whom the actor's school offices serve: those who work today in the province of the
    school.
    """
    paths = _role_paths(actor, Role.SCHOOL_OFFICE)
    if not paths:
        return Q(pk__in=[])
    return Q(pk__in=_posts_below(paths).filter(on_day()).values("official"))


def may_register(actor: Actor, unit: Unit) -> bool:
    """Whether the actor enters officials and posts at this unit: as its manager, or as the
    training authority above it.
    """
    return may_on(actor, unit, Role.UNIT_MANAGER, Role.AUTHORITY)


def may_keep(actor: Actor, official: Official) -> bool:
    """Whether the actor keeps this official's file: as manager of a unit at which the official has
    a post today, or as the training authority above it.
    """
    if actor.is_system:
        return True
    paths = _role_paths(actor, Role.UNIT_MANAGER, Role.AUTHORITY)
    return _any_at_or_below(
        paths, official.posts.filter(on_day()).values_list("unit__path", flat=True)
    )


def may_read_file(actor: Actor, official: Official) -> bool:
    """Whether the actor reads the whole file.

    Readers are the managers of the units of today and of those to come, and the authority and the
    auditor of any unit at which the official ever had a post.
    """
    if actor.is_system:
        return True
    return _may_read(actor, official, _SEE_FORMER_STAFF)


def file_read_by(actor: Actor) -> Q:
    """Second face of `may_read_file`."""
    return _read_by(actor, _SEE_FORMER_STAFF)


def may_open_evidence(actor: Actor, official: Official) -> bool:
    """Whether the actor opens the papers in the file: the official themselves, the unit managers
    and the authority, not the auditor.
    """
    if actor.is_system or (actor.user_id is not None and official.user_id == actor.user_id):
        return True
    return _may_read(actor, official, (Role.AUTHORITY,))


def evidence_opened_by(actor: Actor) -> Q:
    """Second face of `may_open_evidence`."""
    return _read_by(actor, (Role.AUTHORITY,)) | Q(user_id=actor.key)


def may_merge(actor: Actor, official: Official) -> bool:
    """Whether the actor may decide that this entry and another are one person.

    It takes who keeps the file, or the authority of a former unit; nobody decides about themselves.
    Two entries may be merged if this holds for both.
    """
    if actor.user_id is None or official.user_id == actor.user_id:
        return False
    former = official.posts.values_list("unit__path", flat=True)
    return may_keep(actor, official) or _any_at_or_below(_role_paths(actor, Role.AUTHORITY), former)


def may_open_account(actor: Actor, official: Official) -> bool:
    """Whether the actor makes the official's account and prints codes for it: as the official's
    unit, the authority above it, or a school office of the province.

    Nobody gives themselves a code, so that a borrowed session cannot make itself a second key. The
    account of somebody with a role is reset by the authority above that role alone: else a school
    office could sign as its own head.
    """
    if actor.is_system:
        return True
    if official.user_id is not None and not _may_reset(actor, official.user_id):
        return False
    paths = _role_paths(actor, *_OPEN_ACCOUNTS)
    return _any_at_or_below(
        paths, official.posts.filter(on_day()).values_list("unit__path", flat=True)
    )


def may_link_account(actor: Actor, official: Official, user: User) -> bool:
    """Whether the actor may join this official to this account, which then opens by printed codes.

    Both must be within reach: the official as in `may_open_account`; the account is not the actor's
    own, not an administrator's, and has no role outside the areas where the actor is the authority.
    """
    if not may_open_account(actor, official):
        return False
    return actor.is_system or _may_reset(actor, user.pk)


def _may_reset(actor: Actor, user_id: int) -> bool:
    """Whether the actor may open this account anew: not their own, not an administrator's, and
    each of its roles lies in an area where the actor is the authority.
    """
    if user_id == actor.user_id or User.objects.filter(pk=user_id, is_superuser=True).exists():
        return False
    above = _role_paths(actor, Role.AUTHORITY)
    role_paths = RoleAssignment.objects.filter(on_day(), user=user_id).values_list(
        "unit__path", flat=True
    )
    return all(any(unit.startswith(path) for path in above) for unit in role_paths)


def may_see_sensitive(actor: Actor, official: Official) -> bool:
    """Whether the actor reads the sensitive fields: the official themselves and who keeps their
    file, never a school.

    Source: Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP (sensitive personal data, from summaries).
    """
    is_own = actor.user_id is not None and official.user_id == actor.user_id
    return is_own or may_keep(actor, official)


def _may_read(actor: Actor, official: Official, ever: tuple[Role, ...]) -> bool:
    now, past = _role_paths(actor, Role.UNIT_MANAGER), _role_paths(actor, *ever)
    to_come = official.posts.filter(_not_ended()).values_list("unit__path", flat=True)
    return _any_at_or_below(now, to_come) or _any_at_or_below(
        past, official.posts.values_list("unit__path", flat=True)
    )


def _read_by(actor: Actor, ever: tuple[Role, ...]) -> Q:
    if actor.is_system:
        return ~Q(pk__in=[])
    now, past = _role_paths(actor, Role.UNIT_MANAGER), _role_paths(actor, *ever)
    return _with_posts_at(now, _not_ended(), past)


def _not_ended() -> Q:
    """Posts of today and those to come: a unit prepares for the people whom it gets."""
    return Q(valid_to=None) | Q(valid_to__gte=clock.today())


def _role_paths(actor: Actor, *roles: str) -> list[str]:
    return [
        _path_of_role(assignment.unit, assignment.role)
        for assignment in roles_of(actor)
        if assignment.role in roles
    ]


def _path_of_role(unit: Unit, role: str) -> str:
    # A provincial school teaches the officials of the whole province that it stands below.
    if role == Role.SCHOOL_OFFICE and unit.level == UnitLevel.SCHOOL and unit.depth > 1:
        parent: str = unit.path[: -unit.steplen]
        return parent
    path: str = unit.path
    return path


def _with_posts_at(now: list[str], when: Q, ever: list[str]) -> Q:
    """Officials with a post at or below the paths `now` that fits `when`, or with a post of any
    time at or below the paths `ever`.
    """
    # one subquery over posts, not two joined by OR: PostgreSQL may begin with the smaller side
    if not now and not ever:
        return Q(pk__in=[])
    scope = (_at_or_below(now) & when) | _at_or_below(ever)
    return Q(pk__in=Post.objects.filter(scope).values("official"))


def _at_or_below(paths: list[str]) -> Q:
    scope = Q(pk__in=[])
    for path in paths:
        scope |= Q(unit__path__startswith=path)
    return scope


def _posts_below(paths: list[str]) -> QuerySet[Post]:
    return Post.objects.filter(_at_or_below(paths))


def _any_at_or_below(paths: list[str], units: QuerySet[Post, str]) -> bool:
    return bool(paths) and any(unit.startswith(path) for unit in units for path in paths)
