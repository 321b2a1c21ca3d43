"""Planning a class, its timetable and its staff; opening, starting, cancelling it; messages."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms import api as content
from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.people.organisation.models import Unit
from lms.teaching.classes import queries, rules
from lms.teaching.classes.models import (
    Announcement,
    ClassGroup,
    ClassMode,
    ClassStaff,
    Meeting,
    StaffRole,
)
from lms.teaching.classes.policies import may_announce, may_manage, may_plan
from lms.teaching.classes.rules import MeetingDraft
from lms.teaching.classes.states import CLASS, MEETING, ClassState, MeetingState


@dataclass(frozen=True)
class ClassDraft:
    """A class as it is planned; `edition_id` names the printed edition that it will teach."""

    school: Unit
    edition_id: int
    code: str
    title: str
    starts_on: dt.date
    ends_on: dt.date
    capacity: int
    mode: ClassMode = ClassMode.BLENDED
    place: str = ""
    plan: str = ""


@transaction.atomic
def plan_class(*, actor: Actor, draft: ClassDraft) -> ClassGroup:
    """Plan a class on a printed edition of the school's own or of a unit above it.

    The edition is pinned for good.
    """
    if not may_plan(actor, draft.school):
        raise NotAllowed(_("Only the school's office plans its classes."))
    if content.read_edition(draft.edition_id).school_code not in rules.offering_schools(
        draft.school
    ):
        raise NotFound(_("There is no such course for this school."))
    if draft.ends_on < draft.starts_on:
        raise BadInput(_("A class cannot end before it begins."), field="ends_on")
    if draft.capacity < 1:
        raise BadInput(_("A class needs at least one seat."), field="capacity")
    code, title = text.make_slug(draft.code), text.normalise(draft.title)
    if not code or not title:
        raise BadInput(_("Give the class a code and a name."), field="title" if code else "code")
    if ClassGroup.objects.filter(code=code).exists():
        raise BadInput(
            _("The code %(code)s belongs to another class. Choose another.") % {"code": code},
            field="code",
        )
    group = ClassGroup.objects.create(
        school=draft.school,
        edition_id=draft.edition_id,
        code=code,
        title=title,
        mode=draft.mode,
        place=text.normalise(draft.place),
        plan=text.normalise(draft.plan),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        capacity=draft.capacity,
    )
    record("class.planned", actor, group, code=code, edition=draft.edition_id)
    return group


@transaction.atomic
def add_meeting(*, actor: Actor, group: ClassGroup, draft: MeetingDraft) -> Meeting:
    """Add a meeting to the timetable.

    Refused outside the class's days, over another meeting, or if an instructor is booked elsewhere.
    """
    group = _lock_managed_class(actor, group)
    rules.check_timetable_open(group)
    number = (group.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = Meeting(group=group, number=number, **draft.values())
    _check_meeting_time(group, meeting)
    meeting.save()
    record("class.meeting_added", actor, meeting, **draft.as_json())
    return meeting


@transaction.atomic
def change_meeting(*, actor: Actor, meeting: Meeting, draft: MeetingDraft) -> Meeting:
    """Change a meeting that has not begun. The same rules as for a new one."""
    group = _lock_managed_class(actor, meeting.group)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules.check_timetable_open(group)
    if meeting.state != MeetingState.SCHEDULED:
        raise RuleBroken(_("This meeting is under way or over; its time can no longer change."))
    before = {"starts_at": meeting.starts_at.isoformat(), "periods": meeting.periods}
    for name, value in draft.values().items():
        setattr(meeting, name, value)
    _check_meeting_time(group, meeting)
    meeting.save()
    record("class.meeting_changed", actor, meeting, before=before, **draft.as_json())
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a meeting; its number is not given again."""
    group = _lock_managed_class(actor, meeting.group)
    rules.check_timetable_open(group)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    reason = rules.require_reason(reason)
    MEETING.move(meeting, MeetingState.CANCELLED)
    meeting.save(update_fields=["state"])
    record("class.meeting_cancelled", actor, meeting, reason=reason)
    return meeting


