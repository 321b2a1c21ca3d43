"""Who holds which role in an area, and who may be given one."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.accounts.models import User
from lms.people.organisation.models import Role, RoleAssignment
from lms.people.organisation.policies import area_of, on_day, within_scope_of
from lms.people.personnel.models import Official, Post
from lms.people.personnel.queries.people import find_officials

# A search for one person that meets more wants another word.
MOST_CANDIDATES = 20


@dataclass(frozen=True)
class RoleCandidate:
    """An open account that may be given a role; `words` tells people of one name apart."""

    user_id: int
    name: str
    words: str


def area_roles(
    actor: Actor, *, typed: str = "", role: str = "", ended: bool = False
) -> QuerySet[RoleAssignment]:
    """Roles on units of the actor's area: those of today and to come, or the ended ones.

    `typed`: words of the holder's or the unit's name in any order, or the unit's code.
    """
    assignments = RoleAssignment.objects.filter(area_of(actor, "unit__"))
    has_ended = Q(valid_to__lt=clock.today())
    assignments = assignments.filter(has_ended if ended else ~has_ended)
    if role:
        assignments = assignments.filter(role=role)
    if typed.strip():
        assignments = assignments.filter(_matches_name(assignments, typed))
    return assignments.select_related("user", "unit").order_by(
        "unit__path", "role", "user__full_name", "pk"
    )


def area_role(actor: Actor, pk: int) -> RoleAssignment:
    """One role that the actor may end. NotFound for all others."""
    assignments = RoleAssignment.objects.filter(
        within_scope_of(actor, Role.AUTHORITY, path="unit__")
    )
    return one_or_404(assignments.select_related("user", "unit"), pk=pk)


def role_candidates(actor: Actor, typed: str) -> list[RoleCandidate]:
    """Open accounts by name, staff code or e-mail, at most MOST_CANDIDATES.

    Officials with a post in the actor's area, and those who hold a role in it. The actor is never
    among them: nobody gives a role to themselves.
    """
    if not typed.strip():
        return []
    matches = [*_official_candidates(actor, typed), *_other_candidates(actor, typed)]
    return [match for match in matches if match.user_id != actor.user_id][:MOST_CANDIDATES]


def role_candidate(actor: Actor, user_id: int) -> RoleCandidate | None:
    """The candidate with this account, or None if they may not be given a role."""
    in_area = within_scope_of(actor, Role.AUTHORITY, path="unit__")
    posts = Post.objects.filter(on_day(), in_area, official__user=OuterRef("pk"))
    roles = RoleAssignment.objects.filter(in_area, user=OuterRef("pk"))
    users = User.objects.filter(Exists(posts) | Exists(roles), pk=user_id, is_active=True)
    user = users.exclude(pk=actor.key).first()
    return None if user is None else _account_candidate(user)


def _official_candidates(actor: Actor, typed: str) -> list[RoleCandidate]:
    posts = Post.objects.filter(on_day(), within_scope_of(actor, Role.AUTHORITY, path="unit__"))
    among = Official.objects.filter(pk__in=posts.values("official"), user__is_active=True)
    return [
        RoleCandidate(official.user_id, official.full_name, _post_words(official))
        for official in find_officials(actor, typed, among=among)
        if official.user_id is not None
    ]


def _other_candidates(actor: Actor, typed: str) -> list[RoleCandidate]:
    """Accounts without an official that hold a role in the area, by words of the name or e-mail."""
    words = text.fold_marks(typed).split()
    matches = []
    for user in _accounts_with_roles(actor).filter(official=None):
        name = text.fold_marks(user.full_name)
        if all(word in name for word in words) or typed.strip().lower() == user.email:
            matches.append(_account_candidate(user))
    return matches


def _account_candidate(user: User) -> RoleCandidate:
    return RoleCandidate(user.pk, user.full_name, user.email or user.staff_code or "")


def _accounts_with_roles(actor: Actor) -> QuerySet[User]:
    assignments = RoleAssignment.objects.filter(
        within_scope_of(actor, Role.AUTHORITY, path="unit__")
    )
    users = User.objects.filter(pk__in=assignments.values("user"), is_active=True)
    return users.order_by("full_name")


def _post_words(official: Official) -> str:
    posts: list[Post] = official.current_posts  # type: ignore[attr-defined]  # find() gives them
    return ", ".join([official.code, *(f"{post.title}, {post.unit.name}" for post in posts[:1])])


def _matches_name(assignments: QuerySet[RoleAssignment], typed: str) -> Q:
    """Assignments with each typed word in the name of the holder or of the unit, or with its code.

    Names of accounts without an official are stored with their marks only: they are folded here.
    """
    without_official = assignments.filter(user__official=None).order_by()
    names = dict(without_official.values_list("user_id", "user__full_name"))
    folded = {pk: text.fold_marks(name) for pk, name in names.items()}
    every_word = Q()
    for word in text.fold_marks(typed).split():
        accounts = [pk for pk, name in folded.items() if word in name]
        every_word &= (
            Q(user__official__name_fold__contains=word)
            | Q(unit__name_fold__contains=word)
            | Q(user__in=accounts)
        )
    return every_word | Q(unit__code__iexact=typed.strip())
