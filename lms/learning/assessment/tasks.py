"""What follows marking: the learner gets a notice.

Called from project/reactions.py after the commit.
"""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cms import api
from lms.core.audit.models import Event
from lms.core.notices.actions import notify
from lms.learning.assessment.models import ReasonRemark, Submission


def tell_graded(event: Event) -> None:
    """Event submission.graded: a notice that the work is marked."""
    _notify_learner(
        event, _("Your work was marked: %(title)s"), _("Read the score and the remark.")
    )


def tell_returned(event: Event) -> None:
    """Event submission.returned: a notice that asks for a correction."""
    _notify_learner(
        event,
        _("Please correct your work: %(title)s"),
        _("Read the remark, correct it and hand it in again."),
    )


def tell_remarked(event: Event) -> None:
    """Event reason.remarked: the learner's instructor remarked on a reason in a scenario."""
    row = ReasonRemark.objects.select_related("answer__attempt__enrolment__official").get(
        pk=int(event.subject_id)
    )
    attempt = row.answer.attempt
    user_id = attempt.enrolment.official.user_id
    if user_id is not None:
        title = api.read_lesson(attempt.edition_id, attempt.lesson).title
        notify(
            user_id=user_id,
            key=f"remark:{row.pk}",
            title=_("%(name)s read your reason: %(title)s") % {"name": row.by_name, "title": title},
            body=_("Read the remark with the result of the case."),
            url=reverse("learner_debrief", args=[attempt.lesson]),
        )


def _notify_learner(event: Event, title: str, body: str) -> None:
    work = Submission.objects.select_related("enrolment__official", "enrolment__group").get(
        pk=UUID(event.subject_id)
    )
    user_id = work.enrolment.official.user_id
    if user_id is not None:
        notify(
            user_id=user_id,
            key=f"review:{event.data['review']}",
            title=title % {"title": work.enrolment.group.title},
            body=body,
            url=reverse("learner_work", args=[work.pk]),
        )
