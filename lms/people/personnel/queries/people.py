"""Finding officials, and who works where on a day."""

import datetime as dt
import uuid

from django.db.models import Prefetch, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import on_day, within
from lms.people.organisation.queries import below
from lms.people.personnel.finding import MOST_FOUND, matching
from lms.people.personnel.models import Official, Post
from lms.people.personnel.policies import seen_by, served_by


def with_posts(rows: QuerySet[Official], day: dt.date | None = None) -> QuerySet[Official]:
    """Each official gets `current_posts`: the posts of that day, the main one first, with their
    units.
    """
    posts = Post.objects.filter(on_day(day)).select_related("unit").order_by("-is_main", "pk")
    # None first: asked twice, the last day counts
    return rows.prefetch_related(None).prefetch_related(
        Prefetch("posts", posts, to_attr="current_posts")
    )


def people_seen(actor: Actor) -> QuerySet[Official]:
    """Every official whom the actor may see, in the order of Vietnamese lists."""
    return with_posts(Official.objects.filter(seen_by(actor)).select_related("user"))


def run_officials(actor: Actor) -> QuerySet[Official]:
    """The people who work today in the units that the actor manages."""
    posts = Post.objects.filter(on_day(), within(actor, Role.UNIT_MANAGER, path="unit__"))
    return with_posts(
        Official.objects.filter(pk__in=posts.values("official")).select_related("user")
    )


def schooled_officials(actor: Actor) -> QuerySet[Official]:
    """The people whom the actor's schools serve: who works today in the province
    (policies.served_by).
    """
    return with_posts(Official.objects.filter(served_by(actor)).select_related("user"))


def find(
    actor: Actor, typed: str, *, among: QuerySet[Official] | None = None, day: dt.date | None = None
) -> list[Official]:
    """The first MOST_FOUND officials whom `typed` means (finding.matching).

    `among` narrows or, for a caller who has asked his own policy, replaces who is searched; without
    it: `people_seen`. They come with their posts of `day`.
    """
    rows = people_seen(actor) if among is None else with_posts(among, day)
    return list(matching(rows, typed, day)[:MOST_FOUND])


def seen_official(actor: Actor, uid: uuid.UUID) -> Official:
    """One official whom the actor may see. NotFound for a stranger, as for nobody."""
    found = people_seen(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def main_post_of(actor: Actor) -> Post | None:
    """The actor's main post of today with its unit, where he is an official. One query."""
    rows = Post.objects.filter(on_day(), official__user_id=actor.key).select_related("unit")
    return rows.order_by("-is_main", "pk").first()


def staff_of(unit: Unit, day: dt.date | None = None) -> QuerySet[Official]:
    """Who has a post in `unit` or below it on `day` (today where none is given)."""
    posts = Post.objects.filter(on_day(day), below(unit, day or clock.today(), "unit__"))
    return with_posts(Official.objects.filter(pk__in=posts.values("official")), day)
