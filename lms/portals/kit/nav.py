"""The places that header and tabs offer a person: all at once, never a switch of roles."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import pgettext

from lms.core.actor import Actor
from lms.core.notices.queries import has_unread_notices
from lms.people.accounts.queries import facts_about
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.organisation.queries import holds_any_role
from lms.people.personnel.queries import has_official
from lms.teaching.classes.queries import is_class_staff

# How many tabs fit at the bottom of a phone; with more places the last tab opens the whole list.
TABS = 4


@dataclass(frozen=True)
class NavItem:
    """One place: its label, address and icon. `current`: whether the page shown lies in it."""

    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class PersonFacts:
    """What a person is today: staff of a class, an official, the holder of a role, somebody with
    unread notices.
    """

    teaches: bool = False
    learns: bool = False
    holds: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Navigation:
    """`own`: what I learn; `work`: what I do for others. `unread`: there are new notices."""

    own: list[NavItem] = field(default_factory=list)
    work: list[NavItem] = field(default_factory=list)
    unread: bool = False

    @property
    def has_two_lists(self) -> bool:
        """Whether the lists need their headings."""
        return bool(self.own and self.work)

    @property
    def all_items(self) -> list[NavItem]:
        return [*self.own, *self.work]

    @property
    def tabs(self) -> list[NavItem]:
        """The places at the bottom of a phone, at most TABS."""
        return self.all_items if len(self.all_items) <= TABS else self._first_of_each()

    @property
    def needs_more_tab(self) -> bool:
        """Whether a last tab with all places is needed."""
        return len(self.all_items) > TABS

    @property
    def current_hidden(self) -> bool:
        """Whether the place that the page lies in has no tab of its own."""
        has_tab = any(item.current for item in self.tabs)
        return not has_tab and any(item.current for item in self.all_items)

    def _first_of_each(self) -> list[NavItem]:
        # one tab is kept for the whole list
        work = self.work[:2] if self.own else self.work[: TABS - 1]
        return [*self.own[: TABS - 1 - len(work)], *work]


def navigation_of(actor: Actor, path: str) -> Navigation:
    """The places of `actor`, the one that `path` lies in marked.

    Two queries: the facts about the person, and their roles if any.
    """
    if actor.user_id is None:
        return Navigation(own=_mark_current(_public_places(), path))
    facts = person_facts(actor)
    work = _places_of_work(actor, facts)
    today = NavItem(pgettext("nav", "Today"), reverse("home_today"), "house")
    if facts.learns or not work:
        own = [
            today,
            NavItem(pgettext("nav", "Courses"), reverse("learner_courses"), "book-open"),
            NavItem(pgettext("nav", "Classes"), reverse("class_list"), "presentation"),
            NavItem(pgettext("nav", "My record"), reverse("learner_record"), "award"),
        ]
        work = [item for item in work if item.url != reverse("class_list")]
    else:
        own = []
        work = [today, *work]
    marked = _mark_current([*own, *work], path)
    return Navigation(own=marked[: len(own)], work=marked[len(own) :], unread=facts.unread)


def _public_places() -> list[NavItem]:
    return [
        NavItem(pgettext("nav", "Home"), "/", "house"),
        NavItem(pgettext("nav", "Courses"), reverse("public_catalogue"), "book-open"),
        NavItem(pgettext("nav", "Verify"), reverse("public_verify"), "badge-check"),
        NavItem(pgettext("nav", "Sign in"), reverse("account_login"), "log-in"),
    ]


def _places_of_work(actor: Actor, facts: PersonFacts) -> list[NavItem]:
    places = []
    if facts.teaches:
        places.append(NavItem(pgettext("nav", "My classes"), reverse("class_list"), "presentation"))
        places.append(NavItem(pgettext("nav", "Grading"), reverse("instructor_piles"), "file-pen"))
    if not facts.holds:
        return places
    if has_any(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD):
        places.append(NavItem(pgettext("nav", "School"), reverse("school_dashboard"), "school"))
    if has_any(actor, Role.EDITOR):
        places.append(
            NavItem(pgettext("nav", "Write lessons"), reverse("wagtailadmin_home"), "square-pen")
        )
    if has_any(actor, Role.UNIT_MANAGER):
        places.append(NavItem(pgettext("nav", "Unit"), reverse("unit_home"), "building-2"))
    if has_any(actor, Role.AUTHORITY, Role.AUDITOR):
        places.append(NavItem(pgettext("nav", "Personnel"), reverse("unit_people"), "users"))
        places.append(
            NavItem(pgettext("nav", "Reports"), reverse("authority_home"), "chart-column")
        )
        places.append(
            NavItem(pgettext("nav", "Organisation"), reverse("authority_tree"), "network")
        )
    return places


def person_facts(actor: Actor) -> PersonFacts:
    """What the actor is today, in one query, read once a request."""
    facts: PersonFacts | None = actor.memo.get("nav")
    if facts is None:
        answers = facts_about(
            actor.key,
            teaches=is_class_staff(),
            learns=has_official(),
            holds=holds_any_role(),
            unread=has_unread_notices(),
        )
        facts = actor.memo["nav"] = PersonFacts(**answers)
    return facts


def _mark_current(items: list[NavItem], path: str) -> list[NavItem]:
    """The same items, the one with the longest address that `path` begins with marked as current.

    "/" begins every path, so it is marked only on its own page.
    """
    fitting = [item.url for item in items if path == item.url or _lies_below(path, item.url)]
    current = max(fitting, key=len, default=None)
    return [NavItem(item.label, item.url, item.icon, item.url == current) for item in items]


def _lies_below(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url)
