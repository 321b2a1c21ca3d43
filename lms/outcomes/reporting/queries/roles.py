"""Who holds which role in an area, and whom a role may be given to."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.outcomes.reporting.policies import area_of
from lms.people.accounts.models import User
from lms.people.organisation.models import Role, RoleAssignment
from lms.people.organisation.policies import on_day, within
from lms.people.personnel.models import Official, Post
from lms.people.personnel.queries import find

# A search for one person that meets more wants another word.
MOST_CANDIDATES = 20


@dataclass(frozen=True)
class Candidate:
    """An account to which a role may be given; `words` tells persons of one name apart."""

    user_id: int
    name: str
    words: str


def area_roles(
    actor: Actor, *, typed: str = "", role: str = "", ended: bool = False
) -> QuerySet[RoleAssignment]:
    """Roles on units of the actor's area: those of today and to come, or the ended ones.

    `typed`: the person or the unit as people type them, words in any order.
    """
    rows = RoleAssignment.objects.filter(area_of(actor, "unit__")).select_related("user", "unit")
    over = Q(valid_to__lt=clock.today())
    rows = rows.filter(over) if ended else rows.exclude(over)
    if role:
        rows = rows.filter(role=role)
    if typed.strip():
        rows = rows.filter(_named(rows, typed))
    return rows.order_by("unit__path", "role", "user__full_name", "pk")


def area_role(actor: Actor, pk: int) -> RoleAssignment:
    """One role that the actor may end. NotFound for all others."""
    rows = RoleAssignment.objects.filter(within(actor, Role.AUTHORITY, path="unit__"), pk=pk)
    found = rows.select_related("user", "unit").first()
    if found is None:
        raise NotFound
    return found


def candidates(actor: Actor, typed: str) -> list[Candidate]:
    """Open accounts by name, staff code or e-mail: officials of the actor's area, and who holds a
    role in it.

    Never himself.
    """
    if not typed.strip():
        return []
    posts = Post.objects.filter(on_day(), within(actor, Role.AUTHORITY, path="unit__"))
    among = Official.objects.filter(pk__in=posts.values("official"), user__is_active=True)
    found = [
        Candidate(official.user_id, official.full_name, _post_words(official))
        for official in find(actor, typed, among=among)
        if official.user_id is not None
    ]
    others = _accounts_with_roles(actor).filter(official=None)
    words = text.fold(typed).split()
    for user in others:
        name = text.fold(user.full_name)
        if all(word in name for word in words) or typed.strip().lower() == user.email:
            found.append(Candidate(user.pk, user.full_name, user.email or user.staff_code or ""))
    return [one for one in found if one.user_id != actor.user_id][:MOST_CANDIDATES]


def candidate(actor: Actor, user_id: int) -> Candidate | None:
    """The one of that account, if a role may be given to it; see `candidates`."""
    here = within(actor, Role.AUTHORITY, path="unit__")
    works = Post.objects.filter(on_day(), here, official__user=OuterRef("pk"))
    serves = RoleAssignment.objects.filter(here, user=OuterRef("pk"))
    rows = User.objects.filter(Exists(works) | Exists(serves), pk=user_id, is_active=True)
    user = rows.exclude(pk=actor.key).first()
    return (
        None
        if user is None
        else Candidate(user.pk, user.full_name, user.email or user.staff_code or "")
    )


def _accounts_with_roles(actor: Actor) -> QuerySet[User]:
    held = RoleAssignment.objects.filter(within(actor, Role.AUTHORITY, path="unit__"))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("full_name")


def _post_words(official: Official) -> str:
    posts: list[Post] = official.current_posts  # type: ignore[attr-defined]  # find() gives them
    return ", ".join([official.code, *(f"{post.title}, {post.unit.name}" for post in posts[:1])])


def _named(rows: QuerySet[RoleAssignment], typed: str) -> Q:
    """Each word in the name of the official or of the unit; names of accounts without an official
    are folded here.
    """
    plain = dict(
        rows.filter(user__official=None).order_by().values_list("user_id", "user__full_name")
    )
    folded = {pk: text.fold(name) for pk, name in plain.items()}
    found = Q()
    for word in text.fold(typed).split():
        accounts = [pk for pk, name in folded.items() if word in name]
        found &= (
            Q(user__official__name_fold__contains=word)
            | Q(unit__name_fold__contains=word)
            | Q(user__in=accounts)
        )
    return found | Q(unit__code__iexact=typed.strip())
