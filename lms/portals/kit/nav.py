"""The places that header and tabs offer a person: all at once, never a switch of roles."""

from dataclasses import dataclass, field

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
class Item:
    """One place: its label, address and icon. `current`: whether the page shown lies in it."""

    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class Facts:
    """What a person is today: staff of a class, an official, the holder of a role, somebody with
    unread notices.
    """

    teaches: bool = False
    learns: bool = False
    holds: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Nav:
    """`own`: what I learn; `work`: what I do for others. `unread`: there are new notices."""

    own: list[Item] = field(default_factory=list)
    work: list[Item] = field(default_factory=list)
    unread: bool = False

    @property
    def both(self) -> bool:
        """Whether the lists need their headings."""
        return bool(self.own and self.work)

    @property
    def every(self) -> list[Item]:
        return [*self.own, *self.work]

    @property
    def tabs(self) -> list[Item]:
        """The places at the bottom of a phone, at most TABS."""
        return self.every if len(self.every) <= TABS else self._first_of_each()

    @property
    def more(self) -> bool:
        """Whether a last tab with all places is needed."""
        return len(self.every) > TABS

    @property
    def current_hidden(self) -> bool:
        """Whether the place that the page lies in has no tab of its own."""
        has_tab = any(item.current for item in self.tabs)
        return not has_tab and any(item.current for item in self.every)

    def _first_of_each(self) -> list[Item]:
        # one tab is kept for the whole list
        work = self.work[:2] if self.own else self.work[: TABS - 1]
        return [*self.own[: TABS - 1 - len(work)], *work]


def nav_of(actor: Actor, path: str) -> Nav:
    """The places of `actor`, the one that `path` lies in marked.

    Two queries: the facts about the person, and their roles if any.
    """
    if actor.user_id is None:
        return Nav(own=_marked(_public(), path))
    facts = facts_of(actor)
    work = _work(actor, facts)
    today = Item(pgettext("nav", "Today"), "/hom-nay/", "house")
    if facts.learns or not work:
        own = [
            today,
            Item(pgettext("nav", "Courses"), "/hoc/", "book-open"),
            Item(pgettext("nav", "Classes"), "/lop/", "presentation"),
            Item(pgettext("nav", "My record"), "/ho-so/", "award"),
        ]
        work = [item for item in work if item.url != "/lop/"]
    else:
        own = []
        work = [today, *work]
    marked = _marked([*own, *work], path)
    return Nav(own=marked[: len(own)], work=marked[len(own) :], unread=facts.unread)


def _public() -> list[Item]:
    return [
        Item(pgettext("nav", "Home"), "/", "house"),
        Item(pgettext("nav", "Courses"), "/khoa-hoc/", "book-open"),
        Item(pgettext("nav", "Verify"), "/xac-thuc/", "badge-check"),
        Item(pgettext("nav", "Sign in"), "/tai-khoan/dang-nhap/", "log-in"),
    ]


def _work(actor: Actor, facts: Facts) -> list[Item]:
    places = []
    if facts.teaches:
        places.append(Item(pgettext("nav", "My classes"), "/lop/", "presentation"))
        places.append(Item(pgettext("nav", "Grading"), "/cham/", "file-pen"))
    if not facts.holds:
        return places
    if has_any(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD):
        places.append(Item(pgettext("nav", "School"), "/truong/", "school"))
    if has_any(actor, Role.EDITOR):
        places.append(Item(pgettext("nav", "Write lessons"), "/quan-tri/", "square-pen"))
    if has_any(actor, Role.UNIT_MANAGER):
        places.append(Item(pgettext("nav", "Unit"), "/don-vi/", "building-2"))
    if has_any(actor, Role.AUTHORITY, Role.AUDITOR):
        places.append(Item(pgettext("nav", "Personnel"), "/don-vi/nhan-su/", "users"))
        places.append(Item(pgettext("nav", "Reports"), "/bao-cao/", "chart-column"))
        places.append(Item(pgettext("nav", "Organisation"), "/to-chuc/", "network"))
    return places


def facts_of(actor: Actor) -> Facts:
    """What the actor is today, in one query, read once a request."""
    facts: Facts | None = actor.memo.get("nav")
    if facts is None:
        answers = facts_about(
            actor.key,
            teaches=is_class_staff(),
            learns=has_official(),
            holds=holds_any_role(),
            unread=has_unread_notices(),
        )
        facts = actor.memo["nav"] = Facts(**answers)
    return facts


def _marked(items: list[Item], path: str) -> list[Item]:
    """The same items, the one with the longest address that `path` begins with marked as current.

    "/" begins every path, so it is marked only on its own page.
    """
    fitting = [item.url for item in items if path == item.url or _lies_below(path, item.url)]
    current = max(fitting, key=len, default=None)
    return [Item(item.label, item.url, item.icon, item.url == current) for item in items]


def _lies_below(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url)
