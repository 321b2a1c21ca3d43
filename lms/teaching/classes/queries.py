"""Questions about classes; each actor sees only what they manage, teach or learn in."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.accounts.models import User
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import in_subtree_of
from lms.people.personnel.models import Post
from lms.teaching.classes.models import Announcement, ClassGroup, ClassStaff, Meeting, StaffRole
from lms.teaching.classes.policies import announced_by, managed_by, taught_by
from lms.teaching.classes.states import ClassState, MeetingState

# Classes that take up their people's time.
ACTIVE = (ClassState.PLANNED, ClassState.ENROLLING, ClassState.RUNNING)
# Staff who must be present; a class manager may look after two classes at once.
ROLES_IN_CLASSROOM = (StaffRole.INSTRUCTOR, StaffRole.ASSISTANT)


def managed_classes(actor: Actor) -> QuerySet[ClassGroup]:
    """Classes of the schools whose office the actor is, newest first."""
    return _all_classes().filter(managed_by(actor))


def managed_class(actor: Actor, code: str) -> ClassGroup:
    """One of the managed classes. NotFound for a stranger."""
    return one_or_404(managed_classes(actor), code=code)


def taught_classes(actor: Actor) -> QuerySet[ClassGroup]:
    """Classes to which the actor is assigned today, newest first."""
    return _all_classes().filter(taught_by(actor)).exclude(state=ClassState.CANCELLED)


def taught_class(actor: Actor, code: str) -> ClassGroup:
    """One of the taught classes. NotFound for a stranger."""
    return one_or_404(taught_classes(actor), code=code)


def class_of_staff(actor: Actor, code: str) -> ClassGroup:
    """A class whose staff or whose school's office the actor is. NotFound for a stranger."""
    return one_or_404(_all_classes(), announced_by(actor), code=code)


def class_meetings(group: ClassGroup) -> QuerySet[Meeting]:
    """The meetings that take place, in their order."""
    return group.meetings.exclude(state=MeetingState.CANCELLED).order_by("number")


def all_meetings(group: ClassGroup) -> QuerySet[Meeting]:
    """The meetings, cancelled ones too, in their order."""
    return group.meetings.order_by("number")


def class_meeting(group: ClassGroup, number: int) -> Meeting:
    """One meeting of the class. NotFound where there is none."""
    numbered = one_or_404(group.meetings.all(), number=number)
    # the class is at hand; without this each use would load it again
    numbered.group = group
    return numbered


def meetings_of_day(actor: Actor, day: dt.date | None = None) -> QuerySet[Meeting]:
    """The actor's meetings as staff on `day` (today), earliest first."""
    return (
        Meeting.objects.filter(
            group__in=taught_classes(actor), starts_at__date=day or clock.today()
        )
        .exclude(state=MeetingState.CANCELLED)
        .select_related("group")
        .order_by("starts_at")
    )


def meetings_to_close(actor: Actor) -> QuerySet[Meeting]:
    """Meetings of the actor's running classes that are over and whose register is still open."""
    return (
        Meeting.objects.filter(
            group__in=taught_classes(actor).filter(state=ClassState.RUNNING),
            ends_at__lt=clock.now(),
            state__in=(MeetingState.SCHEDULED, MeetingState.OPEN),
        )
        .select_related("group")
        .order_by("starts_at")
    )


def class_staff(group: ClassGroup) -> QuerySet[ClassStaff]:
    """Who teaches or manages the class, with their periods."""
    return group.staff.select_related("user").order_by("role", "user__full_name", "valid_from")


def staff_member(group: ClassGroup, pk: int) -> ClassStaff:
    """One assignment to the class. NotFound where there is none."""
    return one_or_404(class_staff(group), pk=pk)


def is_class_staff() -> Exists:
    """For a query of accounts: whether each is named to a class today."""
    return Exists(ClassStaff.objects.filter(on_day(), user_id=OuterRef("pk")))


def staff_ids(group: ClassGroup) -> set[int]:
    """Accounts assigned to the class today."""
    return set(group.staff.filter(on_day()).values_list("user_id", flat=True))


def class_announcements(group: ClassGroup) -> QuerySet[Announcement]:
    """Messages to the class, newest first."""
    return group.announcements.select_related("author").order_by("-at")


def clashing_meetings(times: Iterable[Meeting], *, apart_from: int) -> QuerySet[Meeting]:
    """Meetings of other active classes that overlap one of `times`, with their classes."""
    overlap = Q(pk__in=[])
    for meeting in times:
        overlap |= Q(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    return (
        Meeting.objects.filter(overlap, group__state__in=ACTIVE)
        .exclude(group_id=apart_from)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("group")
        .order_by("starts_at")
    )


def double_bookings(
    times: Iterable[Meeting], user_ids: Iterable[int], *, apart_from: int
) -> QuerySet[Meeting]:
    """Meetings of other active classes that overlap one of `times` and need one of `user_ids`."""
    booked = clashing_meetings(times, apart_from=apart_from).filter(
        Q(group__staff__valid_to=None) | Q(group__staff__valid_to__gte=F("starts_at__date")),
        group__staff__valid_from__lte=F("starts_at__date"),
        group__staff__user_id__in=user_ids,
        group__staff__role__in=ROLES_IN_CLASSROOM,
    )
    return booked.distinct()


def counts_by_state(actor: Actor) -> dict[str, int]:
    """state → number of classes that the actor manages; every state has an entry."""
    counts = dict.fromkeys(ClassState.values, 0)
    rows = ClassGroup.objects.filter(managed_by(actor)).values_list("state")
    return counts | dict(rows.annotate(number=Count("pk")))


def known_teachers(group: ClassGroup) -> QuerySet[User]:
    """Accounts that teach or have taught in a class of the school, or hold a post there today."""
    posts = Post.objects.filter(on_day(), in_subtree_of(group.school, "unit__"))
    return (
        User.objects.filter(
            Q(teaching__group__school=group.school) | Q(official__posts__in=posts), is_active=True
        )
        .distinct()
        .order_by("full_name")
    )


def find_account(entered: str) -> User | None:
    """The active account with that e-mail or staff code, as typed."""
    entered = entered.strip()
    named = Q(email__iexact=entered) | Q(staff_code__iexact=entered)
    return User.objects.filter(named, is_active=True).first() if entered else None


def _all_classes() -> QuerySet[ClassGroup]:
    return ClassGroup.objects.select_related("school").order_by("-starts_on", "code")
