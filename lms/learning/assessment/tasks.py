"""What follows marking and remarks: the learner gets a notice."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cms import api
from lms.core.audit.models import Event
from lms.core.notices.event_notices import EventNotice, NoticeWords, Recipient
from lms.learning.assessment.models import ReasonRemark, Submission


def _learner_of_work(event: Event) -> list[Recipient[Submission]]:
    works = Submission.objects.select_related("enrolment__official", "enrolment__group")
    work = works.get(pk=UUID(event.subject_id))
    return [(work.enrolment.official.user_id, work)]


def _words_when_graded(work: Submission, event: Event) -> NoticeWords:
    return NoticeWords(
        key=f"review:{event.data['review']}",
        title=_("Your work was marked: %(title)s") % {"title": work.enrolment.group.title},
        body=_("Read the score and the remark."),
        url=reverse("learner_work", args=[work.pk]),
    )


tell_graded = EventNotice(
    events=("submission.graded",),
    recipients=_learner_of_work,
    words=_words_when_graded,
)


def _words_when_returned(work: Submission, event: Event) -> NoticeWords:
    return NoticeWords(
        key=f"review:{event.data['review']}",
        title=_("Please correct your work: %(title)s") % {"title": work.enrolment.group.title},
        body=_("Read the remark, correct it and hand it in again."),
        url=reverse("learner_work", args=[work.pk]),
    )


tell_returned = EventNotice(
    events=("submission.returned",),
    recipients=_learner_of_work,
    words=_words_when_returned,
)


def _learner_of_reason(event: Event) -> list[Recipient[ReasonRemark]]:
    remarks = ReasonRemark.objects.select_related("answer__attempt__enrolment__official")
    remark = remarks.get(pk=int(event.subject_id))
    return [(remark.answer.attempt.enrolment.official.user_id, remark)]


def _words_when_remarked(remark: ReasonRemark, _event: Event) -> NoticeWords:
    attempt = remark.answer.attempt
    lesson = api.read_lesson(attempt.edition_id, attempt.lesson)
    return NoticeWords(
        key=f"remark:{remark.pk}",
        title=_("%(name)s read your reason: %(title)s")
        % {"name": remark.by_name, "title": lesson.title},
        body=_("Read the remark with the result of the case."),
        url=reverse("learner_debrief", args=[attempt.lesson]),
    )


tell_remarked = EventNotice(
    events=("reason.remarked",),
    recipients=_learner_of_reason,
    words=_words_when_remarked,
)
