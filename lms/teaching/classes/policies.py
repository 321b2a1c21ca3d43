"""Who manages, who teaches, who may write to a class.

Two faces each: one class, and the classes.
"""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on, on_day, within_scope_of
from lms.teaching.classes.models import ClassGroup, ClassStaff, StaffRole


def may_plan(actor: Actor, school: Unit) -> bool:
    """The school's office plans its classes."""
    return may_on(actor, school, Role.SCHOOL_OFFICE)


def may_manage(actor: Actor, group: ClassGroup) -> bool:
    """The office of the class's school."""
    return may_plan(actor, group.school)


def managed_by(actor: Actor) -> Q:
    """Classes of the schools whose office the actor is."""
    return within_scope_of(actor, Role.SCHOOL_OFFICE, path="school__")


def may_teach(actor: Actor, group: ClassGroup) -> bool:
    """Assigned to the class today, in whichever role."""
    return bool(_roles_today(actor).get(group.pk))


def taught_by(actor: Actor) -> Q:
    """Classes to which the actor is assigned today."""
    return Q(pk__in=_roles_today(actor).keys())


def may_decide(actor: Actor, group: ClassGroup) -> bool:
    """Instructors and class managers decide on leave; assistants do not."""
    return bool(_roles_today(actor).get(group.pk, set()) - {StaffRole.ASSISTANT})


def decided_by(actor: Actor) -> Q:
    """Classes in which the actor may decide on leave."""
    return Q(
        pk__in=[pk for pk, roles in _roles_today(actor).items() if roles - {StaffRole.ASSISTANT}]
    )


def may_announce(actor: Actor, group: ClassGroup) -> bool:
    """The class's staff and its school's office."""
    return may_teach(actor, group) or may_manage(actor, group)


def announced_by(actor: Actor) -> Q:
    """Classes to which the actor may write."""
    return taught_by(actor) | managed_by(actor)


def _roles_today(actor: Actor) -> dict[int, set[str]]:
    """class → the actor's roles in it today; read once a request."""
    roles_by_class: dict[int, set[str]] | None = actor.memo.get("class_roles")
    if roles_by_class is None:
        roles_by_class = {}
        rows = ClassStaff.objects.filter(on_day(), user_id=actor.key)
        for group_id, role in rows.values_list("group_id", "role"):
            roles_by_class.setdefault(group_id, set()).add(role)
        actor.memo["class_roles"] = roles_by_class
    return roles_by_class
