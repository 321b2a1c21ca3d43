"""Questions about enrolments, and what speaks against a new one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lms.core import text
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import in_subtree_of
from lms.people.personnel.models import Official, Post
from lms.teaching.classes import queries as classes
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.rules import format_meeting_times
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.policies import own_enrolments
from lms.teaching.enrolment.states import EnrolmentState


def my_enrolments(actor: Actor) -> QuerySet[Enrolment]:
    """The actor's enrolments, newest class first, without cancelled classes."""
    return (
        Enrolment.objects.filter(own_enrolments(actor))
        .exclude(group__state=ClassState.CANCELLED)
        .select_related("group__school", "official", "unit")
        .order_by("-group__starts_on", "group__code")
    )


def my_enrolment(actor: Actor, code: str) -> Enrolment:
    """The actor's enrolment in the class with that code. NotFound for a stranger."""
    return one_or_404(my_enrolments(actor), group__code=code)


def roster(group: ClassGroup) -> QuerySet[Enrolment]:
    """The learners of the class in the order of Vietnamese lists."""
    return (
        group.enrolments.filter(state=EnrolmentState.ENROLLED)
        .select_related("official", "unit")
        .order_by("official__name_key", "official_id")
    )


def withdrawn_learners(group: ClassGroup) -> QuerySet[Enrolment]:
    """Learners who were withdrawn, with the reason."""
    return (
        group.enrolments.filter(state=EnrolmentState.WITHDRAWN)
        .select_related("official", "unit")
        .order_by("official__name_key", "official_id")
    )


def class_enrolment(group: ClassGroup, uid: str) -> Enrolment:
    """One enrolment of the class, withdrawn or not. NotFound where there is none."""
    return one_or_404(group.enrolments.select_related("official", "group__school"), uid=uid)


def count_enrolled(group: ClassGroup) -> int:
    """The number of learners; at most `group.capacity`."""
    return group.enrolments.filter(state=EnrolmentState.ENROLLED).count()


def learner_user_ids(group: ClassGroup) -> list[int]:
    """Accounts of the learners; those without an account are not among them."""
    users = group.enrolments.filter(state=EnrolmentState.ENROLLED, official__user__is_active=True)
    return [pk for pk in users.values_list("official__user_id", flat=True) if pk is not None]


def officials_in_area(group: ClassGroup) -> QuerySet[Official]:
    """Officials in service today in the area that the school serves (the unit above it)."""
    return Official.objects.filter(Exists(_posts_in_area(group)))


def enrolment_candidates(group: ClassGroup, words: str = "") -> QuerySet[Official]:
    """Officials of the area who are not enrolled in the class, in the order of Vietnamese lists.

    `words` are looked for in name, staff code and unit without regard to marks.
    """
    enrolled = Enrolment.objects.filter(
        group=group, official=OuterRef("pk"), state=EnrolmentState.ENROLLED
    )
    officials = officials_in_area(group).exclude(Exists(enrolled))
    folded_words = text.fold_marks(words)
    if folded_words:
        in_unit = _posts_in_area(group).filter(unit__name_fold__contains=folded_words)
        officials = officials.filter(
            Q(name_fold__contains=folded_words) | Q(code__iexact=words) | Exists(in_unit)
        )
    return officials.order_by("name_key", "pk")


def _posts_in_area(group: ClassGroup) -> QuerySet[Post]:
    area = group.school.get_parent() or group.school
    return Post.objects.filter(on_day(), in_subtree_of(area, "unit__"), official=OuterRef("pk"))


def posts_today(official_ids: Iterable[int]) -> dict[int, Post]:
    """official → main post of today, with its unit."""
    rows = Post.objects.filter(on_day(), official_id__in=official_ids).select_related("unit")
    return {post.official_id: post for post in rows.order_by("is_main", "valid_from", "pk")}


@dataclass(frozen=True)
class EnrolmentClash:
    """What speaks against an enrolment: overlapping meetings forbid it, dates only warn."""

    forbids: bool
    text: str


def clashes_with_class(group: ClassGroup, official_ids: Iterable[int]) -> dict[int, EnrolmentClash]:
    """official → the clash with another of their active classes, in a fixed number of queries."""
    enrolments = (
        Enrolment.objects.filter(
            official_id__in=official_ids,
            state=EnrolmentState.ENROLLED,
            group__state__in=classes.ACTIVE,
            group__starts_on__lte=group.ends_on,
            group__ends_on__gte=group.starts_on,
        )
        .exclude(group=group)
        .select_related("group")
        .order_by("group__starts_on")
    )
    overlapping = classes.clashing_meetings(classes.class_meetings(group), apart_from=group.pk)
    # The earliest overlapping meeting of each other class is the one that the refusal names.
    first_meeting: dict[int, Meeting] = {}
    for meeting in overlapping:
        first_meeting.setdefault(meeting.group_id, meeting)
    clash_by_official: dict[int, EnrolmentClash] = {}
    for enrolment in enrolments:
        clash = _describe_clash(enrolment.group, first_meeting.get(enrolment.group_id))
        first_clash = clash_by_official.get(enrolment.official_id)
        if first_clash is None or (clash.forbids and not first_clash.forbids):
            clash_by_official[enrolment.official_id] = clash
    return clash_by_official


def _describe_clash(other_class: ClassGroup, meeting: Meeting | None) -> EnrolmentClash:
    if meeting is None:
        warning = _("also learns in “%(class)s” (%(first)s–%(last)s); no meeting overlaps")
        days = {
            "first": f"{other_class.starts_on:%d/%m}",
            "last": f"{other_class.ends_on:%d/%m/%Y}",
        }
        return EnrolmentClash(False, warning % {"class": other_class, **days})
    reason = _("has a meeting of “%(class)s” at the same time (%(when)s)")
    return EnrolmentClash(
        True, reason % {"class": other_class, "when": format_meeting_times(meeting)}
    )
