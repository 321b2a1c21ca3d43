"""What follows from events of classes and enrolments: each person gets one notice."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.core.notices.actions import notify
from lms.people.accounts.queries import get_user
from lms.teaching.classes.models import Announcement, ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import learner_user_ids


def tell_enrolled(event: Event) -> None:
    """enrolment.enrolled → a notice to the learner, if they have an account."""
    enrolment = Enrolment.objects.select_related("group__school", "official").get(
        pk=event.subject_id
    )
    user_id = enrolment.official.user_id
    if user_id is None:
        return
    with translation.override(get_user(user_id).language):
        notify(
            user_id=user_id,
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


def tell_announced(event: Event) -> None:
    """class.announced → a notice to every learner of the class."""
    message = Announcement.objects.select_related("group").get(pk=event.subject_id)
    for user_id in learner_user_ids(message.group):
        if user_id != message.author_id:
            notify(
                user_id=user_id,
                key=f"announced:{message.pk}",
                title=f"{message.group}: {message.title}"[:200],
                body=message.body,
                url=reverse("class_page", args=[message.group.code]),
            )


def tell_cancelled(event: Event) -> None:
    """class.cancelled → a notice to every learner of the class, with the reason."""
    group = ClassGroup.objects.get(pk=event.subject_id)
    for user_id in learner_user_ids(group):
        with translation.override(get_user(user_id).language):
            notify(
                user_id=user_id,
                key=f"cancelled:{event.uid}",
                title=_("“%(class)s” will not take place") % {"class": group},
                body=_("Reason: %(reason)s") % {"reason": event.data.get("reason", "")},
            )
