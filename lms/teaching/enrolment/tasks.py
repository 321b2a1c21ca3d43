"""What follows from events of classes and enrolments: notices to learners."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.core.notices.event_notices import EventNotice, NoticeWords, Recipient
from lms.teaching.classes.models import Announcement, ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import learner_user_ids


def _enrolled_learner(event: Event) -> list[Recipient[Enrolment]]:
    enrolments = Enrolment.objects.select_related("group__school", "official")
    enrolment = enrolments.get(pk=event.subject_id)
    return [(enrolment.official.user_id, enrolment)]


def _words_when_enrolled(enrolment: Enrolment, event: Event) -> NoticeWords:
    return NoticeWords(
        key=f"enrolled:{event.uid}",
        title=_("You have a seat in “%(class)s”") % {"class": enrolment.group},
        body=_("%(school)s enrolled you by %(decision)s. The class begins on %(first)s.")
        % {
            "school": enrolment.group.school,
            "decision": enrolment.decision,
            "first": f"{enrolment.group.starts_on:%d/%m/%Y}",
        },
        url=reverse("class_page", args=[enrolment.group.code]),
    )


tell_enrolled = EventNotice(
    events=("enrolment.enrolled",),
    recipients=_enrolled_learner,
    words=_words_when_enrolled,
)


def _readers_of_announcement(event: Event) -> Iterable[Recipient[Announcement]]:
    """Every learner of the class but the author."""
    announcement = Announcement.objects.select_related("group").get(pk=event.subject_id)
    user_ids = learner_user_ids(announcement.group)
    return [(user_id, announcement) for user_id in user_ids if user_id != announcement.author_id]


def _words_of_announcement(announcement: Announcement, _event: Event) -> NoticeWords:
    return NoticeWords(
        key=f"announced:{announcement.pk}",
        title=f"{announcement.group}: {announcement.title}",
        body=announcement.body,
        url=reverse("class_page", args=[announcement.group.code]),
    )


tell_announced = EventNotice(
    events=("class.announced",),
    recipients=_readers_of_announcement,
    words=_words_of_announcement,
)


def _learners_of_class(event: Event) -> Iterable[Recipient[ClassGroup]]:
    group = ClassGroup.objects.get(pk=event.subject_id)
    return [(user_id, group) for user_id in learner_user_ids(group)]


def _words_when_cancelled(group: ClassGroup, event: Event) -> NoticeWords:
    return NoticeWords(
        key=f"cancelled:{event.uid}",
        title=_("“%(class)s” will not take place") % {"class": group},
        body=_("Reason: %(reason)s") % {"reason": event.data.get("reason", "")},
    )


tell_cancelled = EventNotice(
    events=("class.cancelled",),
    recipients=_learners_of_class,
    words=_words_when_cancelled,
)
