"""What the header and the tabs offer this person: all his places at once, never a switch of
roles.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import pgettext

from lms.core.actor import Actor
from lms.core.notices.models import Notice
from lms.people.accounts.models import User
from lms.people.organisation.models import Role, RoleAssignment
from lms.people.organisation.policies import has_any, on_day
from lms.people.personnel.models import Official
from lms.teaching.classes.models import ClassStaff

# So many tabs fit at the bottom of a phone; with more places the last tab opens the whole list.
TABS = 4


@dataclass(frozen=True)
class Item:
    """One place: words, path, icon."""

    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class Facts:
    """What a person is today: named to a class, an official, the holder of a role, somebody with
    unread notices.
    """

    teaches: bool = False
    learns: bool = False
    holds: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Nav:
    """`own`: what I learn; `work`: what I do for others. `unread`: whether the bell has news."""

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
        """What stands at the bottom of a phone."""
        return self.every if len(self.every) <= TABS else self._best()

    @property
    def more(self) -> bool:
        """Whether a last tab with all places is needed."""
        return len(self.every) > TABS

    @property
    def current_hidden(self) -> bool:
        """Whether the place one is at has no tab of its own."""
        return not any(item.current for item in self.tabs) and any(i.current for i in self.every)

    def _best(self) -> list[Item]:
        first_work = self.work[:2] if self.own else self.work[: TABS - 1]
        return [*self.own[: TABS - 1 - len(first_work)], *first_work]


def nav_of(actor: Actor, path: str) -> Nav:
    """The places of `actor`, the one that `path` lies in marked.

    Two queries: what he is, and his roles if any.
    """
    if actor.user_id is None:
        return Nav(own=_marked(_public(), path))
    facts = facts_of(actor)
    work = _work(actor, facts)
    if facts.learns or not work:
        own = [
            Item(pgettext("nav", "Today"), "/hom-nay/", "house"),
            Item(pgettext("nav", "Courses"), "/hoc/", "book-open"),
            Item(pgettext("nav", "Classes"), "/lop/", "presentation"),
            Item(pgettext("nav", "My record"), "/ho-so/", "award"),
        ]
        work = [item for item in work if item.url != "/lop/"]
    else:
        own = []
        work = [Item(pgettext("nav", "Today"), "/hom-nay/", "house"), *work]
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
    found = []
    if facts.teaches:
        found.append(Item(pgettext("nav", "My classes"), "/lop/", "presentation"))
        found.append(Item(pgettext("nav", "Grading"), "/cham/", "file-pen"))
    if not facts.holds:
        return found
    if has_any(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD):
        found.append(Item(pgettext("nav", "School"), "/truong/", "school"))
    if has_any(actor, Role.EDITOR):
        found.append(Item(pgettext("nav", "Write lessons"), "/quan-tri/", "square-pen"))
    if has_any(actor, Role.UNIT_MANAGER):
        found.append(Item(pgettext("nav", "Unit"), "/don-vi/", "building-2"))
    if has_any(actor, Role.AUTHORITY, Role.AUDITOR):
        found.append(Item(pgettext("nav", "Personnel"), "/don-vi/nhan-su/", "users"))
        found.append(Item(pgettext("nav", "Reports"), "/bao-cao/", "chart-column"))
        found.append(Item(pgettext("nav", "Organisation"), "/to-chuc/", "network"))
    return found


def facts_of(actor: Actor) -> Facts:
    """What the actor is today, in one query, read once a request."""
    if "nav" not in actor.memo:
        user = OuterRef("pk")
        found = (
            User.objects.filter(pk=actor.key)
            .values_list(
                Exists(ClassStaff.objects.filter(on_day(), user_id=user)),
                Exists(Official.objects.filter(user_id=user)),
                Exists(RoleAssignment.objects.filter(on_day(), user_id=user)),
                Exists(Notice.objects.filter(user_id=user, read_at=None)),
            )
            .first()
        )
        actor.memo["nav"] = Facts(*found) if found else Facts()
    facts: Facts = actor.memo["nav"]
    return facts


def _marked(items: list[Item], path: str) -> list[Item]:
    """The item with the longest path that `path` begins with is where one is; "/" only marks
    itself.
    """
    fitting = [i.url for i in items if path == i.url or (i.url != "/" and path.startswith(i.url))]
    here = max(fitting, key=len, default=None)
    return [Item(i.label, i.url, i.icon, current=i.url == here) for i in items]