@transaction.atomic
def assign_staff(
    *,
    actor: Actor,
    group: ClassGroup,
    user_id: int,
    role: StaffRole,
    period: tuple[dt.date, dt.date | None] | None = None,
) -> ClassStaff:
    """Assign an account to the class for `period` (first and last day; default the whole class).

    RuleBroken if the person learns in the class, or must be in another class during a meeting.
    """
    group = _lock_managed_class(actor, group)
    rules.check_timetable_open(group)
    # whoever assigns the same person elsewhere at this moment waits here
    user = get_user_model().objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise BadInput(_("There is no such account."), field="user")
    first, last = period or (min(group.starts_on, clock.today()), None)
    clock.check_order(first, last, field="valid_to")
    rules.check_not_learner(group, user)
    draft = ClassStaff(group=group, user=user, role=role, valid_from=first, valid_to=last)
    if group.staff.filter(user=user, role=role, valid_from=first).exists():
        raise BadInput(
            _("%(name)s already holds this role in the class.") % {"name": user}, field="user"
        )
    if role in queries.ROLES_IN_CLASSROOM:
        rules.check_free(group, [draft], list(queries.class_meetings(group)))
    draft.save()
    record("class.staff_assigned", actor, draft, user=user_id, role=str(role), code=group.code)
    return draft


@transaction.atomic
def end_staff(*, actor: Actor, staff: ClassStaff, on: dt.date, reason: str) -> ClassStaff:
    """End an assignment: `on` is its last day. What the person has marked and graded stays.

    BadInput for a day before the first one.
    """
    _lock_managed_class(actor, staff.group)
    reason = rules.require_reason(reason)
    staff = ClassStaff.objects.select_for_update().get(pk=staff.pk)
    clock.check_order(staff.valid_from, on, field="on")
    staff.valid_to = on
    staff.save(update_fields=["valid_to"])
    record("class.staff_ended", actor, staff, on=on.isoformat(), reason=reason)
    return staff


@transaction.atomic
def open_enrolment(*, actor: Actor, group: ClassGroup) -> ClassGroup:
    """Open the class for enrolment. RuleBroken without a meeting or without an instructor."""
    group = _lock_managed_class(actor, group)
    if not queries.class_meetings(group).exists():
        raise RuleBroken(_("The class has no meeting yet. Add one, then open enrolment."))
    if not group.staff.filter(role=StaffRole.INSTRUCTOR).exists():
        raise RuleBroken(_("The class has no instructor yet. Name one, then open enrolment."))
    return _move_class(actor, group, ClassState.ENROLLING, "class.enrolment_opened")


@transaction.atomic
def start_class(*, actor: Actor, group: ClassGroup) -> ClassGroup:
    """Start the class. RuleBroken while nobody is enrolled."""
    group = _lock_managed_class(actor, group)
    if not rules.has_learners(group):
        raise RuleBroken(
            _("Nobody is enrolled yet. Enrol at least one learner, then start the class.")
        )
    return _move_class(actor, group, ClassState.RUNNING, "class.started")


@transaction.atomic
def cancel_class(*, actor: Actor, group: ClassGroup, reason: str) -> ClassGroup:
    """Cancel the class; enrolments, marks and grades stay as they were."""
    group = _lock_managed_class(actor, group)
    reason = rules.require_reason(reason)
    return _move_class(actor, group, ClassState.CANCELLED, "class.cancelled", reason=reason)


@transaction.atomic
def announce_to_class(*, actor: Actor, group: ClassGroup, title: str, body: str) -> Announcement:
    """Send a message in plain text to everybody in the class."""
    if not may_announce(actor, group):
        raise NotAllowed(
            _("Only the class's staff and its school's office may write to the class.")
        )
    title, body = text.normalise(title), body.strip()
    if not title or not body:
        raise BadInput(_("Write a title and a message."), field="body" if title else "title")
    announcement = Announcement.objects.create(
        group=group, author_id=actor.key, title=title, body=body, at=clock.now()
    )
    record("class.announced", actor, announcement, code=group.code)
    return announcement


def _lock_managed_class(actor: Actor, group: ClassGroup) -> ClassGroup:
    """The class, locked, for its school's office."""
    if not may_manage(actor, group):
        raise NotAllowed(_("Only the office of the class's school may do this."))
    return (
        ClassGroup.objects.select_for_update(of=("self",)).select_related("school").get(pk=group.pk)
    )


def _move_class(
    actor: Actor, group: ClassGroup, to: ClassState, kind: str, **data: Any
) -> ClassGroup:
    CLASS.move(group, to)
    group.save(update_fields=["state"])
    record(kind, actor, group, code=group.code, **data)
    return group


def _check_meeting_time(group: ClassGroup, meeting: Meeting) -> None:
    rules.check_meeting(group, meeting)
    people = list(group.staff.filter(role__in=queries.ROLES_IN_CLASSROOM).select_related("user"))
    ids = sorted({person.user_id for person in people})
    # whoever books one of them elsewhere at this moment waits here
    list(get_user_model().objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    rules.check_free(group, people, [meeting])
