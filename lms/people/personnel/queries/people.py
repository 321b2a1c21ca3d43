"""The search for officials, and who works where on a day."""

import datetime as dt

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import stood_below
from lms.people.personnel.finding import MOST_FOUND, officials_matching
from lms.people.personnel.models import Official, Post
from lms.people.personnel.policies import seen_by, served_by


def with_posts(officials: QuerySet[Official], day: dt.date | None = None) -> QuerySet[Official]:
    """The officials with `current_posts`: their posts of `day` (None: today) with units, the main
    post first.
    """
    posts = Post.objects.filter(on_day(day)).select_related("unit").order_by("-is_main", "pk")
    # clears a prefetch of another day, so that the last call counts
    return officials.prefetch_related(None).prefetch_related(
        Prefetch("posts", posts, to_attr="current_posts")
    )


def people_seen(actor: Actor) -> QuerySet[Official]:
    """Every official whom the actor may see, in the order of Vietnamese lists."""
    return with_posts(Official.objects.filter(seen_by(actor)).select_related("user"))


def schooled_officials(actor: Actor) -> QuerySet[Official]:
    """The people whom the actor's schools serve: those who work today in the province
    (policies.served_by).
    """
    return with_posts(Official.objects.filter(served_by(actor)).select_related("user"))


def find_officials(
    actor: Actor, words: str, *, among: QuerySet[Official] | None = None, day: dt.date | None = None
) -> list[Official]:
    """Find the first MOST_FOUND officials whom the words mean (finding.matching), with their posts
    of `day`.

    Without `among` the search is over `people_seen`; a caller that has asked its own policy passes
    the officials to search instead.
    """
    officials = people_seen(actor) if among is None else with_posts(among, day)
    return list(officials_matching(officials, words, day)[:MOST_FOUND])


def has_official() -> Exists:
    """For a query of accounts: whether each belongs to an official."""
    return Exists(Official.objects.filter(user_id=OuterRef("pk")))


def main_post_of(actor: Actor) -> Post | None:
    """The actor's main post of today with its unit; None for who has none. One query."""
    posts = Post.objects.filter(on_day(), official__user_id=actor.key).select_related("unit")
    return posts.order_by("-is_main", "pk").first()


def staff_of(unit: Unit, day: dt.date | None = None) -> QuerySet[Official]:
    """Officials with a post in `unit` or below it on `day` (None: today)."""
    posts = Post.objects.filter(on_day(day), stood_below(unit, day or clock.today(), "unit__"))
    return with_posts(Official.objects.filter(pk__in=posts.values("official")), day)
