"""Second faces of permissions that the product asks in one form only, written in other words.

The product asks either about one official or for a list. The form that it does not need stands
here, so that the tests can hold both against each other.
"""

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.people.organisation.models import Role, RoleAssignment, Unit, UnitLevel
from lms.people.organisation.policies import may_on, on_day, roles_of, within_scope_of
from lms.people.personnel.models import Official, Post

_OPENERS = (Role.UNIT_MANAGER, Role.SCHOOL_OFFICE, Role.AUTHORITY)


def may_see_official(actor: Actor, official: Official) -> bool:
    """One official; the other face of `personnel.seen_by`."""
    if actor.is_system:
        return True
    if actor.user_id is None:
        return False
    posts = official.posts.select_related("unit")
    return (
        official.user_id == actor.user_id
        or any(may_on(actor, post.unit, Role.AUTHORITY, Role.AUDITOR) for post in posts)
        or any(
            may_on(actor, post.unit, Role.UNIT_MANAGER) or _serves(actor, post.unit)
            for post in posts.filter(on_day())
        )
    )


def mergeable_by(actor: Actor) -> Q:
    """Second face of `personnel.may_merge`."""
    if actor.user_id is None:
        return Q(pk__in=[])
    managed = Post.objects.filter(
        on_day(), within_scope_of(actor, Role.UNIT_MANAGER, path="unit__")
    )
    overseen = Post.objects.filter(within_scope_of(actor, Role.AUTHORITY, path="unit__"))
    reached = Q(pk__in=managed.values("official")) | Q(pk__in=overseen.values("official"))
    return reached & (Q(user=None) | ~Q(user_id=actor.user_id))


def account_openable_by(actor: Actor) -> QuerySet[Official]:
    """Second face of `personnel.may_open_account`."""
    if actor.is_system:
        return Official.objects.all()
    if actor.user_id is None:
        return Official.objects.none()
    roles = [role for role in roles_of(actor) if role.role in _OPENERS]
    reached = Q(pk__in=[])
    for role in roles:
        top = _served_top(role.unit) if role.role == Role.SCHOOL_OFFICE else role.unit
        posts = Post.objects.filter(on_day(), unit__path__startswith=top.path)
        reached |= Q(pk__in=posts.values("official"))
    out_of_reach = RoleAssignment.objects.filter(on_day()).exclude(
        within_scope_of(actor, Role.AUTHORITY, path="unit__")
    )
    return (
        Official.objects.filter(reached)
        .exclude(user__in=out_of_reach.values("user"))
        .exclude(user__is_superuser=True)
        .exclude(user=actor.user_id)
    )


def may_read_standards(actor: Actor, official: Official) -> bool:
    """One official; the other face of `standards.read_by`."""
    posts = official.posts.select_related("unit")
    return any(may_on(actor, post.unit, Role.AUTHORITY, Role.AUDITOR) for post in posts) or any(
        may_on(actor, post.unit, Role.UNIT_MANAGER) for post in posts.filter(on_day())
    )


def _serves(actor: Actor, unit: Unit) -> bool:
    """Whether a school office of the actor serves the unit: it lies in the school's province."""
    offices = [role.unit for role in roles_of(actor) if role.role == Role.SCHOOL_OFFICE]
    return any(unit.path.startswith(_served_top(office).path) for office in offices)


def _served_top(office: Unit) -> Unit:
    is_provincial_school = office.level == UnitLevel.SCHOOL and office.depth > 1
    return office.get_parent() if is_provincial_school else office
